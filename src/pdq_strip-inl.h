// SPDX-License-Identifier: Apache-2.0
// The filter of PDQ on a strip of rows: two means along rows, of which each row is a lane, and one
// down columns, of which each is one.
// Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_PDQ_STRIP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_PDQ_STRIP_INL_H_
#undef DITTOGRAPH_PDQ_STRIP_INL_H_
#else
#define DITTOGRAPH_PDQ_STRIP_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "pdq_strip.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Part of the rows of a strip.
using Rows = hn::CappedTag<float, kPdqStrip>;

// to[j * to_stride + i] = from[i * from_stride + j], for `height` rows i of `width` entries, both
// multiples of 4.
HWY_INLINE void Transpose(const float* HWY_RESTRICT from, std::size_t from_stride,
                          std::size_t height, std::size_t width, float* HWY_RESTRICT to,
                          std::size_t to_stride) {
#if HWY_TARGET == HWY_SCALAR  // which has no four lanes
  for (std::size_t i = 0; i < height; ++i) {
    for (std::size_t j = 0; j < width; ++j) to[j * to_stride + i] = from[i * from_stride + j];
  }
#else
  const hn::FixedTag<float, 4> d;
  for (std::size_t j = 0; j < width; j += 4) {
    for (std::size_t i = 0; i < height; i += 4) {
      const float* HWY_RESTRICT source = from + i * from_stride + j;
      const auto row0 = hn::LoadU(d, source);
      const auto row1 = hn::LoadU(d, source + from_stride);
      const auto row2 = hn::LoadU(d, source + 2 * from_stride);
      const auto row3 = hn::LoadU(d, source + 3 * from_stride);
      const auto even_left = hn::InterleaveLower(d, row0, row2);
      const auto odd_left = hn::InterleaveLower(d, row1, row3);
      const auto even_right = hn::InterleaveUpper(d, row0, row2);
      const auto odd_right = hn::InterleaveUpper(d, row1, row3);
      float* HWY_RESTRICT target = to + j * to_stride + i;
      hn::StoreU(hn::InterleaveLower(d, even_left, odd_left), d, target);
      hn::StoreU(hn::InterleaveUpper(d, even_left, odd_left), d, target + to_stride);
      hn::StoreU(hn::InterleaveLower(d, even_right, odd_right), d, target + 2 * to_stride);
      hn::StoreU(hn::InterleaveUpper(d, even_right, odd_right), d, target + 3 * to_stride);
    }
  }
#endif
}

// Slides windows along the rows of a strip, whose entries lie side by side, by `count` columns:
// `add` comes in, `subtract` goes out. An addition waits for the one before it, so that kChains
// vectors of rows take turns. Means are written if kWrites.
template <int kChains, bool kWrites>
HWY_INLINE void Slide(const float* HWY_RESTRICT add, const float* HWY_RESTRICT subtract,
                      std::size_t count, const float* HWY_RESTRICT divisors,
                      float* HWY_RESTRICT means, float* HWY_RESTRICT sums) {
  const Rows d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t row = 0; row < kPdqStrip; row += kChains * lanes) {
    const auto load = [&](int chain) HWY_ATTR {
      return hn::LoadU(
          d, sums + row + (chain < kChains ? static_cast<std::size_t>(chain) : 0) * lanes);
    };
    auto sum0 = load(0);
    // NOLINTBEGIN(misc-const-correctness): with one chain they do not change.
    auto sum1 = load(1);
    auto sum2 = load(2);
    auto sum3 = load(3);
    // NOLINTEND(misc-const-correctness)
    for (std::size_t x = 0; x < count; ++x) {
      const std::size_t at = x * kPdqStrip + row;
      const auto slide = [&](auto& sum, std::size_t offset) HWY_ATTR {
        sum = hn::Add(sum, hn::LoadU(d, add + at + offset));
        sum = hn::Sub(sum, hn::LoadU(d, subtract + at + offset));
        if constexpr (kWrites) {
          hn::StoreU(hn::Div(sum, hn::Set(d, divisors[x])), d, means + at + offset);
        }
      };
      slide(sum0, 0);
      if constexpr (kChains > 1) slide(sum1, lanes);
      if constexpr (kChains > 2) {
        slide(sum2, 2 * lanes);
        slide(sum3, 3 * lanes);
      }
    }
    hn::StoreU(sum0, d, sums + row);
    if constexpr (kChains > 1) hn::StoreU(sum1, d, sums + row + lanes);
    if constexpr (kChains > 2) {
      hn::StoreU(sum2, d, sums + row + 2 * lanes);
      hn::StoreU(sum3, d, sums + row + 3 * lanes);
    }
  }
}

