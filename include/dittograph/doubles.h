// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_H_
#define DITTOGRAPH_DOUBLES_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

/// A double is a position i with elements[i] == elements[i + 1]. Doubles overlap: "aaa" has two.
namespace dittograph {

/// What can be an element: std::byte, and every built-in integer, character and bool type of 1, 2,
/// 4 or 8 bytes. Elements are equal if their bits are. Floating point is left out on purpose: NaN
/// equals nothing, not even its own neighbour.
template <class T>
concept Element = (std::integral<T> || std::same_as<T, std::byte>) &&
                  (sizeof(T) == 1 || sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8);

/// A contiguous range of elements: std::span, std::vector, std::array, std::string, a view of them.
/// A string literal is one too, and its closing NUL is an element: pass a std::string_view instead.
template <class R>
concept ElementRange =
    std::ranges::contiguous_range<const R> && std::ranges::sized_range<const R> &&
    Element<std::ranges::range_value_t<const R>>;

/// `size` elements of `element_size` bytes each (1, 2, 4 or 8) that lie one after the other from
/// `data` on: what is left of a range when its type is known only at run time (a Python buffer, an
/// Arrow array). `data` need not be aligned. Does not own the memory.
struct ElementView {
  const void* data = nullptr;
  std::size_t size = 0;
  std::size_t element_size = 1;
};

template <ElementRange Range>
[[nodiscard]] constexpr ElementView view_elements(const Range& elements) noexcept {
  return {std::ranges::data(elements), static_cast<std::size_t>(std::ranges::size(elements)),
          sizeof(std::ranges::range_value_t<const Range>)};
}

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
