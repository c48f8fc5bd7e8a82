// SPDX-License-Identifier: Apache-2.0
// BlurHash. Its sums go over columns first, in whole numbers, so that no order of them matters:
// linear colours have 23 bits, cosines 22. Sums of up to 2^8 such products are exact in a double,
// for which all processors have vectors, and sums of 2^17 in 64 bits. What is left, a number for
// each column, is summed up along the row in doubles in one order. Compiled without contraction.
#include "dittograph/placeholder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

#include "placeholder_blurhash.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "placeholder.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Doubles = hn::ScalableTag<double>;

// Eight bytes at a load. Gathering takes a fifth less time on processors that do it well, and many
// times as much on those that were made safe against leaks by it.
HWY_INLINE void LookUp(const std::uint8_t* HWY_RESTRICT from, std::size_t size,
                       const float* HWY_RESTRICT table, float* HWY_RESTRICT to) {
  std::size_t i = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; i + 8 <= size; i += 8) {
      std::uint64_t bytes;
      std::memcpy(&bytes, from + i, sizeof(bytes));
      to[i] = table[bytes & 0xFF];
      to[i + 1] = table[bytes >> 8 & 0xFF];
      to[i + 2] = table[bytes >> 16 & 0xFF];
      to[i + 3] = table[bytes >> 24 & 0xFF];
      to[i + 4] = table[bytes >> 32 & 0xFF];
      to[i + 5] = table[bytes >> 40 & 0xFF];
      to[i + 6] = table[bytes >> 48 & 0xFF];
      to[i + 7] = table[bytes >> 56];
    }
  }
  for (; i < size; ++i) to[i] = table[from[i]];
}

// Lays a row of colours with opacity on white.
void MakeOpaque(const std::uint8_t* HWY_RESTRICT rgba, std::size_t width,
                std::uint8_t* HWY_RESTRICT rgb) {
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Rebind<std::uint8_t, decltype(d)> narrow;
  const hn::RebindToSigned<decltype(d)> with_sign;
  const std::size_t lanes = hn::Lanes(d);
  const auto all = hn::Set(d, std::uint16_t{255});
  std::size_t x = 0;
  for (; x + lanes <= width; x += lanes) {
    hn::Vec<decltype(narrow)> red;
    hn::Vec<decltype(narrow)> green;
    hn::Vec<decltype(narrow)> blue;
    hn::Vec<decltype(narrow)> alpha;
    hn::LoadInterleaved4(narrow, rgba + 4 * x, red, green, blue, alpha);
    const auto opacity = hn::PromoteTo(d, alpha);
    const auto white = hn::Add(hn::Mul(hn::Sub(all, opacity), all), hn::Set(d, std::uint16_t{127}));
    const auto on_white = [&](auto colour) HWY_ATTR {
      // At most 255 * 255 + 127. To multiply with 2^23 / 255, rounded up, is exact for 16 bits.
      const auto sum = hn::Add(hn::Mul(hn::PromoteTo(d, colour), opacity), white);
      const auto quotient = hn::ShiftRight<7>(hn::MulHigh(sum, hn::Set(d, std::uint16_t{0x8081})));
      return hn::DemoteTo(narrow, hn::BitCast(with_sign, quotient));
    };
    hn::StoreInterleaved3(on_white(red), on_white(green), on_white(blue), narrow, rgb + 3 * x);
  }
  for (; x < width; ++x) {
    const unsigned opacity = rgba[4 * x + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      rgb[3 * x + c] = static_cast<std::uint8_t>(
          (rgba[4 * x + c] * opacity + 255 * (255 - opacity) + 127) / 255);
    }
  }
}

