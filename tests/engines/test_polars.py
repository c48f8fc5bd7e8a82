# SPDX-License-Identifier: Apache-2.0
"""Polars: eager and lazy, streamed, in chunks and slices."""

from __future__ import annotations

import dittograph.engines.polars
import polars as pl
import pytest
from dittograph.engines.verbs import find
from law import EVERY_CALL, EVERY_ROWS, TEXTS, Rows, cut, expected, run_docstrings, run_section

TYPES = {"text": pl.String, "int64": pl.Int64, "bool": pl.Boolean}


def series(rows: Rows) -> pl.Series:
    return pl.Series("text", rows, dtype=pl.String)


def chunked(rows: Rows) -> pl.Series:
    return pl.concat([series(piece) for piece in cut(rows)], rechunk=False)


@EVERY_CALL
@EVERY_ROWS
def test_series(verb: str, arguments: dict[str, int], rows: Rows) -> None:
    want = expected(verb, rows, arguments)
    sliced = series(["zz", None, *rows, "yy"]).slice(2, len(rows))
    for of in (series(rows), chunked(rows), sliced):
        made = getattr(of.dittograph, verb)(**arguments)
        assert made.to_list() == want
        assert made.name == "text"
        assert made.dtype == TYPES[find(verb).returns]


@EVERY_CALL
@EVERY_ROWS
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_expression(verb: str, arguments: dict[str, int], rows: Rows, engine: str) -> None:
    query = chunked(rows).to_frame().lazy()
    query = query.select(getattr(pl.col("text").dittograph, verb)(**arguments))
    promised = query.collect_schema()
    made = query.collect(engine=engine)
    assert made.schema == promised
    assert made["text"].to_list() == expected(verb, rows, arguments)


def test_in_groups_and_as_a_filter() -> None:
    frame = pl.DataFrame({"group": [1, 2, 1], "text": ["aa", "b", "ccc"]})
    doubles = pl.col("text").dittograph.count_doubles()
    assert frame.filter(doubles > 1)["text"].to_list() == ["ccc"]
    sums = frame.group_by("group", maintain_order=True).agg(doubles.sum())
    assert sums["text"].to_list() == [3, 0]


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Binary])
def test_other_types_of_text(dtype: pl.DataType) -> None:
    rows = [text for text in TEXTS if text is None or text.isascii()]  # of binary, bytes count
    given = series(rows).cast(dtype)
    assert given.dittograph.squeeze().dtype == dtype
    assert given.dittograph.squeeze().cast(pl.String).to_list() == expected("squeeze", rows, {})
    assert given.dittograph.count_doubles().to_list() == expected("count_doubles", rows, {})


def test_enum() -> None:
    given = pl.Series("text", ["aab", "ab", None], dtype=pl.Enum(["aab", "ab"]))
    assert given.dittograph.count_doubles().to_list() == [1, 0, None]
    assert given.dittograph.squeeze().to_list() == ["ab", "ab", None]
    with pytest.raises(pl.exceptions.InvalidOperationError, match="conversion from `str`"):
        given.head(1).cast(pl.String).cast(pl.Enum(["aab"])).dittograph.squeeze()


def test_refusals() -> None:
    numbers = pl.DataFrame({"number": [1, 2]})
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        numbers["number"].dittograph.count_doubles()
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        numbers.select(pl.col("number").dittograph.count_doubles())
    # Of arguments at once, before anything is collected.
    with pytest.raises(ValueError, match="min_length must be at least 1"):
        pl.col("text").dittograph.count_runs(0)
    with pytest.raises(TypeError, match=r"count_runs.*unexpected keyword argument 'max_run'"):
        pl.col("text").dittograph.count_runs(max_run=1)


def test_examples() -> None:
    run_docstrings(dittograph.engines.polars)
    run_section("Polars")
