# SPDX-License-Identifier: Apache-2.0
"""Medians of interleaved runs, A B A B ...: a slow moment of the machine meets both alike."""

from __future__ import annotations

import gc
import statistics
import time
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_SAMPLE_NS = 200_000  # what one sample lasts at least; short calls are repeated in a loop
_MOST_ROUNDS = 501

Sampler = Callable[[], float]


@dataclass(frozen=True)
class Medians:
    """What interleaved runs of two things gave.

    Attributes:
        ours_ns: The median time of ours.
        peer_ns: The median time of the peer.
        ratio: How many times faster ours is: the one median over the other.
        quartiles: The middle half of the ratios of single rounds: how noisy the machine was.
        rounds: How often each was measured.
    """

    ours_ns: float
    peer_ns: float
    ratio: float
    quartiles: tuple[float, float]
    rounds: int


def statement(code: str, namespace: dict[str, Any]) -> Sampler:
    """Make a sampler of Python code: it returns the nanoseconds of one execution."""
    timer = timeit.Timer(code, timer=time.perf_counter_ns, globals=namespace)
    once = min(timer.timeit(1) for _ in range(3))
    number = max(1, round(_SAMPLE_NS / max(once, 1)))

    def sample() -> float:
        if number > 1:
            timer.timeit(1)  # what ran in between has pushed our text out of the caches
        return timer.timeit(number) / number

    return sample


def compare(*pairs: tuple[Sampler, Sampler], seconds: float, fewest: int = 11) -> Medians:
    """Run ours and the peer in turn for about so many seconds, at least `fewest` times each.

    Args:
        pairs: Ours and the peer; several if the same is to be measured on several copies of the
            input, one after the other. The medians are over all of them.
        seconds: How long, for all pairs together.
        fewest: How often at least, for each pair.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        times = [time for pair in pairs for time in _rounds(pair, seconds / len(pairs), fewest)]
    finally:
        if collecting:
            gc.enable()
    ours_ns, peer_ns = (statistics.median(column) for column in zip(*times, strict=True))
    first, _, third = statistics.quantiles([peer / ours for ours, peer in times], n=4)
    return Medians(ours_ns, peer_ns, peer_ns / ours_ns, (first, third), len(times))


def _rounds(samplers: Sequence[Sampler], seconds: float, fewest: int) -> list[tuple[float, ...]]:
    deadline = time.perf_counter() + seconds
    times: list[tuple[float, ...]] = []
    while len(times) < fewest or (len(times) < _MOST_ROUNDS and time.perf_counter() < deadline):
        times.append(tuple(sample() for sample in samplers))
    return times
