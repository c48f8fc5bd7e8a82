// SPDX-License-Identifier: Apache-2.0
#include "dittograph/repeats.h"

#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "end_limits.h"
#include "gil.h"
#include "register.h"
#include "repeat_list.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kFindDoc = R"(Find the repeats: stretches made of copies of a shorter one.

Args:
    text: As for ``count_doubles``.
    min_copies: How many whole copies a repeat has at least, 2 or more.
    max_period: How long what is copied may be, 2 or more.

Returns:
    The repeats, ordered by start and then by period: an immutable sequence, which makes a
    ``Repeat`` when it is asked for one. Each is maximal, and has its smallest period; they may
    overlap. What has period 1 is a run: ``find_runs`` finds it. O(n max_period), whatever the text
    is, and 24 bytes a repeat, of which there are fewer than elements.

Raises:
    TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; a number is not an
        integer.
    ValueError: ``min_copies`` or ``max_period`` is less than 2; the buffer does not have exactly one
        dimension.
    BufferError: The buffer is not contiguous.

Example:
    >>> from dittograph import find_repeats
    >>> find_repeats("say abcabcabc")[0]
    Repeat(start=4, period=3, length=9)
)";

constexpr const char* kHasDoc = R"(Tell whether there is a repeat.

Args:
    text, min_copies, max_period: As for ``find_repeats``.

Returns:
    Whether ``find_repeats`` would find one. Stops at the first; O(n max_period).

Raises:
    TypeError, ValueError, BufferError: As for ``find_repeats``.

Example:
    >>> from dittograph import has_repeat
    >>> has_repeat("abcabcabc"), has_repeat("abcabcabc", min_copies=4)
    (True, False)
)";

constexpr const char* kEndsDoc = R"(Tell with which period the end of a text loops.

This is the check on generated text, cheap enough for each new token: it looks at the last
``min_copies * max_period`` items alone.

Args:
    items: A ``str``, a buffer of native integers, or a list or tuple of ``int``, such as token ids.
    max_period: How long what is copied may be, at least 1.
    min_copies: How many copies in a row there must be at the end, at least 2.
    min_period: How long it must be, at least 1.

Returns:
    The smallest period from ``min_period`` to ``max_period`` of which ``items`` end with
    ``min_copies`` copies; 0 if there is none. Unlike for ``find_repeats`` it may be 1.

Raises:
    TypeError: ``items`` is of another type, or holds something else than ``int`` among the last
        ones; a number is not an integer.
    ValueError: ``min_copies`` is less than 2; another number is less than 1; ``min_period`` is more
        than ``max_period``; an ``int`` of a list does not fit into 64 bits; the buffer does not have
        exactly one dimension.
    BufferError: The buffer is not contiguous.

Example:
    >>> from dittograph import ends_in_repeat
    >>> ends_in_repeat("I know. I know. I know. I know. ")
    8
    >>> ends_in_repeat([5, 1, 7, 1, 7, 1, 7], min_copies=3)
    2
)";

// What the kernels do is as much as to read the text once for each period.
[[nodiscard]] std::size_t bytes_read(ElementView text, std::size_t min_copies,
                                     std::size_t max_period) {
  const std::size_t bytes = text.size * text.element_size;
  if (bytes >= kReleaseGilFrom) return bytes;  // times the periods it may be more than there is
  return bytes * std::min(max_period, text.size / min_copies);
}

[[nodiscard]] RepeatList find(nb::handle text, nb::handle copies, nb::handle period) {
  const std::size_t min_copies = to_length(copies, "min_copies", 2);
  const std::size_t max_period = to_length(period, "max_period", 2);
  const std::vector<Repeat> repeats = with_elements(text, [&](ElementView elements) {
    return without_gil(bytes_read(elements, min_copies, max_period),
                       [&] { return find_repeats(elements, min_copies, max_period); });
  });
  return RepeatList(repeats);
}

[[nodiscard]] bool has(nb::handle text, nb::handle copies, nb::handle period) {
  const std::size_t min_copies = to_length(copies, "min_copies", 2);
  const std::size_t max_period = to_length(period, "max_period", 2);
  return with_elements(text, [&](ElementView elements) {
    return without_gil(bytes_read(elements, min_copies, max_period),
                       [&] { return has_repeat(elements, min_copies, max_period); });
  });
}

