// SPDX-License-Identifier: Apache-2.0
// Images as the library reads them: rows of pixels of 8 bits a channel, from the top down.
#ifndef DITTOGRAPH_IMAGE_H_
#define DITTOGRAPH_IMAGE_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace dittograph {

/// What the bytes of a pixel are.
enum class PixelLayout : std::uint8_t {
  kGray,  ///< 1 byte
  kRgb,   ///< 3 bytes
  kRgbx,  ///< 4 bytes, the last of no meaning
  kRgba,  ///< 4 bytes, the last the opacity; colours are not multiplied with it
};

[[nodiscard]] constexpr std::size_t bytes_per_pixel(PixelLayout layout) noexcept {
  switch (layout) {
    case PixelLayout::kGray:
      return 1;
    case PixelLayout::kRgb:
      return 3;
    case PixelLayout::kRgbx:
    case PixelLayout::kRgba:
      break;
  }
  return 4;
}

/// The longest side that is read. Sums over a window of a side's pixels fit into 32 bits.
inline constexpr std::int32_t kMaxImageSide = 1 << 17;

struct ImageFormat {
  std::int32_t width = 0;   ///< 1 to kMaxImageSide
  std::int32_t height = 0;  ///< 1 to kMaxImageSide
  PixelLayout layout = PixelLayout::kGray;

  [[nodiscard]] constexpr std::size_t row_bytes() const noexcept {
    return static_cast<std::size_t>(width) * bytes_per_pixel(layout);
  }
};

/// Where the rows of an image come from: memory, a decoder. It is read once.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  [[nodiscard]] virtual ImageFormat format() const noexcept = 0;

  /// Points the first entries of `rows` to the next rows, each of format().row_bytes() bytes, which
  /// stay until the next call. Returns how many: at least one as long as there are rows and none of
  /// them fails. 0 before the last row means failure; the source knows why. Does not throw, as it
  /// may be implemented in another shared object.
  [[nodiscard]] virtual std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept = 0;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGE_H_
