// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_RUNS_H_
#define DITTOGRAPH_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

#include "dittograph/elements.h"

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

}  // namespace dittograph

#endif  // DITTOGRAPH_RUNS_H_