// Adds to kSums arrays of `size` sums, `distance` apart, the products of the linear colours at
// `linear`, rows of kBlurHashBlock of them, with the factors of the rows.
template <int kSums>
void AddProducts(const float* HWY_RESTRICT linear, std::size_t rows, std::size_t size,
                 const std::int32_t* HWY_RESTRICT factors, double* HWY_RESTRICT sums,
                 std::size_t distance) {
  static_assert(1 <= kSums && kSums <= 3);
  const Doubles d;
  const hn::Rebind<float, Doubles> narrow;
  const std::size_t lanes = hn::Lanes(d);
  double factor[3][kBlurHashStrip];
  for (std::size_t j = 0; j < kSums; ++j) {
    for (std::size_t row = 0; row < rows; ++row) factor[j][row] = factors[j * kBlurHashStrip + row];
  }
  const auto add = [&](std::size_t x, double* HWY_RESTRICT to, std::size_t apart) HWY_ATTR {
    auto sum0 = hn::LoadU(d, to);
    auto sum1 = kSums > 1 ? hn::LoadU(d, to + apart) : sum0;
    auto sum2 = kSums > 2 ? hn::LoadU(d, to + 2 * apart) : sum0;
    for (std::size_t row = 0; row < rows; ++row) {
      const auto value = hn::PromoteTo(d, hn::LoadU(narrow, linear + row * kBlurHashBlock + x));
      // Exact, and so the same whether or not it is fused.
      sum0 = hn::MulAdd(value, hn::Set(d, factor[0][row]), sum0);
      if (kSums > 1) sum1 = hn::MulAdd(value, hn::Set(d, factor[1][row]), sum1);
      if (kSums > 2) sum2 = hn::MulAdd(value, hn::Set(d, factor[2][row]), sum2);
    }
    hn::StoreU(sum0, d, to);
    if (kSums > 1) hn::StoreU(sum1, d, to + apart);
    if (kSums > 2) hn::StoreU(sum2, d, to + 2 * apart);
  };
  std::size_t x = 0;
  for (; x + lanes <= size; x += lanes) add(x, sums + x, distance);
  if (x == size) return;
  HWY_ALIGN double last[3 * HWY_MAX_BYTES / sizeof(double)] = {};
  for (std::size_t j = 0; j < kSums; ++j) {
    std::copy_n(sums + j * distance + x, size - x, last + j * lanes);
  }
  add(x, last, lanes);
  for (std::size_t j = 0; j < kSums; ++j) {
    std::copy_n(last + j * lanes, size - x, sums + j * distance + x);
  }
}

void AddStrip(std::span<const std::uint8_t* const> rows, std::size_t row_bytes,
              const float* HWY_RESTRICT table, const std::int32_t* HWY_RESTRICT factors,
              int components, double* HWY_RESTRICT sums) {
  HWY_ALIGN float linear[kBlurHashStrip * kBlurHashBlock] = {};
  for (std::size_t begin = 0; begin < row_bytes; begin += kBlurHashBlock) {
    const std::size_t size = std::min(kBlurHashBlock, row_bytes - begin);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      LookUp(rows[row] + begin, size, table, linear + row * kBlurHashBlock);
    }
    for (int j = 0; j < components;) {
      const std::int32_t* HWY_RESTRICT of_sums =
          factors + static_cast<std::size_t>(j) * kBlurHashStrip;
      double* HWY_RESTRICT to = sums + static_cast<std::size_t>(j) * row_bytes + begin;
      if (components - j >= 3) {
        AddProducts<3>(linear, rows.size(), size, of_sums, to, row_bytes);
        j += 3;
      } else if (components - j == 2) {
        AddProducts<2>(linear, rows.size(), size, of_sums, to, row_bytes);
        j += 2;
      } else {
        AddProducts<1>(linear, rows.size(), size, of_sums, to, row_bytes);
        j += 1;
      }
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(AddStrip);
HWY_EXPORT(MakeOpaque);

}  // namespace

BlurHashEncoder::BlurHashEncoder(ImageFormat format, int x_components, int y_components)
    : format_(format),
      x_components_(x_components),
      y_components_(y_components),
      row_bytes_(format.row_bytes()) {
  assert(1 <= format.width && format.width <= kMaxImageSide);
  assert(1 <= format.height && format.height <= kMaxImageSide);
  assert(1 <= x_components && x_components <= kMaxBlurHashComponents);
  assert(1 <= y_components && y_components <= kMaxBlurHashComponents);
  if (format.layout == PixelLayout::kRgba) {
    row_bytes_ = static_cast<std::size_t>(format.width) * 3;
    opaque_.resize(row_bytes_ * kBlurHashStrip);
  }
  for (const double value : half_turn_cosines(format.height)) {
    cosines_.push_back(static_cast<std::int32_t>(std::floor(value * (1 << kRowCosineBits) + 0.5)));
  }
  const std::size_t sums = row_bytes_ * static_cast<std::size_t>(y_components);
  sums_.resize(sums);
  totals_.resize(sums);
  (void)linear_table();  // which may not throw later
}

void BlurHashEncoder::add_rows(std::span<const std::uint8_t* const> rows) noexcept {
  assert(rows.size() <= static_cast<std::size_t>(format_.height - rows_));
  while (!rows.empty()) {
    const auto strip = rows.first(std::min(rows.size(), kBlurHashStrip));
    rows = rows.subspan(strip.size());
    if (format_.layout != PixelLayout::kRgba) {
      add_strip(strip);
      continue;
    }
    std::array<const std::uint8_t*, kBlurHashStrip> opaque;
    for (std::size_t i = 0; i < strip.size(); ++i) {
      std::uint8_t* row = opaque_.data() + i * row_bytes_;
      HWY_DYNAMIC_DISPATCH(MakeOpaque)(strip[i], static_cast<std::size_t>(format_.width), row);
      opaque[i] = row;
    }
    add_strip(std::span(opaque).first(strip.size()));
  }
}

void BlurHashEncoder::add_strip(std::span<const std::uint8_t* const> rows) noexcept {
  const auto count = static_cast<std::int32_t>(rows.size());
  if (rows_in_sums_ + count > kMaxRowsInDoubles) flush();
  std::array<std::int32_t, kMaxBlurHashComponents * kBlurHashStrip> factors;
  for (int j = 0; j < y_components_; ++j) {
    for (std::int32_t row = 0; row < count; ++row) {
      factors[static_cast<std::size_t>(j) * kBlurHashStrip + static_cast<std::size_t>(row)] =
          cosines_[half_turn_position(std::int64_t{j} * (rows_ + row), format_.height)];
    }
  }
  HWY_DYNAMIC_DISPATCH(AddStrip)
  (rows, row_bytes_, linear_table().data(), factors.data(), y_components_, sums_.data());
  rows_ += count;
  rows_in_sums_ += count;
}

void BlurHashEncoder::flush() noexcept {
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    totals_[i] += static_cast<std::int64_t>(sums_[i]);
    sums_[i] = 0;
  }
  rows_in_sums_ = 0;
}