// The last `count` items of a list or tuple, which has so many.
[[nodiscard]] std::vector<std::int64_t> last_integers(nb::handle items, std::size_t count) {
  const Py_ssize_t size = Py_SIZE(items.ptr());
  const auto first = size - static_cast<Py_ssize_t>(count);
  // A list of our own, which no other thread can change meanwhile; what a subclass says that its
  // slices are could be anything.
  const nb::object last =
      nb::steal(PyList_Check(items.ptr()) ? PyList_GetSlice(items.ptr(), first, size)
                                          : PyTuple_GetSlice(items.ptr(), first, size));
  if (!last.is_valid()) throw nb::python_error();
  std::vector<std::int64_t> integers;
  integers.reserve(count);
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(last.ptr()); ++i) {
    PyObject* const object = PySequence_Fast_GET_ITEM(last.ptr(), i);
    const Py_ssize_t index = first + i;
    if (!PyLong_Check(object)) {
      raise(PyExc_TypeError, "items must be integers, items[%zd] is of type %.200s", index,
            Py_TYPE(object)->tp_name);
    }
    int overflow = 0;
    integers.push_back(PyLong_AsLongLongAndOverflow(object, &overflow));
    if (overflow != 0) {
      raise(PyExc_ValueError, "items must be integers of 64 bits with a sign, items[%zd] is not",
            index);
    }
  }
  return integers;
}

[[nodiscard]] std::size_t end_of(ElementView items, const EndLimits& limits) {
  const auto& [max_period, min_copies, min_period] = limits;
  const std::size_t looked_at = std::min(max_period, items.size / min_copies) * min_copies;
  return without_gil(looked_at * items.element_size,
                     [&] { return ends_in_repeat(items, max_period, min_copies, min_period); });
}

[[nodiscard]] std::size_t ends(nb::handle items, nb::handle longest, nb::handle copies,
                               nb::handle shortest) {
  const EndLimits limits(longest, copies, shortest);
  if (PyList_Check(items.ptr()) || PyTuple_Check(items.ptr())) {
    const auto size = static_cast<std::size_t>(Py_SIZE(items.ptr()));
    const std::size_t largest = std::min(limits.max_period, size / limits.min_copies);
    const auto integers = last_integers(items, largest * limits.min_copies);
    return end_of(view_elements(integers), limits);
  }
  if (PyUnicode_Check(items.ptr())) {
    return end_of(view_str(items.ptr()), limits);
  }
  static constexpr Accepted kItems = {"a str, a buffer of integers, or a list or tuple of int",
                                      kIntegers.items, kIntegers.max_item_size};
  const BufferView buffer(items, "items", kItems);
  return end_of(buffer.elements(), limits);
}

}  // namespace

void register_repeats(nb::module_& module) {
  register_repeat_list(module);
  module.def("find_repeats", &find, kFindDoc, any_object(), nb::arg("min_copies").none() = 2,
             nb::arg("max_period").none() = 64,
             nb::sig("def find_repeats(text: str | Buffer, /, "
                     "min_copies: typing.SupportsIndex = 2, "
                     "max_period: typing.SupportsIndex = 64) -> Repeats"));
  module.def("has_repeat", &has, kHasDoc, any_object(), nb::arg("min_copies").none() = 2,
             nb::arg("max_period").none() = 64,
             nb::sig("def has_repeat(text: str | Buffer, /, min_copies: typing.SupportsIndex = 2, "
                     "max_period: typing.SupportsIndex = 64) -> bool"));
  module.def("ends_in_repeat", &ends, kEndsDoc, any_object(), nb::arg("max_period").none() = 64,
             nb::arg("min_copies").none() = 4, nb::arg("min_period").none() = 1,
             nb::sig("def ends_in_repeat(items: str | Buffer | list[int] | tuple[int, ...], /, "
                     "max_period: typing.SupportsIndex = 64, "
                     "min_copies: typing.SupportsIndex = 4, "
                     "min_period: typing.SupportsIndex = 1) -> int"));
}

}  // namespace dittograph::python
