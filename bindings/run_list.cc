// SPDX-License-Identifier: Apache-2.0
#include "run_list.h"

#include <nanobind/operators.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "element.h"
#include "gil.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr std::size_t kItem = sizeof(std::int64_t);

// A bytes object of that size whose memory is still to be written.
[[nodiscard]] nb::bytes new_bytes(std::size_t size) {
  const nb::object bytes =
      nb::steal(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size)));
  if (!bytes.is_valid()) throw nb::python_error();
  return nb::borrow<nb::bytes>(bytes);
}

[[nodiscard]] char* memory_of(const nb::bytes& bytes) { return PyBytes_AS_STRING(bytes.ptr()); }

[[nodiscard]] std::int64_t item(const nb::bytes& items, std::size_t i) {
  std::int64_t value = 0;
  std::memcpy(&value, memory_of(items) + i * kItem, kItem);
  return value;
}

[[nodiscard]] std::span<std::int64_t> items_of(const nb::bytes& bytes) {
  return {reinterpret_cast<std::int64_t*>(memory_of(bytes)), bytes.size() / kItem};
}

[[nodiscard]] nb::object view_as(const nb::object& bytes, const char* format) {
  const nb::object view = nb::steal(PyMemoryView_FromObject(bytes.ptr()));
  if (!view.is_valid()) throw nb::python_error();
  return view.attr("cast")(format);
}

struct Columns {
  nb::bytes starts;
  nb::bytes lengths;
};

[[nodiscard]] Columns find(ElementView text, std::size_t min_length) {
  const std::size_t bytes = text.size * text.element_size;
  const std::size_t count = without_gil(bytes, [&] { return count_runs(text, min_length); });
  Columns columns{new_bytes(count * kItem), new_bytes(count * kItem)};
  const std::size_t found = without_gil(bytes, [&] {
    return find_runs(text, min_length, items_of(columns.starts), items_of(columns.lengths));
  });
  if (found != count) {
    raise(PyExc_RuntimeError, "text changed while it was read, in another thread");
  }
  return columns;
}

// Writes the element of each run to `elements`.
void gather(ElementView text, const nb::bytes& starts, void* elements) {
  auto* next = static_cast<char*>(elements);
  for (const std::int64_t start : items_of(starts)) {
    std::memcpy(
        next,
        static_cast<const char*>(text.data) + static_cast<std::size_t>(start) * text.element_size,
        text.element_size);
    next += text.element_size;
  }
}

[[nodiscard]] RunObject new_run(std::int64_t start, std::int64_t length, nb::object element) {
  if (!PyUnicode_Check(element.ptr()) && !PyLong_Check(element.ptr())) {
    raise(PyExc_TypeError, "element must be a str or an int, not %.200s",
          Py_TYPE(element.ptr())->tp_name);
  }
  return {{start, length}, std::move(element)};
}

[[nodiscard]] nb::tuple parts_of(const RunObject& run) {
  return nb::make_tuple(run.run.start, run.run.length, run.element);
}

}  // namespace

RunList RunList::of_str(nb::handle text, ElementView elements, std::size_t min_length) {
  const Columns columns = find(elements, min_length);
  // Narrower than the text if only its narrower characters have runs, as every str must be.
  const nb::bytes gathered = new_bytes(columns.starts.size() / kItem * elements.element_size);
  gather(elements, columns.starts, memory_of(gathered));
  const nb::object characters = nb::steal(
      PyUnicode_FromKindAndData(static_cast<int>(PyUnicode_KIND(text.ptr())), memory_of(gathered),
                                static_cast<Py_ssize_t>(columns.starts.size() / kItem)));
  if (!characters.is_valid()) throw nb::python_error();
  return {columns.starts, columns.lengths, characters, ""};
}

RunList RunList::of_buffer(const BufferView& text, std::size_t min_length) {
  const ElementView elements = text.elements();
  const Columns columns = find(elements, min_length);
  const nb::bytes gathered = new_bytes(columns.starts.size() / kItem * elements.element_size);
  gather(elements, columns.starts, memory_of(gathered));
  return {columns.starts, columns.lengths, gathered, text.format()};
}

