# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D102 - Measure says what the methods do that all share
"""What is measured of a text that comes in pieces: how many doubles, or which.

The four measures share one form: pieces go in by `update`, `finish` says that the text ends,
`merge` appends the measure of what comes later. `merge` does not look for a double across the
border: the spans of `dittograph.cli.spans` overlap by one element for that.
"""

from __future__ import annotations

from dittograph._core import (
    DoublesTallier,
    Utf8DoublesCounter,
    Utf8DoublesTallier,
    count_doubles,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol, Self, TypeAlias

    Tally: TypeAlias = Mapping[str, int] | Mapping[int, int]

    class Measure(Protocol):
        """The form that all measures share."""

        error_offset: int | None
        """Where the text first is not UTF-8, from its start; None if it is."""

        def update(self, piece: memoryview) -> bool:
            """Take the next piece and return whether there is any use in more."""

        def finish(self) -> None:
            """Say that the text ends here."""

        def merge(self, later: Self) -> None:
            """Append what was measured of the text that follows, or of the next file."""

        def doubles(self) -> int:
            """Return how many doubles there are."""

        def tally(self) -> Tally | None:
            """Return which element is doubled how often, if that is what is measured."""


class Utf8Count:
    """Counts the doubled code points of UTF-8."""

    def __init__(self) -> None:
        self.error_offset: int | None = None
        self._counter = Utf8DoublesCounter()
        self._later = 0

    def update(self, piece: memoryview) -> bool:
        return self._counter.update(piece)

    def finish(self) -> None:
        self._counter.finish()
        self.error_offset = self._counter.error_offset

    def merge(self, later: Utf8Count) -> None:
        self._later += later.doubles()

    def doubles(self) -> int:
        return self._counter.count + self._later

    def tally(self) -> None:
        return None


class Utf8Tally:
    """Counts the doubles of each code point of UTF-8."""

    def __init__(self) -> None:
        self.error_offset: int | None = None
        self._tallier = Utf8DoublesTallier()

    def update(self, piece: memoryview) -> bool:
        return self._tallier.update(piece)

    def finish(self) -> None:
        self._tallier.finish()
        self.error_offset = self._tallier.error_offset

    def merge(self, later: Utf8Tally) -> None:
        self._tallier.merge(later._tallier)

    def doubles(self) -> int:
        return sum(self.tally().values())

    def tally(self) -> Mapping[str, int]:
        return self._tallier.tally()


class ByteCount:
    """Counts doubled bytes."""

    def __init__(self) -> None:
        self.error_offset: int | None = None
        self._doubles = 0
        self._last = -1

    def update(self, piece: memoryview) -> bool:
        if len(piece):
            self._doubles += count_doubles(piece) + (piece[0] == self._last)
            self._last = piece[-1]
        return True

    def finish(self) -> None:
        pass

    def merge(self, later: ByteCount) -> None:
        self._doubles += later.doubles()

    def doubles(self) -> int:
        return self._doubles

    def tally(self) -> None:
        return None


class ByteTally:
    """Counts the doubles of each byte."""

    def __init__(self) -> None:
        self.error_offset: int | None = None
        self._tallier = DoublesTallier()
        self._last = -1

    def update(self, piece: memoryview) -> bool:
        if len(piece):
            if piece[0] == self._last:
                self._tallier.update(bytes(piece[:1]) * 2)
            self._tallier.update(piece)
            self._last = piece[-1]
        return True

    def finish(self) -> None:
        pass

    def merge(self, later: ByteTally) -> None:
        self._tallier.merge(later._tallier)

    def doubles(self) -> int:
        return sum(self.tally().values())

    def tally(self) -> Mapping[int, int]:
        return self._tallier.tally()


class InOrder:
    """Merges the measures of parts that are finished in any order, in the order of the text.

    Neighbours are merged as soon as they meet, so there are never many more than threads.
    """

    def __init__(self) -> None:
        self._stretches: dict[int, tuple[int, Measure]] = {}  # first part: part behind, measure
        self._firsts: dict[int, int] = {}  # part behind: first part

    def add(self, part: int, measure: Measure) -> None:
        """Take the measure of a part, which from now on belongs to this object."""
        first, behind = part, part + 1
        if first in self._firsts:
            first = self._firsts.pop(first)
            _, earlier = self._stretches.pop(first)
            earlier.merge(measure)
            measure = earlier
        if behind in self._stretches:
            del self._firsts[self._stretches[behind][0]]
            behind, later = self._stretches.pop(behind)
            measure.merge(later)
        self._stretches[first] = behind, measure
        self._firsts[behind] = first

    def whole(self) -> Measure:
        """Return the measure of all parts, when there is no gap left."""
        ((_, measure),) = self._stretches.values()
        return measure
