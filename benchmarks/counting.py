# SPDX-License-Identifier: Apache-2.0
"""Counts doubles in every way, width and size: ``pytest benchmarks/counting.py``.

The 2017 experiment, grown: pytest-benchmark prints a table for each width and size with a row for
each implementation. Every case is checked before it is timed. Slow implementations are left out of
big sizes; one whose toolchain is missing is skipped, and the reason is listed at the end.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from benchmarks.implementations import IMPLEMENTATIONS, Implementation
from benchmarks.peers import NotRunError
from benchmarks.texts import MILLION, WIDTHS, Sample

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {
    "8 B": 8,
    "64 B": 64,
    "1 kB": 1_000,
    "32 kB": 32_000,
    "1 MB": MILLION,
    "16 MB": 16 * MILLION,
    "256 MB": 256 * MILLION,
}
QUICK_SIZES = ("64 B", "32 kB")


class Benchmark(Protocol):
    """The part of pytest-benchmark's fixture that is used here."""

    group: str | None
    name: str
    extra_info: dict[str, Any]

    def __call__(self, function: Callable[[Any], int], text: object) -> int: ...


@functools.lru_cache(maxsize=1)  # the biggest is 256 MB, and the cases come text by text
def _sample(width: str, size: str) -> Sample[Any]:
    element, make = WIDTHS[width]
    return make(SIZES[size] // element)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    quick = metafunc.config.getoption("quick")
    sizes = QUICK_SIZES if quick else tuple(SIZES)
    seconds, rounds = (0.01, 1) if quick else (0.3, 5)
    timed = pytest.mark.benchmark(max_time=seconds, min_rounds=rounds, disable_gc=True)
    cases = [
        pytest.param(one, width, size, id=f"{width}, {size}: {one.name}", marks=timed)
        for width in WIDTHS
        for size in sizes
        for one in IMPLEMENTATIONS
        if width in one.widths and SIZES[size] <= one.largest
    ]
    metafunc.parametrize(("implementation", "width", "size"), cases)


def test_count_doubles(
    benchmark: Benchmark, implementation: Implementation, width: str, size: str
) -> None:
    try:
        count = implementation.load()
    except NotRunError as reason:
        pytest.skip(f"NOT RUN: {implementation.name}: {reason}")
    sample = _sample(width, size)
    text = implementation.prepare(sample.text)
    assert count(text) == sample.doubles or not implementation.counts
    benchmark.group = f"count the doubles of {width}, {size}"
    benchmark.name = implementation.name
    benchmark.extra_info.update(
        implementation=implementation.name, width=width, size=size, bytes=SIZES[size]
    )
    benchmark(count, text)
