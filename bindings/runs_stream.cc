// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/runs.h"
#include "gil.h"
#include "register.h"
#include "run_columns.h"
#include "shared.h"
#include "utf8_data.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

template <class Stream>
inline constexpr bool kIsUtf8 =
    std::is_same_v<Stream, Utf8RunsCounter> || std::is_same_v<Stream, Utf8RunsFinder>;

[[nodiscard]] nb::object to_list(const std::vector<ElementRun>& found, bool is_utf8) {
  RunColumns columns(found.size(), is_utf8 ? sizeof(Py_UCS4) : 1);
  columns.append(found);
  return columns.to_list();
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

void register_runs_stream(nb::module_& module) {
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
