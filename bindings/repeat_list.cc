// SPDX-License-Identifier: Apache-2.0
#include "repeat_list.h"

#include <cstdint>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "sequence.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

[[nodiscard]] RepeatObject new_repeat(nb::handle start, nb::handle period, nb::handle length) {
  const Repeat repeat{to_int64(start, "start", 0), to_int64(period, "period", 2),
                      to_int64(length, "length", 4)};
  // Without overflow: 2 * period could be more than there is.
  if (repeat.length - repeat.period < repeat.period) {
    raise(PyExc_ValueError, "length must be at least twice the period, %lld, got %lld",
          static_cast<long long>(repeat.period), static_cast<long long>(repeat.length));
  }
  return {repeat};
}

}  // namespace

nb::tuple RepeatObject::parts() const {
  return nb::make_tuple(repeat.start, repeat.period, repeat.length);
}

Py_hash_t RepeatObject::hash() const { return nb::hash(parts()); }

RepeatList::RepeatList(std::span<const Repeat> repeats)
    : starts_(repeats.size()), periods_(repeats.size()), lengths_(repeats.size()) {
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    starts_.room()[i] = repeats[i].start;
    periods_.room()[i] = repeats[i].period;
    lengths_.room()[i] = repeats[i].length;
  }
}

RepeatList::RepeatList(nb::bytes starts, nb::bytes periods, nb::bytes lengths)
    : starts_(std::move(starts), "starts"),
      periods_(std::move(periods), "periods"),
      lengths_(std::move(lengths), "lengths") {
  if (starts_.size() != periods_.size() || starts_.size() != lengths_.size()) {
    raise(PyExc_ValueError, "starts, periods and lengths must be of the same number of repeats");
  }
}

RepeatList::RepeatList(Int64Column starts, Int64Column periods, Int64Column lengths)
    : starts_(std::move(starts)), periods_(std::move(periods)), lengths_(std::move(lengths)) {}

RepeatObject RepeatList::at(std::size_t i) const {
  return {{starts_[i], periods_[i], lengths_[i]}};
}

RepeatList RepeatList::slice(const Slice& cut) const {
  return {starts_.slice(cut), periods_.slice(cut), lengths_.slice(cut)};
}

Py_hash_t RepeatList::hash() const { return nb::hash(parts()); }

nb::tuple RepeatList::parts() const {
  return nb::make_tuple(starts_.bytes(), periods_.bytes(), lengths_.bytes());
}

void register_repeat_list(const nb::module_& module) {
  nb::class_<RepeatObject> repeat(module, "Repeat",
                                  R"(A stretch made of copies of a shorter one, and a part of it.

Repeats are equal if all three of their parts are, and can be pickled.

Raises:
    TypeError: A part is not an integer.
    ValueError: ``start`` is less than 0, ``period`` less than 2, ``length`` less than two periods.

Example:
    >>> from dittograph import find_repeats
    >>> repeat = find_repeats("say abcabcab")[0]
    >>> repeat.start, repeat.period, repeat.length
    (4, 3, 8)
)");
  define_value(repeat);
  repeat
      .def(
          "__init__",
          [](RepeatObject* self, nb::handle start, nb::handle period, nb::handle length) {
            new (self) RepeatObject(new_repeat(start, period, length));
          },
          nb::arg("start").none(), nb::arg("period").none(), nb::arg("length").none(),
          nb::sig("def __init__(self, start: int, period: int, length: int) -> None"))
      .def_prop_ro(
          "start", [](const RepeatObject& self) { return self.repeat.start; },
          "Index of the first element.")
      .def_prop_ro(
          "period", [](const RepeatObject& self) { return self.repeat.period; },
          "How many elements are copied over and over.")
      .def_prop_ro(
          "length", [](const RepeatObject& self) { return self.repeat.length; },
          "How many elements there are in all.")
      .def("__repr__", [](const RepeatObject& self) {
        const nb::object text = nb::steal(PyUnicode_FromFormat(
            "Repeat(start=%lld, period=%lld, length=%lld)",
            static_cast<long long>(self.repeat.start), static_cast<long long>(self.repeat.period),
            static_cast<long long>(self.repeat.length)));
        if (!text.is_valid()) throw nb::python_error();
        return nb::str(text);
      });

  nb::class_<RepeatList> repeats(module, "Repeats",
                                 nb::sig("class Repeats(collections.abc.Sequence[Repeat])"),
                                 R"(The repeats of a text: an immutable sequence.

They lie in arrays, ordered by start and then by period, and a ``Repeat`` is made when one is asked
for. Equal if all repeats are; can be pickled, sliced, and compared.

Example:
    >>> from dittograph import find_repeats
    >>> for repeat in find_repeats("say abcabcab, wkwk"):
    ...     print(repeat.period, repeat.length)
    3 8
    2 4
)");
  repeats
      .def(nb::init<nb::bytes, nb::bytes, nb::bytes>(), nb::arg("starts"), nb::arg("periods"),
           nb::arg("lengths"),
           nb::sig("def __init__(self, starts: bytes, periods: bytes, lengths: bytes) -> None"),
           "For pickle: the arrays as they lie in memory.")
      .def_prop_ro("starts", &RepeatList::starts,
                   nb::for_getter(nb::sig("def starts(self) -> memoryview")),
                   "Where each repeat starts: a read-only ``memoryview`` of int64.")
      .def_prop_ro("periods", &RepeatList::periods,
                   nb::for_getter(nb::sig("def periods(self) -> memoryview")),
                   "The period of each repeat: a read-only ``memoryview`` of int64.")
      .def_prop_ro("lengths", &RepeatList::lengths,
                   nb::for_getter(nb::sig("def lengths(self) -> memoryview")),
                   "How long each repeat is: a read-only ``memoryview`` of int64.");
  define_sequence(repeats, "repeat", "repeats");
}

}  // namespace dittograph::python
