// SPDX-License-Identifier: Apache-2.0
// The vector one element further on: what a kernel that compares neighbours needs beside each
// vector. Per-target include guard: foreach_target.h includes this file once for every target.
#if defined(DITTOGRAPH_NEXT_ELEMENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_NEXT_ELEMENT_INL_H_
#undef DITTOGRAPH_NEXT_ELEMENT_INL_H_
#else
#define DITTOGRAPH_NEXT_ELEMENT_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Where a vector lies in its 64-byte cache line, if the caller knows.
enum class InLine { kLast, kNotLast };

// The elements of `d` at `bytes`, which need not be aligned.
template <class D>
HWY_INLINE hn::Vec<D> LoadElements(D d, const std::uint8_t* bytes) {
  return hn::BitCast(d, hn::LoadU(hn::Repartition<std::uint8_t, D>(), bytes));
}

// The same, loaded once: GCC would rather read memory a second time, as an operand of the next
// instruction, than keep a vector in a register. In the loop over neighbours loading is what costs:
// on AVX2 this is worth a tenth of the speed. The other targets gain nothing, or lose 3 % (AVX3).
template <class D>
HWY_INLINE hn::Vec<D> LoadElementsOnce(D d, const std::uint8_t* bytes) {
#if HWY_COMPILER_GCC_ACTUAL && HWY_TARGET == HWY_AVX2
  auto elements = LoadElements(d, bytes);
  asm("" : "+x"(elements.raw));
  return elements;
#else
  return LoadElements(d, bytes);
#endif
}

// Returns the lanes at `bytes` + one element. `current` holds those at `bytes`, `following` those
// one vector further on. `kPlace` says whether the vector at `bytes` is the last of its cache line.
//
// The plain way is a second, unaligned load. It is the best way as long as it stays inside one
// cache line. Across two lines it costs two reads of the first-level cache, and far more while the
// second line is still on its way from the second level: there both vectors are in registers
// already, and shuffling them is cheaper.
template <InLine kPlace, class D>
HWY_INLINE hn::Vec<D> NextElements([[maybe_unused]] D d, [[maybe_unused]] hn::Vec<D> current,
                                   [[maybe_unused]] hn::Vec<D> following,
                                   [[maybe_unused]] const std::uint8_t* HWY_RESTRICT bytes) {
  constexpr std::size_t kSize = sizeof(hn::TFromD<D>);
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL  // and what is newer
  // A 64-byte vector is a cache line: all unaligned loads straddle two. Of the two instructions
  // here one can use either of the ports that run 512-bit vectors on Intel, and both ports are kept
  // busy; the one byte permute over two registers (vpermi2b) takes two turns on a single port
  // there.
  if constexpr (kSize == 8) {
    return hn::Vec<D>{_mm512_alignr_epi64(following.raw, current.raw, 1)};
  } else if constexpr (kSize == 4) {
    return hn::Vec<D>{_mm512_alignr_epi32(following.raw, current.raw, 1)};
  } else {
    const __m512i next_words = _mm512_alignr_epi64(following.raw, current.raw, 1);
    return hn::Vec<D>{_mm512_shrdi_epi64(current.raw, next_words, 8 * kSize)};
  }
#elif HWY_TARGET == HWY_AVX3
  if constexpr (kSize == 8) {
    return hn::Vec<D>{_mm512_alignr_epi64(following.raw, current.raw, 1)};
  } else if constexpr (kSize == 4) {
    return hn::Vec<D>{_mm512_alignr_epi32(following.raw, current.raw, 1)};
  } else {
    return LoadElements(d, bytes + kSize);
  }
#elif HWY_TARGET == HWY_AVX2
  if constexpr (kPlace == InLine::kLast) {
    const __m256i middle = _mm256_permute2x128_si256(current.raw, following.raw, 0x21);
    return hn::Vec<D>{_mm256_alignr_epi8(middle, current.raw, kSize)};
  } else {
    return LoadElements(d, bytes + kSize);
  }
#elif HWY_MAX_BYTES == 16
  // 16-byte vectors: one instruction on x86 (palignr) and Arm (ext).
  if constexpr (kPlace == InLine::kLast) {
    return hn::CombineShiftRightBytes<kSize>(d, following, current);
  } else {
    return LoadElements(d, bytes + kSize);
  }
#else
  return LoadElements(d, bytes + kSize);
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
