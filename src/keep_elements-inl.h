// SPDX-License-Identifier: Apache-2.0
// Copies of 64 elements those that are to be kept: the one operation that decides how fast
// squeezing is. Highway 1.0.3 cannot compress bytes, and has no mask from a word of bits.
// Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_KEEP_ELEMENTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_KEEP_ELEMENTS_INL_H_
#undef DITTOGRAPH_KEEP_ELEMENTS_INL_H_
#else
#define DITTOGRAPH_KEEP_ELEMENTS_INL_H_
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "mask_bits-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {

// Copies the elements whose bit of `surplus` is not set from `from` on to `to`, and returns how
// many they are. Reads and writes up to 128 elements: what is written behind the copy is arbitrary.
template <class T>
HWY_INLINE std::size_t KeepElements(const std::uint8_t* HWY_RESTRICT from, std::uint64_t surplus,
                                    std::uint8_t* HWY_RESTRICT to) {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL  // and what is newer
  // Into a register and from there to memory: compressing into memory is slow on Zen 4.
  constexpr std::size_t kLanes = 64 / sizeof(T);
  std::uint64_t keep = ~surplus;
  std::size_t kept = 0;
  for (std::size_t lane = 0; lane < 64; lane += kLanes) {
    const __m512i elements = _mm512_loadu_si512(from + lane * sizeof(T));
    const std::uint64_t bits = keep & BitsBelow(kLanes);
    __m512i compressed;
    if constexpr (sizeof(T) == 1) {
      compressed = _mm512_maskz_compress_epi8(bits, elements);
    } else if constexpr (sizeof(T) == 2) {
      compressed = _mm512_maskz_compress_epi16(static_cast<__mmask32>(bits), elements);
    } else if constexpr (sizeof(T) == 4) {
      compressed = _mm512_maskz_compress_epi32(static_cast<__mmask16>(bits), elements);
    } else {
      compressed = _mm512_maskz_compress_epi64(static_cast<__mmask8>(bits), elements);
    }
    _mm512_storeu_si512(to + kept * sizeof(T), compressed);
    kept += hwy::PopCount(bits);
    if constexpr (kLanes < 64) keep >>= kLanes;
  }
  return kept;
#else
  // Behind each row of surplus elements the copy goes on with what follows them. 64 elements are
  // copied each time, of which the next copy overwrites a part: how long it must be is hard to
  // foretell.
  std::memcpy(to, from, 64 * sizeof(T));
  std::size_t removed = 0;
  while (surplus != 0) {
    const auto start = static_cast<std::size_t>(std::countr_zero(surplus));
    const auto row = static_cast<std::size_t>(std::countr_one(surplus >> start));
    removed += row;
    const std::size_t end = start + row;
    std::memcpy(to + (end - removed) * sizeof(T), from + end * sizeof(T), 64 * sizeof(T));
    surplus &= ~BitsBelow(end);
  }
  return 64 - removed;
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
