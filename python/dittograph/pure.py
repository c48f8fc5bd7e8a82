# SPDX-License-Identifier: Apache-2.0
"""The verbs of :mod:`dittograph` in pure Python: the oracle of the tests, the baseline of speed.

``count_doubles`` is the ``zip`` loop of the 2017 experiment. All of these take any sequence.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_Element = TypeVar("_Element", bound="Hashable")


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
