// SPDX-License-Identifier: Apache-2.0
// ThumbHash with the arithmetic of its JavaScript: the same operations on doubles in the same
// order, of every sum for itself. Compiled without contraction.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "dittograph/placeholder.h"
#include "placeholder_cosine.h"

namespace dittograph {
namespace {

constexpr std::size_t kMostPixels = std::size_t{kMaxThumbHashSide} * kMaxThumbHashSide;
constexpr int kMostFactors = 7;    // in a direction
constexpr std::size_t kLanes = 8;  // at least kMostFactors, for the compiler to make vectors of

// Math.round: halves go up.
int round_half_up(double value) noexcept {
  const double up = std::ceil(value);
  return static_cast<int>(up - 0.5 > value ? up - 1 : up);
}

using Channel = std::array<double, kMostPixels>;

struct Encoded {
  double constant = 0;
  double scale = 0;
  std::vector<double> varying;  // 0 to 1
};

// The cosines of a direction: of each pixel those of all factors.
using Cosines = std::array<std::array<double, kLanes>, kMaxThumbHashSide>;

Cosines cosines_of(int size) {
  Cosines cosines{};
  for (int x = 0; x < size; ++x) {
    for (int factor = 0; factor < kMostFactors; ++factor) {
      cosines[static_cast<std::size_t>(x)][static_cast<std::size_t>(factor)] =
          cosine(std::numbers::pi / size * factor * (x + 0.5));
    }
  }
  return cosines;
}

// An image, and its cosines in both directions.
struct Raster {
  std::size_t width;
  std::size_t height;
  Cosines x_cosines;
  Cosines y_cosines;
};

// Sums of the factors of a row of the triangle each.
using Sums = std::array<std::array<double, kLanes>, kMostFactors>;

// Adds to the sums of some rows the products of a line of pixels, kCount of each row at once. Each
// sum takes the pixels in their order; many go on side by side.
template <std::size_t kCount>
void add_line(const Raster& raster, const double* line, std::size_t y, std::size_t first_row,
              std::size_t last_row, Sums& sums) {
  if (first_row >= last_row) return;
  const auto& y_cosines = raster.y_cosines[y];
  for (std::size_t x = 0; x < raster.width; ++x) {
    std::array<double, kCount> products;
    for (std::size_t i = 0; i < kCount; ++i) products[i] = line[x] * raster.x_cosines[x][i];
    for (std::size_t j = first_row; j < last_row; ++j) {
      for (std::size_t i = 0; i < kCount; ++i) sums[j][i] += products[i] * y_cosines[j];
    }
  }
}

// The factors of a channel in the triangle below (nx, ny).
Encoded encode(const Raster& raster, const Channel& channel, int nx, int ny) {
  Sums sums{};
  const auto rows = static_cast<std::size_t>(ny);
  // Those that have more than four factors, the first ones.
  const std::size_t long_rows =
      nx > 4 ? static_cast<std::size_t>((nx - 4) * ny + nx - 1) / static_cast<std::size_t>(nx) : 0;
  for (std::size_t y = 0; y < raster.height; ++y) {
    const double* line = channel.data() + y * raster.width;
    add_line<kLanes>(raster, line, y, 0, long_rows, sums);
    add_line<kLanes / 2>(raster, line, y, long_rows, rows, sums);
  }
  Encoded encoded;
  const auto pixels = static_cast<double>(raster.width * raster.height);
  for (int j = 0; j < ny; ++j) {
    for (int i = 0; i * ny < nx * (ny - j); ++i) {
      const double factor = sums[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)] / pixels;
      if (i == 0 && j == 0) {
        encoded.constant = factor;
      } else {
        encoded.varying.push_back(factor);
        encoded.scale = std::max(encoded.scale, std::abs(factor));
      }
    }
  }
  if (encoded.scale != 0) {
    for (double& factor : encoded.varying) factor = 0.5 + 0.5 / encoded.scale * factor;
  }
  return encoded;
}

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double opacity = 0;  // summed up
};

Colour average(std::span<const std::uint8_t> rgba) {
  Colour sum;
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const double opacity = rgba[i + 3] / 255.0;
    sum.red += opacity / 255 * rgba[i];
    sum.green += opacity / 255 * rgba[i + 1];
    sum.blue += opacity / 255 * rgba[i + 2];
    sum.opacity += opacity;
  }
  if (sum.opacity != 0) {
    sum.red /= sum.opacity;
    sum.green /= sum.opacity;
    sum.blue /= sum.opacity;
  }
  return sum;
}

