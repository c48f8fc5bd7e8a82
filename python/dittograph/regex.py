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

if TYPE_CHECKING:
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
