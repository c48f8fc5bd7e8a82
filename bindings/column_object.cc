// SPDX-License-Identifier: Apache-2.0
#include "column_object.h"

#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <memory>
#include <string>

#include "buffer_view.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

using Chunk = ExportedColumn::Chunk;

constexpr const char* kColumnDoc =
    R"(What a verb of ``dittograph.columns`` has made of a column: immutable, one value a row.

pyarrow, Polars, pandas, DuckDB and whatever else speaks Arrow's PyCapsule protocols take it without
a copy, numpy takes its numbers without one.

Example:
    >>> from dittograph import columns
    >>> counts = columns.count_doubles(["bookkeeper", None, "hello"])
    >>> counts
    <dittograph.columns.Column: 3 rows of int64>
    >>> counts.to_pylist()
    [3, None, 1]
)";

constexpr const char* kArrayDoc = R"(Export the column for numpy: ``numpy.asarray(column)``.

Args:
    dtype: What to convert it to; of integers int64, of truth values bool, of texts object, if None.
    copy: As numpy calls it: False forbids a copy, True demands one.

Returns:
    A read-only array of integers where they lie, or a new array.

Raises:
    ValueError: Rows are null, which numpy's integers and bools cannot be; ``copy`` is False and a
        copy is needed.
    ImportError: numpy is not installed.
)";

// Arrow's name of the type.
[[nodiscard]] const char* type_name(const ExportedColumn& column) {
  switch (column.format()[0]) {
    case 'l':
      return "int64";
    case 'b':
      return "bool";
    case 'u':
      return "utf8";
    case 'U':
      return "large_utf8";
    case 'z':
      return "binary";
    default:
      return "large_binary";
  }
}

[[nodiscard]] bool is_set(const std::vector<std::uint64_t>& bits, std::size_t i) {
  return ((bits[i / 64] >> (i % 64)) & 1) != 0;
}

// New reference to the value of a row that is not null.
[[nodiscard]] PyObject* value_of(const Chunk& chunk, char type, std::size_t row) {
  if (type == 'l') return PyLong_FromLongLong(chunk.numbers[row]);
  if (type == 'b') return PyBool_FromLong(is_set(chunk.bits, row) ? 1 : 0);
  const bool is_large = type == 'U' || type == 'Z';
  const std::int64_t begin = is_large ? chunk.numbers[row] : chunk.offsets[row];
  const std::int64_t end = is_large ? chunk.numbers[row + 1] : chunk.offsets[row + 1];
  const char* bytes = reinterpret_cast<const char*>(chunk.bytes.get()) + begin;
  if (type == 'u' || type == 'U') return PyUnicode_DecodeUTF8(bytes, end - begin, nullptr);
  return PyBytes_FromStringAndSize(bytes, end - begin);
}

[[nodiscard]] nb::list to_pylist(const ColumnObject& self) {
  const ExportedColumn& column = *self.get();
  auto list = nb::steal<nb::list>(PyList_New(static_cast<Py_ssize_t>(column.size())));
  if (!list.is_valid()) throw nb::python_error();
  Py_ssize_t i = 0;
  for (const Chunk& chunk : column.chunks()) {
    for (std::size_t row = 0; row < chunk.size; ++row, ++i) {
      const bool is_null = chunk.null_count != 0 && !is_set(chunk.validity, row);
      PyObject* value =
          is_null ? nb::none().release().ptr() : value_of(chunk, column.format()[0], row);
      if (value == nullptr) throw nb::python_error();
      PyList_SET_ITEM(list.ptr(), i, value);
    }
  }
  return list;
}

// The integers where they lie, for as long as the array lives.
[[nodiscard]] nb::object view_numbers(const ColumnObject& self) {
  using Owner = std::shared_ptr<const ExportedColumn>;
  auto owner = std::make_unique<Owner>(self.get());
  const nb::capsule keeper(owner.get(),
                           [](void* pointer) noexcept { delete static_cast<Owner*>(pointer); });
  const Chunk& chunk = (*owner.release())->chunks()[0];
  return nb::cast(nb::ndarray<nb::numpy, const std::int64_t, nb::ndim<1>>(chunk.numbers.get(),
                                                                          {chunk.size}, keeper));
}

