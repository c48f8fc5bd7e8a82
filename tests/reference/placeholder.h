// SPDX-License-Identifier: Apache-2.0
// The oracle: the formula of BlurHash in doubles, over all pixels for each component.
#ifndef DITTOGRAPH_TESTS_REFERENCE_PLACEHOLDER_H_
#define DITTOGRAPH_TESTS_REFERENCE_PLACEHOLDER_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "dittograph/image.h"

namespace dittograph::reference {

[[nodiscard]] inline double linear_of_srgb(double value) {
  const double share = value / 255;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

[[nodiscard]] inline int srgb_of_linear(double value) {
  const double inside = std::clamp(value, 0.0, 1.0);
  const double share =
      inside <= 0.0031308 ? inside * 12.92 : 1.055 * std::pow(inside, 1 / 2.4) - 0.055;
  return static_cast<int>(std::floor(share * 255 + 0.5));
}

/// A channel of a pixel, opacity laid on white.
[[nodiscard]] inline int colour_on_white(ImageFormat format, const std::uint8_t* bytes, int x,
                                         int y, std::size_t channel) {
  const std::size_t pixel = bytes_per_pixel(format.layout);
  const auto position = static_cast<std::size_t>(y) * static_cast<std::size_t>(format.width) +
                        static_cast<std::size_t>(x);
  const std::uint8_t* at = bytes + position * pixel;
  const int value = at[pixel == 1 ? 0 : channel];
  if (format.layout != PixelLayout::kRgba) return value;
  return (value * at[3] + 255 * (255 - at[3]) + 127) / 255;
}

[[nodiscard]] inline double blurhash_component(ImageFormat format, const std::uint8_t* bytes, int i,
                                               int j, std::size_t channel) {
  double sum = 0;
  for (int y = 0; y < format.height; ++y) {
    for (int x = 0; x < format.width; ++x) {
      sum += std::cos(std::numbers::pi * i * x / format.width) *
             std::cos(std::numbers::pi * j * y / format.height) *
             linear_of_srgb(colour_on_white(format, bytes, x, y, channel));
    }
  }
  return (i == 0 && j == 0 ? 1 : 2) * sum / format.width / format.height;
}

/// The numbers that are written, in the order of the string.
[[nodiscard]] inline std::vector<int> blurhash_levels(ImageFormat format, const std::uint8_t* bytes,
                                                      int nx, int ny) {
  std::vector<double> components;
  for (int j = 0; j < ny; ++j) {
    for (int i = 0; i < nx; ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        components.push_back(blurhash_component(format, bytes, i, j, c));
      }
    }
  }
  double largest = 0;
  for (std::size_t i = 3; i < components.size(); ++i) {
    largest = std::max(largest, std::abs(components[i]));
  }
  std::vector<int> levels{nx - 1 + (ny - 1) * 9,
                          static_cast<int>(std::clamp(std::floor(largest * 166 - 0.5), 0.0, 82.0))};
  for (std::size_t i = 0; i < 3; ++i) levels.push_back(srgb_of_linear(components[i]));
  const double bound = (levels[1] + 1) / 166.0;
  for (std::size_t i = 3; i < components.size(); ++i) {
    const double root = std::copysign(std::sqrt(std::abs(components[i]) / bound), components[i]);
    levels.push_back(static_cast<int>(std::clamp(std::floor(root * 9 + 9.5), 0.0, 18.0)));
  }
  return levels;
}

/// The string of levels.
[[nodiscard]] inline std::string blurhash_string(const std::vector<int>& levels) {
  std::string text;
  const auto write = [&](int value, int digits) {
    std::string part;
    for (; digits != 0; --digits, value /= 83) {
      part.insert(
          part.begin(),
          "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
              [value % 83]);
    }
    text += part;
  };
  write(levels[0], 1);
  write(levels[1], 1);
  write(levels[2] * 65536 + levels[3] * 256 + levels[4], 4);
  for (std::size_t i = 5; i < levels.size(); i += 3) {
    write(levels[i] * 361 + levels[i + 1] * 19 + levels[i + 2], 2);
  }
  return text;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_PLACEHOLDER_H_
