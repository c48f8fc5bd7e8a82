// SPDX-License-Identifier: Apache-2.0
#include "run_list.h"

#include <nanobind/stl/string.h>

#include <span>
#include <utility>

#include "arguments.h"
#include "bytes.h"
#include "element.h"
#include "gather.h"
#include "gil.h"
#include "sequence.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

struct Columns {
  Int64Column starts;
  Int64Column lengths;
};

[[nodiscard]] Columns find(ElementView text, std::size_t min_length) {
  const std::size_t bytes = text.size * text.element_size;
  const std::size_t count = without_gil(bytes, [&] { return count_runs(text, min_length); });
  Columns columns{Int64Column(count), Int64Column(count)};
  const std::span starts = columns.starts.room();
  const std::span lengths = columns.lengths.room();
  const std::size_t found =
      without_gil(bytes, [&] { return find_runs(text, min_length, starts, lengths); });
  if (found != count) raise_changed("text");
  return columns;
}

// An exact str of one character, or an exact int.
[[nodiscard]] nb::object plain(nb::handle element) {
  nb::object exact;
  if (PyUnicode_Check(element.ptr())) {
    if (PyUnicode_GET_LENGTH(element.ptr()) != 1) {
      raise(PyExc_ValueError, "element must be one character, got %zd",
            PyUnicode_GET_LENGTH(element.ptr()));
    }
    exact = nb::steal(PyUnicode_FromObject(element.ptr()));
  } else if (PyLong_Check(element.ptr()) && !PyBool_Check(element.ptr())) {
    exact = nb::steal(PyNumber_Index(element.ptr()));
  } else {
    raise(PyExc_TypeError, "element must be a str or an int, not %.200s",
          Py_TYPE(element.ptr())->tp_name);
  }
  if (!exact.is_valid()) throw nb::python_error();
  return exact;
}

// The format of elements as they are compared: bytes, and not Python's bytes of length 1 or bool.
[[nodiscard]] std::string format_of_elements(std::string format) {
  if (format.ends_with('c') || format.ends_with('?')) return "B";
  return format;
}

}  // namespace

bool RunObject::operator==(const RunObject& other) const {
  return run == other.run && element.equal(other.element);
}

Py_hash_t RunObject::hash() const { return nb::hash(parts()); }

nb::tuple RunObject::parts() const { return nb::make_tuple(run.start, run.length, element); }

RunList RunList::of_str(nb::handle text, ElementView elements, std::size_t min_length) {
  Columns columns = find(elements, min_length);
  const nb::bytes gathered = gather(elements, columns.starts.items());
  // Narrower than the text if only its narrower characters have runs, as every str must be.
  const nb::object characters = nb::steal(
      PyUnicode_FromKindAndData(static_cast<int>(PyUnicode_KIND(text.ptr())), memory_of(gathered),
                                static_cast<Py_ssize_t>(columns.starts.size())));
  if (!characters.is_valid()) throw nb::python_error();
  return {std::move(columns.starts), std::move(columns.lengths), characters, ""};
}

RunList RunList::of_buffer(const BufferView& text, std::size_t min_length) {
  Columns columns = find(text.elements(), min_length);
  const nb::bytes gathered = gather(text.elements(), columns.starts.items());
  return {std::move(columns.starts), std::move(columns.lengths), gathered,
          format_of_elements(text.format())};
}

RunList::RunList(nb::bytes starts, nb::bytes lengths, nb::object elements, std::string format)
    : RunList(Int64Column(std::move(starts), "starts"), Int64Column(std::move(lengths), "lengths"),
              std::move(elements), format_of_elements(std::move(format))) {
  std::size_t elements_size = 0;
  if (PyUnicode_CheckExact(elements_.ptr()) && is_of_str()) {
    elements_size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(elements_.ptr()));
  } else if (const std::size_t item_size = parse_format(format_.c_str()).size;
             PyBytes_CheckExact(elements_.ptr()) && item_size != 0) {
    const auto bytes = static_cast<std::size_t>(PyBytes_GET_SIZE(elements_.ptr()));
    if (bytes % item_size != 0) raise(PyExc_ValueError, "elements must be whole items");
    elements_size = bytes / item_size;
  } else {
    raise(PyExc_TypeError, "elements must be a str, or bytes with a format of native integers");
  }
  if (starts_.size() != lengths_.size() || size() != elements_size) {
    raise(PyExc_ValueError, "starts, lengths and elements must be of the same number of runs");
  }
}

