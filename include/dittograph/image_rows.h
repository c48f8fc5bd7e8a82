// SPDX-License-Identifier: Apache-2.0
// Rows of images in memory, and of images that are to be turned.
#ifndef DITTOGRAPH_IMAGE_ROWS_H_
#define DITTOGRAPH_IMAGE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/image.h"

namespace dittograph {

/// An image in memory, whose rows lie equally far apart. The memory is the caller's.
class MemoryRows : public RowSource {
 public:
  MemoryRows(const ImageFormat& format, const std::uint8_t* first, std::ptrdiff_t stride) noexcept
      : format_(format), first_(first), stride_(stride) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }
  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override;

 private:
  ImageFormat format_;
  const std::uint8_t* first_;
  std::ptrdiff_t stride_;
  std::int32_t next_ = 0;
};

/// An image in memory, with a pointer to each row. The memory is the caller's.
class PointerRows : public RowSource {
 public:
  PointerRows(const ImageFormat& format, const std::uint8_t* const* rows) noexcept
      : format_(format), rows_(rows) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }
  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override;

 private:
  ImageFormat format_;
  const std::uint8_t* const* rows_;
  std::int32_t next_ = 0;
};

/// What is kept of an image that is to be turned.
enum class TurnedPixels : std::uint8_t {
  kSame,         ///< the pixels as they are
  kGray,         ///< how bright they are, as ImageHasher has it: quicker, if nothing else is needed
  kGrayOnWhite,  ///< the same; kRgba is laid on white before
};

/// An image turned and mirrored so that it is upright; a copy in memory.
class UprightRows : public RowSource {
 public:
  /// `orientation` is that of Exif: 1 (upright already) to 8. Reads all of `source`; if that fails,
  /// next_rows() fails, too. Throws std::bad_alloc.
  UprightRows(RowSource& source, int orientation, TurnedPixels pixels = TurnedPixels::kSame);

  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }
  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override;

 private:
  ImageFormat format_;
  std::vector<std::uint8_t> pixels_;
  bool is_complete_ = false;
  std::int32_t next_ = 0;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGE_ROWS_H_
