// SPDX-License-Identifier: Apache-2.0
// Distances of hashes, one in each lane.
// Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_HAMMING_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_HAMMING_LANES_INL_H_
#undef DITTOGRAPH_HAMMING_LANES_INL_H_
#else
#define DITTOGRAPH_HAMMING_LANES_INL_H_
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
#include "mask_bits-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {

using Words = hn::ScalableTag<std::uint64_t>;

// Of each lane the number of bits set.
HWY_INLINE hn::Vec<Words> CountBits(hn::Vec<Words> bits) {
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE || (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL)
  return hn::PopulationCount(bits);
#else
  // Adding eight bytes at once is quicker than what Highway does where there is no instruction.
  return hn::SumsOf8(
      hn::PopulationCount(hn::BitCast(hn::Repartition<std::uint8_t, Words>(), bits)));
#endif
}

// A query, a word in all lanes each.
template <std::size_t kWords>
struct Query {
  explicit Query(const std::uint64_t* HWY_RESTRICT words) : query(words) {}

  // In how many bits the hash at each lane differs: those at `hashes`, one behind the other.
  HWY_INLINE hn::Vec<Words> Distances(Words d, const std::uint64_t* HWY_RESTRICT hashes) const {
    if constexpr (kWords == 1) {
      return CountBits(hn::Xor(hn::LoadU(d, hashes), hn::Set(d, query[0])));
    } else {
      hn::Vec<Words> v0;
      hn::Vec<Words> v1;
      hn::Vec<Words> v2;
      hn::Vec<Words> v3;
      hn::LoadInterleaved4(d, hashes, v0, v1, v2, v3);
      const auto low = hn::Add(CountBits(hn::Xor(v0, hn::Set(d, query[0]))),
                               CountBits(hn::Xor(v1, hn::Set(d, query[1]))));
      const auto high = hn::Add(CountBits(hn::Xor(v2, hn::Set(d, query[2]))),
                                CountBits(hn::Xor(v3, hn::Set(d, query[3]))));
      return hn::Add(low, high);
    }
  }

  HWY_INLINE unsigned Distance(const std::uint64_t* HWY_RESTRICT hash) const {
    unsigned bits = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      bits += static_cast<unsigned>(hwy::PopCount(hash[i] ^ query[i]));
    }
    return bits;
  }

  const std::uint64_t* HWY_RESTRICT query;
};

// The smaller of distances. They fit into half a lane, for which every target has an instruction.
HWY_INLINE hn::Vec<Words> Smaller(hn::Vec<Words> a, hn::Vec<Words> b) {
#if HWY_TARGET == HWY_SCALAR  // which has no halves
  return hn::Min(a, b);
#else
  const hn::Repartition<std::uint32_t, Words> half;
  return hn::BitCast(Words(), hn::Min(hn::BitCast(half, a), hn::BitCast(half, b)));
#endif
}

// The mask of distances below a bound; that with signs is the comparison that all targets have.
HWY_INLINE hn::Mask<Words> Below(Words d, hn::Vec<Words> distances, hn::Vec<Words> bound) {
  const hn::RebindToSigned<Words> with_sign;
  return hn::RebindMask(d,
                        hn::Lt(hn::BitCast(with_sign, distances), hn::BitCast(with_sign, bound)));
}

template <class Visit>
HWY_INLINE void VisitLanes(Words d, hn::Mask<Words> mask, Visit&& visit) {
  VisitMaskWords(d, mask, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
    for (; word != 0; word &= word - 1) {
      visit(first + static_cast<std::size_t>(std::countr_zero(word)));
    }
  });
}

// Calls `function` with the words of a hash as a constant.
template <class Function>
HWY_INLINE auto WithWords(std::size_t words, Function&& function) {
  if (words == 1) return function(std::integral_constant<std::size_t, 1>());
  return function(std::integral_constant<std::size_t, 4>());
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
