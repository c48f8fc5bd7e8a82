// SPDX-License-Identifier: Apache-2.0
// Perceptual hashes as their definitions read, slow and plain. Where bits depend on how a sum was
// rounded, they say so: only released packages know those.
#ifndef DITTOGRAPH_TESTS_REFERENCE_IMAGEHASH_H_
#define DITTOGRAPH_TESTS_REFERENCE_IMAGEHASH_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "dittograph/image.h"
#include "dittograph/imagehash.h"

namespace dittograph::reference {

/// A plane of values from 0 to 255.
struct Plane {
  std::int32_t width = 0;
  std::int32_t height = 0;
  std::vector<int> values;

  [[nodiscard]] int at(std::int32_t x, std::int32_t y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  [[nodiscard]] Plane turned() const {
    Plane result{height, width, {}};
    for (std::int32_t x = 0; x < width; ++x) {
      for (std::int32_t y = 0; y < height; ++y) result.values.push_back(at(x, y));
    }
    return result;
  }
};

inline int gray_of(int red, int green, int blue) {
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}

inline Plane channel(const ImageFormat& format, const std::uint8_t* pixels, std::size_t index) {
  Plane plane{format.width, format.height, {}};
  const std::size_t size = bytes_per_pixel(format.layout);
  const std::size_t bytes = format.row_bytes() * static_cast<std::size_t>(format.height);
  for (std::size_t i = 0; i < bytes; i += size) plane.values.push_back(pixels[i + index]);
  return plane;
}

inline Plane mixed(const Plane& red, const Plane& green, const Plane& blue) {
  Plane gray = red;
  for (std::size_t i = 0; i < gray.values.size(); ++i) {
    gray.values[i] = gray_of(red.values[i], green.values[i], blue.values[i]);
  }
  return gray;
}

inline int cut_off(double value) { return static_cast<int>(value); }

inline double sinc(double x) {
  return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

/// Each row resized with Lanczos' window, rounded to 8 bits.
inline Plane resized_rows(const Plane& plane, std::int32_t width) {
  const double scale = static_cast<double>(plane.width) / width;
  const double stretch = std::max(scale, 1.0);
  Plane result{width, plane.height, {}};
  for (std::int32_t y = 0; y < plane.height; ++y) {
    for (std::int32_t x = 0; x < width; ++x) {
      const double center = (x + 0.5) * scale;
      const int begin = std::max(cut_off(center - 3 * stretch + 0.5), 0);
      const int end = std::min(cut_off(center + 3 * stretch + 0.5), plane.width);
      std::vector<double> weights;
      double total = 0;
      for (int i = begin; i < end; ++i) {
        const double at = (i - center + 0.5) * (1 / stretch);
        weights.push_back(at >= -3 && at < 3 ? sinc(at) * sinc(at / 3) : 0);
        total += weights.back();
      }
      std::int64_t sum = 1 << 21;
      for (int i = begin; i < end; ++i) {
        const double weight = weights[static_cast<std::size_t>(i - begin)] / total * (1 << 22);
        sum += static_cast<std::int64_t>(weight + (weight < 0 ? -0.5 : 0.5)) * plane.at(i, y);
      }
      result.values.push_back(static_cast<int>(std::clamp<std::int64_t>(sum >> 22, 0, 255)));
    }
  }
  return result;
}

/// As Pillow 13 resizes: rows first, unless much more is taken from columns.
inline Plane resized(const Plane& plane, std::int32_t width, std::int32_t height) {
  const std::int32_t less = plane.height - height;
  if (less > 0 && less > 2 * (plane.width - width)) {
    return resized_rows(resized_rows(plane.turned(), height).turned(), width);
  }
  return resized_rows(resized_rows(plane, width).turned(), height).turned();
}

/// The bits, and which of them the definition does not decide.
struct Bits {
  std::uint64_t bits = 0;
  std::uint64_t undecided = 0;
};

/// Values above a threshold; those nearer to it than `margin` are undecided.
inline Bits above(const std::vector<double>& values, double threshold, double margin,
                  bool or_equal) {
  Bits result;
  for (const double value : values) {
    const bool is_set = or_equal ? value >= threshold : value > threshold;
    result.bits = result.bits << 1 | (is_set ? 1u : 0u);
    result.undecided = result.undecided << 1 | (std::abs(value - threshold) < margin ? 1u : 0u);
  }
  return result;
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

inline std::vector<double> low_frequencies(const Plane& plane) {
  std::vector<double> result;
  for (int v = 0; v < 8; ++v) {
    for (int u = 0; u < 8; ++u) {
      double sum = 0;
      for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 32; ++x) {
          sum += 4 * plane.at(x, y) * std::cos(std::numbers::pi * u * (2 * x + 1) / 64) *
                 std::cos(std::numbers::pi * v * (2 * y + 1) / 64);
        }
      }
      result.push_back(sum);
    }
  }
  return result;
}

/// The sums of 8 x 8 blocks.
inline std::vector<double> blocks(const Plane& plane) {
  std::vector<double> sums(64);
  const std::int32_t block = plane.width / 8;
  for (std::int32_t y = 0; y < plane.height; ++y) {
    for (std::int32_t x = 0; x < plane.width; ++x) {
      const std::int32_t index = y / block * 8 + x / block;
      sums[static_cast<std::size_t>(index)] += plane.at(x, y);
    }
  }
  return sums;
}

inline Plane gray_plane(const ImageFormat& format, const std::uint8_t* pixels, ImageHashRules rules,
                        std::int32_t width, std::int32_t height) {
  if (format.layout == PixelLayout::kGray) {
    return resized(channel(format, pixels, 0), width, height);
  }
  const Plane red = channel(format, pixels, 0);
  const Plane green = channel(format, pixels, 1);
  const Plane blue = channel(format, pixels, 2);
  if (rules == ImageHashRules::kImagehash) return resized(mixed(red, green, blue), width, height);
  return mixed(resized(red, width, height), resized(green, width, height),
               resized(blue, width, height));
}

inline Bits image_hash(const ImageFormat& format, const std::uint8_t* pixels, ImageHashKind kind,
                       ImageHashRules rules) {
  const bool is_dedup = rules == ImageHashRules::kImagededup;
  const auto plane = [&](std::int32_t width, std::int32_t height) {
    return gray_plane(format, pixels, rules, width, height);
  };
  std::vector<double> values;
  switch (kind) {
    case ImageHashKind::kAverage: {
      const Plane small = plane(8, 8);
      double sum = 0;
      for (const int value : small.values) sum += value;
      values.assign(small.values.begin(), small.values.end());
      return above(values, sum / 64, 0, is_dedup);
    }
    case ImageHashKind::kDifference: {
      const Plane small = plane(9, 8);
      for (int i = 0; i < 64; ++i) {
        values.push_back(small.at(i % 8 + 1, i / 8) - small.at(i % 8, i / 8));
      }
      return above(values, 0, 0, false);
    }
    case ImageHashKind::kDifferenceVertical: {
      const Plane small = plane(8, 9);
      for (int i = 0; i < 64; ++i) {
        values.push_back(small.at(i % 8, i / 8 + 1) - small.at(i % 8, i / 8));
      }
      return above(values, 0, 0, false);
    }
    case ImageHashKind::kPerceptual: {
      values = low_frequencies(plane(32, 32));
      const double threshold =
          is_dedup ? median({values.begin() + 1, values.end()}) : median(values);
      return above(values, threshold, 1e-6, is_dedup);
    }
    case ImageHashKind::kWavelet:
      break;
  }
  std::int32_t side = 8;
  while (2 * side <= std::min(format.width, format.height)) side *= 2;
  if (is_dedup) side = 256;
  values = blocks(plane(side, side));
  const double threshold = median(values);
  // Half a step: only what is equal to the median is undecided.
  return above(values, threshold, 0.25, is_dedup);
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_IMAGEHASH_H_
