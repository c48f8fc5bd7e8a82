// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_END_LIMITS_H_
#define DITTOGRAPH_BINDINGS_END_LIMITS_H_

#include <nanobind/nanobind.h>

#include <cstddef>

#include "arguments.h"
#include "buffer_view.h"

namespace dittograph::python {

/// The numbers that ends_in_repeat takes. Raises TypeError if one is no integer, ValueError if it
/// is too small, or the smallest period more than the largest.
struct EndLimits {
  EndLimits(nanobind::handle longest, nanobind::handle copies, nanobind::handle shortest)
      : max_period(to_length(longest, "max_period")),
        min_copies(to_length(copies, "min_copies", 2)),
        min_period(to_length(shortest, "min_period")) {
    if (min_period > max_period) {
      raise(PyExc_ValueError, "min_period must be at most max_period, %zu, got %zu", max_period,
            min_period);
    }
  }

  std::size_t max_period;
  std::size_t min_copies;
  std::size_t min_period;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_END_LIMITS_H_
