# SPDX-License-Identifier: Apache-2.0
"""Columns of str; Arrow data is in test_columns_arrow.py, what needs packages in tests/columns."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import dittograph
import numpy as np
import pytest
from arrow_exporters import ArrayExporter
from dittograph import columns
from dittograph.threads import available_threads
from helpers import run_python
from hypothesis import given
from hypothesis import strategies as st
from strategies import encodable_texts, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERBS: list[Callable[..., columns.Column]] = [
    columns.count_doubles,
    columns.longest_run_length,
    columns.count_runs,
    columns.has_repeat,
    columns.ends_in_repeat,
    columns.squeeze,
]
every_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)

Rows = list[str | None]


def longest_run_length(text: str | bytes) -> int:
    run = dittograph.longest_run(text)
    return 0 if run is None else run.length


def null_for_null(function: Callable[..., Any], rows: Rows, *arguments: int) -> list[Any]:
    return [None if row is None else function(row, *arguments) for row in rows]


@given(st.lists(texts() | st.none(), max_size=20), st.sampled_from([1, 2, 3, 70]))
def test_list_equals_the_scalar_verbs(rows: Rows, length: int) -> None:
    counts = columns.count_doubles(rows)
    assert len(counts) == len(rows)
    assert counts.null_count == rows.count(None)
    assert counts.to_pylist() == null_for_null(dittograph.count_doubles, rows)
    lengths = columns.longest_run_length(rows)
    assert lengths.to_pylist() == null_for_null(longest_run_length, rows)
    runs = columns.count_runs(rows, length)
    assert runs.to_pylist() == null_for_null(dittograph.count_runs, rows, length)


@given(st.lists(texts() | st.none(), max_size=20), st.sampled_from([2, 3]), st.integers(2, 70))
def test_list_equals_the_scalar_verbs_about_repeats(
    rows: Rows, min_copies: int, max_period: int
) -> None:
    looping = [None if row is None else row[:9] * 3 for row in rows]
    for some in (rows, looping):
        has = columns.has_repeat(some, min_copies, max_period)
        assert has.to_pylist() == null_for_null(dittograph.has_repeat, some, min_copies, max_period)
        ends = columns.ends_in_repeat(some, max_period, min_copies, 2)
        assert ends.to_pylist() == null_for_null(
            dittograph.ends_in_repeat, some, max_period, min_copies, 2
        )


def test_numbers_that_are_refused_for_repeats() -> None:
    with pytest.raises(ValueError, match=r"^min_copies must be at least 2, got 1$"):
        columns.has_repeat(["a"], min_copies=1)
    with pytest.raises(ValueError, match=r"^max_period must be at least 2, got 1$"):
        columns.has_repeat(["a"], max_period=1)
    with pytest.raises(ValueError, match=r"^min_period must be at most max_period, 4, got 5$"):
        columns.ends_in_repeat(["a"], max_period=4, min_period=5)


@given(st.lists(encodable_texts() | st.none(), max_size=20), st.sampled_from([1, 2, 3, 70]))
def test_squeezed_list_and_what_is_made_of_it(rows: Rows, length: int) -> None:
    squeezed = columns.squeeze(rows, length)
    expected = null_for_null(dittograph.squeeze, rows, length)
    assert squeezed.to_pylist() == expected
    # It is Arrow data, of which the same comes as of the list.
    assert columns.squeeze(squeezed, length, validate=True).to_pylist() == expected
    assert columns.squeeze(squeezed, length, max_chunk_bytes=9).to_pylist() == expected
    for verb in VERBS[:-1]:
        assert verb(squeezed).to_pylist() == verb(expected).to_pylist()


@every_verb
@pytest.mark.parametrize(
    "make",
    [
        tuple,
        iter,
        lambda rows: (row for row in rows),
        lambda rows: dict.fromkeys(rows).keys(),
        lambda rows: np.array(rows, dtype=object),
        lambda rows: np.array([row or np.nan for row in rows], dtype=object),
    ],
)
def test_whatever_has_rows(
    verb: Callable[[object], columns.Column], make: Callable[[Rows], object]
) -> None:
    rows: Rows = ["aab", None, "яя", "🙂🙂🙂"]
    assert verb(make(rows)).to_pylist() == verb(rows).to_pylist()


def test_numpy_strings() -> None:
    assert columns.count_doubles(np.array(["aa", "яяя", ""])).to_pylist() == [1, 2, 0]
    if not hasattr(np.dtypes, "StringDType"):  # before numpy 2
        return
    for missing in (None, np.nan):
        dtype = np.dtypes.StringDType(na_object=missing)
        rows = np.array(["aa", missing, "яяя"], dtype=dtype)
        assert columns.count_doubles(rows).to_pylist() == [1, None, 2]


@every_verb
def test_no_rows(verb: Callable[[object], columns.Column]) -> None:
    nothing: list[object] = [[], (), iter(()), np.array([], dtype=object)]
    for rows in nothing:
        column = verb(rows)
        assert len(column) == column.null_count == 0
        assert column.to_pylist() == []
        assert verb(column).to_pylist() == [] if verb is columns.squeeze else True


@every_verb
@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("aab", "column must be an object with .*, not str"),
        (b"aab", "not bytes"),
        (bytearray(), "not bytearray"),
        ({"aab": 1}, "not dict"),
        ({"aab"}, "not set"),
        (None, "not NoneType"),
        (3.5, "not float"),
        ([b"aab"], "column's rows must be str or None, row 0 is bytes"),
        (["aab", float("nan")], "row 1 is float"),
        (np.arange(3), "got numpy.ndarray of dtype int64"),
    ],
    ids=str,
)
def test_what_is_no_column(
    verb: Callable[[object], columns.Column], column: object, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        verb(column)


def test_two_dimensions() -> None:
    with pytest.raises(ValueError, match="column must have one dimension, got 2"):
        columns.count_doubles(np.array([["a"], ["b"]]))


def test_errors_of_an_iterator_are_passed_on() -> None:
    def rows() -> Iterator[str]:
        yield "aab"
        raise KeyError("no more")

    with pytest.raises(KeyError, match="no more"):
        columns.count_doubles(rows())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: columns.count_doubles([], threads=0), "threads must be at least 1, got 0"),
        (lambda: columns.count_runs([], 0), "min_length must be at least 1, got 0"),
        (lambda: columns.squeeze([], -1), "max_run must be at least 1, got -1"),
        (lambda: columns.squeeze([], max_chunk_bytes=0), "max_chunk_bytes must be at least 1"),
        (
            lambda: columns.squeeze([], max_chunk_bytes=2**31),
            "max_chunk_bytes must be at most 2147483647, got 2147483648",
        ),
    ],
)
def test_numbers_out_of_range(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("threads", [1.5, "2"])
def test_threads_must_be_an_integer(threads: object) -> None:
    with pytest.raises(TypeError, match="threads must be an integer, not"):
        columns.count_doubles([], threads=threads)  # type: ignore[arg-type]


def test_lone_surrogates() -> None:
    rows: Rows = ["aa", None, "a\ud800\ud800", "\udfff"]
    assert columns.count_doubles(rows, validate=True).to_pylist() == [1, None, 1, 0]
    with pytest.raises(UnicodeEncodeError) as caught:
        columns.squeeze(rows)
    assert caught.value.object is rows[2]
    assert (caught.value.start, caught.value.end) == (1, 2)
    assert caught.value.reason == "surrogates not allowed, in row 2"


def test_nothing_is_cached_in_the_str_objects() -> None:
    """Their UTF-8 would stay with them for as long as they live."""
    text = "яя" * 50
    before = sys.getsizeof(text)
    for verb in VERBS:
        verb([text])
    assert sys.getsizeof(text) == before


MANY: Rows = [
    ("ab" * (i % 40)) + "c" * (i % 3) + ("яя" if i % 7 == 0 else "") for i in range(80_000)
]


@every_verb
def test_threads_change_nothing(verb: Callable[..., columns.Column]) -> None:
    one = verb(MANY, threads=1).to_pylist()
    text = columns.squeeze(MANY, 1000)
    for threads in (2, 3, 1000, None):
        assert verb(MANY, threads=threads).to_pylist() == one
        assert verb(text, threads=threads).to_pylist() == one


def test_first_error_whatever_the_threads() -> None:
    valid = [row.encode() for row in MANY if row]
    rows = [*valid, b"\xff", *[b"a" * 1000] * 5000, b"\xfe"]
    for threads in (1, 2, 3):
        with pytest.raises(UnicodeDecodeError, match=f"in row {len(valid)}$"):
            columns.count_doubles(ArrayExporter([rows]), validate=True, threads=threads)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_fork_after_a_call_with_threads() -> None:
    run_python("""
