// SPDX-License-Identifier: Apache-2.0
// Comparison masks as words of bits, and the positions of the bits that are set.
// Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_MASK_BITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_MASK_BITS_INL_H_
#undef DITTOGRAPH_MASK_BITS_INL_H_
#else
#define DITTOGRAPH_MASK_BITS_INL_H_
#endif

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

static_assert(std::endian::native == std::endian::little, "the first lane is the lowest bit");

// The `count` lowest bits.
HWY_INLINE std::uint64_t BitsBelow(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// Calls `visit(lane, word)` for the mask's bits in words of up to 64, bit k being lane `lane` + k.
template <class D, class Visit>
HWY_INLINE void VisitMaskWords(D d, hn::Mask<D> mask, Visit&& visit) {
  constexpr std::size_t kMaxBytes = (hn::MaxLanes(d) + 7) / 8;
  constexpr std::size_t kWordBytes = std::min<std::size_t>(kMaxBytes, 8);
  std::uint8_t bits[std::max<std::size_t>(kMaxBytes, 8)];  // StoreMaskBits may write 8
#if HWY_HAVE_SCALABLE                                      // or fewer than a word has
  std::memset(bits, 0, sizeof(bits));
#endif
  hn::StoreMaskBits(d, mask, bits);
  for (std::size_t lane = 0; lane < hn::Lanes(d); lane += 8 * kWordBytes) {
    // No longer than what was stored: a load wider than the store it reads from has to wait for it.
    std::uint64_t word = 0;
    std::memcpy(&word, bits + lane / 8, kWordBytes);
    if (const std::size_t lanes = hn::Lanes(d) - lane; lanes < 64) {
      word &= (std::uint64_t{1} << lanes) - 1;
    }
    visit(lane, word);
  }
}

// Writes `first` + k for each bit k set in `word`, ascending, until `capacity` is reached; returns
// how many it wrote. May overwrite what follows them, within the capacity.
HWY_INLINE std::size_t WritePositions(std::uint64_t word, std::size_t first,
                                      std::int64_t* HWY_RESTRICT positions, std::size_t capacity) {
  const auto next_position = [&] {
    const auto bit = static_cast<std::size_t>(std::countr_zero(word));
    word &= word - 1;
    return static_cast<std::int64_t>(first + bit);
  };
  if (HWY_LIKELY(capacity >= 64)) {
    // Four at a time, needed or not: how many bits are set is hard to foretell, that there are no
    // more than four is not, as a rule.
    const std::size_t count = hwy::PopCount(word);
    for (std::size_t written = 0; written < count; written += 4) {
      positions[written + 0] = next_position();
      positions[written + 1] = next_position();
      positions[written + 2] = next_position();
      positions[written + 3] = next_position();
    }
    return count;
  }
  std::size_t written = 0;
  while (word != 0 && written < capacity) positions[written++] = next_position();
  return written;
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
