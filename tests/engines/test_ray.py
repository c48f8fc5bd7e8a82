# SPDX-License-Identifier: Apache-2.0
"""Ray: two workers and a small object store, which the tests start and stop."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

# Before it is imported: nothing is sent to anybody, and no token written to the home directory.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["RAY_AUTH_MODE"] = "disabled"

import dittograph.engines.ray as of_ray
import pyarrow as pa
import pytest
import ray
import ray.data
from dittograph.engines.verbs import find
from law import CALLS, EVERY_ROWS, TEXTS, Rows, cut, expected, run_docstrings, run_section
from ray.exceptions import RayTaskError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Ray warns of settings of its own that it sets itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")

TYPES = {"text": pa.string(), "int64": pa.int64(), "bool": pa.bool_()}


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    # Not pytest's folder: the path of a socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ray.init(
            num_cpus=2,
            object_store_memory=80 << 20,
            include_dashboard=False,
            configure_logging=False,
            log_to_driver=False,
            _temp_dir=folder,
        )
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield
        ray.shutdown()


def dataset_of(rows: Rows) -> ray.data.Dataset:
    pieces = [
        pa.table({"row": range(first, first + len(piece)), "text": pa.array(piece, pa.string())})
        for first, piece in zip([0, len(rows) // 3], cut(rows), strict=True)
    ]
    return ray.data.from_arrow(pieces)


def table_of(dataset: ray.data.Dataset) -> pa.Table:
    return pa.concat_tables(ray.get(dataset.to_arrow_refs())).sort_by("row")


@EVERY_ROWS
def test_batches(rows: Rows) -> None:
    made = dataset_of(rows)
    for i, (verb, arguments) in enumerate(CALLS):
        batches = getattr(of_ray, verb)("text", into=f"made {i}", **arguments)
        made = made.map_batches(batches, batch_format="pyarrow", batch_size=None)
    if not rows:  # Ray keeps no blocks of no rows.
        assert made.take_all() == []
        return
    table = table_of(made)
    for i, (verb, arguments) in enumerate(CALLS):
        column = table[f"made {i}"]
        assert column.to_pylist() == expected(verb, rows, arguments)
        assert column.type == TYPES[find(verb).returns]


def test_table_without_rows() -> None:
    empty = pa.table({"text": pa.array([], pa.string())})
    for verb, arguments in CALLS:
        made = getattr(of_ray, verb)("text", **arguments)(empty)[verb]
        assert made.to_pylist() == []
        assert made.type == TYPES[find(verb).returns]


def test_small_batches_into_the_same_column() -> None:
    made = dataset_of(TEXTS).map_batches(
        of_ray.squeeze("text", into="text"), batch_format="pyarrow", batch_size=3
    )
    table = table_of(made)
    assert table.column_names == ["row", "text"]
    assert table["text"].to_pylist() == expected("squeeze", TEXTS, {})


def test_refusals() -> None:
    made = dataset_of(TEXTS).map_batches(of_ray.count_doubles("row"), batch_format="pyarrow")
    with pytest.raises(RayTaskError, match="TypeError: column must be of Arrow type utf8"):
        made.materialize()
    with pytest.raises(ValueError, match="min_length must be at least 1"):
        of_ray.count_runs("text", 0)
    with pytest.raises(TypeError, match=r"count_runs.*missing a required argument: 'column'"):
        of_ray.count_runs()


def test_examples() -> None:
    run_docstrings(of_ray)
    run_section("Ray")
