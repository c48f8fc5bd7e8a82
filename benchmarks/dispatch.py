# SPDX-License-Identifier: Apache-2.0
"""Lowers the SIMD target that dittograph runs on, inside this process, for the benchmarks alone."""

from __future__ import annotations

import functools
import timeit
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dittograph

from benchmarks import peers

if TYPE_CHECKING:
    from collections.abc import Iterator


def targets() -> list[str]:
    """List the SIMD targets of this machine, the best first.

    Raises:
        NotRunError: The switch is not built.
    """
    names: list[str] = peers.load("simd_dispatch").targets()
    return names


@contextmanager
def lowered(target: str | None) -> Iterator[None]:
    """Run what is inside on `target`; None: on the best, as without this."""
    if target is None:
        yield
        return
    _require_effect()
    simd_dispatch = peers.load("simd_dispatch")
    simd_dispatch.lower_to(target)
    try:
        assert simd_dispatch.current() == target
        yield
    finally:
        simd_dispatch.lower_to(None)


@functools.cache
def _require_effect() -> None:
    """See that the switch reaches dittograph: it must be much slower on the lowest target.

    It does not if dittograph has a Highway of its own linked in, as a wheel has.
    """
    simd_dispatch = peers.load("simd_dispatch")
    names = simd_dispatch.targets()
    text = b"ab" * 500_000
    times = {}
    for name in (names[0], names[-1]):
        simd_dispatch.lower_to(name)
        times[name] = min(timeit.repeat(lambda: dittograph.count_doubles(text), number=5, repeat=9))
    simd_dispatch.lower_to(None)
    if len(names) > 1 and times[names[-1]] < 2 * times[names[0]]:
        raise peers.NotRunError("this dittograph does not share its Highway: build it from source")
