// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_THREAD_COUNT_H_
#define DITTOGRAPH_BINDINGS_THREAD_COUNT_H_

#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>

#include "arguments.h"

namespace dittograph::python {

inline constexpr unsigned kMostThreads = 256;

/// The argument `threads`, 0 if the caller leaves it to us. Raises TypeError if it is neither None
/// nor an integer, ValueError if it is less than 1.
[[nodiscard]] inline unsigned to_threads(nanobind::handle threads) {
  if (threads.is_none()) return 0;
  return static_cast<unsigned>(std::min<std::size_t>(to_length(threads, "threads"), kMostThreads));
}

/// How many the process may have, by its affinity and cgroup.
[[nodiscard]] inline unsigned available_threads() {
  const auto module = nanobind::module_::import_("dittograph.threads");
  return std::min(nanobind::cast<unsigned>(module.attr("available_threads")()), kMostThreads);
}

[[nodiscard]] inline auto threads_argument() {
  return nanobind::arg("threads").none() = nanobind::none();
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_THREAD_COUNT_H_
