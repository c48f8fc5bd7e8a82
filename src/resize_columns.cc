// SPDX-License-Identifier: Apache-2.0
// Resizing with the columns first: the same with the image turned over its diagonal.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "resize.h"

namespace dittograph {
namespace {

// What is given column by column, row by row.
std::vector<std::uint8_t> turn(std::span<const std::uint8_t> columns, ImageSize size) {
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  std::vector<std::uint8_t> rows(columns.size());
  // In squares: rows of a power of 2 lie in the same few places of the nearest cache.
  constexpr std::size_t kSquare = 16;
  for (std::size_t left = 0; left < width; left += kSquare) {
    for (std::size_t top = 0; top < height; top += kSquare) {
      for (std::size_t x = left; x < std::min(left + kSquare, width); ++x) {
        for (std::size_t y = top; y < std::min(top + kSquare, height); ++y) {
          rows[y * width + x] = columns[x * height + y];
        }
      }
    }
  }
  return rows;
}

}  // namespace

bool are_columns_first(ImageSize size, ImageSize new_size) noexcept {
  const std::int32_t rows_less = size.height - new_size.height;
  return rows_less > 0 && rows_less > 2 * (size.width - new_size.width);
}

std::vector<std::vector<std::uint8_t>> resize_columns_first(std::span<const std::uint8_t> plane,
                                                            ImageSize size,
                                                            std::span<const ImageSize> new_sizes) {
  std::vector<PlaneResizer> turned;
  for (const ImageSize& new_size : new_sizes) {
    turned.emplace_back(ImageSize{size.height, size.width},
                        ImageSize{new_size.height, new_size.width});
  }
  Strip strip(size.height);
  const std::size_t rows = strip_rows();
  const auto width = static_cast<std::size_t>(size.width);
  for (std::size_t x = 0; x < width; x += rows) {
    strip.set_columns(plane.data() + x, width, std::min(rows, width - x),
                      static_cast<std::size_t>(size.height));
    for (PlaneResizer& resizer : turned) resizer.add_strip(strip);
  }
  std::vector<std::vector<std::uint8_t>> results;
  results.reserve(turned.size());
  for (std::size_t i = 0; i < turned.size(); ++i) {
    results.push_back(turn(turned[i].pixels(), new_sizes[i]));
  }
  return results;
}

}  // namespace dittograph
