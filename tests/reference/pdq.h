// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/pdq.h promises, one pass after the other over the whole image. Every
// operation on floats is one that the result depends on: compile without contraction.
#ifndef DITTOGRAPH_TESTS_REFERENCE_PDQ_H_
#define DITTOGRAPH_TESTS_REFERENCE_PDQ_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "dittograph/pdq.h"

namespace dittograph::reference {

/// Of R, G, B in doubles, as numpy computes it, then rounded.
[[nodiscard]] inline float pdq_luma(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  return static_cast<float>(red * 0.299 + green * 0.587 + blue * 0.114);
}

/// The means of a window along entries `stride` apart. It is (size + 127) / 128 long, and its
/// position is in the middle, or before it.
inline void pdq_box(const float* in, float* out, std::size_t size, std::size_t stride) {
  const auto window = static_cast<std::ptrdiff_t>((size + 127) / 128);
  const std::ptrdiff_t half = (window + 2) / 2;
  const auto end = static_cast<std::ptrdiff_t>(size);
  float sum = 0;
  int count = 0;
  for (std::ptrdiff_t right = 0; right < end + half - 1; ++right) {
    const std::ptrdiff_t left = right - window;
    if (right < end) {
      sum += in[static_cast<std::size_t>(right) * stride];
      ++count;
    }
    if (left >= 0) {
      sum -= in[static_cast<std::size_t>(left) * stride];
      --count;
    }
    const std::ptrdiff_t middle = right - half + 1;
    if (middle >= 0) {
      out[static_cast<std::size_t>(middle) * stride] = sum / static_cast<float>(count);
    }
  }
}

using PdqSmall = std::array<std::array<float, 64>, 64>;

/// Luma, its means, and of these 64 x 64.
[[nodiscard]] inline PdqSmall pdq_small(ImageFormat format, const std::uint8_t* bytes) {
  const auto width = static_cast<std::size_t>(format.width);
  const auto height = static_cast<std::size_t>(format.height);
  const std::size_t pixel = bytes_per_pixel(format.layout);
  std::vector<float> image(width * height);
  for (std::size_t i = 0; i < image.size(); ++i) {
    const std::uint8_t* at = bytes + i * pixel;
    image[i] = pixel == 1 ? pdq_luma(at[0], at[0], at[0]) : pdq_luma(at[0], at[1], at[2]);
  }
  std::vector<float> other(image.size());
  for (int i = 0; i < 2 && (width != 64 || height != 64); ++i) {
    for (std::size_t y = 0; y < height; ++y) {
      pdq_box(&image[y * width], &other[y * width], width, 1);
    }
    for (std::size_t x = 0; x < width; ++x) pdq_box(&other[x], &image[x], height, width);
  }
  const auto middle = [](std::size_t i, std::size_t side) {
    return static_cast<std::size_t>((static_cast<double>(i) + 0.5) * static_cast<double>(side) /
                                    64);
  };
  PdqSmall small;
  for (std::size_t i = 0; i < 64; ++i) {
    for (std::size_t j = 0; j < 64; ++j) {
      small[i][j] = image[middle(i, height) * width + middle(j, width)];
    }
  }
  return small;
}

[[nodiscard]] inline int pdq_quality(const PdqSmall& small) {
  int steps = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    for (std::size_t j = 0; j < 63; ++j) {
      steps += std::abs(static_cast<int>((small[i][j] - small[i][j + 1]) * 100 / 255));
      steps += std::abs(static_cast<int>((small[j][i] - small[j + 1][i]) * 100 / 255));
    }
  }
  return std::min(steps / 90, 100);
}

[[nodiscard]] inline float pdq_cosine(std::size_t frequency, std::size_t k) {
  const double angle = std::numbers::pi / 2 / 64 * static_cast<double>(frequency + 1) *
                       static_cast<double>(2 * k + 1);
  return static_cast<float>(static_cast<float>(std::sqrt(2.0 / 64)) * std::cos(angle));
}

/// The 16 x 16 values of the transform.
[[nodiscard]] inline std::vector<float> pdq_values(const PdqSmall& small) {
  std::vector<float> values;
  for (std::size_t i = 0; i < 16; ++i) {
    float columns[64] = {};
    for (std::size_t k = 0; k < 64; ++k) {
      const float factor = pdq_cosine(i, k);
      for (std::size_t j = 0; j < 64; ++j) columns[j] += factor * small[k][j];
    }
    for (std::size_t j = 0; j < 16; ++j) {
      float sum = 0;
      for (std::size_t k = 0; k < 64; ++k) sum += columns[k] * pdq_cosine(j, k);
      values.push_back(sum);
    }
  }
  return values;
}

[[nodiscard]] inline PdqHash pdq_hash(ImageFormat format, const std::uint8_t* bytes) {
  if (format.width < 5 || format.height < 5) return {};
  const PdqSmall small = pdq_small(format, bytes);
  const std::vector<float> values = pdq_values(small);
  std::vector<float> sorted = values;
  std::ranges::sort(sorted);
  PdqHash hash;
  hash.quality = pdq_quality(small);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    if (values[bit] > sorted[127]) hash.words[3 - bit / 64] |= std::uint64_t{1} << bit % 64;
  }
  return hash;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_PDQ_H_