import os
from dittograph import columns
rows = ["aab" * 20] * 100_000
expected = columns.count_doubles(rows, threads=2).to_pylist()
child = os.fork()
if child == 0:
    os._exit(columns.count_doubles(rows, threads=2).to_pylist() != expected)
assert os.waitpid(child, 0)[1] == 0
""")


def test_available_threads_are_looked_up_only_when_there_is_work() -> None:
    printed = run_python("""
import sys
from dittograph import columns
columns.count_doubles(["aab"])
print("dittograph.threads" in sys.modules, "numpy" in sys.modules)
columns.count_doubles(["aab" * 1000] * 10_000)
print("dittograph.threads" in sys.modules, "numpy" in sys.modules)
""")
    assert printed.split() == ["False", "False", "True", "False"]
    assert available_threads() >= 1


def test_for_numpy() -> None:
    counts = columns.count_doubles(["aab", "яяя", ""])
    array = np.asarray(counts)
    assert array.dtype == np.int64
    assert array.tolist() == [1, 2, 0]
    assert not array.flags.writeable
    assert np.shares_memory(array, np.asarray(counts))  # no copy
    del counts
    gc.collect()
    assert array.tolist() == [1, 2, 0]

    counts = columns.count_doubles(["aab"])
    assert np.asarray(counts, dtype=np.float32).tolist() == [1.0]
    assert counts.__array__(copy=True).flags.writeable
    with pytest.raises(ValueError, match="copy must not be False"):
        counts.__array__(np.float32, copy=False)
    assert np.asarray(columns.squeeze(["aab", None])).tolist() == ["ab", None]
    with pytest.raises(ValueError, match="column has 2 rows that are null"):
        np.asarray(columns.count_doubles(["aab", None, None]))


def test_one_array_of_several_chunks_is_refused() -> None:
    several = columns.squeeze(columns.squeeze(["abc", "def"]), max_chunk_bytes=3)
    with pytest.raises(ValueError, match=r"has 2 chunks.*utf8.*__arrow_c_stream__"):
        several.__arrow_c_array__()
    assert columns.count_doubles(several).to_pylist() == [0, 0]


def test_representation() -> None:
    assert repr(columns.count_doubles(["a"])) == "<dittograph.columns.Column: 1 row of int64>"
    assert repr(columns.squeeze([])) == "<dittograph.columns.Column: 0 rows of utf8>"
