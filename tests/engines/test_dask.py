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
from law import CALLS, EVERY_CALL, EVERY_ROWS, TEXTS, Rows, expected, run_docstrings, run_section

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_refusals() -> None:
    numbers = dd.from_pandas(pd.Series([1, 2]), npartitions=2)
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        numbers.dittograph.count_doubles()
    with pytest.raises(ValueError, match="max_run must be at least 1"):
        in_partitions(TEXTS, "str", 2).dittograph.squeeze(0)


def test_examples() -> None:
    run_docstrings(dittograph.engines.dask)
    run_section("Dask")
