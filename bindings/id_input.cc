// SPDX-License-Identifier: Apache-2.0
#include "id_input.h"

#include <Python.h>

#include <cstddef>
#include <cstring>
#include <limits>
#include <string>

#include "arguments.h"
#include "arrow_input.h"
#include "buffer_view.h"

namespace nb = nanobind;

namespace dittograph::python {

std::vector<std::int64_t> ids_from(nb::handle ids) {
  std::vector<std::int64_t> copy;
  if (PyList_Check(ids.ptr()) || PyTuple_Check(ids.ptr())) {
    const nb::object all = nb::steal(PySequence_Tuple(ids.ptr()));
    if (!all.is_valid()) throw nb::python_error();
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(all.ptr()); ++i) {
      PyObject* id = PyTuple_GET_ITEM(all.ptr(), i);
      int overflow = 1;
      const long long number =
          PyLong_CheckExact(id) ? PyLong_AsLongLongAndOverflow(id, &overflow) : 0;
      if (overflow == 0) {
        copy.push_back(number);
        continue;
      }
      // Whatever else it is, an error names it.
      const std::string name = "ids[" + std::to_string(i) + "]";
      copy.push_back(to_int64(id, name.c_str(), std::numeric_limits<std::int64_t>::min()));
    }
    return copy;
  }
  const auto append = [&copy](const void* items, std::size_t count) {
    if (count == 0) return;
    const std::size_t before = copy.size();
    copy.resize(before + count);
    std::memcpy(copy.data() + before, items, count * sizeof(std::int64_t));
  };
  if (PyObject_CheckBuffer(ids.ptr())) {
    static constexpr Accepted kIds = {"a list, tuple or buffer of integers, or Arrow data",
                                      "64-bit integers with a sign (format l, q or n)", 8};
    const BufferView buffer(ids, "ids", kIds);
    if (buffer.elements().element_size != sizeof(std::int64_t) || !buffer.is_signed()) {
      raise(PyExc_TypeError, "ids must be a buffer of %s, got format '%.50s'", kIds.items,
            buffer.format());
    }
    append(buffer.elements().data, buffer.elements().size);
    return copy;
  }
  ArrowInput arrow;
  const auto check = [](const ArrowSchema& schema) {
    if (const char* format = format_of(schema); std::strcmp(format, "l") != 0) {
      raise(PyExc_TypeError, "ids must be Arrow data of type int64, got format '%.50s'", format);
    }
  };
  const auto add = [&](const ArrowSchema& schema, const ArrowArray& array) {
    check(schema);
    const FixedWidthRows rows = fixed_width_rows(array, sizeof(std::int64_t), "ids", copy.size());
    append(rows.bytes, rows.size);
  };
  if (!arrow.read(ids, "ids", add)) {
    raise(PyExc_TypeError,
          "ids must be a list, tuple or buffer of integers, or Arrow data, not %.200s",
          Py_TYPE(ids.ptr())->tp_name);
  }
  check(arrow.schema());  // of no rows, too
  return copy;
}

}  // namespace dittograph::python
