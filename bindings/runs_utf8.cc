// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/runs.h"
#include "element.h"
#include "gil.h"
#include "register.h"
#include "run_list.h"
#include "shared.h"
#include "utf8_data.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kLongestDoc = R"(Find the longest run of equal code points in UTF-8 text.

Args:
    data: As for ``count_doubles_utf8``.

Returns:
    What ``longest_run(data.decode())`` returns, without decoding. O(n).

Raises:
    UnicodeDecodeError, TypeError, ValueError, BufferError: As for ``count_doubles_utf8``.

Example:
    >>> from dittograph import longest_run_utf8
    >>> longest_run_utf8("Füüüße 🙂🙂".encode())
    Run(start=1, length=3, element='ü')
)";

constexpr const char* kCountDoc =
    R"(Count the runs of at least ``min_length`` equal code points in UTF-8 text.

Args:
    data: As for ``count_doubles_utf8``.
    min_length: As for ``count_runs``.

Returns:
    What ``count_runs(data.decode(), min_length)`` returns, without decoding. O(n).

Raises:
    UnicodeDecodeError, BufferError: As for ``count_doubles_utf8``.
    TypeError, ValueError: As for ``count_doubles_utf8``; as for ``count_runs`` of ``min_length``.

Example:
    >>> from dittograph import count_runs_utf8
    >>> count_runs_utf8("Füüüße 🙂🙂".encode())
    2
)";

constexpr const char* kFindDoc =
    R"(Find the runs of at least ``min_length`` equal code points in UTF-8 text.

Args:
    data: As for ``count_doubles_utf8``.
    min_length: As for ``count_runs``.

Returns:
    What ``find_runs(data.decode(), min_length)`` returns, without decoding: positions are indices of
    code points. O(n).

Raises:
    UnicodeDecodeError, BufferError: As for ``count_doubles_utf8``.
    TypeError, ValueError: As for ``count_doubles_utf8``; as for ``count_runs`` of ``min_length``.

Example:
    >>> from dittograph import find_runs_utf8
    >>> [*find_runs_utf8("Füüüße 🙂🙂".encode())]
    [Run(start=1, length=3, element='ü'), Run(start=7, length=2, element='🙂')]
)";

template <class Stream>
inline constexpr bool kIsUtf8 =
    std::is_same_v<Stream, Utf8RunsCounter> || std::is_same_v<Stream, Utf8RunsFinder>;

// None stands for the longest run of no elements.
[[nodiscard]] nb::object to_object(const ElementRun& found, bool is_utf8) {
  if (found.run.length == 0) return nb::none();
  if (found.element > 0x10FFFF) raise_changed();  // it was checked before
  return nb::cast(RunObject{
      found.run, is_utf8 ? to_character(found.element) : to_int(found.element, 1, false)});
}

// Asks a counter about the whole of `data`.
template <class Ask>
[[nodiscard]] auto count_data(nb::handle data, std::size_t min_length, Ask&& ask) {
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8RunsCounter counter(min_length);
  const bool valid = without_gil(text.size(), [&] {
    counter.update(text);
    return counter.finish();
  });
  if (!valid) raise_invalid(text, counter.error_offset().value_or(0));
  return ask(counter);
}

[[nodiscard]] nb::object longest(nb::handle data) {
  return count_data(
      data, 2, [](const Utf8RunsCounter& counter) { return to_object(counter.longest(), true); });
}

[[nodiscard]] std::uint64_t count(nb::handle data, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  return count_data(data, min_length,
                    [](const Utf8RunsCounter& counter) { return counter.count(); });
}

// Writes a number of each run, which `number_of` says, into a bytes object.
template <class NumberOf>
[[nodiscard]] nb::bytes column(const std::vector<ElementRun>& found, NumberOf&& number_of) {
  using Number = decltype(number_of(found[0]));
  const nb::object bytes = nb::steal(
      PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(found.size() * sizeof(Number))));
  if (!bytes.is_valid()) throw nb::python_error();
  char* next = PyBytes_AS_STRING(bytes.ptr());
  for (const ElementRun& run : found) {
    const Number number = number_of(run);
    std::memcpy(next, &number, sizeof(Number));
    next += sizeof(Number);
  }
  return nb::borrow<nb::bytes>(bytes);
}

[[nodiscard]] nb::object to_list(const std::vector<ElementRun>& found, bool is_utf8) {
  const nb::bytes starts = column(found, [](const ElementRun& run) { return run.run.start; });
  const nb::bytes lengths = column(found, [](const ElementRun& run) { return run.run.length; });
  if (!is_utf8) {
    const nb::bytes elements =
        column(found, [](const ElementRun& run) { return static_cast<std::uint8_t>(run.element); });
    return nb::cast(RunList(starts, lengths, elements, "B"));
  }
  const nb::bytes code_points = column(found, [](const ElementRun& run) {
    if (run.element > 0x10FFFF) raise_changed();  // it was checked before
    return static_cast<Py_UCS4>(run.element);
  });
  const nb::object elements = nb::steal(
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, PyBytes_AS_STRING(code_points.ptr()),
                                static_cast<Py_ssize_t>(found.size())));
  if (!elements.is_valid()) throw nb::python_error();
  return nb::cast(RunList(starts, lengths, elements, ""));
}

