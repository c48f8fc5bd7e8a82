// SPDX-License-Identifier: Apache-2.0
#include "column_input.h"

#include <Python.h>
#include <nanobind/stl/string.h>

#include <cmath>
#include <cstring>
#include <string>

#include "buffer_view.h"
#include "gil.h"
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

// What a capsule of that name holds. To look whether somebody has used it and to take it must be
// one step, guarded by the capsule: without the GIL another thread may be about to take it, too.
template <class Struct>
[[nodiscard]] Struct& open_capsule(nb::handle capsule, const char* name) {
  if (PyCapsule_IsValid(capsule.ptr(), name) == 0) {
    raise(PyExc_TypeError, "column must export a capsule '%s', got %.200s", name,
          Py_TYPE(capsule.ptr())->tp_name);
  }
  auto& opened = *static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (opened.release == nullptr) {
    raise(PyExc_ValueError, "column's capsule '%s' has been used already; export it anew", name);
  }
  return opened;
}

[[nodiscard]] Owned<ArrowArrayStream> take_stream(nb::handle capsule) {
  const nb::ft_object_guard guard(capsule);
  return Owned<ArrowArrayStream>(open_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"));
}

// Calls a function of the stream without the GIL, as whatever the stream reads may take long, or be
// made by another thread.
template <class Out>
void call_stream(ArrowArrayStream* stream, int (*function)(ArrowArrayStream*, Out*), Out* out) {
  int status = 0;
  {
    const ReleasedGil released;
    status = function(stream, out);
  }
  if (PyErr_Occurred() != nullptr) throw nb::python_error();
  if (status == 0) return;
  const char* text = stream->get_last_error(stream);
  raise(PyExc_RuntimeError, "column's stream failed: %s (error %d: %s)",
        text == nullptr ? "it does not say why" : text, status, std::strerror(status));
}

[[nodiscard]] bool is_missing_number(nb::handle object) {
  return PyFloat_Check(object.ptr()) && std::isnan(PyFloat_AS_DOUBLE(object.ptr()));
}

[[nodiscard]] nb::object attribute_or_null(nb::handle object, const char* name) {
  return nb::hasattr(object, name) ? nb::object(object.attr(name)) : nb::object();
}

[[nodiscard]] std::size_t bytes_of(const ColumnView& view) noexcept {
  std::size_t bytes = view.size_bytes + view.size * sizeof(std::int64_t);
  for (const ColumnView& values : view.values) bytes += bytes_of(values);
  return bytes;
}

}  // namespace

ColumnInput::ColumnInput(nb::handle column) {
  try {
    if (const nb::object stream = attribute_or_null(column, "__arrow_c_stream__");
        stream.is_valid()) {
      read_stream(stream());
    } else if (const nb::object array = attribute_or_null(column, "__arrow_c_array__");
               array.is_valid()) {
      read_array(array());
    } else if (PyCapsule_CheckExact(column.ptr())) {
      read_stream(column);
    } else if (nb::hasattr(column, "dtype") && nb::hasattr(column, "tolist")) {
      read_numpy(column);
    } else {
      read_rows(column, nb::none(), false);
    }
  } catch (const ColumnError& error) {
    raise_column_error(error);
  }
}

void ColumnInput::read_stream(nb::handle capsule) {
  Owned<ArrowArrayStream> stream = take_stream(capsule);
  ArrowArrayStream* raw = stream.get();
  call_stream(raw, raw->get_schema, schema_.get());
  for (;;) {
    Owned<ArrowArray>& array = arrays_.emplace_back();
    call_stream(raw, raw->get_next, array.get());
    if ((*array).release == nullptr) break;
    chunks_.push_back(view_column(*schema_, *array));
  }
  if (chunks_.empty()) chunks_.push_back(view_empty_column(*schema_));
}

void ColumnInput::read_array(nb::handle capsules) {
  if (!PyTuple_Check(capsules.ptr()) || PyTuple_GET_SIZE(capsules.ptr()) != 2) {
    raise(PyExc_TypeError, "column's __arrow_c_array__ must return two capsules, got %.200s",
          Py_TYPE(capsules.ptr())->tp_name);
  }
  const nb::handle of_schema = PyTuple_GET_ITEM(capsules.ptr(), 0);
  const nb::handle of_array = PyTuple_GET_ITEM(capsules.ptr(), 1);
  {
    const nb::ft_object2_guard guard(of_schema, of_array);
    auto& schema = open_capsule<ArrowSchema>(of_schema, "arrow_schema");
    auto& array = open_capsule<ArrowArray>(of_array, "arrow_array");
    *schema_.get() = std::exchange(schema, {});
    arrays_.emplace_back(array);
  }
  chunks_.push_back(view_column(*schema_, *arrays_.back()));
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