void BlurHashEncoder::append_components(int j, std::span<const double> cosines,
                                        std::vector<double>& values) const {
  const auto width = static_cast<std::size_t>(format_.width);
  const auto components = static_cast<std::size_t>(x_components_);
  const std::size_t bytes = row_bytes_ / width;
  const std::size_t channels = std::min<std::size_t>(bytes, 3);
  const std::int64_t* totals = totals_.data() + static_cast<std::size_t>(j) * row_bytes_;
  // One sum for each x component and channel, in the order of the columns.
  std::array<std::array<double, kMaxBlurHashComponents>, 3> sums{};
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const auto total = static_cast<double>(totals[x * bytes + channel]);
      for (std::size_t i = 0; i < components; ++i) {
        sums[channel][i] += total * cosines[x * components + i];
      }
    }
  }
  const double pixels = static_cast<double>(format_.width) * format_.height;
  for (std::size_t i = 0; i < components; ++i) {
    const double norm = i == 0 && j == 0 ? 1 : 2;
    const double scale = norm / (kLinearScale * (1 << kRowCosineBits));
    for (std::size_t channel = 0; channel < 3; ++channel) {
      values.push_back(sums[channels == 1 ? 0 : channel][i] * scale / pixels);
    }
  }
}

std::string BlurHashEncoder::finish() {
  assert(rows_ == format_.height);
  flush();
  const std::vector<double> half_turn = half_turn_cosines(format_.width);
  std::vector<double> cosines;
  cosines.reserve(static_cast<std::size_t>(format_.width) *
                  static_cast<std::size_t>(x_components_));
  for (std::int64_t x = 0; x < format_.width; ++x) {
    for (int i = 0; i < x_components_; ++i) {
      cosines.push_back(half_turn[half_turn_position(i * x, format_.width)]);
    }
  }
  std::vector<double> values;
  for (int j = 0; j < y_components_; ++j) append_components(j, cosines, values);
  return blurhash_string(values, x_components_, y_components_);
}

}  // namespace dittograph
#endif  // HWY_ONCE
