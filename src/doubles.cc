// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

#include "element_bytes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "doubles.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "mask_bits-inl.h"
#include "next_element-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kPrefetchAhead = 1024;

template <class T>
HWY_INLINE bool IsDouble(const std::uint8_t* bytes) {
  return std::memcmp(bytes, bytes + sizeof(T), sizeof(T)) == 0;
}

#if HWY_TARGET == HWY_SCALAR  // one lane: what GCC before 12.3 offers for want of EMU128

template <class T>
std::uint64_t CountDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < pairs; ++i) count += IsDouble<T>(bytes + i * sizeof(T));
  return count;
}

template <class T>
std::size_t FindDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                        std::int64_t* HWY_RESTRICT positions, std::size_t capacity) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < pairs && found < capacity; ++i) {
    if (IsDouble<T>(bytes + i * sizeof(T))) positions[found++] = static_cast<std::int64_t>(i);
  }
  return found;
}

#else

// Which of the pairs that start at the lanes of `d` at `bytes` are doubles.
template <class D>
HWY_INLINE hn::Mask<D> DoublesAt(D d, const std::uint8_t* HWY_RESTRICT bytes) {
  return hn::Eq(LoadElements(d, bytes), LoadElements(d, bytes + sizeof(hn::TFromD<D>)));
}

// Counts pairs that are too few for the main loop, or that it left over: whole vectors, then one
// that ends with the last pair and of which only the lanes not yet counted count. Where even one
// vector is too long, the same with a smaller one, down to 8 bytes. Nothing is read past the last
// pair.
template <class D>
HWY_NOINLINE std::size_t CountFew(D d, const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs) {
  using T = hn::TFromD<D>;
  const std::size_t lanes = hn::Lanes(d);
  if (pairs >= lanes) {
    std::size_t count = 0;
    std::size_t i = 0;
    for (; i + lanes <= pairs; i += lanes) {
      count += hn::CountTrue(d, DoublesAt(d, bytes + i * sizeof(T)));
    }
    const std::size_t last = pairs - lanes;
    const auto counted = hn::FirstN(d, i - last);
    return count + hn::CountTrue(d, hn::AndNot(counted, DoublesAt(d, bytes + last * sizeof(T))));
  }
  if constexpr (sizeof(T) * hn::MaxLanes(d) > 16) {
    return CountFew(hn::CappedTag<T, 16 / sizeof(T)>(), bytes, pairs);
  } else if constexpr (sizeof(T) * hn::MaxLanes(d) > 8 && sizeof(T) < 8) {
    return CountFew(hn::CappedTag<T, 8 / sizeof(T)>(), bytes, pairs);
  } else {
    std::size_t count = 0;
    for (std::size_t i = 0; i < pairs; ++i) count += IsDouble<T>(bytes + i * sizeof(T));
    return count;
  }
}

// A sum of equal lanes: where comparing yields a mask register, a number to which the mask's
// population is added, otherwise a vector of one counter a lane, from which "true", minus one, is
// subtracted. Either is the faster by a tenth or more on its own side.
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
template <class D>
HWY_INLINE std::uint64_t ZeroSum(D /*d*/) {
  return 0;
}

template <class D>
HWY_INLINE std::uint64_t AddEqual(D d, std::uint64_t sum, hn::Vec<D> a, hn::Vec<D> b) {
  return sum + hn::CountTrue(d, hn::Eq(a, b));
}

template <class D>
HWY_INLINE std::uint64_t TotalOf(D /*d*/, std::uint64_t sum) {
  return sum;
}
#else
template <class D>
HWY_INLINE hn::Vec<D> ZeroSum(D d) {
  return hn::Zero(d);
}

template <class D>
HWY_INLINE hn::Vec<D> AddEqual(D d, hn::Vec<D> sum, hn::Vec<D> a, hn::Vec<D> b) {
  return hn::Sub(sum, hn::VecFromMask(d, hn::Eq(a, b)));
}

