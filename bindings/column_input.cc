// SPDX-License-Identifier: Apache-2.0
#include "column_input.h"

#include <Python.h>
#include <nanobind/stl/string.h>

#include <cmath>
#include <string>

#include "buffer_view.h"
#include "utf8_data.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kAllowed =
    "an object with __arrow_c_stream__ or __arrow_c_array__, a numpy array of str, or an iterable "
    "of str and None";

[[noreturn]] void raise_column_error(const ColumnError& error) {
  raise(error.kind() == ColumnError::Kind::kType ? PyExc_TypeError : PyExc_ValueError, "%s",
        error.what());
}

[[nodiscard]] bool is_missing_number(nb::handle object) {
  return PyFloat_Check(object.ptr()) && std::isnan(PyFloat_AS_DOUBLE(object.ptr()));
}

[[nodiscard]] std::size_t bytes_of(const ColumnView& view) noexcept {
  std::size_t bytes = view.size_bytes + view.size * sizeof(std::int64_t);
  for (const ColumnView& values : view.values) bytes += bytes_of(values);
  return bytes;
}

}  // namespace

ColumnInput::ColumnInput(nb::handle column) {
  try {
    const auto add = [this](const ArrowSchema& schema, const ArrowArray& array) {
      chunks_.push_back(view_column(schema, array));
    };
    if (arrow_.read(column, "column", add)) {
      if (chunks_.empty()) chunks_.push_back(view_empty_column(arrow_.schema()));
    } else if (nb::hasattr(column, "dtype") && nb::hasattr(column, "tolist")) {
      read_numpy(column);
    } else {
      read_rows(column, nb::none(), false);
    }
  } catch (const ColumnError& error) {
    raise_column_error(error);
  }
}

void ColumnInput::read_numpy(nb::handle array) {
  const nb::object dtype = array.attr("dtype");
  const nb::object kind = attribute_or_null(dtype, "kind");
  const std::string letter =
      kind.is_valid() && nb::isinstance<nb::str>(kind) ? nb::cast<std::string>(kind) : "";
  if (letter != "O" && letter != "T" && letter != "U") {
    raise(PyExc_TypeError, "column must be %s, got %.200s of dtype %S", kAllowed,
          Py_TYPE(array.ptr())->tp_name, dtype.ptr());
  }
  if (const nb::object dimensions = attribute_or_null(array, "ndim");
      dimensions.is_valid() && nb::cast<Py_ssize_t>(dimensions) != 1) {
    raise(PyExc_ValueError, "column must have one dimension, got %S", dimensions.ptr());
  }
  // numpy's name for what stands for null, and that of pandas.
  nb::object missing = attribute_or_null(dtype, "na_object");
  if (!missing.is_valid()) missing = attribute_or_null(dtype, "na_value");
  read_rows(array.attr("tolist")(), missing.is_valid() ? missing : nb::none(), true);
}

void ColumnInput::read_rows(nb::handle rows, nb::handle missing, bool nan_is_missing) {
  PyObject* iterable = rows.ptr();
  const bool is_ordered = !PyUnicode_Check(iterable) && !PyBytes_Check(iterable) &&
                          !PyByteArray_Check(iterable) && !PyDict_Check(iterable) &&
                          !PyAnySet_Check(iterable);
  if (!is_ordered || (Py_TYPE(iterable)->tp_iter == nullptr && PySequence_Check(iterable) == 0)) {
    raise(PyExc_TypeError, "column must be %s, not %.200s", kAllowed, Py_TYPE(iterable)->tp_name);
  }
  // Nobody can take a str out of a tuple while it is read without the GIL.
  rows_ = nb::steal(PySequence_Tuple(iterable));
  if (!rows_.is_valid()) throw nb::python_error();
  const Py_ssize_t size = PyTuple_GET_SIZE(rows_.ptr());
  elements_.reserve(static_cast<std::size_t>(size));
  for (Py_ssize_t i = 0; i < size; ++i) {
    PyObject* row = PyTuple_GET_ITEM(rows_.ptr(), i);
    if (row == Py_None || (nan_is_missing && (row == missing.ptr() || is_missing_number(row)))) {
      elements_.push_back({nullptr, 0, 0});
    } else if (PyUnicode_Check(row)) {
      elements_.push_back(view_str(row));
    } else {
      raise(PyExc_TypeError, "column's rows must be str or None, row %zd is %.200s", i,
            Py_TYPE(row)->tp_name);
    }
  }
  chunks_.push_back(view_column(elements_));
}

std::size_t ColumnInput::size_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const ColumnView& chunk : chunks_) bytes += bytes_of(chunk);
  return bytes;
}

void ColumnInput::raise_invalid(const InvalidRow& invalid) const {
  const std::string where = ", in row " + std::to_string(invalid.row);
  if (!is_list()) raise_invalid_utf8(invalid.bytes, invalid.position, where);
  const auto row = static_cast<Py_ssize_t>(invalid.row);
  const auto position = static_cast<Py_ssize_t>(invalid.position);
  const nb::object error = nb::handle(PyExc_UnicodeEncodeError)(
      "utf-8", nb::handle(PyTuple_GET_ITEM(rows_.ptr(), row)), position, position + 1,
      ("surrogates not allowed" + where).c_str());
  PyErr_SetObject(PyExc_UnicodeEncodeError, error.ptr());
  throw nb::python_error();
}

}  // namespace dittograph::python
