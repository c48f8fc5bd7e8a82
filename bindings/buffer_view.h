// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_BUFFER_VIEW_H_
#define DITTOGRAPH_BINDINGS_BUFFER_VIEW_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "dittograph/elements.h"

namespace dittograph::python {

/// Raises the Python exception `type` with a message formatted as by PyErr_Format.
template <class... Args>
[[noreturn]] void raise(PyObject* type, const char* format, Args... args) {
  PyErr_Format(type, format, args...);
  throw nanobind::python_error();
}

/// How the items of a buffer are to be read: their size in bytes, 0 if they are no integers of the
/// machine, and whether they are signed.
struct ItemFormat {
  std::size_t size;
  bool is_signed;
};

/// Reads a format of the struct module. None means bytes.
[[nodiscard]] inline ItemFormat parse_format(const char* format) noexcept {
  if (format == nullptr) return {1, false};
  std::string_view code = format;
  if (code.starts_with('@')) code.remove_prefix(1);  // native, as without it
  if (code.size() != 1) return {0, false};
  switch (code[0]) {
    case 'B':
    case 'c':
    case '?':
      return {1, false};
    case 'b':
      return {1, true};
    case 'H':
      return {sizeof(unsigned short), false};
    case 'h':
      return {sizeof(short), true};
    case 'I':
      return {sizeof(unsigned int), false};
    case 'i':
      return {sizeof(int), true};
    case 'L':
      return {sizeof(unsigned long), false};
    case 'l':
      return {sizeof(long), true};
    case 'Q':
      return {sizeof(unsigned long long), false};
    case 'q':
      return {sizeof(long long), true};
    case 'N':
      return {sizeof(std::size_t), false};
    case 'n':
      return {sizeof(Py_ssize_t), true};
    default:
      return {0, false};
  }
}

/// Lets None through to BufferView, which refuses it like any other object, in our words.
[[nodiscard]] inline auto any_object() { return nanobind::arg().none(); }

/// What a function takes, for the check and for what is said when it fails.
struct Accepted {
  const char* objects;
  const char* items;
  std::size_t max_item_size;
};

inline constexpr Accepted kIntegers = {
    "a str or a buffer of integers",
    "native integers (format B, b, c, ?, h, H, i, I, l, L, q, Q, n or N)", 8};
inline constexpr Accepted kBytes = {"a bytes-like object", "bytes (format B, b, c or ?)", 1};

/// A Python object's memory as elements, for as long as this lives: the exporter may not resize it.
/// Reads the memory in place. Raises what the functions' docstrings say; `name` is the argument's.
class BufferView {
 public:
  BufferView(nanobind::handle object, const char* name, const Accepted& accepted) {
    if (PyBytes_CheckExact(object.ptr())) {  // the common case, without the protocol's cost
      elements_ = {PyBytes_AS_STRING(object.ptr()),
                   static_cast<std::size_t>(PyBytes_GET_SIZE(object.ptr())), 1};
      return;
    }
    if (!PyObject_CheckBuffer(object.ptr())) {
      raise(PyExc_TypeError, "%s must be %s, not %.200s", name, accepted.objects,
            Py_TYPE(object.ptr())->tp_name);
    }
    if (PyObject_GetBuffer(object.ptr(), &buffer_, PyBUF_FULL_RO) != 0) {
      throw nanobind::python_error();
    }
    try {
      check(name, accepted);
    } catch (...) {
      PyBuffer_Release(&buffer_);
      throw;
    }
  }
  ~BufferView() {
    if (buffer_.obj != nullptr) PyBuffer_Release(&buffer_);
  }
  BufferView(const BufferView&) = delete;
  BufferView& operator=(const BufferView&) = delete;

  [[nodiscard]] ElementView elements() const noexcept { return elements_; }
  [[nodiscard]] bool is_signed() const noexcept { return is_signed_; }
  /// In the notation of the struct module. Lives as long as this.
  [[nodiscard]] const char* format() const noexcept {
    return buffer_.format != nullptr ? buffer_.format : "B";
  }
  [[nodiscard]] std::size_t size_bytes() const noexcept {
    return elements_.size * elements_.element_size;
  }

 private:
  void check(const char* name, const Accepted& accepted) {
    if (buffer_.ndim != 1) {
      raise(PyExc_ValueError, "%s must be a one-dimensional buffer, got %d dimensions", name,
            buffer_.ndim);
    }
    const ItemFormat item = parse_format(buffer_.format);
    if (item.size == 0 || item.size > accepted.max_item_size ||
        static_cast<Py_ssize_t>(item.size) != buffer_.itemsize) {
      raise(PyExc_TypeError,
            "%s must be a buffer of %s, got format '%.50s' with items of %zd bytes", name,
            accepted.items, format(), buffer_.itemsize);
    }
    if (PyBuffer_IsContiguous(&buffer_, 'C') == 0) {
      raise(PyExc_BufferError,
            "%s must be contiguous in memory, got %s view with a stride of %zd bytes for items of "
            "%zd; copy it first, for example with bytes() or numpy.ascontiguousarray()",
            name, buffer_.suboffsets != nullptr ? "an indirect" : "a",
            buffer_.strides != nullptr ? buffer_.strides[0] : buffer_.itemsize, buffer_.itemsize);
    }
    elements_ = {buffer_.buf, static_cast<std::size_t>(buffer_.len) / item.size, item.size};
    is_signed_ = item.is_signed;
  }

  Py_buffer buffer_{};
  ElementView elements_;
  bool is_signed_ = false;
};

/// The code points of a str where they lie: 1, 2 or 4 bytes each (PEP 393).
[[nodiscard]] inline ElementView view_str(PyObject* text) {
#if PY_VERSION_HEX < 0x030C0000
  // Until 3.12 the old C API could leave them elsewhere, as wchar_t, until somebody asked.
  if (PyUnicode_READY(text) != 0) throw nanobind::python_error();
#endif
  return {PyUnicode_DATA(text), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text)),
          static_cast<std::size_t>(PyUnicode_KIND(text))};
}

/// Calls `function(elements)` for a str or for a buffer.
template <class Function>
auto with_elements(nanobind::handle text, Function&& function) {
  if (PyUnicode_Check(text.ptr())) return std::forward<Function>(function)(view_str(text.ptr()));
  const BufferView buffer(text, "text", kIntegers);
  return std::forward<Function>(function)(buffer.elements());
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_BUFFER_VIEW_H_
