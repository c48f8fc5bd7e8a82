// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_POSITIONS_H_
#define DITTOGRAPH_BINDINGS_POSITIONS_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "bytes.h"

namespace dittograph::python {

/// Makes a read-only memoryview of `count` int64 (format 'q') of which `fill(span)` writes the
/// first, and returns how many: fewer than `count` only if the text changed in between.
template <class Fill>
[[nodiscard]] nanobind::object make_positions(std::size_t count, Fill&& fill) {
  constexpr std::size_t kSize = sizeof(std::int64_t);
  PyObject* bytes = PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(count * kSize));
  if (bytes == nullptr) throw nanobind::python_error();
  static_assert(offsetof(PyBytesObject, ob_sval) % alignof(std::int64_t) == 0);
  const std::span positions(reinterpret_cast<std::int64_t*>(PyBytes_AS_STRING(bytes)), count);
  const std::size_t written = fill(positions);
  if (written != count && _PyBytes_Resize(&bytes, static_cast<Py_ssize_t>(written * kSize)) != 0) {
    throw nanobind::python_error();
  }
  return view_as(nanobind::steal(bytes), "q");
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_POSITIONS_H_
