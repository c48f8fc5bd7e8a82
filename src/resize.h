// SPDX-License-Identifier: Apache-2.0
// Resizing one plane of an image while its rows come in.
#ifndef DITTOGRAPH_RESIZE_H_
#define DITTOGRAPH_RESIZE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "resize_weights.h"

namespace dittograph {

struct ImageSize {
  std::int32_t width = 0;
  std::int32_t height = 0;

  [[nodiscard]] std::size_t pixels() const noexcept {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
};

/// How many rows are resized together: 4, 8 or 16, of each of which a vector holds four values. The
/// same as long as the SIMD target is.
[[nodiscard]] std::size_t strip_rows() noexcept;

/// Rows of 16-bit values, arranged so that one vector multiplies a group of several rows with the
/// same weights: the groups of a row lie strip_rows() groups apart, and the rows of a group where
/// slot_in_strip() says.
[[nodiscard]] constexpr std::size_t slot_in_strip(std::size_t row, std::size_t rows) noexcept {
  // Vector j of a group holds rows j, 4 + j, 8 + j ...: when each is summed up in place, what comes
  // out of transposing them by fours is in order.
  return row % 4 * (rows / 4) + row / 4;
}

/// One strip of the rows of a plane.
class Strip {
 public:
  explicit Strip(std::int32_t width);

  /// Fills a part of row `row`, below strip_rows(), from column `begin` on, a multiple of kGroup.
  /// `values` has as many as there are up to the next multiple.
  void set(std::size_t row, std::size_t begin, const std::int16_t* values,
           std::size_t count) noexcept;
  /// Fills all rows, up to strip_rows(), with columns of a plane that lies row by row in memory:
  /// from `plane` on so many columns, of `height` pixels, which is the width of this.
  void set_columns(const std::uint8_t* plane, std::size_t stride, std::size_t columns,
                   std::size_t height) noexcept;
  [[nodiscard]] const std::int16_t* data() const noexcept { return values_.data(); }

 private:
  std::size_t rows_;
  std::vector<std::int16_t> values_;
};

/// Whether Pillow shortens columns before rows, which it does from release 13.0 on where much more
/// is taken away from them: of images that are more than twice as high as wide.
[[nodiscard]] bool are_columns_first(ImageSize size, ImageSize new_size) noexcept;

/// Resizes a plane of 8-bit values: first each row, rounding to 8 bits, then each column, as Pillow
/// does where columns are not first; the result is the same bit for bit. Takes memory for the rows
/// below one window, not for the image.
class PlaneResizer {
 public:
  PlaneResizer(ImageSize size, ImageSize new_size);

  /// The next strip_rows() rows; of the last strip those below the image are of no meaning.
  void add_strip(const Strip& strip);

  /// The result, row by row, when all rows were added.
  [[nodiscard]] std::span<const std::uint8_t> pixels() const noexcept { return pixels_; }

 private:
  void make_room();

  std::size_t rows_;  // of a strip
  std::size_t height_;
  std::size_t new_width_;
  std::size_t group_stride_;  // of what is between the two steps, in values
  std::shared_ptr<const ResizeWeights> across_;
  std::shared_ptr<const ResizeWeights> down_;
  // Rows that have been shortened: groups of eight rows, each with a place for every column.
  std::vector<std::int16_t> between_;
  std::size_t first_group_ = 0;  // of those that are still there
  std::size_t rows_added_ = 0;
  std::size_t next_row_ = 0;  // of the result
  std::vector<std::uint8_t> pixels_;
};

/// Resizes a plane that lies row by row in memory to several sizes, each column first.
[[nodiscard]] std::vector<std::vector<std::uint8_t>> resize_columns_first(
    std::span<const std::uint8_t> plane, ImageSize size, std::span<const ImageSize> new_sizes);

}  // namespace dittograph

#endif  // DITTOGRAPH_RESIZE_H_
