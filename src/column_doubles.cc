// SPDX-License-Identifier: Apache-2.0
#include "column_doubles.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "column_doubles.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "doubles_utf8-inl.h"
#include "equal_words-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE bool IsAscii(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size) {
  return std::all_of(bytes, bytes + size, [](std::uint8_t byte) { return byte < 0x80; });
}

#else

HWY_INLINE bool IsAscii(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  auto any = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) any = hn::Or(any, hn::LoadU(d, bytes + i));
  std::uint8_t last = 0;
  for (; i < size; ++i) last |= bytes[i];
  return last < 0x80 && hn::AllTrue(d, hn::Lt(any, hn::Set(d, 0x80)));
}

#endif  // HWY_TARGET == HWY_SCALAR

bool FindDoublesOfPiece(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size, bool is_text,
                        std::uint64_t* HWY_RESTRICT doubles) {
  if (size == 0) {
    doubles[0] = 0;
    return true;
  }
  if (!is_text || IsAscii(bytes, size)) {
    doubles[(size - 1) / 64] = 0;  // if there is no pair behind the last whole word
    VisitEqual<std::uint8_t>(bytes, size - 1, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
      doubles[first / 64] = word;
      return true;
    });
    doubles[(size - 1) / 64 + 1] = 0;
    return true;
  }
  // The words of kStep bits that come become words of 64 in a register: to read back what has just
  // been written, to add to it, took as long as all the rest.
  std::uint64_t* HWY_RESTRICT to = doubles;
  std::uint64_t unfinished = 0;
  std::size_t filled = 0;
  VisitDoubles(bytes, size, [&](std::size_t, std::uint64_t word, std::uint64_t) HWY_ATTR {
    unfinished |= word << filled;
    *to = unfinished;
    if (filled + kStep >= 64) {
      ++to;
      unfinished = (word >> 1) >> (63 - filled);
      filled -= 64 - kStep;
    } else {
      filled += kStep;
    }
    return true;
  });
  to[0] = unfinished;
  to[1] = 0;
  return false;
}

// How many bits are set before a given one, for every one in constant time.
class BitCounts {
 public:
  HWY_INLINE BitCounts(const std::uint64_t* HWY_RESTRICT bits, std::size_t size) : bits_(bits) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i <= size / 64; ++i) {
      before_[i] = count;
      count += static_cast<std::uint32_t>(hwy::PopCount(bits[i]));
    }
  }
  HWY_INLINE std::size_t Before(std::size_t i) const {
    const std::uint64_t below = (std::uint64_t{1} << (i % 64)) - 1;
    return before_[i / 64] + hwy::PopCount(bits_[i / 64] & below);
  }

 private:
  const std::uint64_t* HWY_RESTRICT bits_;
  std::uint32_t before_[kPieceBytes / 64 + 2];
};

// Whether the last 7 bytes before `end` are ASCII.
HWY_INLINE bool EndsInAscii(const std::uint8_t* HWY_RESTRICT bytes, std::size_t end) {
  if (HWY_UNLIKELY(end < 8)) return false;  // or cannot be read
  std::uint64_t last;
  std::memcpy(&last, bytes + end - 8, sizeof(last));
  return (last & 0x8080808080808000) == 0;
}

// Of the doubles that begin in the last 7 bytes of a row, which ends at `end`, those that do not
// end in it.
HWY_INLINE std::size_t DoublesAcross(const Piece& piece, const std::uint64_t* HWY_RESTRICT doubles,
                                     std::size_t begin, std::size_t end) {
  const std::size_t tail = std::min<std::size_t>(end - begin, 7);
  std::uint64_t word;
  std::memcpy(&word, reinterpret_cast<const std::uint8_t*>(doubles) + (end - tail) / 8, 8);
  std::size_t across = 0;
  word = (word >> ((end - tail) % 8)) & BitsBelow(tail);
  for (; word != 0; word &= word - 1) {
    const std::size_t start = end - tail + static_cast<std::size_t>(std::countr_zero(word));
    across += start + 2 * announced_length(piece.bytes[start]) > end ? 1u : 0u;
  }
  return across;
}

void CountDoublesOfRows(const Piece& piece, bool is_narrow,
                        const std::uint64_t* HWY_RESTRICT doubles,
                        std::int64_t* HWY_RESTRICT counts) {
  const BitCounts bits(doubles, piece.size_bytes());
  const std::uint32_t* HWY_RESTRICT starts = piece.starts.data();
  const std::size_t rows = piece.rows();
  std::size_t begin = 0;
  std::size_t before = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t end = starts[row + 1];
    const std::size_t until = bits.Before(end);
    std::size_t across = 0;
    if (is_narrow || EndsInAscii(piece.bytes, end)) {
      // The last byte of the row, if it has one, and the first of the next.
      const std::size_t has_last = end != begin ? 1 : 0;
      const std::size_t last = end - has_last;
      across = (doubles[last / 64] >> (last % 64)) & has_last;
    } else if (end != begin) {
      across = DoublesAcross(piece, doubles, begin, end);
    }
    counts[row] = static_cast<std::int64_t>(until - before - across);
    before = until;
    begin = end;
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(FindDoublesOfPiece);
HWY_EXPORT(CountDoublesOfRows);

}  // namespace

bool find_doubles_of_piece(const std::uint8_t* bytes, std::size_t size, bool is_text,
                           std::uint64_t* doubles) noexcept {
  return HWY_DYNAMIC_DISPATCH(FindDoublesOfPiece)(bytes, size, is_text, doubles);
}

void count_doubles_of_rows(const Piece& piece, bool is_narrow, const std::uint64_t* doubles,
                           std::int64_t* counts) noexcept {
  HWY_DYNAMIC_DISPATCH(CountDoublesOfRows)(piece, is_narrow, doubles, counts);
}

}  // namespace dittograph
#endif  // HWY_ONCE
