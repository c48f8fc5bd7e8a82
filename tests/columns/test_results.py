# SPDX-License-Identifier: Apache-2.0
"""What comes back is Arrow data that everybody takes, of the types that are promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import nanoarrow
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from dittograph import columns

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = ["aab", None, "", "яяя", "x" * 40]
COUNTS = [1, None, 0, 2, 39]
SQUEEZED = ["ab", None, "", "я", "x"]


def validate(column: columns.Column) -> None:
    """Check all that nanoarrow and pyarrow can check."""
    for array in nanoarrow.c_array_stream(column):
        nanoarrow.c_array_from_buffers(
            array.schema,
            array.length,
            [*array.view().buffers],
            null_count=array.null_count,
            validation_level="full",
        )
    pa.chunked_array(column).validate(full=True)


@pytest.mark.parametrize("rows", [ROWS, [], [None], ["aa"] * 65, [None, "aa"] * 65])
def test_exports_are_valid(rows: list[str | None]) -> None:
    for verb in (columns.count_doubles, columns.longest_run_length, columns.squeeze):
        validate(verb(rows))
        validate(verb(pa.array(rows, pa.large_string())))
    validate(columns.squeeze(pa.array(rows, pa.string()), max_chunk_bytes=3))
    validate(columns.squeeze(pa.array(rows, pa.binary())))


def test_everybody_takes_them() -> None:
    counts, texts = columns.count_doubles(ROWS), columns.squeeze(ROWS)
    for column, expected in ((counts, COUNTS), (texts, SQUEEZED)):
        assert pa.array(column).to_pylist() == expected
        assert pa.chunked_array(column).to_pylist() == expected
        assert pl.Series(column).to_list() == expected
        series = pd.Series.from_arrow(column)
        assert [None if pd.isna(value) else value for value in series] == expected
        assert nanoarrow.Array(column).to_pylist() == expected
        made = duckdb.from_arrow(pa.table({"made": pa.chunked_array(column)})).fetchall()
        assert [row for (row,) in made] == expected
    assert np.asarray(columns.count_doubles(["aab"])).tolist() == [1]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda array: array, pa.string()),
        (lambda array: array.cast(pa.large_string()), pa.large_string()),
        (lambda array: array.cast(pa.string_view()), pa.string()),
        (lambda array: array.cast(pa.binary()), pa.binary()),
        (lambda array: array.cast(pa.large_binary()), pa.large_binary()),
        (lambda array: array.dictionary_encode(), pa.string()),
        (lambda array: array.cast(pa.large_string()).dictionary_encode(), pa.large_string()),
        (lambda array: array.to_pylist(), pa.string()),
    ],
)
def test_types(make: Callable[[pa.Array], Any], expected: pa.DataType) -> None:
    column = make(pa.array(ROWS))
    assert pa.array(columns.squeeze(column)).type == expected
    assert pa.array(columns.count_doubles(column)).type == pa.int64()


def test_chunks_are_divided_where_they_would_be_too_large() -> None:
    array = pa.array(["ab" * 10, None, "cd" * 20, "", "e"])
    for most in (1, 20, 39, 40, 41, 60, 61, 1000):
        column = pa.chunked_array(columns.squeeze(array, max_chunk_bytes=most))
        assert column.to_pylist() == array.to_pylist()
        assert all(
            chunk.nbytes <= most + 100 or len(chunk.drop_null()) == 1 for chunk in column.chunks
        )
    large = columns.squeeze(array.cast(pa.large_string()), max_chunk_bytes=1)
    assert pa.chunked_array(large).num_chunks == 1
    view = columns.squeeze(array.cast(pa.string_view()), max_chunk_bytes=20)
    assert pa.array(view).type == pa.large_string()


def test_chunks_are_divided_behind_a_row_that_is_too_long() -> None:
    # Each of these chunks is a task of its own, which ends with a row that alone is too long.
    column = pa.chunked_array([["abcdefgh"], ["1234"] * 3, ["56", "78", "abcdefgh"], ["90"]])
    made = pa.chunked_array(columns.squeeze(column, max_chunk_bytes=4))
    assert [chunk.to_pylist() for chunk in made.chunks] == [
        *(["abcdefgh"], ["1234"], ["1234"], ["1234"], ["56", "78"], ["abcdefgh"], ["90"]),
    ]


def test_results_outlive_what_they_were_made_of() -> None:
    arrays = [pa.array(columns.squeeze(["aab" * i])) for i in range(100)]
    assert [array[0].as_py() for array in arrays] == ["ab" * i for i in range(100)]


def test_arrays_are_read_in_place_and_kept_no_longer() -> None:
    before = pa.total_allocated_bytes()
    array = pa.array(["aab" * 100] * 10_000)
    columns.count_doubles(array)
    columns.squeeze(pa.chunked_array([array, array]))
    del array
    assert pa.total_allocated_bytes() == before
