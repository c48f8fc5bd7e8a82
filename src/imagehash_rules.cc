// SPDX-License-Identifier: Apache-2.0
#include "imagehash_rules.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

#include "imagehash_dct.h"
#include "imagehash_wavelets.h"

namespace dittograph {
namespace {

constexpr std::size_t kSide = 8;  // of a hash
constexpr std::size_t kPixels = kSide * kSide;
constexpr std::size_t kDctSide = kDctSize;

// Bit i of 64, the first the highest, is `test(i)`.
template <class Test>
std::uint64_t bits_where(Test&& test) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kPixels; ++i) bits = bits << 1 | (test(i) ? 1u : 0u);
  return bits;
}

// The lowest 8 x 8 frequencies of 32 x 32 pixels, the columns transformed first.
std::array<double, kPixels> low_frequencies(std::span<const std::uint8_t> pixels) noexcept {
  std::array<std::array<double, kDctSide>, kSide> rows{};
  for (std::size_t x = 0; x < kDctSide; ++x) {
    std::array<double, kDctSide> column{};
    for (std::size_t y = 0; y < kDctSide; ++y) column[y] = pixels[y * kDctSide + x];
    const auto transformed = dct(column);
    for (std::size_t y = 0; y < kSide; ++y) rows[y][x] = transformed[y];
  }
  std::array<double, kPixels> result{};
  for (std::size_t y = 0; y < kSide; ++y) {
    const auto transformed = dct(rows[y]);
    std::copy_n(transformed.begin(), kSide,
                result.begin() + static_cast<std::ptrdiff_t>(y * kSide));
  }
  return result;
}

// The mean of the two in the middle.
double median(std::array<double, kPixels> values) noexcept {
  std::ranges::sort(values);
  return (values[kPixels / 2 - 1] + values[kPixels / 2]) / 2;
}

double median_without_first(const std::array<double, kPixels>& values) noexcept {
  std::array<double, kPixels - 1> others{};
  std::copy(values.begin() + 1, values.end(), others.begin());
  std::ranges::sort(others);
  return others[others.size() / 2];
}

std::uint64_t above_median(const std::array<double, kPixels>& values,
                           ImageHashRules rules) noexcept {
  const double threshold = median(values);
  if (rules == ImageHashRules::kImagededup) {
    return bits_where([&](std::size_t i) { return values[i] >= threshold; });
  }
  return bits_where([&](std::size_t i) { return values[i] > threshold; });
}

}  // namespace

std::uint64_t average_bits(std::span<const std::uint8_t> pixels, ImageHashRules rules) noexcept {
  const unsigned sum = std::accumulate(pixels.begin(), pixels.end(), 0u);
  // At the threshold only if that is allowed.
  const unsigned more = rules == ImageHashRules::kImagededup ? 1 : 0;
  return bits_where([&](std::size_t i) { return kPixels * pixels[i] + more > sum; });
}

std::uint64_t difference_bits(std::span<const std::uint8_t> pixels) noexcept {
  return bits_where([&](std::size_t i) {
    const std::size_t at = i / kSide * (kSide + 1) + i % kSide;
    return pixels[at + 1] > pixels[at];
  });
}

std::uint64_t vertical_difference_bits(std::span<const std::uint8_t> pixels) noexcept {
  return bits_where([&](std::size_t i) { return pixels[i + kSide] > pixels[i]; });
}

std::uint64_t perceptual_bits(std::span<const std::uint8_t> pixels, ImageHashRules rules) noexcept {
  const auto values = low_frequencies(pixels);
  if (rules == ImageHashRules::kImagededup) {
    const double threshold = median_without_first(values);
    return bits_where([&](std::size_t i) { return values[i] >= threshold; });
  }
  return above_median(values, rules);
}

std::uint64_t wavelet_bits(std::span<const std::uint8_t> pixels, std::size_t side,
                           ImageHashRules rules) {
  // The coarsest wavelets are the sums of square blocks. That the mean of all is taken away before
  // moves all by the same.
  const std::size_t block = side / kSide;
  std::array<std::uint64_t, kPixels> sums{};
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t column = 0; column < kSide; ++column) {
      const auto part = pixels.subspan(y * side + column * block, block);
      // A block has at most 2^17 pixels across.
      sums[y / block * kSide + column] += std::accumulate(part.begin(), part.end(), 0u);
    }
  }
  auto sorted = sums;
  std::ranges::sort(sorted);
  const std::uint64_t low = sorted[kPixels / 2 - 1];
  const std::uint64_t high = sorted[kPixels / 2];
  if (low != high) return bits_where([&](std::size_t i) { return sums[i] >= high; });
  // All that is equal to the median is above or below it by what was rounded off.
  return above_median(rounded_wavelets(pixels, side, rules), rules);
}

int quality_of(std::span<const std::uint8_t> pixels) noexcept {
  int sum = 0;
  const auto add = [&](std::size_t a, std::size_t b) {
    sum += std::abs(pixels[a] - pixels[b]) * 100 / 255;
  };
  for (std::size_t y = 0; y < kDctSide; ++y) {
    for (std::size_t x = 0; x < kDctSide; ++x) {
      const std::size_t at = y * kDctSide + x;
      if (x + 1 < kDctSide) add(at, at + 1);
      if (y + 1 < kDctSide) add(at, at + kDctSide);
    }
  }
  return std::min(sum / 22, 100);
}

std::int32_t wavelet_side(std::int32_t width, std::int32_t height, ImageHashRules rules) noexcept {
  if (rules == ImageHashRules::kImagededup) return 256;
  const auto shorter = static_cast<std::uint32_t>(std::min(width, height));
  return std::max(static_cast<std::int32_t>(std::bit_floor(shorter)),
                  static_cast<std::int32_t>(kSide));
}

}  // namespace dittograph