[[nodiscard]] nb::object find(nb::handle data, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8RunsFinder finder(min_length);
  std::vector<ElementRun> found;
  const bool valid = without_gil(text.size(), [&] {
    finder.update(text, found);
    return finder.finish(found);
  });
  if (!valid) raise_invalid(text, finder.error_offset().value_or(0));
  return to_list(found, true);
}

template <class Stream>
[[nodiscard]] bool update_counter(Shared<Stream>& counter, nb::handle piece) {
  const BufferView buffer(piece, "piece", kBytes);
  const std::string_view text = view_utf8(buffer);
  return counter.use([text](Stream& value) {
    return without_gil(text.size(), [&] { return value.update(text); });
  });
}

template <class Stream>
[[nodiscard]] nb::object update_finder(Shared<Stream>& finder, nb::handle piece) {
  const BufferView buffer(piece, "piece", kBytes);
  const std::string_view text = view_utf8(buffer);
  std::vector<ElementRun> found;
  finder.use([&](Stream& value) { without_gil(text.size(), [&] { value.update(text, found); }); });
  return to_list(found, kIsUtf8<Stream>);
}

template <class Stream>
[[nodiscard]] nb::object finish_finder(Shared<Stream>& finder) {
  std::vector<ElementRun> found;
  finder.use([&found](Stream& value) { value.finish(found); });
  return to_list(found, kIsUtf8<Stream>);
}

// The class with what counters and finders share.
template <class Stream>
[[nodiscard]] nb::class_<Shared<Stream>> register_stream(nb::module_& module, const char* name,
                                                         const char* doc) {
  using Class = Shared<Stream>;
  return nb::class_<Class>(module, name, doc)
      .def(
          "__init__",
          [](Class* self, nb::handle min_length) {
            new (self) Class(to_length(min_length, "min_length"));
          },
          nb::arg("min_length").none() = 2,
          nb::sig("def __init__(self, min_length: typing.SupportsIndex = 2) -> None"))
      .def_prop_ro(
          "error_offset",
          [](Class& self) {
            return self.use([](const Stream& value) { return value.error_offset(); });
          },
          "Offset of the first invalid byte from the start, or None.");
}

template <class Stream>
void register_counter(nb::module_& module, const char* name, const char* doc) {
  using Class = Shared<Stream>;
  register_stream<Stream>(module, name, doc)
      .def("update", &update_counter<Stream>,
           "Take the next piece; return whether all text so far is valid.", any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> bool"))
      .def(
          "finish",
          [](Class& self) { return self.use([](Stream& value) { return value.finish(); }); },
          "Say that the text ends here; return whether all of it is valid.")
      .def_prop_ro(
          "count",
          [](Class& self) { return self.use([](const Stream& value) { return value.count(); }); },
          "The runs so far, of at least the length asked for.")
      .def_prop_ro(
          "longest",
          [](Class& self) {
            return to_object(self.use([](const Stream& value) { return value.longest(); }),
                             kIsUtf8<Stream>);
          },
          nb::for_getter(nb::sig("def longest(self) -> Run | None")),
          "The first of the longest runs so far.");
}

template <class Stream>
void register_finder(nb::module_& module, const char* name, const char* doc) {
  register_stream<Stream>(module, name, doc)
      .def("update", &update_finder<Stream>,
           "Take the next piece; return the runs that are known to have ended.", any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> Runs"))
      .def("finish", &finish_finder<Stream>,
           "Say that the text ends here; return the run that it ends with.",
           nb::sig("def finish(self) -> Runs"));
}

}  // namespace

void register_runs_utf8(nb::module_& module) {
  module.def("longest_run_utf8", &longest, kLongestDoc, any_object(),
             nb::sig("def longest_run_utf8(data: Buffer, /) -> Run | None"));
  module.def("count_runs_utf8", &count, kCountDoc, any_object(), nb::arg("min_length").none() = 2,
             nb::sig("def count_runs_utf8(data: Buffer, /, "
                     "min_length: typing.SupportsIndex = 2) -> int"));
  module.def("find_runs_utf8", &find, kFindDoc, any_object(), nb::arg("min_length").none() = 2,
             nb::sig("def find_runs_utf8(data: Buffer, /, "
                     "min_length: typing.SupportsIndex = 2) -> Runs"));
  register_counter<Utf8RunsCounter>(module, "Utf8RunsCounter",
                                    "Counts the runs of UTF-8 text that comes in pieces.");
  register_counter<RunsCounter>(module, "RunsCounter",
                                "Like Utf8RunsCounter, but for bytes, of which none is invalid.");
  register_finder<Utf8RunsFinder>(module, "Utf8RunsFinder",
                                  "Finds the runs of UTF-8 text that comes in pieces.");
  register_finder<RunsFinder>(module, "RunsFinder",
                              "Like Utf8RunsFinder, but for bytes, of which none is invalid.");
}

}  // namespace dittograph::python
