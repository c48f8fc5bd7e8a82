// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_ELEMENTS_H_
#define DITTOGRAPH_ELEMENTS_H_

#include <concepts>
#include <cstddef>
#include <ranges>

/// What all functions of the library read: elements that lie one after the other.
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

}  // namespace dittograph

#endif  // DITTOGRAPH_ELEMENTS_H_
