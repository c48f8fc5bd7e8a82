// SPDX-License-Identifier: Apache-2.0
// This file is compiled without contraction to fused operations, as PyWavelets' packages for x86
// are.
#include "imagehash_wavelets.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

namespace dittograph {
namespace {

constexpr double kTap = std::numbers::sqrt2 / 2;

// A square of values. Its upper left quarter after one level of the transform is what the next
// level transforms; the others are the details.
class Square {
 public:
  explicit Square(std::size_t side) : side_(side), values_(side * side), other_(side * side) {}

  [[nodiscard]] double& at(std::size_t y, std::size_t x) { return values_[y * side_ + x]; }

  // Down to `last` rows and columns, and up again from one value.
  void forward_to(std::size_t last) {
    for (std::size_t size = side_; size > last; size /= 2) forward(size);
  }
  void backward_from_one() {
    for (std::size_t size = 2; size <= side_; size *= 2) backward(size);
  }

 private:
  // One level over the first `size` rows and columns: columns first, then rows.
  void forward(std::size_t size) {
    const std::size_t half = size / 2;
    for (std::size_t y = 0; y < half; ++y) {
      const double* upper = &values_[2 * y * side_];
      const double* lower = upper + side_;
      double* sums = &other_[y * side_];
      double* differences = &other_[(y + half) * side_];
      for (std::size_t x = 0; x < size; ++x) {
        sums[x] = kTap * lower[x] + kTap * upper[x];
        differences[x] = -kTap * lower[x] + kTap * upper[x];
      }
    }
    for (std::size_t y = 0; y < size; ++y) {
      const double* from = &other_[y * side_];
      double* to = &values_[y * side_];
      for (std::size_t x = 0; x < half; ++x) {
        to[x] = kTap * from[2 * x + 1] + kTap * from[2 * x];
        to[x + half] = -kTap * from[2 * x + 1] + kTap * from[2 * x];
      }
    }
  }

  // Undoes forward(size), rows first.
  void backward(std::size_t size) {
    const std::size_t half = size / 2;
    for (std::size_t y = 0; y < size; ++y) {
      const double* from = &values_[y * side_];
      double* to = &other_[y * side_];
      for (std::size_t x = 0; x < half; ++x) {
        to[2 * x] = kTap * from[x] + kTap * from[x + half];
        to[2 * x + 1] = kTap * from[x] - kTap * from[x + half];
      }
    }
    for (std::size_t y = 0; y < half; ++y) {
      const double* sums = &other_[y * side_];
      const double* differences = &other_[(y + half) * side_];
      double* upper = &values_[2 * y * side_];
      double* lower = upper + side_;
      for (std::size_t x = 0; x < size; ++x) {
        upper[x] = kTap * sums[x] + kTap * differences[x];
        lower[x] = kTap * sums[x] - kTap * differences[x];
      }
    }
  }

  std::size_t side_;
  std::vector<double> values_;
  std::vector<double> other_;
};

}  // namespace

std::array<double, 64> rounded_wavelets(std::span<const std::uint8_t> pixels, std::size_t side,
                                        ImageHashRules rules) {
  // Each of the 8 x 8 values depends on a block of pixels alone, and on the mean of all.
  const std::size_t block_side = side / 8;
  Square block(block_side);
  const auto transform = [&](std::size_t row, std::size_t column) {
    for (std::size_t y = 0; y < block_side; ++y) {
      const auto from =
          pixels.subspan((row * block_side + y) * side + column * block_side, block_side);
      for (std::size_t x = 0; x < block_side; ++x) block.at(y, x) = from[x] / 255.0;
    }
    block.forward_to(1);
  };
  Square coarsest(8);
  for (std::size_t i = 0; i < 64; ++i) {
    transform(i / 8, i % 8);
    coarsest.at(i / 8, i % 8) = block.at(0, 0);
  }
  std::array<double, 64> result{};
  if (rules == ImageHashRules::kImagehash) {
    coarsest.forward_to(1);
    coarsest.at(0, 0) *= 0;
    coarsest.backward_from_one();
  }
  for (std::size_t i = 0; i < 64; ++i) {
    result[i] = coarsest.at(i / 8, i % 8);
    if (rules != ImageHashRules::kImagehash) continue;
    transform(i / 8, i % 8);
    block.at(0, 0) = result[i];
    block.backward_from_one();
    block.forward_to(1);
    result[i] = block.at(0, 0);
  }
  return result;
}

}  // namespace dittograph
