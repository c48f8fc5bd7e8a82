// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/runs.h and squeeze.h promise, in the fewest obviously correct lines.
#ifndef DITTOGRAPH_TESTS_REFERENCE_RUNS_H_
#define DITTOGRAPH_TESTS_REFERENCE_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/runs.h"

namespace dittograph::reference {

template <class Elements>
[[nodiscard]] std::vector<Run> find_runs(const Elements& elements, std::size_t min_length) {
  std::vector<Run> runs;
  for (std::size_t start = 0; start < elements.size();) {
    std::size_t end = start;
    while (end < elements.size() && elements[end] == elements[start]) ++end;
    if (end - start >= min_length) {
      runs.push_back({static_cast<std::int64_t>(start), static_cast<std::int64_t>(end - start)});
    }
    start = end;
  }
  return runs;
}

template <class Elements>
[[nodiscard]] Run longest_run(const Elements& elements) {
  Run longest;
  for (const Run& run : find_runs(elements, 1)) {
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

template <class Elements>
[[nodiscard]] auto squeeze(const Elements& elements, std::size_t max_run) {
  std::vector<typename Elements::value_type> squeezed;
  std::size_t run = 0;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    run = i > 0 && elements[i] == elements[i - 1] ? run + 1 : 1;
    if (run <= max_run) squeezed.push_back(elements[i]);
  }
  return squeezed;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_RUNS_H_
