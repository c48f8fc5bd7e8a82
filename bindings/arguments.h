// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_ARGUMENTS_H_
#define DITTOGRAPH_BINDINGS_ARGUMENTS_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>

#include "buffer_view.h"

namespace dittograph::python {

/// A number of elements that is at least 1. Numbers beyond any size of memory are taken for the
/// largest one. Raises TypeError if it is no integer, ValueError if it is less; `name` is the
/// argument's.
[[nodiscard]] inline std::size_t to_length(nanobind::handle number, const char* name) {
  if (!PyIndex_Check(number.ptr())) {
    raise(PyExc_TypeError, "%s must be an integer, not %.200s", name,
          Py_TYPE(number.ptr())->tp_name);
  }
  const Py_ssize_t length = PyNumber_AsSsize_t(number.ptr(), nullptr);
  if (length == -1 && PyErr_Occurred() != nullptr) throw nanobind::python_error();
  if (length < 1) raise(PyExc_ValueError, "%s must be at least 1, got %S", name, number.ptr());
  return static_cast<std::size_t>(length);
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_ARGUMENTS_H_
