// SPDX-License-Identifier: Apache-2.0
#include "resize.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "resize.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Window = ResizeWeights::Window;

#if HWY_TARGET == HWY_SCALAR  // which has no 128-bit blocks

std::size_t StripRows() { return 4; }

// Calls `write(index, sums)` for some windows, with one sum for each row.
template <class Write>
void SumWindows(const std::int16_t* groups, std::size_t stride, std::size_t first_group,
                const ResizeWeights& weights, std::size_t begin, std::size_t end, Write&& write) {
  for (std::size_t index = begin; index < end; ++index) {
    const Window& window = weights.windows[index];
    std::uint32_t sums[4];
    for (std::size_t row = 0; row < 4; ++row) {
      const std::int16_t* values =
          groups + (window.first_group - first_group) * stride + row * kGroup;
      std::int64_t sum = 1 << (kWeightBits - 1);
      for (std::size_t i = 0; i < window.groups * kGroup; ++i) {
        const std::size_t group = i / kGroup;
        const int value = values[group * stride + i % kGroup];
        sum += value * weights.low[window.low + i];
        if (group - window.high_first < window.high_groups) {
          sum += std::int64_t{65536} * value *
                 weights.high[window.high + i - window.high_first * kGroup];
        }
      }
      sums[row] = static_cast<std::uint32_t>(std::clamp<std::int64_t>(sum >> kWeightBits, 0, 255));
    }
    write(index, sums);
  }
}

void ShortenRows(const std::int16_t* groups, std::size_t stride, const ResizeWeights& weights,
                 std::size_t out_stride, std::size_t row, std::int16_t* out) {
  SumWindows(groups, stride, 0, weights, 0, weights.windows.size(),
             [&](std::size_t index, const std::uint32_t* sums) {
               const std::size_t slot = index / 4 * 4 + slot_in_strip(index % 4, 4);
               for (std::size_t i = 0; i < 4; ++i) {
                 out[(row + i) / kGroup * out_stride + slot * kGroup + (row + i) % kGroup] =
                     static_cast<std::int16_t>(sums[i]);
               }
             });
}

void ShortenColumns(const std::int16_t* groups, std::size_t stride, std::size_t first_group,
                    const ResizeWeights& weights, std::size_t index, std::size_t width,
                    std::uint8_t* out) {
  for (std::size_t column = 0; column < width; column += 4) {
    SumWindows(groups + column * kGroup, stride, first_group, weights, index, index + 1,
               [&](std::size_t, const std::uint32_t* sums) {
                 for (std::size_t i = 0; i < std::min<std::size_t>(4, width - column); ++i) {
                   out[column + i] = static_cast<std::uint8_t>(sums[i]);
                 }
               });
  }
}

#else

using Values = hn::CappedTag<std::int16_t, 32>;
using Sums = hn::RepartitionToWide<Values>;

// Four values of four rows in each block.
std::size_t StripRows() { return 4 * (hn::Lanes(Values()) / kGroup); }

// The sum of each row, in order: of row 4 b + j they are spread over block b of vector j.
HWY_INLINE hn::Vec<Sums> InOrder(hn::Vec<Sums> v0, hn::Vec<Sums> v1, hn::Vec<Sums> v2,
                                 hn::Vec<Sums> v3) {
  const Sums d;
  const hn::RepartitionToWide<Sums> d64;
  const auto pairs = [&](hn::Vec<Sums> a, hn::Vec<Sums> b) HWY_ATTR {
    return hn::BitCast(d64, hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b)));
  };
  const auto v01 = pairs(v0, v1);
  const auto v23 = pairs(v2, v3);
  return hn::Add(hn::BitCast(d, hn::InterleaveLower(d64, v01, v23)),
                 hn::BitCast(d, hn::InterleaveUpper(d64, v01, v23)));
}