RunList::RunList(Int64Column starts, Int64Column lengths, nb::object elements, std::string format)
    : starts_(std::move(starts)),
      lengths_(std::move(lengths)),
      elements_(std::move(elements)),
      format_(std::move(format)) {}

nb::object RunList::element_at(std::size_t i) const {
  if (is_of_str()) {
    return to_character(PyUnicode_READ_CHAR(elements_.ptr(), static_cast<Py_ssize_t>(i)));
  }
  const ItemFormat format = parse_format(format_.c_str());
  const ElementView elements{PyBytes_AS_STRING(elements_.ptr()), size(), format.size};
  return to_int(bits_at(elements, i), format.size, format.is_signed);
}

RunObject RunList::at(std::size_t i) const { return {{starts_[i], lengths_[i]}, element_at(i)}; }

RunList RunList::slice(const Slice& cut) const {
  nb::object elements = this->elements()[cut.to_object()];
  if (!is_of_str()) elements = elements.attr("tobytes")();
  return {starts_.slice(cut), lengths_.slice(cut), std::move(elements), format_};
}

bool RunList::operator==(const RunList& other) const {
  if (starts_ != other.starts_ || lengths_ != other.lengths_) return false;
  if (format_ == other.format_) return elements_.equal(other.elements_);
  for (std::size_t i = 0; i < size(); ++i) {
    if (!element_at(i).equal(other.element_at(i))) return false;
  }
  return true;
}

Py_hash_t RunList::hash() const {
  return nb::hash(nb::make_tuple(starts_.bytes(), lengths_.bytes()));
}

nb::tuple RunList::parts() const {
  return nb::make_tuple(starts_.bytes(), lengths_.bytes(), elements_, format_);
}

nb::object RunList::elements() const {
  return is_of_str() ? elements_ : view_as(elements_, format_.c_str());
}

void register_run_list(const nb::module_& module) {
  nb::class_<RunObject> run(module, "Run",
                            R"(A stretch of equal elements that no neighbour could join.

Runs are equal if all three of their parts are, and can be pickled.

Raises:
    TypeError: A part is of another type.
    ValueError: ``start`` is less than 0, ``length`` less than 1, ``element`` not one character.

Example:
    >>> from dittograph import longest_run
    >>> run = longest_run("hmmm")
    >>> run.start, run.length, run.element
    (1, 3, 'm')
)");
  run.def(
         "__init__",
         [](RunObject* self, nb::handle start, nb::handle length, nb::handle element) {
           new (self) RunObject{{to_int64(start, "start", 0), to_int64(length, "length", 1)},
                                plain(element)};
         },
         nb::arg("start").none(), nb::arg("length").none(), nb::arg("element").none(),
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
      .def("__repr__", [](const RunObject& self) {
        const nb::object text = nb::steal(PyUnicode_FromFormat(
            "Run(start=%lld, length=%lld, element=%R)", static_cast<long long>(self.run.start),
            static_cast<long long>(self.run.length), self.element.ptr()));
        if (!text.is_valid()) throw nb::python_error();
        return nb::str(text);
      });
  define_value(run);

  nb::class_<RunList> runs(module, "Runs", nb::sig("class Runs(collections.abc.Sequence[Run])"),
                           R"(The runs of a text in their order: an immutable sequence.

They lie in arrays, and a ``Run`` is made when one is asked for. Equal if all runs are; can be
pickled, sliced, and compared.

Example:
    >>> from dittograph import find_runs
    >>> for run in find_runs("hmmm, well"):
    ...     print(run.element, run.length)
    m 3
    l 2
)");
  runs.def(nb::init<nb::bytes, nb::bytes, nb::object, std::string>(), nb::arg("starts"),
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
      .def_prop_ro("elements", &RunList::elements,
                   nb::for_getter(nb::sig("def elements(self) -> str | memoryview")),
                   "The element of each run: a ``str``, or a ``memoryview`` of the buffer's "
                   "format, which is\n"
                   "``B`` where that is ``c`` or ``?``.");
  define_sequence(runs, "run", "runs");
}

}  // namespace dittograph::python
