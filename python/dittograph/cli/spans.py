# SPDX-License-Identifier: Apache-2.0
"""Where a part of a file begins and ends, and reading it in pieces.

A part owns the elements that *start* in its bytes. To see the double that lies across the border
behind it, its span goes one element further; the next part counts from that element on, so no
double is counted twice. Memory maps are out of the question: a file that shrinks while it is read
would kill the process.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Readable(Protocol):
        """What of a binary file is needed to read it as a stream."""

        def readinto(self, buffer: memoryview, /) -> int | None:
            """Fill the buffer; 0 is the end, None that there is nothing at the moment."""

        def fileno(self) -> int:
            """Return the descriptor to wait for."""

        def close(self) -> None:
            """Close it."""


def byte_span(begin: int, end: int | None) -> tuple[int, int | None]:
    """Return the span that counts the doubles whose first byte lies from begin to before end.

    Args:
        begin: Where the part begins.
        end: Where it ends; None for the last one, which goes on to the end of the file.

    Returns:
        Where to begin and where to stop reading.
    """
    return begin, None if end is None else end + 1


def utf8_span(fd: int, begin: int, end: int | None, start: int = 0) -> tuple[int, int | None]:
    """Return the span that counts the doubles whose first code point starts in the part.

    Continuation bytes at a border belong to the code point before it, and so to the part before it;
    but no more than three, so that a longer row of them, which is not UTF-8, is seen by somebody.
    Each part then reports what a pass over the whole text would, as long as the text before it is
    UTF-8; so the smallest offset that any part reports is the one that such a pass reports.

    Args:
        fd: The file.
        begin: Where the part begins.
        end: Where it ends; None for the last one, which goes on to the end of the file.
        start: Where the text starts in the file; there is no code point before it.

    Returns:
        Where to begin and where to stop reading.
    """
    first = begin if begin == start else begin + _continuation_bytes(os.pread(fd, 3, begin))
    if end is None:
        return first, None
    border = os.pread(fd, 4, end)
    skipped = _continuation_bytes(border[:3])
    return first, end + skipped + _sequence_length(border[skipped:])


def _continuation_bytes(head: bytes) -> int:
    count = 0
    while count < len(head) and head[count] & 0xC0 == 0x80:
        count += 1
    return count


def _sequence_length(head: bytes) -> int:
    """Return how long the first code point is, as its lead byte says; of no UTF-8, one byte."""
    if not head or head[0] < 0xC0:
        return 1
    return 2 if head[0] < 0xE0 else 3 if head[0] < 0xF0 else 4


def read_span(fd: int, first: int, stop: int | None, buffer: memoryview) -> Iterator[memoryview]:
    """Read a span of a file in pieces that lie in the buffer, each until the next is asked for.

    Args:
        fd: The file.
        first: Where to begin.
        stop: Where to end, or None for the end of the file, wherever it is by then.
        buffer: Room for a piece.
    """
    while stop is None or first < stop:
        room = buffer if stop is None else buffer[: stop - first]
        size = os.preadv(fd, [room], first)
        if size == 0:
            return
        yield buffer[:size]
        first += size


def read_stream(stream: Readable, buffer: memoryview) -> Iterator[memoryview]:
    """Read a pipe, a terminal, a device in pieces that lie in the buffer."""
    while (size := stream.readinto(buffer)) != 0:
        if size is None:  # somebody has set it to non-blocking and there is nothing yet
            import select

            select.select([stream], [], [])
        else:
            yield buffer[:size]
