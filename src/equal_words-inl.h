// SPDX-License-Identifier: Apache-2.0
// Which neighbours are equal, as words of 64 bits: what the kernels for runs read.
// Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_EQUAL_WORDS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_EQUAL_WORDS_INL_H_
#undef DITTOGRAPH_EQUAL_WORDS_INL_H_
#else
#define DITTOGRAPH_EQUAL_WORDS_INL_H_
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "mask_bits-inl.h"
#include "next_element-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {

constexpr std::size_t kWord = 64;

// Bit i: element i at `a` equals element i at `b`. Reads 64 of each.
template <class T>
HWY_INLINE std::uint64_t EqualWord(const std::uint8_t* HWY_RESTRICT a,
                                   const std::uint8_t* HWY_RESTRICT b) {
  std::uint64_t equal = 0;
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < kWord; ++i) {
    const bool is_equal = std::memcmp(a + i * sizeof(T), b + i * sizeof(T), sizeof(T)) == 0;
    equal |= std::uint64_t{is_equal} << i;
  }
#else
  const hn::CappedTag<T, kWord> d;
  for (std::size_t first = 0; first < kWord; first += hn::Lanes(d)) {
    const auto mask =
        hn::Eq(LoadElements(d, a + first * sizeof(T)), LoadElements(d, b + first * sizeof(T)));
    VisitMaskWords(d, mask,
                   [&](std::size_t lane, std::uint64_t word) { equal |= word << (first + lane); });
  }
#endif
  return equal;
}

// Calls `visit(i, word)` for pair i, 64 of them at a time: bit k says that elements i + k and
// i + k + 1 are equal. Bits behind the last pair are 0. Stops when `visit` returns false.
template <class T, class Visit>
HWY_INLINE void VisitEqual(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                           Visit&& visit) {
  std::size_t i = 0;
  for (; i + kWord <= pairs; i += kWord) {
    if (!visit(i, EqualWord<T>(bytes + i * sizeof(T), bytes + (i + 1) * sizeof(T)))) return;
  }
  if (i == pairs) return;
  // The rest is copied to where a whole word can be read.
  std::uint8_t last[(kWord + 1) * sizeof(T)] = {};
  std::memcpy(last, bytes + i * sizeof(T), (pairs - i + 1) * sizeof(T));
  visit(i, EqualWord<T>(last, last + sizeof(T)) & BitsBelow(pairs - i));
}

// Bit i: `length` bits from i on are set. `length` is at least 1.
HWY_INLINE std::uint64_t StartsOfRows(std::uint64_t word, std::size_t length) {
  if (length > kWord) return 0;
  std::size_t known = 1;  // bit i: so many bits from i on are set
  for (; 2 * known <= length; known *= 2) word &= word >> known;
  return word & (word >> (length - known));
}

// Bit i: `length` bits up to i are set. `length` is at least 1.
HWY_INLINE std::uint64_t EndsOfRows(std::uint64_t word, std::size_t length) {
  if (length > kWord) return 0;
  std::size_t known = 1;
  for (; 2 * known <= length; known *= 2) word &= word << known;
  return word & (word << (length - known));
}

// How many bits in a row are set at the end of words of which `word` is the last, if it was `row`
// at the end of those before.
HWY_INLINE std::size_t RowAtEnd(std::size_t row, std::uint64_t word) {
  if (word == ~std::uint64_t{0}) return row + kWord;
  return static_cast<std::size_t>(std::countl_one(word));
}

// Calls `function(T())` with the unsigned integer of that size.
template <class Function>
HWY_INLINE auto WithElementOfSize(std::size_t size, Function&& function) {
  switch (size) {
    case 1:
      return function(std::uint8_t{});
    case 2:
      return function(std::uint16_t{});
    case 4:
      return function(std::uint32_t{});
    default:
      return function(std::uint64_t{});
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
