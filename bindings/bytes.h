// SPDX-License-Identifier: Apache-2.0
// Results in bytes objects: immutable memory that numpy and array understand, with no class of our
// own.
#ifndef DITTOGRAPH_BINDINGS_BYTES_H_
#define DITTOGRAPH_BINDINGS_BYTES_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>

namespace dittograph::python {

/// A bytes object of that size whose memory is still to be written.
[[nodiscard]] inline nanobind::bytes new_bytes(std::size_t size) {
  const nanobind::object bytes =
      nanobind::steal(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size)));
  if (!bytes.is_valid()) throw nanobind::python_error();
  return nanobind::borrow<nanobind::bytes>(bytes);
}

/// To be written only until somebody else sees the object.
[[nodiscard]] inline char* memory_of(const nanobind::bytes& bytes) {
  return PyBytes_AS_STRING(bytes.ptr());
}

/// A memoryview of a format of the struct module.
[[nodiscard]] inline nanobind::object view_as(const nanobind::object& bytes, const char* format) {
  const nanobind::object view = nanobind::steal(PyMemoryView_FromObject(bytes.ptr()));
  if (!view.is_valid()) throw nanobind::python_error();
  return view.attr("cast")(format);
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_BYTES_H_
