# SPDX-License-Identifier: Apache-2.0
"""Regular files on whose parts several threads work, and what the parts say of the whole."""

from __future__ import annotations

import os
import sys

from dittograph.cli.measures import InOrder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dittograph.cli.entries import Entry

_CAN_SHARE = hasattr(os, "preadv")  # not on Windows
# It was a regular file a moment ago. If it is a pipe by now, opening it does not wait for a writer.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


class SharedFile:
    """A regular file on whose parts several threads work."""

    def __init__(self, position: int, entry: Entry, part_size: int) -> None:
        self.position = position
        self.entry = entry
        self.begins = range(entry.start, entry.start + (entry.length or 0), part_size)
        self.unfinished = len(self.begins)
        self.measures = InOrder()
        self.fd = sys.stdin.fileno() if entry.path is None else os.open(entry.path, _OPEN_FLAGS)

    def close(self) -> None:
        """Close it, unless it is standard input."""
        if self.entry.path is not None:
            os.close(self.fd)
        else:  # Who reads on from standard input goes on behind the text, as after a pipe.
            os.lseek(self.fd, self.entry.start + self.entry.bytes, os.SEEK_SET)


def is_shared(entry: Entry) -> bool:
    """Return whether threads share the parts of this file; others are read as streams."""
    return _CAN_SHARE and bool(entry.length)


def is_settled(entry: Entry, begin: int) -> bool:
    """Return whether the part that begins there makes no difference any more."""
    return entry.error is not None or (
        entry.error_offset is not None and entry.error_offset < begin - entry.start
    )


def lower_error(entry: Entry, offset: int) -> None:
    """Note where the text is not UTF-8, unless a place before it is known."""
    if entry.error_offset is None or offset < entry.error_offset:
        entry.error_offset = offset
