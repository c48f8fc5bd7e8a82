// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_H_
#define DITTOGRAPH_DOUBLES_H_

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

#include "dittograph/elements.h"

/// A double is a position i with elements[i] == elements[i + 1]. Doubles overlap: "aaa" has two.
namespace dittograph {

/// One line of a tally: `element` is doubled `count` times.
template <Element T>
struct DoublesTally {
  T element;
  std::uint64_t count;

  friend bool operator==(const DoublesTally&, const DoublesTally&) = default;
};

/// The number of doubles. O(n), reads each byte once, allocates nothing.
/// Precondition: `elements.element_size` is 1, 2, 4 or 8.
[[nodiscard]] std::uint64_t count_doubles(ElementView elements) noexcept;

/// Writes the positions of the first doubles, ascending, until `positions` is full, and returns how
/// many it wrote; what lies behind them in the span is then arbitrary. O(n), allocates nothing. A
/// span of `count_doubles(elements)` items takes them all.
std::size_t find_doubles(ElementView elements, std::span<std::int64_t> positions) noexcept;

/// The positions of all doubles, ascending. Throws std::bad_alloc.
[[nodiscard]] std::vector<std::int64_t> find_doubles(ElementView elements);

/// How often each element is doubled, most frequent first, ties by first occurrence. The elements
/// are the zero-extended bits of the input's. Throws std::bad_alloc.
/// O(n + d log k) for d doubles of k distinct elements, whatever the elements are.
[[nodiscard]] std::vector<DoublesTally<std::uint64_t>> tally_doubles(ElementView elements);

template <ElementRange Range>
[[nodiscard]] std::uint64_t count_doubles(const Range& elements) noexcept {
  return count_doubles(view_elements(elements));
}

template <ElementRange Range>
std::size_t find_doubles(const Range& elements, std::span<std::int64_t> positions) noexcept {
  return find_doubles(view_elements(elements), positions);
}

template <ElementRange Range>
[[nodiscard]] std::vector<std::int64_t> find_doubles(const Range& elements) {
  return find_doubles(view_elements(elements));
}

template <ElementRange Range>
[[nodiscard]] auto tally_doubles(const Range& elements) {
  using T = std::ranges::range_value_t<const Range>;
  std::vector<DoublesTally<T>> typed;
  for (const auto& [element, count] : tally_doubles(view_elements(elements))) {
    typed.push_back({static_cast<T>(element), count});
  }
  return typed;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_DOUBLES_H_
