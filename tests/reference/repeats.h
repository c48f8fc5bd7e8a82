// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/repeats.h promises, in the fewest obviously correct lines.
#ifndef DITTOGRAPH_TESTS_REFERENCE_REPEATS_H_
#define DITTOGRAPH_TESTS_REFERENCE_REPEATS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/repeats.h"

namespace dittograph::reference {

/// Whether elements[i] == elements[i + period] from `start` to `end`.
template <class Elements>
[[nodiscard]] bool has_period(const Elements& elements, std::size_t start, std::size_t end,
                              std::size_t period) {
  for (std::size_t i = start; i + period < end; ++i) {
    if (elements[i] != elements[i + period]) return false;
  }
  return true;
}

template <class Elements>
[[nodiscard]] std::size_t smallest_period(const Elements& elements, std::size_t start,
                                          std::size_t end) {
  std::size_t period = 1;
  while (!has_period(elements, start, end, period)) ++period;
  return period;
}

template <class Elements>
[[nodiscard]] std::vector<Repeat> find_repeats(const Elements& elements, std::size_t min_copies,
                                               std::size_t max_period) {
  std::vector<Repeat> repeats;
  const std::size_t size = elements.size();
  for (std::size_t start = 0; start < size; ++start) {
    for (std::size_t period = 2; period <= max_period && start + period < size; ++period) {
      if (start > 0 && elements[start - 1] == elements[start - 1 + period]) continue;
      std::size_t end = start + period;
      while (end < size && elements[end - period] == elements[end]) ++end;
      if (end - start < min_copies * period) continue;
      if (smallest_period(elements, start, end) != period) continue;
      repeats.push_back({static_cast<std::int64_t>(start), static_cast<std::int64_t>(period),
                         static_cast<std::int64_t>(end - start)});
    }
  }
  return repeats;
}

template <class Elements>
[[nodiscard]] std::size_t ends_in_repeat(const Elements& elements, std::size_t max_period,
                                         std::size_t min_copies, std::size_t min_period) {
  const std::size_t size = elements.size();
  for (std::size_t period = min_period; period <= max_period; ++period) {
    const std::size_t needed = min_copies * period;
    if (needed <= size && has_period(elements, size - needed, size, period)) return period;
  }
  return 0;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_REPEATS_H_
