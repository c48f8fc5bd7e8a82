# SPDX-License-Identifier: Apache-2.0
r"""The verbs of :mod:`dittograph` with :mod:`re`, for ``str`` and bytes-like text.

The pattern is that of the 2017 experiment: a lookahead, so that doubles overlap. It has the DOTALL
flag, without which ``.`` passes over line breaks and ``"\n\n"`` has no double.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING, overload

from dittograph._core import Run
from dittograph.pure import check_length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    BytesLike: TypeAlias = bytes | bytearray | memoryview

_DOUBLE = re.compile(r"(?=(.)\1)", re.DOTALL)
_DOUBLE_BYTE = re.compile(rb"(?=(.)\1)", re.DOTALL)


def count_doubles(text: str | BytesLike) -> int:
    """Count the positions i with ``text[i] == text[i + 1]``; they overlap.

    >>> count_doubles("aaa")
    2
    """
    if isinstance(text, str):
        return len(_DOUBLE.findall(text))
    return len(_DOUBLE_BYTE.findall(text))


def find_doubles(text: str | BytesLike) -> memoryview:
    """Return those positions, ascending, as a read-only ``memoryview`` of int64.

    >>> find_doubles("hello, aaa").tolist()
    [2, 7, 8]
    """
    matches = _DOUBLE.finditer(text) if isinstance(text, str) else _DOUBLE_BYTE.finditer(text)
    return memoryview(array("q", [match.start() for match in matches])).toreadonly()


@overload
def tally_doubles(text: str) -> dict[str, int]: ...
@overload
def tally_doubles(text: BytesLike) -> dict[int, int]: ...
def tally_doubles(text: str | BytesLike) -> dict[str, int] | dict[int, int]:
    """Count the doubles of each element: most frequent first, ties by first occurrence.

    >>> tally_doubles("hello, aaa")
    {'a': 2, 'l': 1}
    """
    # A Counter lists equal counts in the order in which it first met them.
    if isinstance(text, str):
        return dict(Counter(_DOUBLE.findall(text)).most_common())
    return dict(Counter(double[0] for double in _DOUBLE_BYTE.findall(text)).most_common())


def find_runs(text: str | BytesLike, min_length: int = 2) -> list[Run]:
    """Return the runs of at least ``min_length`` equal elements, in their order.

    >>> find_runs("hmmm, well")
    [Run(start=1, length=3, element='m'), Run(start=8, length=2, element='l')]
    """
    check_length(min_length, "min_length")
    # All runs, and the longer ones chosen afterwards: a run must not be found from its middle on.
    if isinstance(text, str):
        matches = re.finditer(r"(.)\1*", text, re.DOTALL)
        found = [(match.start(), match.end(), match[1]) for match in matches]
        return [Run(i, j - i, element) for i, j, element in found if j - i >= min_length]
    data = memoryview(text).cast("B")  # of format c it has bytes of length 1, of ? bools
    spans = [match.span() for match in re.finditer(rb"(.)\1*", data, re.DOTALL)]
    return [Run(i, j - i, data[i]) for i, j in spans if j - i >= min_length]


def count_runs(text: str | BytesLike, min_length: int = 2) -> int:
    """Count the runs of at least ``min_length`` equal elements.

    >>> count_runs("hmmm, well", min_length=3)
    1
    """
    return len(find_runs(text, min_length))


def longest_run(text: str | BytesLike) -> Run | None:
    """Return the first of the longest runs, ``None`` if there are no elements.

    >>> longest_run("hmmm, well")
    Run(start=1, length=3, element='m')
    """
    return max(find_runs(text, 1), key=lambda run: run.length, default=None)


@overload
def squeeze(text: str, max_run: int = 1) -> str: ...
@overload
def squeeze(text: BytesLike, max_run: int = 1) -> bytes: ...
def squeeze(text: str | BytesLike, max_run: int = 1) -> str | bytes:
    """Return ``text`` with every run of equal elements shortened to ``max_run``.

    >>> squeeze("sooo  goood")
    'so god'
    """
    check_length(max_run, "max_run")
    max_run = min(max_run, len(text) + 1)  # re does not count that far
    pattern = rf"((.)\2{{{max_run - 1}}})\2+"
    if isinstance(text, str):
        return re.sub(pattern, r"\1", text, flags=re.DOTALL)
    return re.sub(pattern.encode(), rb"\1", text, flags=re.DOTALL)


def has_repeat(text: str | BytesLike, min_copies: int = 2, max_period: int = 64) -> bool:
    """Tell whether there is a repeat of at least ``min_copies`` copies.

    What is copied has more than one kind of element, so it goes on behind the run that it begins
    with. The time may grow with the square of the text: there lies the danger of such patterns.

    >>> has_repeat("abcabcabc", min_copies=4)
    False
    """
    check_length(min_copies, "min_copies", 2)
    check_length(max_period, "max_period", 2)
    most = len(text) + 2  # re does not count much further
    min_copies, max_period = min(min_copies, most), min(max_period, most)
    pattern = rf"(?=((.)\2*)(?!\2).)(?=(\1.{{1,{max_period - 1}}}?)\3{{{min_copies - 1}}})"
    matches: Iterator[re.Match[str]] | Iterator[re.Match[bytes]]
    if isinstance(text, str):
        matches = re.finditer(pattern, text, re.DOTALL)
    else:
        matches = re.finditer(pattern.encode(), text, re.DOTALL)
    return any(len(match[3]) <= max_period for match in matches)
