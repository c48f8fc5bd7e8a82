// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_ARGUMENTS_H_
#define DITTOGRAPH_BINDINGS_ARGUMENTS_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>

#include "buffer_view.h"

namespace dittograph::python {

/// The int that `number` stands for, asked once. Raises TypeError if it is no integer; `name` is
/// the argument's.
[[nodiscard]] inline nanobind::object to_index(nanobind::handle number, const char* name) {
  if (!PyIndex_Check(number.ptr())) {
    raise(PyExc_TypeError, "%s must be an integer, not %.200s", name,
          Py_TYPE(number.ptr())->tp_name);
  }
  nanobind::object index = nanobind::steal(PyNumber_Index(number.ptr()));
  if (!index.is_valid()) throw nanobind::python_error();
  return index;
}

/// An int for a message; in words if it has so many digits that Python does not write them.
[[nodiscard]] inline nanobind::object to_digits(const nanobind::object& index) {
  nanobind::object digits = nanobind::steal(PyObject_Str(index.ptr()));
  if (digits.is_valid()) return digits;
  if (PyErr_ExceptionMatches(PyExc_ValueError) == 0) throw nanobind::python_error();
  PyErr_Clear();
  return nanobind::str("a number of too many digits to show");
}

/// An integer from `least` on. Raises TypeError if it is no integer, ValueError if it is less or no
/// int64.
[[nodiscard]] inline std::int64_t to_int64(nanobind::handle number, const char* name,
                                           std::int64_t least) {
  const nanobind::object index = to_index(number, name);
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(index.ptr(), &overflow);
  if (overflow > 0) {
    raise(PyExc_ValueError, "%s must be less than 2**63, got %U", name, to_digits(index).ptr());
  }
  if (overflow < 0 || value < least) {
    raise(PyExc_ValueError, "%s must be at least %lld, got %U", name, static_cast<long long>(least),
          to_digits(index).ptr());
  }
  return value;
}

/// A number of elements that is at least `least`. Numbers beyond any size of memory are taken for
/// the largest one. Raises TypeError if it is no integer, ValueError if it is less.
[[nodiscard]] inline std::size_t to_length(nanobind::handle number, const char* name,
                                           Py_ssize_t least = 1) {
  const nanobind::object index = to_index(number, name);
  const Py_ssize_t length = PyNumber_AsSsize_t(index.ptr(), nullptr);
  if (length < least) {
    raise(PyExc_ValueError, "%s must be at least %zd, got %U", name, least, to_digits(index).ptr());
  }
  return static_cast<std::size_t>(length);
}

/// For a text in which there is not what had been found in it before; `name` is the argument's.
[[noreturn]] inline void raise_changed(const char* name) {
  raise(PyExc_RuntimeError, "%s changed while it was read, in another thread", name);
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_ARGUMENTS_H_