RunList::RunList(nb::bytes starts, nb::bytes lengths, nb::object elements, std::string format)
    : starts_(std::move(starts)),
      lengths_(std::move(lengths)),
      elements_(std::move(elements)),
      format_(std::move(format)) {
  std::size_t elements_size = 0;
  if (PyUnicode_Check(elements_.ptr()) && format_.empty()) {
    elements_size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(elements_.ptr()));
  } else if (const std::size_t item_size = parse_format(format_.c_str()).size;
             PyBytes_Check(elements_.ptr()) && item_size != 0) {
    const auto bytes = static_cast<std::size_t>(PyBytes_GET_SIZE(elements_.ptr()));
    if (bytes % item_size != 0) raise(PyExc_ValueError, "elements must be whole items");
    elements_size = bytes / item_size;
  } else {
    raise(PyExc_TypeError, "elements must be a str, or bytes with a format of native integers");
  }
  if (starts_.size() % kItem != 0 || starts_.size() != lengths_.size() || size() != elements_size) {
    raise(PyExc_ValueError, "starts, lengths and elements must be of the same number of runs");
  }
}

nb::object RunList::element_at(std::size_t i) const {
  if (is_of_str()) {
    return to_character(PyUnicode_READ_CHAR(elements_.ptr(), static_cast<Py_ssize_t>(i)));
  }
  const ItemFormat format = parse_format(format_.c_str());
  const ElementView elements{PyBytes_AS_STRING(elements_.ptr()), size(), format.size};
  return to_int(bits_at(elements, i), format.size, format.is_signed);
}

RunObject RunList::at(std::size_t i) const {
  return {{item(starts_, i), item(lengths_, i)}, element_at(i)};
}

RunList RunList::slice(nb::slice indices) const {
  const auto sliced = [&](const nb::object& column, const char* format) {
    return nb::borrow<nb::bytes>(view_as(column, format)[indices].attr("tobytes")());
  };
  nb::object elements =
      is_of_str() ? nb::object(elements_[indices]) : nb::object(sliced(elements_, format_.c_str()));
  return {sliced(starts_, "q"), sliced(lengths_, "q"), std::move(elements), format_};
}

bool RunList::operator==(const RunList& other) const {
  if (!starts_.equal(other.starts_) || !lengths_.equal(other.lengths_)) return false;
  if (format_ == other.format_) return elements_.equal(other.elements_);
  for (std::size_t i = 0; i < size(); ++i) {
    if (!element_at(i).equal(other.element_at(i))) return false;
  }
  return true;
}

Py_hash_t RunList::hash() const { return nb::hash(nb::make_tuple(starts_, lengths_)); }

nb::tuple RunList::parts() const { return nb::make_tuple(starts_, lengths_, elements_, format_); }

nb::object RunList::starts() const { return view_as(starts_, "q"); }

nb::object RunList::lengths() const { return view_as(lengths_, "q"); }

nb::object RunList::elements() const {
  return is_of_str() ? elements_ : view_as(elements_, format_.c_str());
}

