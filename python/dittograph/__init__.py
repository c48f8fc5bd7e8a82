# SPDX-License-Identifier: Apache-2.0
"""Find what is written twice, at the speed of memory.

A *double* is a position i with ``text[i] == text[i + 1]``; doubles overlap, so ``"aaa"`` has two:

>>> import dittograph
>>> dittograph.count_doubles("bookkeeper")
3
>>> dittograph.find_doubles("bookkeeper").tolist()
[1, 3, 5]
>>> dittograph.tally_doubles("bookkeeper")
{'o': 1, 'k': 1, 'e': 1}

The same verbs stand in :mod:`dittograph.pure` (pure Python) and, for ``str`` and bytes, in
:mod:`dittograph.regex`.
"""

from dittograph._core import (
    Utf8DoublesCounter,
    count_doubles,
    count_doubles_utf8,
    find_doubles,
    find_doubles_utf8,
    tally_doubles,
    tally_doubles_utf8,
)

__version__ = "0.1.0"

__all__ = [
    "Utf8DoublesCounter",
    "count_doubles",
    "count_doubles_utf8",
    "find_doubles",
    "find_doubles_utf8",
    "tally_doubles",
    "tally_doubles_utf8",
]
