// SPDX-License-Identifier: Apache-2.0
#include "dittograph/columns.h"

#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "column_input.h"
#include "column_object.h"
#include "end_limits.h"
#include "gil.h"
#include "register.h"
#include "thread_count.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kVerbsDoc =
    R"(The verbs over columns, which ``dittograph.columns`` offers as functions.)";

constexpr const char* kCountDoublesDoc = R"(Count the doubles of each row.

Args:
    column: Any object that exports Arrow text or bytes (``__arrow_c_stream__`` or
        ``__arrow_c_array__``: pyarrow, Polars, pandas from 3 on, DuckDB, nanoarrow ...), with or
        without a dictionary or run ends, or a table of one such column; an iterable of ``str`` and
        None; a numpy array of str or objects, whose NaN stand for null. It is read where it lies.
    threads: How many threads may work on it, at least 1; as many as affinity and cgroup allow if
        None. They end with the call, and the result does not depend on them.
    validate: Whether to check first that Arrow text is valid UTF-8. Otherwise it is trusted, and
        where it is invalid the results mean nothing.

Returns:
    The counts, of type int64; null for null. O(n), of a dictionary each distinct value once.

Raises:
    TypeError: ``column`` is none of these, or has rows of another type.
    ValueError: ``threads`` is less than 1; an array is broken.
    UnicodeDecodeError: ``validate`` is set, and a row is not UTF-8.
    RuntimeError: A stream failed; the text is its own.

Example:
    >>> from dittograph import columns
    >>> columns.count_doubles(["bookkeeper", None, "hello"]).to_pylist()
    [3, None, 1]
)";

constexpr const char* kLongestDoc = R"(Tell how long the longest run of each row is.

Args:
    column, threads, validate: As for ``count_doubles``.

Returns:
    The lengths, of type int64: 0 of an empty row, null for null.

Raises:
    TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``.

Example:
    >>> from dittograph import columns
    >>> columns.longest_run_length(["hmmm, well", "", None]).to_pylist()
    [3, 0, None]
)";

constexpr const char* kCountRunsDoc =
    R"(Count the runs of at least ``min_length`` elements of each row.

Args:
    column, threads, validate: As for ``count_doubles``.
    min_length: How many elements a run has at least; 1 counts single elements as well.

Returns:
    The counts, of type int64; null for null.

Raises:
    TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``;
        ``min_length`` is no integer, or less than 1.

Example:
    >>> from dittograph import columns
    >>> columns.count_runs(["hmmm, well", None], min_length=3).to_pylist()
    [1, None]
)";

constexpr const char* kSqueezeDoc = R"(Shorten every run of each row to ``max_run`` elements.

Args:
    column, threads, validate: As for ``count_doubles``.
    max_run: How many elements of a run are left, at least 1.
    max_chunk_bytes: How much text a chunk of utf8 or binary has at most.

Returns:
    The rows of the type that the column has, decoded if it has a dictionary or run ends; of views
    and of ``str`` as utf8, or large_utf8 if it is more than ``max_chunk_bytes``; null for null. More
    utf8 or binary than that comes in several chunks.

Raises:
    TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; ``max_run``
        is no integer, or less than 1.
    UnicodeEncodeError: A ``str`` has a lone surrogate, which UTF-8 cannot hold.

Example:
    >>> from dittograph import columns
    >>> columns.squeeze(["sooo  goood", None]).to_pylist()
    ['so god', None]
)";

constexpr const char* kHasRepeatDoc = R"(Tell of each row whether there is a repeat.

Args:
    column, threads, validate: As for ``count_doubles``.
    min_copies, max_period: As for ``dittograph.find_repeats``.

Returns:
    What is so, of type bool; null for null. O(n max_period).

Raises:
    TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; a number is no
        integer, or less than 2.

Example:
    >>> from dittograph import columns
    >>> columns.has_repeat(["wkwkwk", "well", None], min_copies=3).to_pylist()
    [True, False, None]
)";

constexpr const char* kEndsInRepeatDoc = R"(Tell with which period the end of each row loops.

Args:
    column, threads, validate: As for ``count_doubles``.
    max_period, min_copies, min_period: As for ``dittograph.ends_in_repeat``.

Returns:
    The periods, of type int64: 0 where nothing loops, null for null.

Raises:
    TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; a number is no
        integer, or as ``dittograph.ends_in_repeat`` does not allow it.

Example:
    >>> from dittograph import columns
    >>> columns.ends_in_repeat(["no no no no ", "yes", None]).to_pylist()
    [3, 0, None]
)";

// Below this many bytes one thread does it in the time that another takes to start, which is also
// less than it takes to find out how many there may be.
constexpr std::size_t kThreadsFrom = std::size_t{2} << 20;

[[nodiscard]] unsigned threads_for(std::size_t bytes) {
  return bytes < kThreadsFrom ? 1 : available_threads();
}

// Calls `verb(chunks, threads)` without the GIL; its result becomes a column. `encodes` says
// whether it writes UTF-8.
template <class Verb>
[[nodiscard]] ColumnObject evaluate(nb::handle column, nb::handle threads, bool validate,
                                    bool encodes, const Verb& verb) {
  const unsigned asked_for = to_threads(threads);
  const ColumnInput input(column);
  const std::size_t bytes = input.size_bytes();
  const unsigned count = asked_for != 0 ? asked_for : threads_for(bytes);
  const bool must_be_valid = input.is_list() ? encodes : validate;
  try {
    if (must_be_valid) {
      const auto invalid =
          without_gil(bytes, [&] { return find_invalid_row(input.chunks(), count); });
      if (invalid.has_value()) input.raise_invalid(*invalid);
    }
    return ColumnObject(
        without_gil(bytes, [&] { return ExportedColumn(verb(input.chunks(), count)); }));
  } catch (const ColumnError& error) {
    raise(PyExc_ValueError, "%s", error.what());
  }
}