// The sum of each row of `count` groups, multiplied with `weights`.
HWY_INLINE hn::Vec<Sums> MultiplyGroups(const std::int16_t* HWY_RESTRICT groups, std::size_t stride,
                                        const std::int16_t* HWY_RESTRICT weights,
                                        std::size_t count) {
  const Values d;
  const Sums ds;
  const std::size_t lanes = hn::Lanes(d);
  // Some targets add products with an odd index to sums of their own.
  auto even0 = hn::Zero(ds);
  auto even1 = even0;
  auto even2 = even0;
  auto even3 = even0;
  auto odd0 = even0;
  auto odd1 = even0;
  auto odd2 = even0;
  auto odd3 = even0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto weight = hn::LoadDup128(d, weights + i * kGroup);
    const std::int16_t* HWY_RESTRICT from = groups + i * stride;
    even0 = hn::ReorderWidenMulAccumulate(ds, hn::LoadU(d, from), weight, even0, odd0);
    even1 = hn::ReorderWidenMulAccumulate(ds, hn::LoadU(d, from + lanes), weight, even1, odd1);
    even2 = hn::ReorderWidenMulAccumulate(ds, hn::LoadU(d, from + 2 * lanes), weight, even2, odd2);
    even3 = hn::ReorderWidenMulAccumulate(ds, hn::LoadU(d, from + 3 * lanes), weight, even3, odd3);
  }
  return InOrder(hn::Add(even0, odd0), hn::Add(even1, odd1), hn::Add(even2, odd2),
                 hn::Add(even3, odd3));
}

// One pixel of the result for each row of a strip, of which `groups` points to group `first_group`;
// not yet limited to a byte.
HWY_INLINE hn::Vec<Sums> SumWindow(const std::int16_t* HWY_RESTRICT groups, std::size_t stride,
                                   std::size_t first_group, const ResizeWeights& weights,
                                   const Window& window) {
  const Sums d;
  const std::int16_t* HWY_RESTRICT from = groups + (window.first_group - first_group) * stride;
  auto sum = MultiplyGroups(from, stride, weights.low.data() + window.low, window.groups);
  if (window.high_groups != 0) {
    const auto high = MultiplyGroups(from + window.high_first * stride, stride,
                                     weights.high.data() + window.high, window.high_groups);
    sum = hn::Add(sum, hn::ShiftLeft<16>(high));
  }
  return hn::ShiftRight<kWeightBits>(hn::Add(sum, hn::Set(d, 1 << (kWeightBits - 1))));
}

void ShortenRows(const std::int16_t* HWY_RESTRICT groups, std::size_t stride,
                 const ResizeWeights& weights, std::size_t out_stride, std::size_t row,
                 std::int16_t* HWY_RESTRICT out) {
  const Sums d;
  const hn::Rebind<std::int16_t, Sums> dh;
  const std::size_t rows = hn::Lanes(d);
  std::int16_t* HWY_RESTRICT first = out + row / kGroup * out_stride + row % kGroup;
  for (std::size_t index = 0; index < weights.windows.size(); ++index) {
    const auto sums = SumWindow(groups, stride, 0, weights, weights.windows[index]);
    const auto values = hn::DemoteTo(dh, hn::Min(hn::Max(sums, hn::Zero(d)), hn::Set(d, 255)));
    const std::size_t slot = index / rows * rows + slot_in_strip(index % rows, rows);
    std::int16_t* HWY_RESTRICT to = first + slot * kGroup;
    if (rows <= kGroup) {
      hn::StoreU(values, dh, to);
    } else {
      alignas(32) std::int16_t both[2 * kGroup];
      hn::StoreU(values, dh, both);
      std::memcpy(to, both, sizeof(both) / 2);
      std::memcpy(to + out_stride, both + kGroup, sizeof(both) / 2);
    }
  }
}

void ShortenColumns(const std::int16_t* HWY_RESTRICT groups, std::size_t stride,
                    std::size_t first_group, const ResizeWeights& weights, std::size_t index,
                    std::size_t width, std::uint8_t* HWY_RESTRICT out) {
  const Sums d;
  const hn::Rebind<std::uint8_t, Sums> d8;
  const std::size_t columns = hn::Lanes(d);
  std::size_t column = 0;
  const auto pixels = [&]() HWY_ATTR {
    // This limits to what a byte can hold.
    return hn::DemoteTo(d8, SumWindow(groups + column * kGroup, stride, first_group, weights,
                                      weights.windows[index]));
  };
  for (; column + columns <= width; column += columns) hn::StoreU(pixels(), d8, out + column);
  if (column == width) return;
  std::uint8_t rest[16];
  hn::StoreU(pixels(), d8, rest);
  std::memcpy(out + column, rest, width - column);
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(StripRows);
HWY_EXPORT(ShortenRows);
HWY_EXPORT(ShortenColumns);

constexpr std::size_t round_up(std::size_t value, std::size_t to) {
  return (value + to - 1) / to * to;
}

}  // namespace

