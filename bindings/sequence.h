// SPDX-License-Identifier: Apache-2.0
// What immutable values and sequences of them can do in Python, whatever they are about.
#ifndef DITTOGRAPH_BINDINGS_SEQUENCE_H_
#define DITTOGRAPH_BINDINGS_SEQUENCE_H_

#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstddef>
#include <string>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "slice.h"

namespace dittograph::python {

/// Defines __eq__, __hash__ and __reduce__ by what `Value` has: operator==, hash() and parts(), the
/// arguments that make an equal one.
template <class Value>
void define_value(nanobind::class_<Value>& type) {
  namespace nb = nanobind;
  type.def(
          "__eq__",
          [](const Value& self, nb::handle other) -> nb::object {
            const Value* value = nullptr;  // and try_cast makes a null pointer of None
            if (!nb::try_cast(other, value) || value == nullptr) {
              return nb::borrow(Py_NotImplemented);
            }
            return nb::bool_(self == *value);
          },
          nb::arg().none(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", &Value::hash)
      .def(
          "__reduce__",
          [](nb::handle self) {
            return nb::make_tuple(self.type(), nb::cast<const Value&>(self).parts());
          },
          nb::sig("def __reduce__(self) -> tuple[object, ...]"));
}

/// What can be an integer, for the choice between overloads.
class Index : public nanobind::object {
 public:
  NB_OBJECT(Index, nanobind::object, "typing.SupportsIndex", PyIndex_Check)
};

/// Where an index of Python points to. Raises IndexError if there is no item.
[[nodiscard]] inline std::size_t to_position(const Index& number, std::size_t length) {
  const nanobind::object index = to_index(number, "index");
  const auto size = static_cast<Py_ssize_t>(length);
  const Py_ssize_t i = PyNumber_AsSsize_t(index.ptr(), nullptr);  // the nearest that there is
  const Py_ssize_t position = i < 0 ? i + size : i;
  if (position >= 0 && position < size) return static_cast<std::size_t>(position);
  if (size == 0) {
    raise(PyExc_IndexError, "index must be that of an item, of which there is none, got %U",
          to_digits(index).ptr());
  }
  raise(PyExc_IndexError, "index must be from %zd to %zd, got %U", -size, size - 1,
        to_digits(index).ptr());
}

/// Whether item i equals an object, whatever that is.
template <class List>
[[nodiscard]] bool equals_at(const List& list, std::size_t i, nanobind::handle value) {
  return nanobind::cast(list.at(i)).equal(value);
}

/// Defines what an immutable sequence of Python has, by what `List` has: size(), at(i),
/// slice(Slice), and what define_value asks for. `item` and `items` are what repr calls one and
/// several. Type checkers know the class for a sequence if its nb::sig says so.
template <class List>
void define_sequence(nanobind::class_<List>& type, const std::string& item,
                     const std::string& items) {
  namespace nb = nanobind;
  using Item = decltype(std::declval<const List&>().at(0));
  const auto name = nb::cast<std::string>(type.attr("__name__"));
  const auto item_name = nb::cast<std::string>(nb::type<Item>().attr("__name__"));
  const std::string iterator = "(self) -> collections.abc.Iterator[" + item_name + "]";

  type.def("__len__", &List::size)
      .def(
          "__getitem__",
          [](const List& self, const Index& index) {
            return self.at(to_position(index, self.size()));
          },
          nb::sig(
              ("def __getitem__(self, index: typing.SupportsIndex, /) -> " + item_name).c_str()))
      .def(
          "__getitem__",
          [](const List& self, nb::handle indices) {
            if (!PySlice_Check(indices.ptr())) {
              raise(PyExc_TypeError, "index must be an integer or a slice, not %.200s",
                    Py_TYPE(indices.ptr())->tp_name);
            }
            return self.slice(Slice::of(indices, self.size()));
          },
          nb::arg().none(), nb::sig(("def __getitem__(self, index: slice, /) -> " + name).c_str()))
      .def(
          "__iter__", [](nb::handle self) { return nb::steal(PySeqIter_New(self.ptr())); },
          nb::sig(("def __iter__" + iterator).c_str()))
      .def(
          "__reversed__",
          [](const List& self) {
            const nb::object reversed = nb::cast(self.slice(Slice::backwards(self.size())));
            return nb::steal(PySeqIter_New(reversed.ptr()));
          },
          nb::sig(("def __reversed__" + iterator).c_str()))
      .def(
          "__contains__",
          [](const List& self, nb::handle value) {
            for (std::size_t i = 0; i < self.size(); ++i) {
              if (equals_at(self, i, value)) return true;
            }
            return false;
          },
          nb::arg().none(), nb::sig("def __contains__(self, value: object, /) -> bool"))
      .def(
          "index",
          [](const List& self, nb::handle value, nb::handle start, nb::handle stop) {
            const Slice slice = Slice::of(nb::slice(start, stop, nb::none()), self.size());
            for (Py_ssize_t i = 0; i < slice.size; ++i) {
              if (equals_at(self, static_cast<std::size_t>(slice[i]), value)) return slice[i];
            }
            raise(PyExc_ValueError, "value must be an item of the sequence");
          },
          nb::arg("value").none(), nb::arg("start").none() = 0, nb::arg("stop").none() = nb::none(),
          nb::sig("def index(self, value: object, start: int = 0, stop: int | None = None) -> int"),
          "Index of the first item between the two that equals ``value``; ValueError if none does.")
      .def(
          "count",
          [](const List& self, nb::handle value) {
            std::size_t count = 0;
            for (std::size_t i = 0; i < self.size(); ++i) {
              if (equals_at(self, i, value)) ++count;
            }
            return count;
          },
          nb::arg("value").none(), nb::sig("def count(self, value: object) -> int"),
          "How many items equal ``value``.")
      .def("__repr__", [name, item, items](const List& self) {
        return "<dittograph." + name + ": " + std::to_string(self.size()) + ' ' +
               (self.size() == 1 ? item : items) + '>';
      });
  define_value(type);
  // So that isinstance says what it is, and a pattern of a match statement takes it apart. This is
  // collections.abc, under the name by which the interpreter has loaded it at its start.
  nb::module_::import_("_collections_abc").attr("Sequence").attr("register")(type);
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_SEQUENCE_H_