template <class D>
HWY_INLINE std::uint64_t TotalOf(D d, hn::Vec<D> sum) {
  using T = hn::TFromD<D>;
  if constexpr (sizeof(T) == 1) {
    const hn::Repartition<std::uint64_t, D> d64;
    return hn::GetLane(hn::SumOfLanes(d64, hn::SumsOf8(sum)));
  } else {
    HWY_ALIGN T lanes[hn::MaxLanes(d)];
    hn::Store(sum, d, lanes);
    return std::accumulate(lanes, lanes + hn::Lanes(d), std::uint64_t{0});
  }
}
#endif

// Counts the pairs that start in `strides` strides of eight vectors. One vector more is read.
// The hardware's own prefetching brings lines into the second-level cache in time, not into the
// first; asking for them a kilobyte ahead is worth a tenth of the speed on data that lies there.
// Vectors alternate between the inside and the end of a cache line if they are 32 bytes long and
// `bytes` is aligned; the strategy of NextElements follows that, correctness does not depend on it.
template <class D>
HWY_INLINE std::uint64_t CountStrides(D d, const std::uint8_t* HWY_RESTRICT bytes,
                                      std::size_t strides) {
  using T = hn::TFromD<D>;
  const std::size_t step = hn::Lanes(d) * sizeof(T);
  // Each of the four sums grows by at most two in a stride.
  constexpr std::size_t kStridesBeforeOverflow = std::numeric_limits<T>::max() / 2;
  constexpr auto kOdd = InLine::kLast;
  constexpr auto kEven = sizeof(T) * hn::MaxLanes(d) == 32 ? InLine::kNotLast : InLine::kLast;

  std::uint64_t count = 0;
  auto v0 = LoadElementsOnce(d, bytes);
  while (strides != 0) {
    const std::size_t batch = std::min<std::size_t>(strides, kStridesBeforeOverflow);
    auto c0 = ZeroSum(d);
    auto c1 = ZeroSum(d);
    auto c2 = ZeroSum(d);
    auto c3 = ZeroSum(d);
    for (std::size_t i = 0; i < batch; ++i, bytes += 8 * step) {
      // Past the end this is a wasted hint, never a fault; but no pointer may be made by counting
      // there.
      const auto ahead = reinterpret_cast<std::uintptr_t>(bytes) + kPrefetchAhead;
      for (std::size_t line = 0; line < 8 * step; line += kCacheLine) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): nothing is read through it
        hwy::Prefetch(reinterpret_cast<const std::uint8_t*>(ahead + line));
      }
      const auto v1 = LoadElementsOnce(d, bytes + 1 * step);
      c0 = AddEqual(d, c0, v0, NextElements<kEven>(d, v0, v1, bytes + 0 * step));
      const auto v2 = LoadElementsOnce(d, bytes + 2 * step);
      c1 = AddEqual(d, c1, v1, NextElements<kOdd>(d, v1, v2, bytes + 1 * step));
      const auto v3 = LoadElementsOnce(d, bytes + 3 * step);
      c2 = AddEqual(d, c2, v2, NextElements<kEven>(d, v2, v3, bytes + 2 * step));
      const auto v4 = LoadElementsOnce(d, bytes + 4 * step);
      c3 = AddEqual(d, c3, v3, NextElements<kOdd>(d, v3, v4, bytes + 3 * step));
      const auto v5 = LoadElementsOnce(d, bytes + 5 * step);
      c0 = AddEqual(d, c0, v4, NextElements<kEven>(d, v4, v5, bytes + 4 * step));
      const auto v6 = LoadElementsOnce(d, bytes + 6 * step);
      c1 = AddEqual(d, c1, v5, NextElements<kOdd>(d, v5, v6, bytes + 5 * step));
      const auto v7 = LoadElementsOnce(d, bytes + 7 * step);
      c2 = AddEqual(d, c2, v6, NextElements<kEven>(d, v6, v7, bytes + 6 * step));
      v0 = LoadElementsOnce(d, bytes + 8 * step);
      c3 = AddEqual(d, c3, v7, NextElements<kOdd>(d, v7, v0, bytes + 7 * step));
    }
    strides -= batch;
    count += TotalOf(d, c0) + TotalOf(d, c1) + TotalOf(d, c2) + TotalOf(d, c3);
  }
  return count;
}

