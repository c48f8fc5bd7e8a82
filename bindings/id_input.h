// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_ID_INPUT_H_
#define DITTOGRAPH_BINDINGS_ID_INPUT_H_

#include <nanobind/nanobind.h>

#include <cstdint>
#include <vector>

namespace dittograph::python {

/// The argument `ids`: a list or tuple of int, a buffer of 64-bit integers with a sign, or Arrow
/// data of type int64. Raises TypeError, ValueError.
[[nodiscard]] std::vector<std::int64_t> ids_from(nanobind::handle ids);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_ID_INPUT_H_
