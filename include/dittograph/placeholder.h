// SPDX-License-Identifier: Apache-2.0
// What stands in for an image until it is there: its BlurHash or its ThumbHash.
#ifndef DITTOGRAPH_PLACEHOLDER_H_
#define DITTOGRAPH_PLACEHOLDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dittograph/image.h"

namespace dittograph {

/// The most components of a BlurHash in a direction.
inline constexpr int kMaxBlurHashComponents = 9;

/// The BlurHash of an image whose rows come from the top down: the first cosines of its linear
/// colours, in base 83 (woltapp/blurhash, Algorithm.md). An image with opacity is laid on white
/// first, each channel being (c * a + 255 * (255 - a) + 127) / 255. All processors make the same
/// string. O(pixels * y_components); needs 16 bytes for each byte of a row and y component.
class BlurHashEncoder {
 public:
  /// Throws std::bad_alloc. Preconditions: both sides of the image are 1 to kMaxImageSide, both
  /// numbers of components 1 to kMaxBlurHashComponents.
  BlurHashEncoder(ImageFormat format, int x_components, int y_components);

  /// Takes the next rows, each of format.row_bytes() bytes. Nothing is kept of them.
  /// Precondition: there are as many left.
  void add_rows(std::span<const std::uint8_t* const> rows) noexcept;

  /// The string, of 4 + 2 * x_components * y_components characters. Throws std::bad_alloc.
  /// Preconditions: all rows were added, and it is called once.
  [[nodiscard]] std::string finish();

 private:
  void add_strip(std::span<const std::uint8_t* const> rows) noexcept;
  void flush() noexcept;
  void append_components(int j, std::span<const double> cosines, std::vector<double>& values) const;

  ImageFormat format_;
  int x_components_;
  int y_components_;
  std::int32_t rows_ = 0;
  std::size_t row_bytes_;              // of the rows that are summed up
  std::vector<std::int32_t> cosines_;  // of multiples of pi / height
  std::vector<double> sums_;  // for each y component and byte of a row, since the last flush
  std::int32_t rows_in_sums_ = 0;
  std::vector<std::int64_t> totals_;
  std::vector<std::uint8_t> opaque_;  // rows laid on white
};

/// The longest side of an image that has a ThumbHash.
inline constexpr std::int32_t kMaxThumbHashSide = 100;

/// The ThumbHash of a small image of 4 bytes a pixel, the last the opacity: up to 25 bytes
/// (evanw/thumbhash). The same bytes as the npm package thumbhash 0.1.1 gives. Throws
/// std::bad_alloc. Preconditions: both sides are 1 to kMaxThumbHashSide, rgba.size() is
/// 4 * width * height.
[[nodiscard]] std::vector<std::uint8_t> thumbhash(std::span<const std::uint8_t> rgba,
                                                  std::int32_t width, std::int32_t height);

}  // namespace dittograph

#endif  // DITTOGRAPH_PLACEHOLDER_H_