template <class T>
std::uint64_t CountDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs) {
  const hn::ScalableTag<T> d;
  const std::size_t stride = 8 * hn::Lanes(d);
  std::uint64_t count = 0;
  if (pairs * sizeof(T) >= 2 * kCacheLine + stride * sizeof(T) + hn::Lanes(d) * sizeof(T)) {
    const std::size_t to_line = -reinterpret_cast<std::uintptr_t>(bytes) % kCacheLine;
    if (to_line % sizeof(T) == 0) {  // else no element is aligned, and no vector can be
      count += CountFew(d, bytes, to_line / sizeof(T));
      bytes += to_line;
      pairs -= to_line / sizeof(T);
    }
    const std::size_t strides = (pairs - hn::Lanes(d)) / stride;
    count += CountStrides(d, bytes, strides);
    bytes += strides * stride * sizeof(T);
    pairs -= strides * stride;
  }
  return count + CountFew(d, bytes, pairs);
}

// Writes the positions of doubles until `positions` is full.
template <class T>
std::size_t FindDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                        std::int64_t* HWY_RESTRICT positions, std::size_t capacity) {
  const hn::ScalableTag<T> d;
  std::size_t found = 0;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= pairs && found < capacity; i += hn::Lanes(d)) {
    VisitMaskWords(d, DoublesAt(d, bytes + i * sizeof(T)),
                   [&](std::size_t lane, std::uint64_t word) {
                     found += WritePositions(word, i + lane, positions + found, capacity - found);
                   });
  }
  for (; i < pairs && found < capacity; ++i) {
    if (IsDouble<T>(bytes + i * sizeof(T))) positions[found++] = static_cast<std::int64_t>(i);
  }
  return found;
}

#endif  // HWY_TARGET != HWY_SCALAR

std::uint64_t CountDoublesOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                                    std::size_t element_size) {
  switch (element_size) {
    case 1:
      return CountDoubles<std::uint8_t>(bytes, pairs);
    case 2:
      return CountDoubles<std::uint16_t>(bytes, pairs);
    case 4:
      return CountDoubles<std::uint32_t>(bytes, pairs);
    default:
      return CountDoubles<std::uint64_t>(bytes, pairs);
  }
}

std::size_t FindDoublesOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                                 std::size_t element_size, std::int64_t* HWY_RESTRICT positions,
                                 std::size_t capacity) {
  switch (element_size) {
    case 1:
      return FindDoubles<std::uint8_t>(bytes, pairs, positions, capacity);
    case 2:
      return FindDoubles<std::uint16_t>(bytes, pairs, positions, capacity);
    case 4:
      return FindDoubles<std::uint32_t>(bytes, pairs, positions, capacity);
    default:
      return FindDoubles<std::uint64_t>(bytes, pairs, positions, capacity);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(CountDoublesOfAnySize);
HWY_EXPORT(FindDoublesOfAnySize);

}  // namespace

std::uint64_t count_doubles(ElementView elements) noexcept {
  if (elements.size < 2) return 0;
  return HWY_DYNAMIC_DISPATCH(CountDoublesOfAnySize)(bytes_of(elements), elements.size - 1,
                                                     elements.element_size);
}

std::size_t find_doubles(ElementView elements, std::span<std::int64_t> positions) noexcept {
  if (elements.size < 2) return 0;
  return HWY_DYNAMIC_DISPATCH(FindDoublesOfAnySize)(bytes_of(elements), elements.size - 1,
                                                    elements.element_size, positions.data(),
                                                    positions.size());
}

std::vector<std::int64_t> find_doubles(ElementView elements) {
  std::vector<std::int64_t> positions(count_doubles(elements));
  find_doubles(elements, positions);
  return positions;
}

}  // namespace dittograph
#endif  // HWY_ONCE
