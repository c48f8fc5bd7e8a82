// SPDX-License-Identifier: Apache-2.0
// Images for tests, drawn with whole numbers so that others can draw the same:
// tests/cpp/image_drawings.py does.
#ifndef DITTOGRAPH_TESTS_CPP_DRAWN_IMAGES_H_
#define DITTOGRAPH_TESTS_CPP_DRAWN_IMAGES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/image.h"

namespace dittograph {

enum class Drawing : std::uint8_t { kNoise, kPlain, kSlope, kBoard, kWaves };

inline constexpr Drawing kDrawings[] = {Drawing::kNoise, Drawing::kPlain, Drawing::kSlope,
                                        Drawing::kBoard, Drawing::kWaves};

class DrawnImage {
 public:
  DrawnImage(ImageFormat format, Drawing drawing, std::uint32_t seed) : format_(format) {
    const auto width = static_cast<std::uint32_t>(format.width);
    const auto height = static_cast<std::uint32_t>(format.height);
    const auto channels = static_cast<std::uint32_t>(bytes_per_pixel(format.layout));
    std::uint32_t state = seed;
    for (std::uint32_t y = 0; y < height; ++y) {
      for (std::uint32_t x = 0; x < width; ++x) {
        for (std::uint32_t c = 0; c < channels; ++c) {
          state = state * 1664525 + 1013904223;
          std::uint32_t value = state >> 24;
          if (drawing == Drawing::kPlain) {
            value = seed * 2654435761u >> 8 * c;
          } else if (drawing == Drawing::kSlope) {
            value = x * 255 / width + y * c * 100 / height + seed;
          } else if (drawing == Drawing::kBoard) {
            value = (x / 7 + y / 5 + c) % 2 * 255;
          } else if (drawing == Drawing::kWaves) {
            const std::uint32_t phase = (x * (seed % 13 + 3) + y * (c * 5 + 2)) % 510;
            value = phase < 255 ? phase : 510 - phase;
          }
          bytes_.push_back(static_cast<std::uint8_t>(value));
        }
      }
    }
  }

  [[nodiscard]] ImageFormat format() const { return format_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> bytes() { return bytes_; }
  [[nodiscard]] const std::uint8_t* row(std::size_t y) const {
    return bytes_.data() + y * format_.row_bytes();
  }

 private:
  ImageFormat format_;
  std::vector<std::uint8_t> bytes_;
};

/// Gives all rows of an image to a hasher, so many at a time.
template <class Hasher>
void add_all_rows(Hasher& hasher, ImageFormat format, const std::uint8_t* first_row,
                  std::size_t at_a_time) {
  std::vector<const std::uint8_t*> rows;
  for (std::size_t y = 0; y < static_cast<std::size_t>(format.height); ++y) {
    rows.push_back(first_row + y * format.row_bytes());
    if (rows.size() < at_a_time) continue;
    hasher.add_rows(rows);
    rows.clear();
  }
  hasher.add_rows(rows);
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_DRAWN_IMAGES_H_
