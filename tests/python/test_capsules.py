# SPDX-License-Identifier: Apache-2.0
"""Arrow's capsules, of which each can be used once, whoever else wants it.

With the GIL no other thread comes between the look whether it is used and the use. It is without,
on free-threaded CPython, that these tests have something to find.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from arrow_exporters import ArrayExporter, StreamExporter
from dittograph import columns

MANY = 8
ROUNDS = 50


class Capsules:
    """What somebody has exported already and hands out again and again."""

    def __init__(self, capsules: object) -> None:
        self._capsules = capsules


class OfArray(Capsules):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> object:
        return self._capsules


class OfStream(Capsules):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._capsules


def use_at_once(column: object) -> list[list[int] | str]:
    """What comes of it in each of many threads: counts, or an error's message."""
    barrier = threading.Barrier(MANY)

    def use() -> list[int] | str:
        barrier.wait()
        try:
            return columns.count_doubles(column).to_pylist()  # type: ignore[arg-type] # not what a type checker knows
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(MANY) as pool:
        return [future.result() for future in [pool.submit(use) for _ in range(MANY)]]


@pytest.mark.parametrize("kind", ["array", "stream", "bare stream"])
def test_one_of_many_threads_gets_a_capsule(kind: str) -> None:
    for _ in range(ROUNDS):
        exporter: ArrayExporter | StreamExporter
        column: object
        if kind == "array":
            exporter = ArrayExporter([[b"aab", b"bb"]])
            column = OfArray(exporter.__arrow_c_array__())
        else:
            exporter = StreamExporter([[b"aab", b"bb"]])
            capsule = exporter.__arrow_c_stream__()
            column = OfStream(capsule) if kind == "stream" else capsule
        made = use_at_once(column)
        errors = [message for message in made if isinstance(message, str)]
        assert [counts for counts in made if not isinstance(counts, str)] == [[1, 1]]
        assert all("has been used already; export it anew" in message for message in errors)
        structs = ["array", "schema"] if kind == "array" else ["array", "schema", "stream"]
        assert sorted(exporter.released) == structs


def test_capsules_of_a_result() -> None:
    result = columns.squeeze(["aab", "bb"])
    for _ in range(ROUNDS):
        for column in (
            OfArray(result.__arrow_c_array__()),
            OfStream(result.__arrow_c_stream__()),
        ):
            made = use_at_once(column)
            assert made.count([0, 0]) == 1
            assert sum(isinstance(message, str) for message in made) == MANY - 1
    assert columns.count_doubles(result).to_pylist() == [0, 0]


def test_schema_is_left_if_the_array_has_been_used() -> None:
    exporter, used = (ArrayExporter([[b"aab"]]) for _ in range(2))
    schema, array = exporter.__arrow_c_array__()
    other_schema, other_array = used.__arrow_c_array__()
    columns.count_doubles(OfArray((other_schema, other_array)))  # type: ignore[arg-type] # not what a type checker knows
    with pytest.raises(ValueError, match="'arrow_array' has been used already"):
        columns.count_doubles(OfArray((schema, other_array)))  # type: ignore[arg-type] # not what a type checker knows
    assert exporter.released == []
    counts = columns.count_doubles(OfArray((schema, array)))  # type: ignore[arg-type] # not what a type checker knows
    assert counts.to_pylist() == [1]
