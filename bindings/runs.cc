// SPDX-License-Identifier: Apache-2.0
#include "dittograph/runs.h"

#include <nanobind/nanobind.h>

#include <cstdint>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "element.h"
#include "gil.h"
#include "register.h"
#include "run_list.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kLongestDoc = R"(Find the longest run of equal elements.

Args:
    text: As for ``count_doubles``.

Returns:
    The first of the longest runs, or ``None`` if ``text`` is empty. O(n).

Raises:
    TypeError, ValueError, BufferError: As for ``count_doubles``.

Example:
    >>> from dittograph import longest_run
    >>> longest_run("hmmm, well")
    Run(start=1, length=3, element='m')
)";

constexpr const char* kCountDoc = R"(Count the runs of at least ``min_length`` equal elements.

Args:
    text: As for ``count_doubles``.
    min_length: How many elements a run has at least; 1 counts single elements as well.

Returns:
    The number of runs; no two of them overlap. O(n).

Raises:
    TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; ``min_length`` is not
        an integer.
    ValueError: ``min_length`` is less than 1; the buffer does not have exactly one dimension.
    BufferError: The buffer is not contiguous.

Example:
    >>> from dittograph import count_runs
    >>> count_runs("hmmm, well"), count_runs("hmmm, well", min_length=3)
    (2, 1)
)";

constexpr const char* kFindDoc = R"(Find the runs of at least ``min_length`` equal elements.

Args:
    text: As for ``count_doubles``.
    min_length: As for ``count_runs``.

Returns:
    The runs in their order: an immutable sequence, which makes a ``Run`` when it is asked for one.
    O(n) and 16 bytes and an element a run.

Raises:
    TypeError, ValueError, BufferError: As for ``count_runs``.
    RuntimeError: Another thread changed the buffer meanwhile. Not every change is noticed.

Example:
    >>> from dittograph import find_runs
    >>> runs = find_runs("hmmm, well")
    >>> runs[-1]
    Run(start=8, length=2, element='l')
    >>> runs.starts.tolist(), runs.lengths.tolist(), runs.elements
    ([1, 8], [3, 2], 'ml')
)";

[[nodiscard]] std::size_t bytes_in(ElementView elements) {
  return elements.size * elements.element_size;
}

// Calls `function(elements, to_object)` for a str or for a buffer; `to_object(i)` is element i.
template <class Function>
[[nodiscard]] nb::object with_objects(nb::handle text, Function&& function) {
  if (PyUnicode_Check(text.ptr())) {
    const ElementView elements = view_str(text.ptr());
    return std::forward<Function>(function)(
        elements, [elements](std::size_t i) { return to_character(bits_at(elements, i)); });
  }
  const BufferView buffer(text, "text", kIntegers);
  const ElementView elements = buffer.elements();
  return std::forward<Function>(function)(elements, [&](std::size_t i) {
    return to_int(bits_at(elements, i), elements.element_size, buffer.is_signed());
  });
}

[[nodiscard]] nb::object longest(nb::handle text) {
  return with_objects(text, [](ElementView elements, auto&& to_object) -> nb::object {
    if (elements.size == 0) return nb::none();
    const Run run = without_gil(bytes_in(elements), [&] { return longest_run(elements); });
    return nb::cast(RunObject{run, to_object(static_cast<std::size_t>(run.start))});
  });
}

[[nodiscard]] std::uint64_t count(nb::handle text, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  return with_elements(text, [min_length](ElementView elements) {
    return without_gil(bytes_in(elements), [&] { return count_runs(elements, min_length); });
  });
}

[[nodiscard]] nb::object find(nb::handle text, nb::handle least) {
  const std::size_t min_length = to_length(least, "min_length");
  if (PyUnicode_Check(text.ptr())) {
    return nb::cast(RunList::of_str(text, view_str(text.ptr()), min_length));
  }
  const BufferView buffer(text, "text", kIntegers);
  return nb::cast(RunList::of_buffer(buffer, min_length));
}

}  // namespace

void register_runs(nb::module_& module) {
  register_run_list(module);
  module.def("longest_run", &longest, kLongestDoc, any_object(),
             nb::sig("def longest_run(text: str | Buffer, /) -> Run | None"));
  module.def("count_runs", &count, kCountDoc, any_object(), nb::arg("min_length").none() = 2,
             nb::sig("def count_runs(text: str | Buffer, /, "
                     "min_length: typing.SupportsIndex = 2) -> int"));
  module.def("find_runs", &find, kFindDoc, any_object(), nb::arg("min_length").none() = 2,
             nb::sig("def find_runs(text: str | Buffer, /, "
                     "min_length: typing.SupportsIndex = 2) -> Runs"));
}

}  // namespace dittograph::python