std::size_t strip_rows() noexcept { return HWY_DYNAMIC_DISPATCH(StripRows)(); }

Strip::Strip(std::int32_t width)
    : rows_(strip_rows()), values_(round_up(static_cast<std::size_t>(width), kGroup) * rows_) {}

void Strip::set(std::size_t row, std::size_t begin, const std::int16_t* values,
                std::size_t count) noexcept {
  std::int16_t* to = values_.data() + (begin * rows_ + slot_in_strip(row, rows_) * kGroup);
  for (std::size_t i = 0; i < count; i += kGroup, to += rows_ * kGroup) {
    std::memcpy(to, values + i, kGroup * sizeof(*values));
  }
}

void Strip::set_columns(const std::uint8_t* plane, std::size_t stride, std::size_t columns,
                        std::size_t height) noexcept {
  std::array<std::size_t, 16> places{};
  for (std::size_t i = 0; i < columns; ++i) places[i] = slot_in_strip(i, rows_) * kGroup;
  for (std::size_t y = 0; y < height; ++y, plane += stride) {
    std::int16_t* const to = values_.data() + (y / kGroup * rows_ * kGroup + y % kGroup);
    for (std::size_t i = 0; i < columns; ++i) to[places[i]] = plane[i];
  }
}

PlaneResizer::PlaneResizer(ImageSize size, ImageSize new_size)
    : rows_(strip_rows()),
      height_(static_cast<std::size_t>(size.height)),
      new_width_(static_cast<std::size_t>(new_size.width)),
      group_stride_(round_up(new_width_, rows_) * kGroup),
      across_(resize_weights(size.width, new_size.width)),
      down_(resize_weights(size.height, new_size.height)),
      pixels_(new_size.pixels()) {
  std::size_t most = 0;
  for (const ResizeWeights::Window& window : down_->windows) {
    most = std::max(most, window.groups);
  }
  // Twice the groups of a window and those of a strip: so groups have seldom to be moved.
  between_.resize((2 * most + 2 * (rows_ / kGroup + 1)) * group_stride_);
}

// Lets go of rows that no window needs any more, so that a strip fits in.
void PlaneResizer::make_room() {
  const std::size_t capacity = between_.size() / group_stride_;
  const std::size_t end = (rows_added_ + rows_ + kGroup - 1) / kGroup;
  if (end - first_group_ <= capacity) return;
  const std::size_t filled = (rows_added_ + kGroup - 1) / kGroup;
  const std::size_t keep = next_row_ < down_->windows.size()
                               ? std::min(down_->windows[next_row_].first_group, filled)
                               : filled;
  std::int16_t* const begin = between_.data();
  std::copy(begin + (keep - first_group_) * group_stride_,
            begin + (filled - first_group_) * group_stride_, begin);
  first_group_ = keep;
}

void PlaneResizer::add_strip(const Strip& strip) {
  make_room();
  HWY_DYNAMIC_DISPATCH(ShortenRows)
  (strip.data(), rows_ * kGroup, *across_, group_stride_, rows_added_ - first_group_ * kGroup,
   between_.data());
  rows_added_ += rows_;
  while (next_row_ < down_->windows.size()) {
    const ResizeWeights::Window& window = down_->windows[next_row_];
    if (std::min((window.first_group + window.groups) * kGroup, height_) > rows_added_) break;
    HWY_DYNAMIC_DISPATCH(ShortenColumns)
    (between_.data(), group_stride_, first_group_, *down_, next_row_, new_width_,
     pixels_.data() + next_row_ * new_width_);
    ++next_row_;
  }
}

}  // namespace dittograph
#endif  // HWY_ONCE
