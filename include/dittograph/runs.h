// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_RUNS_H_
#define DITTOGRAPH_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/elements.h"
#include "dittograph/encoding.h"

/// A run is a stretch of equal elements that no neighbour could join: "aaab" is a run of three and
/// a run of one. Every element belongs to exactly one run.
namespace dittograph {

struct Run {
  std::int64_t start = 0;
  std::int64_t length = 0;

  friend bool operator==(const Run&, const Run&) = default;
};

/// The first of the longest runs; of no elements, a run of length 0. O(n), reads each byte once,
/// allocates nothing. Precondition here and below: `elements.element_size` is 1, 2, 4 or 8.
[[nodiscard]] Run longest_run(ElementView elements) noexcept;

/// The number of runs of at least `min_length` elements; 0 is taken for 1. O(n), reads each byte
/// once, allocates nothing.
[[nodiscard]] std::uint64_t count_runs(ElementView elements, std::size_t min_length = 2) noexcept;

/// Writes where the first runs of at least `min_length` elements start and how long they are, in
/// their order, until one of the spans is full, and returns how many. O(n), allocates nothing.
/// Spans of `count_runs(elements, min_length)` items take them all.
std::size_t find_runs(ElementView elements, std::size_t min_length, std::span<std::int64_t> starts,
                      std::span<std::int64_t> lengths) noexcept;

/// All runs of at least `min_length` elements in their order. Throws std::bad_alloc.
[[nodiscard]] std::vector<Run> find_runs(ElementView elements, std::size_t min_length = 2);

template <ElementRange Range>
[[nodiscard]] Run longest_run(const Range& elements) noexcept {
  return longest_run(view_elements(elements));
}

template <ElementRange Range>
[[nodiscard]] std::uint64_t count_runs(const Range& elements, std::size_t min_length = 2) noexcept {
  return count_runs(view_elements(elements), min_length);
}

template <ElementRange Range>
std::size_t find_runs(const Range& elements, std::size_t min_length, std::span<std::int64_t> starts,
                      std::span<std::int64_t> lengths) noexcept {
  return find_runs(view_elements(elements), min_length, starts, lengths);
}

template <ElementRange Range>
[[nodiscard]] std::vector<Run> find_runs(const Range& elements, std::size_t min_length = 2) {
  return find_runs(view_elements(elements), min_length);
}

/// The same for the code points of UTF-8 text, without decoding; positions are code-point indices.
/// They expect valid UTF-8 (see utf8.h) and do not check it: invalid bytes are never a danger, but
/// what is found in them is not defined. O(n); those that are noexcept allocate nothing.
[[nodiscard]] Run longest_run_utf8(std::string_view text) noexcept;
[[nodiscard]] std::uint64_t count_runs_utf8(std::string_view text,
                                            std::size_t min_length = 2) noexcept;
std::size_t find_runs_utf8(std::string_view text, std::size_t min_length,
                           std::span<std::int64_t> starts,
                           std::span<std::int64_t> lengths) noexcept;
[[nodiscard]] std::vector<Run> find_runs_utf8(std::string_view text, std::size_t min_length = 2);

/// A run and what it is of: a code point, or a byte. Of no run the length is 0.
struct ElementRun {
  Run run;
  char32_t element = 0;

  friend bool operator==(const ElementRun&, const ElementRun&) = default;
};

namespace detail {

/// What a reader of runs has to remember between two pieces.
struct RunCarry {
  OpenSequence open;
  ElementBytes last;          // the element of the run that the text so far ends with
  Run run;                    // and that run
  std::int64_t elements = 0;  // in the text so far
};

}  // namespace detail

/// Counts the runs of a text that comes in pieces, cut anywhere, even inside a character, and finds
/// the longest. UTF-8 is checked on the way; counting stops at the first invalid byte. Allocates
/// nothing. Use RunsCounter or Utf8RunsCounter.
template <Encoding kEncoding>
class BasicRunsCounter {
 public:
  /// Counts runs of at least `min_length` elements; 0 is taken for 1.
  explicit BasicRunsCounter(std::size_t min_length = 2) noexcept;

  /// Takes the next piece. Returns whether all text so far is valid; a sequence that may still be
  /// completed is. Once it is not, or after finish(), further pieces are ignored.
  bool update(std::string_view piece) noexcept;

  /// Says that the text ends here, so that a sequence cut off is an error now. Returns whether all
  /// of it is valid. A second call changes nothing.
  bool finish() noexcept;

  /// The runs so far, that which the text ends with included.
  [[nodiscard]] std::uint64_t count() const noexcept;

  /// The first of the longest runs so far.
  [[nodiscard]] ElementRun longest() const noexcept;

  /// The offset, from the start of the text, of the first invalid byte, as validate_utf8 defines
  /// it. Bytes are never invalid.
  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept {
    return carry_.open.error_offset;
  }

 private:
  detail::RunCarry carry_;
  std::uint64_t min_length_;
  std::uint64_t count_ = 0;
  ElementRun longest_;
};

using RunsCounter = BasicRunsCounter<Encoding::kBytes>;
using Utf8RunsCounter = BasicRunsCounter<Encoding::kUtf8>;

/// Finds the runs of a text that comes in pieces. Use RunsFinder or Utf8RunsFinder.
template <Encoding kEncoding>
class BasicRunsFinder {
 public:
  /// Finds runs of at least `min_length` elements; 0 is taken for 1.
  explicit BasicRunsFinder(std::size_t min_length = 2) noexcept;

  /// As BasicRunsCounter::update. Appends the runs that are known to have ended to `found`.
  /// Throws std::bad_alloc; what is found after that is arbitrary.
  bool update(std::string_view piece, std::vector<ElementRun>& found);

  /// As BasicRunsCounter::finish. Appends the run that the text ends with, or that before the first
  /// invalid byte. Throws std::bad_alloc.
  bool finish(std::vector<ElementRun>& found);

  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept {
    return carry_.open.error_offset;
  }

 private:
  detail::RunCarry carry_;
  std::uint64_t min_length_;
};

using RunsFinder = BasicRunsFinder<Encoding::kBytes>;
using Utf8RunsFinder = BasicRunsFinder<Encoding::kUtf8>;

extern template class BasicRunsCounter<Encoding::kBytes>;
extern template class BasicRunsCounter<Encoding::kUtf8>;
extern template class BasicRunsFinder<Encoding::kBytes>;
extern template class BasicRunsFinder<Encoding::kUtf8>;

}  // namespace dittograph

#endif  // DITTOGRAPH_RUNS_H_
