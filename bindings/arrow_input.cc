// SPDX-License-Identifier: Apache-2.0
#include "arrow_input.h"

#include <Python.h>

#include <cstring>
#include <utility>

#include "buffer_view.h"
#include "gil.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

// What a capsule of that kind holds. To look whether somebody has used it and to take it must be
// one step, guarded by the capsule: without the GIL another thread may be about to take it, too.
template <class Struct>
[[nodiscard]] Struct& open_capsule(nb::handle capsule, const char* kind, const char* name) {
  if (PyCapsule_IsValid(capsule.ptr(), kind) == 0) {
    raise(PyExc_TypeError, "%s must export a capsule '%s', got %.200s", name, kind,
          Py_TYPE(capsule.ptr())->tp_name);
  }
  auto& opened = *static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), kind));
  if (opened.release == nullptr) {
    raise(PyExc_ValueError, "%s's capsule '%s' has been used already; export it anew", name, kind);
  }
  return opened;
}

[[nodiscard]] Owned<ArrowArrayStream> take_stream(nb::handle capsule, const char* name) {
  const nb::ft_object_guard guard(capsule);
  return Owned<ArrowArrayStream>(
      open_capsule<ArrowArrayStream>(capsule, "arrow_array_stream", name));
}

// Calls a function of the stream without the GIL, as whatever the stream reads may take long, or be
// made by another thread.
template <class Out>
void call_stream(ArrowArrayStream* stream, int (*function)(ArrowArrayStream*, Out*), Out* out,
                 const char* name) {
  int status = 0;
  {
    const ReleasedGil released;
    status = function(stream, out);
  }
  if (PyErr_Occurred() != nullptr) throw nb::python_error();
  if (status == 0) return;
  const char* text = stream->get_last_error(stream);
  raise(PyExc_RuntimeError, "%s's stream failed: %s (error %d: %s)", name,
        text == nullptr ? "it does not say why" : text, status, std::strerror(status));
}

}  // namespace

FixedWidthRows fixed_width_rows(const ArrowArray& array, std::size_t item_size, const char* name,
                                std::size_t rows_before) {
  if (array.length == 0) return {};
  if (array.length < 0 || array.offset < 0 || array.n_buffers != 2 || array.buffers == nullptr ||
      array.buffers[1] == nullptr) {
    raise(PyExc_ValueError,
          "%s must not be broken: there is an array of %lld rows and %lld buffers", name,
          static_cast<long long>(array.length), static_cast<long long>(array.n_buffers));
  }
  const auto offset = static_cast<std::size_t>(array.offset);
  const auto size = static_cast<std::size_t>(array.length);
  if (const auto* valid = static_cast<const std::uint8_t*>(array.buffers[0]);
      valid != nullptr && array.null_count != 0) {
    for (std::size_t row = 0; row < size; ++row) {
      if (((valid[(offset + row) / 8] >> ((offset + row) % 8)) & 1) == 0) {
        raise(PyExc_ValueError, "%s must not be null, row %zu is; leave such rows out", name,
              rows_before + row);
      }
    }
  }
  return {static_cast<const std::uint8_t*>(array.buffers[1]) + offset * item_size, size};
}

bool ArrowInput::read(nb::handle object, const char* name, const Visit& visit) {
  if (const nb::object stream = attribute_or_null(object, "__arrow_c_stream__");
      stream.is_valid()) {
    read_stream(stream(), name, visit);
  } else if (const nb::object array = attribute_or_null(object, "__arrow_c_array__");
             array.is_valid()) {
    read_array(array(), name, visit);
  } else if (PyCapsule_CheckExact(object.ptr())) {
    read_stream(object, name, visit);
  } else {
    return false;
  }
  return true;
}

void ArrowInput::read_stream(nb::handle capsule, const char* name, const Visit& visit) {
  Owned<ArrowArrayStream> stream = take_stream(capsule, name);
  ArrowArrayStream* raw = stream.get();
  call_stream(raw, raw->get_schema, schema_.get(), name);
  for (;;) {
    Owned<ArrowArray>& array = arrays_.emplace_back();
    call_stream(raw, raw->get_next, array.get(), name);
    if ((*array).release == nullptr) break;
    visit(*schema_, *array);
  }
}

void ArrowInput::read_array(nb::handle capsules, const char* name, const Visit& visit) {
  if (!PyTuple_Check(capsules.ptr()) || PyTuple_GET_SIZE(capsules.ptr()) != 2) {
    raise(PyExc_TypeError, "%s's __arrow_c_array__ must return two capsules, got %.200s", name,
          Py_TYPE(capsules.ptr())->tp_name);
  }
  const nb::handle of_schema = PyTuple_GET_ITEM(capsules.ptr(), 0);
  const nb::handle of_array = PyTuple_GET_ITEM(capsules.ptr(), 1);
  {
    const nb::ft_object2_guard guard(of_schema, of_array);
    auto& schema = open_capsule<ArrowSchema>(of_schema, "arrow_schema", name);
    auto& array = open_capsule<ArrowArray>(of_array, "arrow_array", name);
    *schema_.get() = std::exchange(schema, {});
    arrays_.emplace_back(array);
  }
  visit(*schema_, *arrays_.back());
}

}  // namespace dittograph::python
