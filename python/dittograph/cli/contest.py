# SPDX-License-Identifier: Apache-2.0
"""Runs several implementations of one function on one text and takes their times."""

from __future__ import annotations

import gc
import statistics
from time import perf_counter

import dittograph
from dittograph import pure, regex
from dittograph.cli.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dittograph.cli.sample import Sample

ROUNDS = 25
BUDGET = 0.6  # seconds for the rounds of each implementation
SHORTEST = 1e-3  # seconds that a clock reading should be apart from the next
LONG_TEXT = 4_000_000  # bytes from which on a single run may take a second


class DisagreementError(Exception):
    """Implementations of the same function return different results."""


class Contender:
    """An implementation that takes part.

    Attributes:
        name: What it is called.
        count: Counts the doubles of the text.
        effort: About how long a run takes compared with the others, to foretell the end.
        times: Seconds that a run took, one value for each round.
    """

    def __init__(self, name: str, count: Callable[[], int], effort: int = 1) -> None:
        self.name = name
        self.count = count
        self.effort = effort
        self.times: list[float] = []

    @property
    def seconds(self) -> float:
        """The median time of a run."""
        return statistics.median(self.times)

    def run(self, repetitions: int = 1) -> int:
        """Run it, note how long a run took on average, and return its result."""
        result = 0
        start = perf_counter()
        for _ in range(repetitions):
            result = self.count()
        self.times.append((perf_counter() - start) / repetitions)
        return result


def contenders(sample: Sample) -> list[Contender]:
    """Return the implementations, the slowest first; numpy takes part if it is there."""
    text = sample.text
    found = [
        Contender("zip loop", lambda: pure.count_doubles(text), 200),
        Contender("regex", lambda: regex.count_doubles(text), 100),
    ]
    try:
        import numpy as np
    except ModuleNotFoundError:
        sample.notes.append("numpy is not installed: it does not take part")
    else:
        array = np.frombuffer(*_as_array(text))
        sample.notes.append("numpy: making its array is not timed")
        found.append(Contender("numpy", lambda: int(np.count_nonzero(array[1:] == array[:-1]))))
    found.append(Contender("dittograph (C++)", lambda: dittograph.count_doubles(text)))
    return found


def hold(found: list[Contender], size: int) -> int:
    """Let them run in turns, as often as is worth the time.

    Args:
        found: Who takes part. Their times are filled in.
        size: How many bytes the text has.

    Returns:
        The number of doubles, on which all agree.

    Raises:
        DisagreementError: They do not.
    """
    results: list[int] = []
    delay = 0.0 if size >= LONG_TEXT else None
    done = 0
    with Progress("checking", sum(c.effort for c in found), "", delay) as progress:
        for contender in found:
            progress.update(done, f"checking {contender.name}")
            results.append(contender.run())
            done += contender.effort
    if len(set(results)) != 1:
        said = ", ".join(f"{c.name} {r:,}" for c, r in zip(found, results, strict=True))
        raise DisagreementError(f"the implementations disagree: {said}")
    _take_times(found)
    return results[0]


def _take_times(found: list[Contender]) -> None:
    repetitions = {c: _enough_repetitions(c) for c in found}
    cost = {c: c.times[0] * repetitions[c] for c in found}
    rounds = {c: min(ROUNDS, int(BUDGET / cost[c])) for c in found}
    for contender in found:
        if rounds[contender]:  # The first run was there to warm up, unless another takes too long.
            contender.times.clear()
    done = 0.0
    enabled = gc.isenabled()
    gc.disable()
    try:
        whole = sum(cost[c] * rounds[c] for c in found)
        with Progress("timing", round(1000 * whole), "") as progress:
            for turn in range(ROUNDS):
                for contender in found:
                    if turn < rounds[contender]:
                        progress.update(round(1000 * done), f"timing {contender.name}")
                        contender.run(repetitions[contender])
                        done += cost[contender]
    finally:
        if enabled:
            gc.enable()


def _enough_repetitions(contender: Contender) -> int:
    """Return how many runs take the shortest time together; leave the last time alone.

    That of a single run would not do to tell: the first one is slow, and a clock may not see one.
    """
    repetitions = 1
    while contender.times[-1] * repetitions < SHORTEST:
        repetitions *= 2
        contender.run(repetitions)
    del contender.times[:-1]
    return repetitions


def _as_array(text: str | bytes) -> tuple[bytes, str]:
    """Return the elements as bytes, in the narrowest type that holds all, and that type."""
    if isinstance(text, bytes):
        return text, "u1"
    try:
        return text.encode("latin-1"), "u1"
    except UnicodeEncodeError:
        units = text.encode("utf-16-le")
        if len(units) == 2 * len(text):
            return units, "<u2"
        return text.encode("utf-32-le"), "<u4"
