# SPDX-License-Identifier: Apache-2.0
"""The verbs of :mod:`dittograph` in pure Python: the oracle of the tests, the baseline of speed.

``count_doubles`` is the ``zip`` loop of the 2017 experiment. All of these take any sequence; runs
are of elements that a ``Run`` takes, ``str`` and ``int``.
"""

from __future__ import annotations

from array import array
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

from dittograph._core import Repeat, Run

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

_Element = TypeVar("_Element", bound="Hashable")


def check_length(length: int, name: str, least: int = 1) -> None:
    """Raise the error of the native verbs if ``length`` is less than ``least``."""
    if length < least:
        raise ValueError(f"{name} must be at least {least}, got {length}")


def count_doubles(text: Sequence[object]) -> int:
    """Count the positions i with ``text[i] == text[i + 1]``; they overlap.

    >>> count_doubles("aaa")
    2
    """
    total = 0
    for a, b in zip(text, text[1:], strict=False):  # noqa: RUF007 (the loop of the experiment)
        if a == b:
            total += 1
    return total


def find_doubles(text: Sequence[object]) -> memoryview:
    """Return those positions, ascending, as a read-only ``memoryview`` of int64.

    >>> find_doubles("hello, aaa").tolist()
    [2, 7, 8]
    """
    positions = array("q", [i for i in range(len(text) - 1) if text[i] == text[i + 1]])
    return memoryview(positions).toreadonly()


def tally_doubles(text: Sequence[_Element]) -> dict[_Element, int]:
    """Count the doubles of each element: most frequent first, ties by first occurrence.

    >>> tally_doubles("hello, aaa")
    {'a': 2, 'l': 1}
    """
    counts: dict[_Element, int] = {}
    for a, b in pairwise(text):
        if a == b:
            counts[a] = counts.get(a, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: item[1], reverse=True))


def find_runs(text: Sequence[str] | Sequence[int], min_length: int = 2) -> list[Run]:
    """Return the runs of at least ``min_length`` equal elements, in their order.

    >>> find_runs("hmmm, well")
    [Run(start=1, length=3, element='m'), Run(start=8, length=2, element='l')]
    """
    check_length(min_length, "min_length")
    elements: Iterable[str | int] = text
    if isinstance(text, memoryview) and text.format in {"c", "?", "@c", "@?"}:
        elements = text.tobytes()  # compared as bytes, where it has bytes of length 1, or bools
    runs, start = [], 0
    for element, group in groupby(elements):
        length = sum(1 for _ in group)
        if length >= min_length:
            runs.append(Run(start, length, element))
        start += length
    return runs


def count_runs(text: Sequence[str] | Sequence[int], min_length: int = 2) -> int:
    """Count the runs of at least ``min_length`` equal elements.

    >>> count_runs("hmmm, well", min_length=3)
    1
    """
    return len(find_runs(text, min_length))


def longest_run(text: Sequence[str] | Sequence[int]) -> Run | None:
    """Return the first of the longest runs, ``None`` if there are no elements.

    >>> longest_run("hmmm, well")
    Run(start=1, length=3, element='m')
    """
    return max(find_runs(text, 1), key=lambda run: run.length, default=None)


def squeeze(text: Sequence[_Element], max_run: int = 1) -> list[_Element]:
    """Return the elements that are left when every run is shortened to ``max_run``.

    >>> "".join(squeeze("sooo  goood"))
    'so god'
    """
    check_length(max_run, "max_run")
    squeezed: list[_Element] = []
    for _, group in groupby(text):
        squeezed += [*group][:max_run]
    return squeezed


def find_repeats(text: Sequence[object], min_copies: int = 2, max_period: int = 64) -> list[Repeat]:
    """Return the repeats of at least ``min_copies`` copies, ordered by start, then by period.

    >>> find_repeats("say abcabcabc")
    [Repeat(start=4, period=3, length=9)]
    """
    check_length(min_copies, "min_copies", 2)
    check_length(max_period, "max_period", 2)
    size, repeats = len(text), []
    for period in range(2, min(max_period, size // min_copies) + 1):
        start = 0
        while start < size - period:
            end = start + period
            while end < size and text[end - period] == text[end]:
                end += 1
            if end - start >= min_copies * period and _smallest_period(text[start:end]) == period:
                repeats.append(Repeat(start, period, end - start))
            start = end - period + 1  # the pair there is not equal
    return sorted(repeats, key=lambda repeat: (repeat.start, repeat.period))


def _smallest_period(text: Sequence[object]) -> int:
    return next(p for p in range(1, len(text) + 1) if text[p:] == text[: len(text) - p])


def has_repeat(text: Sequence[object], min_copies: int = 2, max_period: int = 64) -> bool:
    """Tell whether there is a repeat of at least ``min_copies`` copies.

    >>> has_repeat("abcabcabc", min_copies=4)
    False
    """
    return bool(find_repeats(text, min_copies, max_period))


def ends_in_repeat(
    items: Sequence[object], max_period: int = 64, min_copies: int = 4, min_period: int = 1
) -> int:
    """Return the smallest period with which the end of ``items`` loops, 0 if there is none.

    >>> ends_in_repeat("I know. I know. I know. I know. ")
    8
    """
    check_length(max_period, "max_period")
    check_length(min_copies, "min_copies", 2)
    check_length(min_period, "min_period")
    if min_period > max_period:
        raise ValueError(f"min_period must be at most max_period, {max_period}, got {min_period}")
    for period in range(min_period, min(max_period, len(items) // min_copies) + 1):
        end = items[len(items) - min_copies * period :]
        if end[period:] == end[:-period]:
            return period
    return 0
