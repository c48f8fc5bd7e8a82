// SPDX-License-Identifier: Apache-2.0
#include "dittograph/utf8.h"

#include <algorithm>
#include <cstdint>

#include "utf8_scalar.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "utf8.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR

// What two neighbouring bytes can be guilty of, a bit each (Keiser and Lemire, table 5). Two of
// them share a bit because they never occur with the same first byte.
constexpr std::uint8_t kTooShort = 1 << 0;      // a lead byte, then no continuation
constexpr std::uint8_t kTooLong = 1 << 1;       // ASCII, then a continuation
constexpr std::uint8_t kOverlong3 = 1 << 2;     // E0, then 80..9F
constexpr std::uint8_t kTooLarge = 1 << 3;      // F4, then 90..; F5..
constexpr std::uint8_t kSurrogate = 1 << 4;     // ED, then A0..
constexpr std::uint8_t kOverlong2 = 1 << 5;     // C0 or C1
constexpr std::uint8_t kTooLarge1000 = 1 << 6;  // F5.., then 80..8F
constexpr std::uint8_t kOverlong4 = 1 << 6;     // F0, then 80..8F
constexpr std::uint8_t kTwoConts = 1 << 7;  // two continuations: wrong unless a lead asks for it
constexpr std::uint8_t kCarry = kTooShort | kTooLong | kTwoConts;  // told by the high nibbles alone

// clang-format off: equal entries of a table stay in a row
alignas(16) constexpr std::uint8_t kFirstHigh[16] = {
    kTooLong, kTooLong, kTooLong, kTooLong, kTooLong, kTooLong, kTooLong, kTooLong,
    kTwoConts, kTwoConts, kTwoConts, kTwoConts,
    kTooShort | kOverlong2, kTooShort,
    kTooShort | kOverlong3 | kSurrogate,
    kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};

alignas(16) constexpr std::uint8_t kFirstLow[16] = {
    kCarry | kOverlong3 | kOverlong2 | kOverlong4,
    kCarry | kOverlong2,
    kCarry, kCarry,
    kCarry | kTooLarge,
    kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000,
    kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000,
    kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000,
    kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000,
    kCarry | kTooLarge | kTooLarge1000 | kSurrogate,
    kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000};

alignas(16) constexpr std::uint8_t kSecondHigh[16] = {
    kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort,
    kTooLong | kOverlong2 | kTwoConts | kOverlong3 | kTooLarge1000 | kOverlong4,
    kTooLong | kOverlong2 | kTwoConts | kOverlong3 | kTooLarge,
    kTooLong | kOverlong2 | kTwoConts | kSurrogate | kTooLarge,
    kTooLong | kOverlong2 | kTwoConts | kSurrogate | kTooLarge,
    kTooShort, kTooShort, kTooShort, kTooShort};
// clang-format on

// Not zero in each lane whose byte, after the three before it, cannot be part of valid text. An
// error may be noticed only at the byte after the sequence it is in, hence up to three bytes late.
template <class D>
HWY_INLINE hn::Vec<D> ErrorsAt(D d, const std::uint8_t* HWY_RESTRICT text) {
  const auto bytes = hn::LoadU(d, text);
  const auto before1 = hn::LoadU(d, text - 1);
  const auto before2 = hn::LoadU(d, text - 2);
  const auto before3 = hn::LoadU(d, text - 3);

  const auto low_nibble = hn::Set(d, std::uint8_t{0x0F});
  const auto guilty = hn::And(
      hn::And(hn::TableLookupBytes(hn::LoadDup128(d, kFirstHigh), hn::ShiftRight<4>(before1)),
              hn::TableLookupBytes(hn::LoadDup128(d, kFirstLow), hn::And(before1, low_nibble))),
      hn::TableLookupBytes(hn::LoadDup128(d, kSecondHigh), hn::ShiftRight<4>(bytes)));

  // The third and fourth byte of a sequence must be a second continuation in a row, others must
  // not. Saturating: only E0.. two bytes back, or F0.. three bytes back, keep the high bit.
  const auto third = hn::SaturatedSub(before2, hn::Set(d, std::uint8_t{0xE0 - 0x80}));
  const auto fourth = hn::SaturatedSub(before3, hn::Set(d, std::uint8_t{0xF0 - 0x80}));
  const auto must_continue = hn::And(hn::Or(third, fourth), hn::Set(d, kTwoConts));
  return hn::Xor(must_continue, guilty);
}

template <class D>
HWY_INLINE bool IsAscii(D /*d*/, hn::Vec<D> bytes) {
  const hn::RebindToSigned<D> di;
  return hn::AllFalse(di, hn::Lt(hn::BitCast(di, bytes), hn::Zero(di)));
}

// Goes on from `start`, at least 3, before which all is valid. Returns where the first round of a
// loop that met an error began, or that would have had to read past the end: everything before that
// is valid but for a sequence that may be open there.
std::size_t ValidBlocks(const std::uint8_t* HWY_RESTRICT text, std::size_t size,
                        std::size_t start) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = start;
  for (; i + 4 * lanes <= size; i += 4 * lanes) {
    const auto* block = text + i;
    const auto any =
        hn::Or(hn::Or(hn::LoadU(d, block), hn::LoadU(d, block + lanes)),
               hn::Or(hn::LoadU(d, block + 2 * lanes), hn::LoadU(d, block + 3 * lanes)));
    if (IsAscii(d, any)) {
      if (incomplete_at_end(text, i) != 0) return i;
      continue;
    }
    const auto errors =
        hn::Or(hn::Or(ErrorsAt(d, block), ErrorsAt(d, block + lanes)),
               hn::Or(ErrorsAt(d, block + 2 * lanes), ErrorsAt(d, block + 3 * lanes)));
    if (!hn::AllTrue(d, hn::Eq(errors, hn::Zero(d)))) return i;
  }
  for (; i + lanes <= size; i += lanes) {
    if (!hn::AllTrue(d, hn::Eq(ErrorsAt(d, text + i), hn::Zero(d)))) return i;
  }
  return i;
}

#else

std::size_t ValidBlocks(const std::uint8_t* HWY_RESTRICT /*text*/, std::size_t /*size*/,
                        std::size_t start) {
  return start;
}

#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {
HWY_EXPORT(ValidBlocks);

// Goes on from `i` sequence by sequence, until one is invalid or `end` is reached or crossed.
[[nodiscard]] std::size_t valid_sequences(std::string_view text, std::size_t i, std::size_t end) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  while (i < end) {
    const std::size_t length = valid_sequence_length(bytes + i, text.size() - i);
    if (length == 0) break;
    i += length;
  }
  return i;
}

}  // namespace

std::size_t validate_utf8(std::string_view text) noexcept {
  // The kernel looks back by three bytes; one that has not come so far has met an error, or the
  // end.
  std::size_t i = valid_sequences(text, 0, std::min<std::size_t>(text.size(), 3));
  if (i < 3) return i;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  i = HWY_DYNAMIC_DISPATCH(ValidBlocks)(bytes, text.size(), i);
  // The exact offset of an error, and the rest, from the start of a sequence that is still open.
  return valid_sequences(text, i - incomplete_at_end(bytes, i), text.size());
}

}  // namespace dittograph
#endif  // HWY_ONCE
