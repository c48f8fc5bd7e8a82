// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/runs.h"
#include "gil.h"
#include "register.h"
#include "run_columns.h"
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
    RuntimeError: As for ``find_runs``.

Example:
    >>> from dittograph import find_runs_utf8
    >>> [*find_runs_utf8("Füüüße 🙂🙂".encode())]
    [Run(start=1, length=3, element='ü'), Run(start=7, length=2, element='🙂')]
)";

// What a counter says of the whole text.
[[nodiscard]] Utf8RunsCounter count_runs_of(std::string_view text, std::size_t min_length) {
  Utf8RunsCounter counter(min_length);
  const bool valid = without_gil(text.size(), [&] {
    counter.update(text);
    return counter.finish();
  });
  if (!valid) raise_invalid_utf8(text, counter.error_offset().value_or(0));
  return counter;
}

[[nodiscard]] nb::object longest(nb::handle data) {
  const BufferView buffer(data, "data", kBytes);
  return to_object(count_runs_of(view_utf8(buffer), 2).longest(), true);
}

[[nodiscard]] std::uint64_t count(nb::handle data, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  const BufferView buffer(data, "data", kBytes);
  return count_runs_of(view_utf8(buffer), min_length).count();
}

[[nodiscard]] nb::object find(nb::handle data, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  const BufferView buffer(data, "data", kBytes);
  std::string_view text = view_utf8(buffer);
  RunColumns columns(count_runs_of(text, min_length).count(), sizeof(Py_UCS4));
  without_gil(text.size(), [&] {
    // A part at a time, so that there is never another list of all of them.
    constexpr std::size_t kPart = 65536;
    Utf8RunsFinder finder(min_length);
    std::vector<ElementRun> found;
    while (!text.empty()) {
      finder.update(text.substr(0, kPart), found);
      columns.append(found);
      found.clear();
      text.remove_prefix(std::min(kPart, text.size()));
    }
    finder.finish(found);
    columns.append(found);
  });
  return columns.to_list();
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
}

}  // namespace dittograph::python
