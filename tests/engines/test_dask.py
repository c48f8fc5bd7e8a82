# SPDX-License-Identifier: Apache-2.0
"""Dask: on threads and on processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dask
import dask.dataframe as dd
import dittograph.engines.dask
import pandas as pd
import pyarrow as pa
import pytest
from dittograph.engines.verbs import VERBS
from law import CALLS, EVERY_CALL, EVERY_ROWS, TEXTS, Rows, expected, run_docstrings, run_section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DTYPES = {"str": "str", "Arrow's string": pd.ArrowDtype(pa.string())}


@pytest.fixture(autouse=True)
def _two_threads() -> Iterator[None]:
    with dask.config.set(scheduler="threads", num_workers=2):
        yield


def in_partitions(rows: Rows, dtype: object, count: int) -> dd.Series:
    series = pd.Series(rows, name="text", dtype=dtype)
    return dd.from_pandas(series, npartitions=count)


def plain(series: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in series]


@EVERY_CALL
@EVERY_ROWS
@pytest.mark.parametrize("dtype", [*DTYPES.values()], ids=[*DTYPES])
@pytest.mark.parametrize("count", [1, 2])
def test_on_threads(
    verb: str, arguments: dict[str, int], rows: Rows, dtype: object, count: int
) -> None:
    given = in_partitions(rows, dtype, count)
    made = getattr(given.dittograph, verb)(**arguments)
    computed = made.compute()
    assert plain(computed) == expected(verb, rows, arguments)
    assert (made.dtype, made.name) == (computed.dtype, computed.name)
    assert made.divisions == given.divisions


def test_on_processes() -> None:
    given = in_partitions(TEXTS, "str", 2)
    made = [getattr(given.dittograph, verb)(**arguments) for verb, arguments in CALLS]
    computed = dask.compute(*made, scheduler="processes")
    for (verb, arguments), series in zip(CALLS, computed, strict=True):
        assert plain(series) == expected(verb, TEXTS, arguments)


CATEGORY_DTYPES = {
    "str": "str",
    "object": object,
    "string": "string",
    "Arrow's string": pd.ArrowDtype(pa.string()),
}


def assert_like_the_rows(given: dd.Series, rows: Rows) -> None:
    for verb in VERBS:
        made = getattr(given.dittograph, verb.name)()
        whole, *parts = dask.compute(made, *made.partitions)
        assert plain(whole) == expected(verb.name, rows, {})
        assert {part.dtype for part in (whole, *parts)} == {made.dtype}
        assert (made.name, made.divisions) == (given.name, given.divisions)


@pytest.mark.parametrize("dtype", [*CATEGORY_DTYPES.values()], ids=[*CATEGORY_DTYPES])
@pytest.mark.parametrize("nulls", ["object", "float64", "str"])
def test_unknown_categories(dtype: object, nulls: str) -> None:
    """Each partition has its own, and one without texts has none."""
    pieces = [
        pd.Series(TEXTS, name="text", dtype=dtype),
        pd.Series([], name="text", dtype=nulls),
        pd.Series([None, None], name="text", dtype=nulls),
        pd.Series(["aab", "aab"], name="text", dtype=dtype),
    ]
    parts = [dask.delayed(piece.astype("category")) for piece in pieces]
    known = dd.from_pandas(pd.Series(["a"], name="text").astype("category"), npartitions=1)
    given = dd.from_delayed(parts, meta=known.cat.as_unknown()._meta)
    assert not given.cat.known
    rows = [*TEXTS, None, None, "aab", "aab"]
    assert_like_the_rows(given, rows)
    assert_like_the_rows(given[given == "aab"], ["aab", "aab"])
    assert_like_the_rows(given[given == "what is not there"], [])


@pytest.mark.parametrize("dtype", [object, pd.ArrowDtype(pa.binary())], ids=str)
def test_categories_of_bytes(dtype: object) -> None:
    known = dd.from_pandas(pd.Series([b"aab", None], dtype=dtype).astype("category"), npartitions=1)
    unknown = known.cat.as_unknown()
    for given in (known, unknown):
        assert plain(given.dittograph.count_doubles().compute()) == [1, None]
    assert plain(unknown.cat.as_known().dittograph.squeeze().compute()) == [b"ab", None]
    # Not "b'ab'", which is what pandas makes of it.
    with pytest.raises(
        TypeError, match=r"must be text, got bytes; cat.as_known\(\) before squeeze"
    ):
        unknown.dittograph.squeeze().compute()


def test_categories_of_files(tmp_path: Path) -> None:
    for name, lines in (("a", "bookkeeper,1\n,2"), ("b", ",3\n,4"), ("c", ""), ("d", "aab,5")):
        (tmp_path / f"{name}.csv").write_text(f"text,row\n{lines}\n")
    given = dd.read_csv(tmp_path / "*.csv", dtype={"text": "category"}).text
    assert not given.cat.known
    assert_like_the_rows(given, ["bookkeeper", None, None, None, "aab"])


def test_known_categories_and_empty_partitions() -> None:
    known = in_partitions(TEXTS, "str", 3).compute().astype("category")
    given = dd.from_pandas(known, npartitions=3)
    assert given.cat.known
    assert_like_the_rows(given, TEXTS)
    for some in (given, in_partitions(TEXTS, "str", 3), given.cat.as_unknown()):
        assert_like_the_rows(some[some == "hmmm, well"], ["hmmm, well"])
        assert_like_the_rows(some[some == "what is not there"], [])
    assert_like_the_rows(dd.concat([given, given[given == "aa"]]), [*TEXTS, "aa"])


def test_refusals() -> None:
    categories = dd.from_pandas(pd.Series([1, 2]).astype("category"), npartitions=2)
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        categories.dittograph.squeeze()
    unknown = categories.cat.as_unknown().dittograph.squeeze()
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        unknown.compute()
    numbers = dd.from_pandas(pd.Series([1, 2]), npartitions=2)
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        numbers.dittograph.count_doubles()
    with pytest.raises(ValueError, match="max_run must be at least 1"):
        in_partitions(TEXTS, "str", 2).dittograph.squeeze(0)


def test_examples() -> None:
    run_docstrings(dittograph.engines.dask)
    run_section("Dask")
