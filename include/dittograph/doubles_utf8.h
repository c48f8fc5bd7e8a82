// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_UTF8_H_
#define DITTOGRAPH_DOUBLES_UTF8_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/doubles.h"

/// Doubles among the code points of UTF-8 text, compared where they lie: nothing is decoded.
///
/// The functions expect valid UTF-8 (see utf8.h) and do not check it. Invalid bytes are never a
/// danger: nothing past the end is read, and the result is the same on every machine. A lead byte is
/// taken at its word (0xC0..0xDF opens 2 bytes, 0xE0..0xEF 3, 0xF0..0xFF 4, below 0x80 stands
/// alone), and its double is the same bytes once more right behind them.
namespace dittograph {

/// The number of equal neighbouring code points. O(n), allocates nothing.
[[nodiscard]] std::uint64_t count_doubles_utf8(std::string_view text) noexcept;

/// Writes the positions of the first doubles, ascending, as code-point indices (the number of bytes
/// before that are not continuation bytes), until `positions` is full; returns how many it wrote.
/// O(n), allocates nothing.
std::size_t find_doubles_utf8(std::string_view text, std::span<std::int64_t> positions) noexcept;

/// The positions of all doubles, ascending, as code-point indices. Throws std::bad_alloc.
[[nodiscard]] std::vector<std::int64_t> find_doubles_utf8(std::string_view text);

/// How often each code point is doubled, most frequent first, ties by first occurrence. Expects
/// valid UTF-8: of an invalid sequence the element is what its bits would decode to.
/// Throws std::bad_alloc.
[[nodiscard]] std::vector<DoublesTally<char32_t>> tally_doubles_utf8(std::string_view text);

/// Counts the doubles of a text that comes in pieces, cut anywhere, even inside a character; checks
/// that it is UTF-8 on the way. Counting stops at the first invalid byte. Allocates nothing.
///
///     dittograph::Utf8DoublesCounter counter;
///     while (read(chunk)) counter.update(chunk);
///     if (!counter.finish()) report(*counter.error_offset());
class Utf8DoublesCounter {
 public:
  /// Takes the next piece. Returns whether all text so far is valid; once it is not, further pieces
  /// are ignored.
  bool update(std::string_view piece) noexcept;

  /// Says that the text ends here, so that a sequence cut off is an error. Returns whether all of
  /// it is valid. Pieces that come after are ignored; a second call changes nothing.
  bool finish() noexcept;

  /// The doubles so far, those before the invalid byte if there is one.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// The offset, from the start of the text, of the first invalid byte (see validate_utf8).
  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept { return error_offset_; }

 private:
  void fail(std::uint64_t offset) noexcept;

  std::uint64_t count_ = 0;
  std::uint64_t offset_ = 0;  // of the first byte of carry_'s incomplete part, or of the next piece
  std::optional<std::uint64_t> error_offset_;
  bool finished_ = false;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_DOUBLES_UTF8_H_
