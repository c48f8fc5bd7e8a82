// SPDX-License-Identifier: Apache-2.0
// The second half of PDQ: from 64 x 64 floats to quality and bits. Every sum goes on in the order
// of the reference, in floats. Compiled without contraction.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "pdq_filter.h"

namespace dittograph {
namespace {

constexpr std::size_t kFrequencies = 16;  // in each direction, the constant left out

using Transform = std::array<std::array<float, kPdqSide>, kFrequencies>;

// The discrete cosine transform (C. Zauner, "Implementation and benchmarking of perceptual image
// hash functions", 2010). Each product is further than three units in the last place of a double
// from where it would be rounded to another float, which is more than C libraries are off.
const Transform& transform() {
  static const Transform matrix = [] {
    Transform values{};
    const auto scale = static_cast<float>(std::sqrt(2.0 / kPdqSide));
    for (std::size_t i = 0; i < kFrequencies; ++i) {
      for (std::size_t j = 0; j < kPdqSide; ++j) {
        const double angle = std::numbers::pi / 2 / static_cast<double>(kPdqSide) *
                             static_cast<double>(i + 1) * static_cast<double>(2 * j + 1);
        values[i][j] = static_cast<float>(static_cast<double>(scale) * std::cos(angle));
      }
    }
    return values;
  }();
  return matrix;
}

int significant_step(float one, float other) noexcept {
  return std::abs(static_cast<int>((one - other) * 100 / 255));
}

int quality_of(const PdqSmallImage& image) noexcept {
  int steps = 0;
  for (std::size_t i = 0; i < kPdqSide; ++i) {
    for (std::size_t j = 0; j < kPdqSide; ++j) {
      if (i + 1 < kPdqSide) steps += significant_step(image[i][j], image[i + 1][j]);
      if (j + 1 < kPdqSide) steps += significant_step(image[i][j], image[i][j + 1]);
    }
  }
  return std::min(steps / 90, 100);
}

}  // namespace

PdqHash pdq_of_small_image(const PdqSmallImage& image) noexcept {
  const Transform& matrix = transform();
  Transform columns{};
  for (std::size_t i = 0; i < kFrequencies; ++i) {
    for (std::size_t k = 0; k < kPdqSide; ++k) {
      for (std::size_t j = 0; j < kPdqSide; ++j) columns[i][j] += matrix[i][k] * image[k][j];
    }
  }
  std::array<float, kFrequencies * kFrequencies> values{};
  for (std::size_t i = 0; i < kFrequencies; ++i) {
    for (std::size_t k = 0; k < kPdqSide; ++k) {
      for (std::size_t j = 0; j < kFrequencies; ++j) {
        values[i * kFrequencies + j] += columns[i][k] * matrix[j][k];
      }
    }
  }
  // The 128th of 256: what the reference finds as the median (by T. Mogensen's method).
  auto sorted = values;
  constexpr std::size_t kMedian = 127;
  std::nth_element(sorted.begin(), sorted.begin() + kMedian, sorted.end());
  PdqHash hash;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > sorted[kMedian]) hash.words[3 - i / 64] |= std::uint64_t{1} << (i % 64);
  }
  hash.quality = quality_of(image);
  return hash;
}

}  // namespace dittograph
