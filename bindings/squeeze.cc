// SPDX-License-Identifier: Apache-2.0
#include "dittograph/squeeze.h"

#include <nanobind/nanobind.h>

#include <cstddef>
#include <span>

#include "arguments.h"
#include "buffer_view.h"
#include "bytes.h"
#include "gil.h"
#include "register.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kSqueezeDoc = R"(Shorten every run of equal elements to at most ``max_run``.

Args:
    text: As for ``count_doubles``.
    max_run: How many equal elements in a row may stay, at least 1.

Returns:
    What is left, in the type of ``text``: ``str``, ``bytes`` or ``bytearray``; for other buffers a
    read-only ``memoryview`` of their format. A ``str`` or ``bytes`` object of which nothing has to go
    is returned itself; a ``bytearray`` is always a new one. O(n).

Raises:
    TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; ``max_run`` is not an
        integer.
    ValueError: ``max_run`` is less than 1; the buffer does not have exactly one dimension.
    BufferError: The buffer is not contiguous.
    RuntimeError: Another thread changed the buffer meanwhile. Not every change is noticed.

Example:
    >>> from dittograph import squeeze
    >>> squeeze("sooo  goood")
    'so god'
    >>> squeeze("sooo  goood", max_run=2)
    'soo  good'
)";

// Squeezes into an object of Python that `make(size)` makes and whose memory is at `data_of` it.
template <class Make, class DataOf>
[[nodiscard]] nb::object squeeze_into(ElementView elements, std::size_t max_run, std::size_t size,
                                      Make&& make, DataOf&& data_of) {
  nb::object squeezed = nb::steal(make(size));
  if (!squeezed.is_valid()) throw nb::python_error();
  const std::span room(static_cast<std::byte*>(data_of(squeezed.ptr())),
                       size * elements.element_size);
  const std::size_t written = without_gil(elements.size * elements.element_size,
                                          [&] { return squeeze(elements, max_run, room); });
  if (written != size) raise_changed("text");
  return squeezed;
}

[[nodiscard]] std::size_t size_without_gil(ElementView elements, std::size_t max_run) {
  return without_gil(elements.size * elements.element_size,
                     [&] { return squeezed_size(elements, max_run); });
}

[[nodiscard]] nb::object squeeze_str(nb::str text, nb::handle most) {
  const std::size_t max_run = to_length(most, "max_run");
  const ElementView elements = view_str(text.ptr());
  const std::size_t size = size_without_gil(elements, max_run);
  if (size == elements.size && PyUnicode_CheckExact(text.ptr())) return text;
  // Every character that occurs still does, so the storage width stays the same.
  const Py_UCS4 largest = PyUnicode_MAX_CHAR_VALUE(text.ptr());
  return squeeze_into(
      elements, max_run, size,
      [largest](std::size_t n) { return PyUnicode_New(static_cast<Py_ssize_t>(n), largest); },
      [](PyObject* made) { return PyUnicode_DATA(made); });
}

// Squeezes into a bytes object.
[[nodiscard]] nb::object squeeze_to_bytes(ElementView elements, std::size_t max_run,
                                          std::size_t size) {
  return squeeze_into(
      elements, max_run, size,
      [elements](std::size_t n) {
        return PyBytes_FromStringAndSize(nullptr,
                                         static_cast<Py_ssize_t>(n * elements.element_size));
      },
      [](PyObject* made) -> void* { return PyBytes_AS_STRING(made); });
}

[[nodiscard]] nb::object squeeze_bytes(nb::bytes text, nb::handle most) {
  const std::size_t max_run = to_length(most, "max_run");
  const BufferView buffer(text, "text", kBytes);
  const std::size_t size = size_without_gil(buffer.elements(), max_run);
  if (size == buffer.elements().size && PyBytes_CheckExact(text.ptr())) return text;
  return squeeze_to_bytes(buffer.elements(), max_run, size);
}

[[nodiscard]] nb::object squeeze_bytearray(nb::bytearray text, nb::handle most) {
  const std::size_t max_run = to_length(most, "max_run");
  const BufferView buffer(text, "text", kBytes);
  return squeeze_into(
      buffer.elements(), max_run, size_without_gil(buffer.elements(), max_run),
      [](std::size_t n) {
        return PyByteArray_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(n));
      },
      [](PyObject* made) -> void* { return PyByteArray_AS_STRING(made); });
}

[[nodiscard]] nb::object squeeze_buffer(nb::handle text, nb::handle most) {
  const std::size_t max_run = to_length(most, "max_run");
  const BufferView buffer(text, "text", kIntegers);
  const nb::object bytes =
      squeeze_to_bytes(buffer.elements(), max_run, size_without_gil(buffer.elements(), max_run));
  return view_as(bytes, buffer.format());
}

}  // namespace

void register_squeeze(nb::module_& module) {
  module.def("squeeze", &squeeze_str, kSqueezeDoc, nb::arg(), nb::arg("max_run").none() = 1,
             nb::sig("def squeeze(text: str, /, max_run: typing.SupportsIndex = 1) -> str"));
  module.def("squeeze", &squeeze_bytes, nb::arg(), nb::arg("max_run").none() = 1,
             nb::sig("def squeeze(text: bytes, /, max_run: typing.SupportsIndex = 1) -> bytes"));
  module.def("squeeze", &squeeze_bytearray, nb::arg(), nb::arg("max_run").none() = 1,
             nb::sig("def squeeze(text: bytearray, /, max_run: typing.SupportsIndex = 1) -> "
                     "bytearray"));
  module.def("squeeze", &squeeze_buffer, any_object(), nb::arg("max_run").none() = 1,
             nb::sig("def squeeze(text: Buffer, /, "
                     "max_run: typing.SupportsIndex = 1) -> memoryview"));
}

}  // namespace dittograph::python
