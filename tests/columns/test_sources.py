# SPDX-License-Identifier: Apache-2.0
"""Every source, type, offset and division into chunks gives what the list of its rows gives."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import dittograph
import pyarrow as pa
import pytest
from dittograph import columns
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import BINARY_TYPES, SOURCES, TYPES, Rows, arrow_chunks
from strategies import encodable_texts

if TYPE_CHECKING:
    from collections.abc import Callable

often = settings(deadline=None, max_examples=40)

lines = encodable_texts().map(lambda text: text[:200])
rows_without_nulls = st.lists(lines, max_size=12)
rows_with_nulls = st.lists(lines | st.none(), max_size=12)
all_null = st.integers(1, 70).map(lambda count: [None] * count)
any_rows = rows_without_nulls | rows_with_nulls | all_null
repeated = any_rows.map(lambda rows: [row for row in rows for _ in range(3)])
offsets = st.sampled_from([0, 1, 7, 8, 13])
chunk_counts = st.sampled_from([1, 2, 5])


def assert_like_the_list(column: Callable[[], Any], rows: Rows) -> None:
    """`column` makes it anew: some can be read only once."""
    for verb in (
        columns.count_doubles,
        columns.longest_run_length,
        columns.count_runs,
        columns.has_repeat,
        functools.partial(columns.ends_in_repeat, min_copies=2),
    ):
        counted = verb(column(), validate=True)
        assert counted.to_pylist() == verb(rows).to_pylist()
        assert counted.null_count == rows.count(None)
    squeezed = columns.squeeze(column())
    assert squeezed.to_pylist() == [row if row is None else dittograph.squeeze(row) for row in rows]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("layout", TYPES)
@often
@given(rows=any_rows | repeated, offset=offsets, chunks=chunk_counts, seed=st.integers(0, 1000))
def test_every_source(
    source: str, layout: str, rows: Rows, offset: int, chunks: int, seed: int
) -> None:
    arrays = arrow_chunks(rows, TYPES[layout], chunks, offset, seed)
    if source == "pyarrow array" or source == "pyarrow batch":
        arrays = arrays[:1] if "dictionary" in layout or "run ends" in layout else arrays
        rows = [row for array in arrays for row in array.to_pylist()]
    assert_like_the_list(lambda: SOURCES[source](arrays), rows)


@pytest.mark.parametrize("layout", BINARY_TYPES)
@often
@given(
    rows=st.lists(st.binary(max_size=100) | st.none(), max_size=20),
    offset=offsets,
    size=st.integers(0, 20),
)
def test_binary(layout: str, rows: list[bytes | None], offset: int, size: int) -> None:
    array = BINARY_TYPES[layout](pa.array([b"zz"] * offset + rows, pa.binary()))
    array = array.slice(offset, size)
    expected = rows[:size]
    counts = columns.count_doubles(array, validate=True)  # bytes are all valid
    assert counts.to_pylist() == [
        row if row is None else dittograph.count_doubles(row) for row in expected
    ]
    squeezed = columns.squeeze(array)
    assert squeezed.to_pylist() == [
        row if row is None else dittograph.squeeze(row) for row in expected
    ]


def test_null_type() -> None:
    assert columns.count_doubles(pa.nulls(70)).to_pylist() == [None] * 70
    assert columns.squeeze(pa.nulls(3).slice(1)).to_pylist() == [None, None]


@pytest.mark.parametrize("layout", TYPES)
def test_no_chunks(layout: str) -> None:
    nothing = pa.chunked_array([], TYPES[layout](pa.array(["a"])).type)
    for verb in (columns.count_doubles, columns.squeeze):
        assert verb(nothing).to_pylist() == []


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 2]),
        pa.array([["a"]]),
        pa.array([1.5]).dictionary_encode(),
        pa.table({"a": ["a"], "b": ["b"]}),
        pa.chunked_array([[1], [2]]),
    ],
    ids=lambda column: str(getattr(column, "type", "table")),
)
def test_other_types(column: object) -> None:
    with pytest.raises(TypeError, match="column must be"):
        columns.count_doubles(column)  # type: ignore[arg-type]  # what is no column is the point


def test_large_dictionary_is_counted_once_a_value() -> None:
    text = "ab" * 1_000_000 + "b"
    indices = pa.array([0, None, 0, 1] * 50_000, pa.int32())
    array = pa.DictionaryArray.from_arrays(indices, pa.array([text, "aa"]))
    # 200 GB, were it done row by row.
    assert columns.count_doubles(array).to_pylist() == [1, None, 1, 1] * 50_000


@often
@given(rows=st.lists(lines, min_size=3, max_size=12), wrong=st.integers(0, 2))
def test_invalid_utf8_is_found(rows: list[str], wrong: int) -> None:
    data = [row.encode() for row in rows]
    data[wrong] += b"\xff"
    for array in (pa.array(data, pa.binary()), pa.array(data, pa.large_binary())):
        text = array.view(pa.string() if array.type == pa.binary() else pa.large_string())
        for column in (text, pa.chunked_array([text, text]), text.slice(wrong)):
            row = 0 if column is not text and len(column) < len(text) else wrong
            with pytest.raises(UnicodeDecodeError, match=f"in row {row}$") as caught:
                columns.count_doubles(column, validate=True)
            assert caught.value.object == data[wrong]
            assert caught.value.start == len(data[wrong]) - 1


def twice_each(values: pa.Array) -> pa.Array:
    """Run ends with each of the values for two rows, which may be broken."""
    ends = pa.array(range(2, 2 * len(values) + 1, 2), pa.int32())
    type_ = pa.run_end_encoded(pa.int32(), values.type)
    return pa.Array.from_buffers(type_, 2 * len(values), [None], children=[ends, values])


indices = st.lists(st.integers(0, 4) | st.none(), min_size=1, max_size=30)


def columns_of(encoded: pa.Array, rows: list[int | None]) -> list[tuple[Any, list[int | None]]]:
    """A dictionary in one chunk, in two and in run ends, and of each what its rows refer to."""
    half = len(rows) // 2
    run_ends = twice_each(encoded)
    repeated = [row for row in rows for _ in range(2)]
    return [
        (encoded, rows),
        (pa.chunked_array([encoded.slice(0, half), encoded.slice(half)]), rows),
        (run_ends, repeated),
        (run_ends.slice(half + 1), repeated[half + 1 :]),
    ]


@often
@given(used=indices, wrong=st.integers(0, 4))
def test_invalid_utf8_of_a_dictionary_is_found_in_its_first_row(
    used: list[int | None], wrong: int
) -> None:
    values = [b"aab", "яя".encode(), b"", b"well", b"x" * 20]
    values[wrong] += b"\xff"
    texts = pa.array(values, pa.binary()).view(pa.string())
    encoded = pa.DictionaryArray.from_arrays(pa.array(used, pa.int8()), texts)
    for column, numbers in columns_of(encoded, used):
        if wrong not in numbers:
            columns.count_doubles(column, validate=True)
            continue
        with pytest.raises(UnicodeDecodeError, match=f"in row {numbers.index(wrong)}$") as caught:
            columns.count_doubles(column, validate=True)
        assert caught.value.object == values[wrong]
        assert caught.value.start == len(values[wrong]) - 1


@often
@given(used=indices, wrong=st.integers(0, 3), beyond=st.booleans())
def test_first_row_of_what_is_broken_is_named(
    used: list[int | None], wrong: int, beyond: bool
) -> None:
    texts = pa.array(["aab", "яя", "", "well", "x" * 20])
    if beyond:
        texts = texts.slice(0, wrong)
        broken = {*range(wrong, 5)}
        message = "has an index beyond its dictionary"
    else:
        validity, offsets, data = texts.buffers()
        numbers = memoryview(bytearray(offsets)).cast("i")
        numbers[wrong + 1] = 1000  # where the text ends, and the next one begins
        texts = pa.Array.from_buffers(texts.type, 5, [validity, pa.py_buffer(numbers), data])
        broken = {wrong, wrong + 1}
        message = "ends before it begins"
    encoded = pa.DictionaryArray.from_arrays(pa.array(used, pa.int8()), texts, safe=False)
    for column, rows in columns_of(encoded, used):
        row = next((i for i, number in enumerate(rows) if number in broken), None)
        for verb in (columns.count_doubles, columns.squeeze):
            if row is not None:
                with pytest.raises(ValueError, match=f"is broken: row {row}[, ].*{message}"):
                    verb(column)
            elif rows and not beyond:
                with pytest.raises(ValueError, match=f"value {wrong}, which no row has, {message}"):
                    verb(column)
            else:
                verb(column)