void register_run_list(const nb::module_& module) {
  nb::class_<RunObject>(module, "Run", R"(A stretch of equal elements that no neighbour could join.

Runs are equal if all three of their parts are, and can be pickled.

Example:
    >>> from dittograph import longest_run
    >>> run = longest_run("hmmm")
    >>> run.start, run.length, run.element
    (1, 3, 'm')
)")
      .def(
          "__init__",
          [](RunObject* self, std::int64_t start, std::int64_t length, nb::object element) {
            new (self) RunObject(new_run(start, length, std::move(element)));
          },
          nb::arg("start"), nb::arg("length"), nb::arg("element"),
          nb::sig("def __init__(self, start: int, length: int, element: str | int) -> None"))
      .def_prop_ro(
          "start", [](const RunObject& self) { return self.run.start; },
          "Index of the first element.")
      .def_prop_ro(
          "length", [](const RunObject& self) { return self.run.length; },
          "How many elements there are.")
      .def_prop_ro(
          "element", [](const RunObject& self) { return self.element; },
          nb::for_getter(nb::sig("def element(self) -> str | int")),
          "What is repeated: a ``str`` of one character, or an ``int``.")
      .def(
          "__eq__",
          [](const RunObject& self, nb::handle other) -> nb::object {
            const RunObject* run = nullptr;
            if (!nb::try_cast(other, run)) return nb::borrow(Py_NotImplemented);
            return nb::bool_(self.run == run->run && self.element.equal(run->element));
          },
          nb::arg().none(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", [](const RunObject& self) { return nb::hash(parts_of(self)); })
      .def(
          "__reduce__",
          [](nb::handle self) {
            return nb::make_tuple(self.type(), parts_of(nb::cast<const RunObject&>(self)));
          },
          nb::sig("def __reduce__(self) -> tuple[object, ...]"))
      .def("__repr__", [](const RunObject& self) {
        const nb::object text = nb::steal(PyUnicode_FromFormat(
            "Run(start=%lld, length=%lld, element=%R)", static_cast<long long>(self.run.start),
            static_cast<long long>(self.run.length), self.element.ptr()));
        if (!text.is_valid()) throw nb::python_error();
        return nb::str(text);
      });

  nb::class_<RunList>(module, "Runs", R"(The runs of a text in their order: an immutable sequence.

They lie in arrays, and a ``Run`` is made when one is asked for. Equal if all runs are; can be
pickled, sliced, and compared.

Example:
    >>> from dittograph import find_runs
    >>> for run in find_runs("hmmm, well"):
    ...     print(run.element, run.length)
    m 3
    l 2
)")
      .def(nb::init<nb::bytes, nb::bytes, nb::object, std::string>(), nb::arg("starts"),
           nb::arg("lengths"), nb::arg("elements"), nb::arg("format"),
           nb::sig("def __init__(self, starts: bytes, lengths: bytes, elements: str | bytes, "
                   "format: str) -> None"),
           "For pickle: the arrays as they lie in memory.")
      .def_prop_ro("starts", &RunList::starts,
                   nb::for_getter(nb::sig("def starts(self) -> memoryview")),
                   "Where each run starts: a read-only ``memoryview`` of int64.")
      .def_prop_ro("lengths", &RunList::lengths,
                   nb::for_getter(nb::sig("def lengths(self) -> memoryview")),
                   "How long each run is: a read-only ``memoryview`` of int64.")
      .def_prop_ro(
          "elements", &RunList::elements,
          nb::for_getter(nb::sig("def elements(self) -> str | memoryview")),
          "The element of each run: a ``str``, or a ``memoryview`` of the buffer's format.")
      .def("__len__", &RunList::size)
      .def(
          "__getitem__",
          [](const RunList& self, Py_ssize_t index) {
            const auto size = static_cast<Py_ssize_t>(self.size());
            const Py_ssize_t i = index < 0 ? index + size : index;
            if (i < 0 || i >= size) {
              raise(PyExc_IndexError, "index must be from %zd to %zd, got %zd", -size, size - 1,
                    index);
            }
            return self.at(static_cast<std::size_t>(i));
          },
          nb::sig("def __getitem__(self, index: typing.SupportsIndex, /) -> Run"))
      .def("__getitem__", &RunList::slice,
           nb::sig("def __getitem__(self, index: slice, /) -> Runs"))
      .def(
          "__iter__", [](nb::handle self) { return nb::steal(PySeqIter_New(self.ptr())); },
          nb::sig("def __iter__(self) -> collections.abc.Iterator[Run]"))
      .def(
          "__eq__",
          [](const RunList& self, nb::handle other) -> nb::object {
            const RunList* runs = nullptr;
            if (!nb::try_cast(other, runs)) return nb::borrow(Py_NotImplemented);
            return nb::bool_(self == *runs);
          },
          nb::arg().none(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", &RunList::hash)
      .def(
          "__reduce__",
          [](nb::handle self) {
            return nb::make_tuple(self.type(), nb::cast<const RunList&>(self).parts());
          },
          nb::sig("def __reduce__(self) -> tuple[object, ...]"))
      .def("__repr__", [](const RunList& self) {
        return "<dittograph.Runs: " + std::to_string(self.size()) +
               (self.size() == 1 ? " run>" : " runs>");
      });
}

}  // namespace dittograph::python
