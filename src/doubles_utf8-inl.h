// SPDX-License-Identifier: Apache-2.0
// Which code points of UTF-8 are equal to the next, as words of bits, a bit a byte: what the
// kernels for doubles and for columns read. Per-target include guard: foreach_target.h includes
// this file once for every target.
#if defined(DITTOGRAPH_DOUBLES_UTF8_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DITTOGRAPH_DOUBLES_UTF8_INL_H_
#undef DITTOGRAPH_DOUBLES_UTF8_INL_H_
#else
#define DITTOGRAPH_DOUBLES_UTF8_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "mask_bits-inl.h"
#include "utf8_scalar.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

constexpr std::size_t kStep = 64;

// The definition, for want of vectors: see the other VisitDoubles.
template <class Visit>
HWY_INLINE void VisitDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                             Visit&& visit) {
  for (std::size_t offset = 0; offset < size; offset += kStep) {
    std::uint64_t doubles = 0;
    std::uint64_t starts = 0;
    for (std::size_t i = 0; i < kStep && offset + i < size; ++i) {
      const std::uint8_t* start = bytes + offset + i;
      const std::size_t length = announced_length(*start);
      if (length == 0) continue;
      starts |= std::uint64_t{1} << i;
      if (size - offset - i >= 2 * length && std::memcmp(start, start + length, length) == 0) {
        doubles |= std::uint64_t{1} << i;
      }
    }
    if (!visit(offset, doubles, starts)) return;
  }
}

#else

// A block is 64 bytes, a bit of a word each. Whether a code point of four bytes is doubled hangs on
// four bits in a row, so that a block tells about its first 60 positions only; the next one begins
// there. The comparison of the last position reads four bytes more.
constexpr std::size_t kBlock = 64;
constexpr std::size_t kStep = 60;
constexpr std::size_t kRead = kBlock + 4;
// A stretch is so many blocks, its end rounded down to whole vectors: what lies behind belongs to a
// double that begins in it, hence to a length that occurs in it.
constexpr std::size_t kBlocksPerStretch = 16;
constexpr std::size_t kStretch = kBlocksPerStretch * kStep;
static_assert(kStretch % kBlock == 0);
constexpr std::uint64_t kStepBits = (std::uint64_t{1} << kStep) - 1;

struct Block {
  std::uint64_t doubles;  // bit i: a double begins at byte i; only the first 60 are right
  std::uint64_t starts;   // bit i: byte i is not a continuation, a code point begins there
};

using ByteTag = hn::CappedTag<std::uint8_t, kBlock>;

// A word of the masks that `mask_at` gives for the vectors of a block.
template <class D, class MaskAt>
HWY_INLINE std::uint64_t BlockBits(D d, MaskAt&& mask_at) {
  std::uint64_t bits = 0;
  for (std::size_t offset = 0; offset < kBlock; offset += hn::Lanes(d)) {
    VisitMaskWords(d, mask_at(offset),
                   [&](std::size_t lane, std::uint64_t word) { bits |= word << (offset + lane); });
  }
  return bits;
}

// Bit i: byte i equals the one `distance` further on.
HWY_INLINE std::uint64_t EqualAtDistance(const std::uint8_t* HWY_RESTRICT block,
                                         std::size_t distance) {
  const ByteTag d;
  return BlockBits(d, [&](std::size_t offset) HWY_ATTR {
    return hn::Eq(hn::LoadU(d, block + offset), hn::LoadU(d, block + offset + distance));
  });
}

// Bit i: byte i, as a signed number, is at least `least`. ASCII is positive, 0x80 the lowest.
HWY_INLINE std::uint64_t SignedAtLeast(const std::uint8_t* HWY_RESTRICT block, std::uint8_t least) {
  const ByteTag d;
  const hn::RebindToSigned<ByteTag> di;
  const auto below = hn::Set(di, static_cast<std::int8_t>(least - 1));
  return BlockBits(di, [&](std::size_t offset) HWY_ATTR {
    return hn::Gt(hn::BitCast(di, hn::LoadU(d, block + offset)), below);
  });
}

// Which lengths the code points of a stretch of text have, and whether all of them are ASCII.
struct Lengths {
  bool two = true;
  bool three = true;
  bool four = true;
  bool ascii_only = false;
};