[[nodiscard]] nb::object to_numpy(const ColumnObject& self, nb::handle dtype, nb::handle copy) {
  const ExportedColumn& column = *self.get();
  const char type = column.format()[0];
  const bool is_number = type == 'l' || type == 'b';
  if (is_number && column.null_count() != 0) {
    raise(PyExc_ValueError,
          "column has %zu rows that are null, which numpy's %s cannot be; use to_pylist(), or hand "
          "it to what reads Arrow",
          column.null_count(), type_name(column));
  }
  const nb::module_ numpy = nb::module_::import_("numpy");
  nb::object array;
  if (type == 'l') {
    array = view_numbers(self);
  } else {
    array = numpy.attr("array")(to_pylist(self), is_number ? "bool" : "object");
  }
  nb::object converted = array;
  if (!dtype.is_none()) {
    converted = array.attr("astype")(dtype, nb::arg("copy") = false);
  }
  const bool is_copy = type != 'l' || !converted.is(array);
  if (copy.ptr() == Py_False && is_copy) {
    raise(PyExc_ValueError, "copy must not be False for a column of %s and dtype %S",
          type_name(column), dtype.ptr());
  }
  if (copy.ptr() == Py_True && !is_copy) return converted.attr("copy")();
  return converted;
}

// A capsule whose struct `fill` has written; whoever uses it marks it as released.
template <class Struct, class Fill>
[[nodiscard]] nb::object make_capsule(const char* name, const Fill& fill) {
  auto filled = std::make_unique<Struct>();
  fill(filled.get());
  nb::object capsule = nb::steal(PyCapsule_New(filled.get(), name, [](PyObject* self) {
    auto* owned = static_cast<Struct*>(PyCapsule_GetPointer(self, PyCapsule_GetName(self)));
    if (owned->release != nullptr) owned->release(owned);
    delete owned;
  }));
  if (!capsule.is_valid()) {
    filled->release(filled.get());
    throw nb::python_error();
  }
  filled.release();
  return capsule;
}

[[nodiscard]] nb::object export_schema_capsule(const ColumnObject& self) {
  return make_capsule<ArrowSchema>(
      "arrow_schema", [&](ArrowSchema* schema) { export_schema(*self.get(), schema); });
}

[[nodiscard]] nb::object export_array_capsules(const ColumnObject& self, nb::handle /*schema*/) {
  const std::size_t chunks = self.get()->chunks().size();
  if (chunks != 1) {
    raise(PyExc_ValueError,
          "column has %zu chunks, as it has more text than an array of %s can hold; use its "
          "__arrow_c_stream__",
          chunks, type_name(*self.get()));
  }
  return nb::make_tuple(export_schema_capsule(self),
                        make_capsule<ArrowArray>("arrow_array", [&](ArrowArray* array) {
                          export_chunk(self.get(), 0, array);
                        }));
}

[[nodiscard]] nb::object export_stream_capsule(const ColumnObject& self, nb::handle /*schema*/) {
  return make_capsule<ArrowArrayStream>(
      "arrow_array_stream", [&](ArrowArrayStream* stream) { export_stream(self.get(), stream); });
}

}  // namespace

void register_column_object(const nb::module_& module) {
  nb::class_<ColumnObject>(module, "Column", kColumnDoc)
      .def("__len__", [](const ColumnObject& self) { return self.get()->size(); })
      .def("__repr__",
           [](const ColumnObject& self) {
             const std::size_t rows = self.get()->size();
             return "<dittograph.columns.Column: " + std::to_string(rows) +
                    (rows == 1 ? " row of " : " rows of ") + type_name(*self.get()) + '>';
           })
      .def_prop_ro(
          "null_count", [](const ColumnObject& self) { return self.get()->null_count(); },
          "How many rows are null.")
      .def("to_pylist", &to_pylist, nb::sig("def to_pylist(self) -> list[typing.Any]"),
           "Return the rows as a list of ``int``, ``bool``, ``str`` or ``bytes``, and None.")
      .def("__array__", &to_numpy, kArrayDoc, nb::arg("dtype").none() = nb::none(),
           nb::arg("copy").none() = nb::none(),
           nb::sig("def __array__(self, dtype: typing.Any = None, copy: bool | None = None) -> "
                   "typing.Any"))
      .def("__arrow_c_schema__", &export_schema_capsule,
           nb::sig("def __arrow_c_schema__(self) -> object"),
           "Export the type: a capsule ``arrow_schema``.")
      .def("__arrow_c_array__", &export_array_capsules,
           nb::arg("requested_schema").none() = nb::none(),
           nb::sig("def __arrow_c_array__(self, requested_schema: object | None = None) -> "
                   "tuple[object, object]"),
           "Export type and rows: capsules ``arrow_schema`` and ``arrow_array``. Other types than "
           "the column's own are not made.")
      .def("__arrow_c_stream__", &export_stream_capsule,
           nb::arg("requested_schema").none() = nb::none(),
           nb::sig("def __arrow_c_stream__(self, requested_schema: object | None = None) -> "
                   "object"),
           "Export the rows in chunks: a capsule ``arrow_array_stream``.");
}

}  // namespace dittograph::python
