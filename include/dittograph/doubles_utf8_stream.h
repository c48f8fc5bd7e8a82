// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_UTF8_STREAM_H_
#define DITTOGRAPH_DOUBLES_UTF8_STREAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dittograph/doubles.h"
#include "dittograph/doubles_tally.h"

namespace dittograph {
namespace detail {

/// What a reader of UTF-8 in pieces has to remember between two of them.
struct Utf8Carry {
  // The last whole code point, then the sequence that is still open: at most 4 + 3 bytes.
  std::array<char, 8> bytes{};
  std::size_t size = 0;
  std::uint64_t offset = 0;  // of bytes[0], or of the next piece if there are none
  std::optional<std::uint64_t> error_offset;
  bool finished = false;
};

}  // namespace detail

/// Counts the doubles of a text that comes in pieces, cut anywhere, even inside a character, and
/// checks that it is UTF-8 on the way. Counting stops at the first invalid byte. Allocates nothing.
///
///     dittograph::Utf8DoublesCounter counter;
///     while (read(piece)) counter.update(piece);
///     if (!counter.finish()) report(*counter.error_offset());
class Utf8DoublesCounter {
 public:
  /// Takes the next piece. Returns whether all text so far is valid; a sequence that may still be
  /// completed is. Once it is not, or after finish(), further pieces are ignored.
  bool update(std::string_view piece) noexcept;

  /// Says that the text ends here, so that a sequence cut off is an error now. Returns whether all
  /// of it is valid. A second call changes nothing.
  bool finish() noexcept;

  /// The doubles so far: those before the invalid byte if there is one.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// The offset, from the start of the text, of the first invalid byte, as validate_utf8 defines
  /// it.
  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept {
    return carry_.error_offset;
  }

 private:
  detail::Utf8Carry carry_;
  std::uint64_t count_ = 0;
};

/// The same for tallies.
class Utf8DoublesTallier {
 public:
  /// As Utf8DoublesCounter::update. Throws std::bad_alloc; what has been counted then is arbitrary.
  bool update(std::string_view piece);

  /// As Utf8DoublesCounter::finish.
  bool finish() noexcept;

  /// Adds what `later` has counted, in a text that comes after this one. Throws std::bad_alloc.
  void merge(const Utf8DoublesTallier& later) { tallier_.merge(later.tallier_); }

  /// Most frequent first, ties by first occurrence. Throws std::bad_alloc.
  [[nodiscard]] std::vector<DoublesTally<char32_t>> tally() const;

  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept {
    return carry_.error_offset;
  }

 private:
  detail::Utf8Carry carry_;
  DoublesTallier tallier_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_DOUBLES_UTF8_STREAM_H_