// Classifies each byte by its high nibble and adds up what occurs.
HWY_INLINE Lengths LengthsIn(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size) {
  constexpr std::uint8_t kTwo = 1;
  constexpr std::uint8_t kThree = 2;
  constexpr std::uint8_t kFour = 4;
  constexpr std::uint8_t kCont = 8;
  alignas(16) static constexpr std::uint8_t kClass[16] = {
      0, 0, 0, 0, 0, 0, 0, 0, kCont, kCont, kCont, kCont, kTwo, kTwo, kThree, kFour};
  const ByteTag d;
  const auto table = hn::LoadDup128(d, kClass);
  auto any = hn::Zero(d);
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    any = hn::Or(any, hn::TableLookupBytes(table, hn::ShiftRight<4>(hn::LoadU(d, bytes + i))));
  }
  const auto occurs = [&](std::uint8_t length) HWY_ATTR {
    return !hn::AllFalse(d, hn::TestBit(any, hn::Set(d, length)));
  };
  return {occurs(kTwo), occurs(kThree), occurs(kFour), hn::AllTrue(d, hn::Eq(any, hn::Zero(d)))};
}

// Reads a block for doubles of the given lengths. Which of them this one block holds is hard to
// foretell in mixed text; that is why `lengths` is about a longer stretch and its branches are
// cheap. `rest` bytes of text are left: a double must end within them.
HWY_INLINE Block ReadBlock(const std::uint8_t* HWY_RESTRICT bytes, Lengths lengths,
                           std::size_t rest) {
  const auto end_within = [rest](std::size_t length) {
    return rest < 2 * length ? 0 : BitsBelow(rest - 2 * length + 1);
  };
  std::uint64_t doubles = EqualAtDistance(bytes, 1) & end_within(1);
  if (lengths.ascii_only) return {doubles, ~std::uint64_t{0}};

  const std::uint64_t starts = SignedAtLeast(bytes, 0xC0);
  const std::uint64_t ascii = SignedAtLeast(bytes, 0x00);
  doubles &= ascii;
  std::uint64_t longer = 0;  // leads of more bytes than those looked for so far
  if (lengths.four) {
    const std::uint64_t lead = SignedAtLeast(bytes, 0xF0) & ~ascii;
    const std::uint64_t equal = EqualAtDistance(bytes, 4);
    doubles |= lead & equal & (equal >> 1) & (equal >> 2) & (equal >> 3) & end_within(4);
    longer = lead;
  }
  if (lengths.three) {
    const std::uint64_t lead = SignedAtLeast(bytes, 0xE0) & ~ascii & ~longer;
    const std::uint64_t equal = EqualAtDistance(bytes, 3);
    doubles |= lead & equal & (equal >> 1) & (equal >> 2) & end_within(3);
    longer |= lead;
  }
  if (lengths.two) {
    const std::uint64_t lead = starts & ~ascii & ~longer;
    const std::uint64_t equal = EqualAtDistance(bytes, 2);
    doubles |= lead & equal & (equal >> 1) & end_within(2);
  }
  return {doubles, starts};
}

// Calls `visit(offset, doubles, starts)` for each stretch of kStep bytes of the text until it
// returns false. Bit i of both words means byte `offset` + i: a double begins there, a code point
// begins there.
template <class Visit>
HWY_INLINE void VisitDoubles(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                             Visit&& visit) {
  constexpr std::size_t kEndIsFar = ~std::size_t{0} / 2;
  std::size_t offset = 0;
  while (offset + kRead <= size) {
    const std::size_t end =
        offset + kStep * std::min((size - kRead - offset) / kStep + 1, kBlocksPerStretch);
    const Lengths lengths =
        end - offset == kStep * kBlocksPerStretch ? LengthsIn(bytes + offset, kStretch) : Lengths();
    for (; offset < end; offset += kStep) {
      const Block block = ReadBlock(bytes + offset, lengths, kEndIsFar);
      if (!visit(offset, block.doubles & kStepBits, block.starts & kStepBits)) return;
    }
  }
  // The rest is copied to where a whole block can be read.
  for (; offset < size; offset += kStep) {
    const std::size_t rest = size - offset;
    std::uint8_t last[kRead] = {};
    std::memcpy(last, bytes + offset, std::min(rest, kRead));
    const Block block = ReadBlock(last, Lengths(), rest);
    if (!visit(offset, block.doubles & kStepBits, block.starts & kStepBits & BitsBelow(rest)))
      return;
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#endif  // include guard
