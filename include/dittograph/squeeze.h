// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_SQUEEZE_H_
#define DITTOGRAPH_SQUEEZE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

#include "dittograph/elements.h"

/// Squeezing shortens every run to at most so many elements: "aaab" squeezed to one is "ab".
namespace dittograph {

/// How many elements are left when every run is shortened to `max_run`; 0 is taken for 1. O(n),
/// reads each byte once, allocates nothing. Precondition here and below: `elements.element_size` is
/// 1, 2, 4 or 8.
[[nodiscard]] std::uint64_t squeezed_size(ElementView elements, std::size_t max_run = 1) noexcept;

/// Writes what is left to `squeezed`, until no element more has room, and returns how many elements
/// it wrote; what lies behind them in the span is then arbitrary. `squeezed` must not overlap the
/// input; it need not be aligned. O(n), allocates nothing.
std::size_t squeeze(ElementView elements, std::size_t max_run,
                    std::span<std::byte> squeezed) noexcept;

/// What is left, as a vector. Throws std::bad_alloc. Not for bool, of which a vector packs bits.
template <ElementRange Range>
  requires(!std::same_as<std::ranges::range_value_t<const Range>, bool>)
[[nodiscard]] auto squeeze(const Range& elements, std::size_t max_run = 1) {
  const ElementView view = view_elements(elements);
  std::vector<std::ranges::range_value_t<const Range>> squeezed(squeezed_size(view, max_run));
  squeeze(view, max_run, std::as_writable_bytes(std::span(squeezed)));
  return squeezed;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_SQUEEZE_H_