// What is encoded: lightness, yellow against blue, red against green, opacity.
struct Channels {
  Channel lightness;
  Channel yellow;
  Channel red;
  Channel opacity;
};

void split(std::span<const std::uint8_t> rgba, const Colour& background, Channels& channels) {
  for (std::size_t i = 0; 4 * i < rgba.size(); ++i) {
    const double opacity = rgba[4 * i + 3] / 255.0;
    const double red = background.red * (1 - opacity) + opacity / 255 * rgba[4 * i];
    const double green = background.green * (1 - opacity) + opacity / 255 * rgba[4 * i + 1];
    const double blue = background.blue * (1 - opacity) + opacity / 255 * rgba[4 * i + 2];
    channels.lightness[i] = (red + green + blue) / 3;
    channels.yellow[i] = (red + green) / 2 - blue;
    channels.red[i] = red - green;
    channels.opacity[i] = opacity;
  }
}

class HashWriter {
 public:
  void add_byte(int byte) { hash_.push_back(static_cast<std::uint8_t>(byte)); }
  void add_halves(const std::vector<double>& factors) {
    for (const double factor : factors) {
      const int value = round_half_up(15 * factor);
      if (in_half_) {
        hash_.back() = static_cast<std::uint8_t>(hash_.back() | (value << 4));
      } else {
        add_byte(value);
      }
      in_half_ = !in_half_;
    }
  }
  [[nodiscard]] std::vector<std::uint8_t> take() && { return std::move(hash_); }

 private:
  std::vector<std::uint8_t> hash_;
  bool in_half_ = false;
};

}  // namespace

std::vector<std::uint8_t> thumbhash(std::span<const std::uint8_t> rgba, std::int32_t width,
                                    std::int32_t height) {
  assert(1 <= width && width <= kMaxThumbHashSide);
  assert(1 <= height && height <= kMaxThumbHashSide);
  assert(rgba.size() == static_cast<std::size_t>(4 * width * height));
  const Colour background = average(rgba);
  const bool has_opacity = background.opacity < width * height;
  const int most = has_opacity ? 5 : 7;  // of lightness, along the longer side
  const double longer = std::max(width, height);
  const int nx = std::max(1, round_half_up(most * width / longer));
  const int ny = std::max(1, round_half_up(most * height / longer));

  std::vector<Channels> memory(1);  // 320 kB are too many for some stacks
  Channels& channels = memory.front();
  split(rgba, background, channels);
  const Raster raster{static_cast<std::size_t>(width), static_cast<std::size_t>(height),
                      cosines_of(width), cosines_of(height)};
  const Encoded lightness = encode(raster, channels.lightness, std::max(3, nx), std::max(3, ny));
  const Encoded yellow = encode(raster, channels.yellow, 3, 3);
  const Encoded red = encode(raster, channels.red, 3, 3);

  const bool is_landscape = width > height;
  const int header24 = round_half_up(63 * lightness.constant) |
                       round_half_up(31.5 + 31.5 * yellow.constant) << 6 |
                       round_half_up(31.5 + 31.5 * red.constant) << 12 |
                       round_half_up(31 * lightness.scale) << 18 | (has_opacity ? 1 << 23 : 0);
  const int header16 = (is_landscape ? ny : nx) | round_half_up(63 * yellow.scale) << 3 |
                       round_half_up(63 * red.scale) << 9 | (is_landscape ? 1 << 15 : 0);
  HashWriter hash;
  for (const int shift : {0, 8, 16}) hash.add_byte(header24 >> shift);
  for (const int shift : {0, 8}) hash.add_byte(header16 >> shift);
  if (has_opacity) {
    const Encoded opacity = encode(raster, channels.opacity, 5, 5);
    hash.add_byte(round_half_up(15 * opacity.constant) | round_half_up(15 * opacity.scale) << 4);
    for (const Encoded* channel : {&lightness, &yellow, &red}) hash.add_halves(channel->varying);
    hash.add_halves(opacity.varying);
  } else {
    for (const Encoded* channel : {&lightness, &yellow, &red}) hash.add_halves(channel->varying);
  }
  return std::move(hash).take();
}

}  // namespace dittograph
