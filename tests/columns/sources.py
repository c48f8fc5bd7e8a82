# SPDX-License-Identifier: Apache-2.0
"""Rows as columns of every package, type and division that dittograph.columns takes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import duckdb
import nanoarrow
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[str | None]

TYPES: dict[str, Callable[[pa.Array], pa.Array]] = {
    "utf8": lambda array: array,
    "large_utf8": lambda array: array.cast(pa.large_string()),
    "utf8_view": lambda array: array.cast(pa.string_view()),
    "dictionary": lambda array: array.dictionary_encode(),
    "dictionary of int8": lambda array: pa.DictionaryArray.from_arrays(
        array.dictionary_encode().indices.cast(pa.int8()), array.dictionary_encode().dictionary
    ),
    "dictionary of uint64 and large_utf8": lambda array: pa.DictionaryArray.from_arrays(
        array.dictionary_encode().indices.cast(pa.uint64()),
        array.dictionary_encode().dictionary.cast(pa.large_string()),
    ),
    "run ends of int16": lambda array: pc.run_end_encode(array, run_end_type=pa.int16()),
    "run ends of int64": lambda array: pc.run_end_encode(array, run_end_type=pa.int64()),
}

BINARY_TYPES: dict[str, Callable[[pa.Array], pa.Array]] = {
    "binary": lambda array: array.cast(pa.binary()),
    "large_binary": lambda array: array.cast(pa.large_binary()),
    "binary_view": lambda array: array.cast(pa.binary()).cast(pa.binary_view()),
}


def with_offset(rows: Rows, offset: int, make: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """An array of which `rows` are a slice of a slice, with others before and after them."""
    around: Rows = ["zz", None, "яя"]
    before = (around * offset)[:offset]
    array = make(pa.array([*before, *rows, *around], pa.string()))
    inner = array.slice(offset // 2, len(array) - offset // 2 - 1)
    return inner.slice(offset - offset // 2, len(rows))


def cut(rows: Rows, chunks: int, generator: random.Random) -> list[Rows]:
    """The rows in so many pieces, some of them empty."""
    places = sorted(generator.randint(0, len(rows)) for _ in range(chunks - 1))
    return [rows[a:b] for a, b in zip([0, *places], [*places, len(rows)], strict=True)]


def arrow_chunks(
    rows: Rows, make: Callable[[pa.Array], pa.Array], chunks: int, offset: int, seed: int
) -> list[pa.Array]:
    """The rows as arrays, each a slice of a slice."""
    pieces = cut(rows, chunks, random.Random(seed))
    return [with_offset(piece, offset, make) for piece in pieces]


def plain_type(array: pa.Array) -> pa.DataType:
    """The type that others take instead of run ends and dictionaries of odd indices."""
    if pa.types.is_run_end_encoded(array.type) or pa.types.is_dictionary(array.type):
        return array.type.value_type
    return array.type


def decoded(arrays: list[pa.Array]) -> pa.ChunkedArray:
    """A chunked array whose type all packages know."""
    if pa.types.is_run_end_encoded(arrays[0].type):
        return pa.chunked_array([pc.run_end_decode(array) for array in arrays])
    return pa.chunked_array([array.cast(plain_type(array)) for array in arrays])


def polars_series(arrays: list[pa.Array]) -> pl.Series:
    """In chunks as they come."""
    return pl.concat(
        [pl.Series(decoded([array]), dtype=pl.String) for array in arrays], rechunk=False
    )


SOURCES: dict[str, Callable[[list[pa.Array]], Any]] = {
    "pyarrow chunked array": lambda arrays: pa.chunked_array(arrays, arrays[0].type),
    "pyarrow array": lambda arrays: pa.concat_arrays([*arrays, arrays[0].slice(0, 0)]),
    "pyarrow table": lambda arrays: pa.table({"text": pa.chunked_array(arrays, arrays[0].type)}),
    "pyarrow batch": lambda arrays: pa.record_batch(
        [pa.concat_arrays([*arrays, arrays[0].slice(0, 0)])], names=["text"]
    ),
    "polars": polars_series,
    "polars slice": lambda arrays: polars_series([arrays[0], *arrays]).slice(len(arrays[0])),
    "polars frame": lambda arrays: polars_series(arrays).to_frame(),
    "polars categories": lambda arrays: polars_series(arrays).cast(pl.Categorical),
    "pandas": lambda arrays: pd.Series(decoded(arrays).to_pandas()),
    "pandas, of pyarrow": lambda arrays: pd.Series(
        decoded(arrays), dtype=pd.ArrowDtype(pa.large_string())
    ),
    "pandas objects": lambda arrays: pd.Series(decoded(arrays).to_pylist(), dtype=object),
    "pandas categories": lambda arrays: pd.Series(decoded(arrays).to_pylist(), dtype="str").astype(
        "category"
    ),
    "pandas slice": lambda arrays: pd.Series(
        [None, "zz", *decoded(arrays).to_pylist()], dtype="str"
    ).iloc[2:],
    "pandas frame": lambda arrays: pd.DataFrame({"text": decoded(arrays).to_pylist()}, dtype="str"),
    "duckdb": lambda arrays: duckdb.from_arrow(pa.table({"text": decoded(arrays)})),
    # nanoarrow 0.9 crashes by itself when it exports views.
    "nanoarrow": lambda arrays: nanoarrow.Array(decoded(arrays).cast(pa.large_string())),
    "list": lambda arrays: decoded(arrays).to_pylist(),
}
