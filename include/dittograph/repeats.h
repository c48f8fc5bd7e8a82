// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_REPEATS_H_
#define DITTOGRAPH_REPEATS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/elements.h"

/// A repeat is a stretch made of copies of a shorter one: "abcabcab" is "abc" two times and two
/// thirds. Its period is the smallest number p with which text[i] == text[i + p] all along, here 3,
/// and at least 2: what has period 1 is a run. It is maximal: neither neighbour could join it.
///
/// In the literature it is a maximal repetition, or a run, of exponent length / period: R. Kolpakov
/// and G. Kucherov, "Finding maximal repetitions in a word in linear time", FOCS 1999. There are
/// fewer of them than elements (H. Bannai et al., "The runs theorem", SIAM J. Comput. 46, 2017).
namespace dittograph {

struct Repeat {
  std::int64_t start = 0;
  std::int64_t period = 0;
  std::int64_t length = 0;

  friend bool operator==(const Repeat&, const Repeat&) = default;
};

/// All repeats of at least `min_copies` whole copies whose period is at most `max_period`, ordered
/// by start and then by period; they may overlap. `min_copies` below 2 is taken for 2, here and
/// below. O(n max_period), whatever the elements are. Throws std::bad_alloc. Precondition here and
/// below: `elements.element_size` is 1, 2, 4 or 8.
[[nodiscard]] std::vector<Repeat> find_repeats(ElementView elements, std::size_t min_copies = 2,
                                               std::size_t max_period = 64);

/// Whether there is one. O(n max_period), stops at the first; allocates nothing.
[[nodiscard]] bool has_repeat(ElementView elements, std::size_t min_copies = 2,
                              std::size_t max_period = 64) noexcept;

/// The smallest period, from `min_period` to `max_period`, in which the end of the elements loops:
/// the last `min_copies` times so many are copies of each other. 0 if there is none. Here the
/// period may be 1, and `min_period` 0 is taken for 1. Reads only the last `min_copies` times
/// `max_period` elements, in time linear in `max_period` as a rule; allocates nothing.
[[nodiscard]] std::size_t ends_in_repeat(ElementView elements, std::size_t max_period = 64,
                                         std::size_t min_copies = 4,
                                         std::size_t min_period = 1) noexcept;

template <ElementRange Range>
[[nodiscard]] std::vector<Repeat> find_repeats(const Range& elements, std::size_t min_copies = 2,
                                               std::size_t max_period = 64) {
  return find_repeats(view_elements(elements), min_copies, max_period);
}

template <ElementRange Range>
[[nodiscard]] bool has_repeat(const Range& elements, std::size_t min_copies = 2,
                              std::size_t max_period = 64) noexcept {
  return has_repeat(view_elements(elements), min_copies, max_period);
}

template <ElementRange Range>
[[nodiscard]] std::size_t ends_in_repeat(const Range& elements, std::size_t max_period = 64,
                                         std::size_t min_copies = 4,
                                         std::size_t min_period = 1) noexcept {
  return ends_in_repeat(view_elements(elements), max_period, min_copies, min_period);
}

}  // namespace dittograph

#endif  // DITTOGRAPH_REPEATS_H_