// Slides the windows of `kPdqTile` columns down by the rows of a strip.
HWY_INLINE void SlideDown(const PdqStrip& strip, std::size_t begin, float* HWY_RESTRICT means) {
  const hn::CappedTag<float, kPdqTile> d;
  for (std::size_t x = 0; x < kPdqTile; x += hn::Lanes(d)) {
    auto sum = hn::LoadU(d, strip.sums + begin + x);
    for (std::size_t row = 0; row < kPdqStrip; ++row) {
      sum = hn::Add(sum, hn::LoadU(d, strip.added[row] + begin + x));
      sum = hn::Sub(sum, hn::LoadU(d, strip.subtracted[row] + begin + x));
      hn::StoreU(hn::Div(sum, hn::Set(d, strip.row_counts[row])), d, means + row * kPdqTile + x);
    }
    hn::StoreU(sum, d, strip.sums + begin + x);
  }
}

template <int kChains>
void FilterStripIn(const PdqStrip& strip) {
  HWY_ALIGN float means[kPdqTile * kPdqStrip];
  HWY_ALIGN float sums[kPdqStrip] = {};
  const std::size_t before = strip.across.window * kPdqStrip;
  const std::size_t ahead = strip.across.ahead * kPdqStrip;

  // Along rows, and back to where columns are lanes.
  float* HWY_RESTRICT const first = strip.columns + before;
  Transpose(strip.luma, strip.stride, kPdqStrip, strip.stride, first, kPdqStrip);
  Slide<kChains, false>(first, first - before, strip.across.ahead, nullptr, nullptr, sums);
  for (std::size_t begin = 0; begin < strip.stride; begin += kPdqTile) {
    const float* HWY_RESTRICT add = first + begin * kPdqStrip + ahead;
    Slide<kChains, true>(add, add - before, kPdqTile, strip.counts + begin, means, sums);
    Transpose(means, kPdqStrip, kPdqTile, kPdqStrip, strip.smoothed + begin, strip.stride);
  }

  // Down columns, into the columns that are no longer needed.
  for (std::size_t begin = 0; begin < strip.stride; begin += kPdqTile) {
    SlideDown(strip, begin, means);
    Transpose(means, kPdqTile, kPdqStrip, kPdqTile, first + begin * kPdqStrip, kPdqStrip);
  }

  // Along rows again, for the columns that are taken.
  for (float& sum : sums) sum = 0;
  std::size_t done = 0;
  HWY_ALIGN float taken[kPdqSide * kPdqStrip];
  for (std::size_t small = 0; small < kPdqSide; ++small) {
    const std::size_t middle = strip.across.middle(small);
    const std::size_t end = middle + strip.across.ahead + 1;
    const float* HWY_RESTRICT add = first + done * kPdqStrip;
    Slide<kChains, false>(add, add - before, end - done, nullptr, nullptr, sums);
    done = end;
    for (std::size_t row = 0; row < kPdqStrip; ++row) {
      taken[small * kPdqStrip + row] = sums[row] / strip.counts[middle];
    }
  }
  Transpose(taken, kPdqStrip, kPdqSide, kPdqStrip, strip.taken, kPdqSide);
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