[[nodiscard]] ColumnObject count_doubles_of(nb::handle column, nb::handle threads, bool validate) {
  return evaluate(column, threads, validate, false,
                  [](auto chunks, unsigned count) { return count_doubles(chunks, count); });
}

[[nodiscard]] ColumnObject longest_run_length_of(nb::handle column, nb::handle threads,
                                                 bool validate) {
  return evaluate(column, threads, validate, false,
                  [](auto chunks, unsigned count) { return longest_run_length(chunks, count); });
}

[[nodiscard]] ColumnObject count_runs_of(nb::handle column, nb::handle least, nb::handle threads,
                                         bool validate) {
  const std::size_t min_length = to_length(least, "min_length");
  return evaluate(column, threads, validate, false, [=](auto chunks, unsigned count) {
    return count_runs(chunks, min_length, count);
  });
}

[[nodiscard]] ColumnObject squeeze_of(nb::handle column, nb::handle most, nb::handle threads,
                                      bool validate, nb::handle most_bytes) {
  const std::size_t max_run = to_length(most, "max_run");
  const std::size_t max_chunk_bytes = to_length(most_bytes, "max_chunk_bytes");
  if (max_chunk_bytes > kMaxChunkBytes) {
    raise(PyExc_ValueError, "max_chunk_bytes must be at most %zu, got %zu", kMaxChunkBytes,
          max_chunk_bytes);
  }
  return evaluate(column, threads, validate, true, [=](auto chunks, unsigned count) {
    return squeeze(chunks, max_run, count, max_chunk_bytes);
  });
}

[[nodiscard]] ColumnObject has_repeat_of(nb::handle column, nb::handle copies, nb::handle period,
                                         nb::handle threads, bool validate) {
  const std::size_t min_copies = to_length(copies, "min_copies", 2);
  const std::size_t max_period = to_length(period, "max_period", 2);
  return evaluate(column, threads, validate, false, [=](auto chunks, unsigned count) {
    return ExportedColumn::of_bools(has_repeat(chunks, min_copies, max_period, count));
  });
}

[[nodiscard]] ColumnObject ends_in_repeat_of(nb::handle column, nb::handle longest,
                                             nb::handle copies, nb::handle shortest,
                                             nb::handle threads, bool validate) {
  const EndLimits limits(longest, copies, shortest);
  return evaluate(column, threads, validate, false, [=](auto chunks, unsigned count) {
    return ends_in_repeat(chunks, limits.max_period, limits.min_copies, limits.min_period, count);
  });
}

[[nodiscard]] auto validate_argument() { return nb::arg("validate") = false; }

struct ColumnVerbs {};

}  // namespace

void register_columns(const nb::module_& module) {
  register_column_object(module);
  nb::class_<ColumnVerbs>(module, "ColumnVerbs", kVerbsDoc)
      .def_static("count_doubles", &count_doubles_of, kCountDoublesDoc, any_object(), nb::kw_only(),
                  threads_argument(), validate_argument(),
                  nb::sig("def count_doubles(column: ColumnLike, /, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False) -> Column"))
      .def_static("longest_run_length", &longest_run_length_of, kLongestDoc, any_object(),
                  nb::kw_only(), threads_argument(), validate_argument(),
                  nb::sig("def longest_run_length(column: ColumnLike, /, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False) -> Column"))
      .def_static("count_runs", &count_runs_of, kCountRunsDoc, any_object(),
                  nb::arg("min_length").none() = 2, nb::kw_only(), threads_argument(),
                  validate_argument(),
                  nb::sig("def count_runs(column: ColumnLike, /, "
                          "min_length: typing.SupportsIndex = 2, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False) -> Column"))
      .def_static("has_repeat", &has_repeat_of, kHasRepeatDoc, any_object(),
                  nb::arg("min_copies").none() = 2, nb::arg("max_period").none() = 64,
                  nb::kw_only(), threads_argument(), validate_argument(),
                  nb::sig("def has_repeat(column: ColumnLike, /, "
                          "min_copies: typing.SupportsIndex = 2, "
                          "max_period: typing.SupportsIndex = 64, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False) -> Column"))
      .def_static("ends_in_repeat", &ends_in_repeat_of, kEndsInRepeatDoc, any_object(),
                  nb::arg("max_period").none() = 64, nb::arg("min_copies").none() = 4,
                  nb::arg("min_period").none() = 1, nb::kw_only(), threads_argument(),
                  validate_argument(),
                  nb::sig("def ends_in_repeat(column: ColumnLike, /, "
                          "max_period: typing.SupportsIndex = 64, "
                          "min_copies: typing.SupportsIndex = 4, "
                          "min_period: typing.SupportsIndex = 1, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False) -> Column"))
      .def_static("squeeze", &squeeze_of, kSqueezeDoc, any_object(), nb::arg("max_run").none() = 1,
                  nb::kw_only(), threads_argument(), validate_argument(),
                  nb::arg("max_chunk_bytes").none() = kMaxChunkBytes,
                  nb::sig("def squeeze(column: ColumnLike, /, "
                          "max_run: typing.SupportsIndex = 1, *, "
                          "threads: typing.SupportsIndex | None = None, "
                          "validate: bool = False, "
                          "max_chunk_bytes: typing.SupportsIndex = 2147483647) -> Column"));
}

}  // namespace dittograph::python
