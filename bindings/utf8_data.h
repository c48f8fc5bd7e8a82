// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_UTF8_DATA_H_
#define DITTOGRAPH_BINDINGS_UTF8_DATA_H_

#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "arguments.h"
#include "buffer_view.h"

namespace dittograph::python {

/// The bytes of a buffer as text.
[[nodiscard]] inline std::string_view view_utf8(const BufferView& buffer) noexcept {
  return {static_cast<const char*>(buffer.elements().data), buffer.size_bytes()};
}

/// Raises the UnicodeDecodeError that Python itself raises for this text, of which the first
/// `offset` bytes are valid: Python says what is wrong with the next ones, without decoding what
/// comes before. `where` is added to the reason.
[[noreturn]] inline void raise_invalid_utf8(std::string_view text, std::size_t offset,
                                            const std::string& where = {}) {
  const std::string_view wrong = text.substr(offset, 4);
  try {
    const nanobind::object decoded = nanobind::steal(
        PyUnicode_DecodeUTF8(wrong.data(), static_cast<Py_ssize_t>(wrong.size()), "strict"));
    if (decoded.is_valid()) raise_changed("data");
    throw nanobind::python_error();
  } catch (const nanobind::python_error& error) {
    if (!error.matches(PyExc_UnicodeDecodeError)) throw;
    const auto start = static_cast<Py_ssize_t>(offset);
    const auto reason = nanobind::cast<std::string>(error.value().attr("reason")) + where;
    const nanobind::object whole = nanobind::handle(PyExc_UnicodeDecodeError)(
        "utf-8", nanobind::bytes(text.data(), text.size()), start,
        start + nanobind::cast<Py_ssize_t>(error.value().attr("end")), reason.c_str());
    PyErr_SetObject(PyExc_UnicodeDecodeError, whole.ptr());
  }
  throw nanobind::python_error();
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_UTF8_DATA_H_
