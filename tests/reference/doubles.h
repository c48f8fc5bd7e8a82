// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/doubles.h promises, in the fewest obviously correct lines.
#ifndef DITTOGRAPH_TESTS_REFERENCE_DOUBLES_H_
#define DITTOGRAPH_TESTS_REFERENCE_DOUBLES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "dittograph/doubles.h"

namespace dittograph::reference {

template <class Elements>
[[nodiscard]] std::vector<std::int64_t> find_doubles(const Elements& elements) {
  std::vector<std::int64_t> positions;
  for (std::size_t i = 0; i + 1 < elements.size(); ++i) {
    if (elements[i] == elements[i + 1]) positions.push_back(static_cast<std::int64_t>(i));
  }
  return positions;
}

template <class Elements>
[[nodiscard]] std::uint64_t count_doubles(const Elements& elements) {
  return find_doubles(elements).size();
}

/// How often each element of `doubled` stands in it, most frequent first, ties by first occurrence.
template <class T>
[[nodiscard]] std::vector<DoublesTally<T>> tally(const std::vector<T>& doubled) {
  std::vector<DoublesTally<T>> lines;
  for (const T element : doubled) {
    auto line = std::ranges::find(lines, element, &DoublesTally<T>::element);
    if (line == lines.end()) line = lines.insert(line, {element, 0});
    ++line->count;
  }
  std::ranges::stable_sort(lines, std::ranges::greater(), &DoublesTally<T>::count);
  return lines;
}

template <class Elements>
[[nodiscard]] auto tally_doubles(const Elements& elements) {
  std::vector<typename Elements::value_type> doubled;
  for (const std::int64_t position : find_doubles(elements)) {
    doubled.push_back(elements[static_cast<std::size_t>(position)]);
  }
  return tally(doubled);
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_DOUBLES_H_
