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

A *run* is a stretch of equal elements that no neighbour could join:

>>> dittograph.longest_run("hmmm, well")
Run(start=1, length=3, element='m')
>>> dittograph.squeeze("sooo  goood")
'so god'

A *repeat* is a stretch made of copies of a shorter one:

>>> dittograph.find_repeats("say abcabcabc")[0]
Repeat(start=4, period=3, length=9)
>>> dittograph.ends_in_repeat("I know. I know. I know. I know. ")
8

The same verbs stand in :mod:`dittograph.pure` (pure Python) and, for ``str`` and bytes, in
:mod:`dittograph.regex`.
"""

from dittograph._core import (
    Repeat,
    Repeats,
    Run,
    Runs,
    Utf8DoublesCounter,
    Utf8Squeezer,
    count_doubles,
    count_doubles_utf8,
    count_runs,
    count_runs_utf8,
    ends_in_repeat,
    find_doubles,
    find_doubles_utf8,
    find_repeats,
    find_runs,
    find_runs_utf8,
    has_repeat,
    longest_run,
    longest_run_utf8,
    squeeze,
    squeeze_utf8,
    tally_doubles,
    tally_doubles_utf8,
)

__version__ = "0.1.0"

__all__ = [
    "Repeat",
    "Repeats",
    "Run",
    "Runs",
    "Utf8DoublesCounter",
    "Utf8Squeezer",
    "count_doubles",
    "count_doubles_utf8",
    "count_runs",
    "count_runs_utf8",
    "ends_in_repeat",
    "find_doubles",
    "find_doubles_utf8",
    "find_repeats",
    "find_runs",
    "find_runs_utf8",
    "has_repeat",
    "longest_run",
    "longest_run_utf8",
    "squeeze",
    "squeeze_utf8",
    "tally_doubles",
    "tally_doubles_utf8",
]
