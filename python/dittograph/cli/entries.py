# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH116, PTH123 - pathlib takes longer to import than a small file takes to count
"""What the operands of a command stand for: files, the files in directories, standard input."""

from __future__ import annotations

import errno
import os
import stat
import sys

from dittograph.cli.spans import read_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from dittograph.cli.measures import Tally
    from dittograph.cli.progress import Progress
    from dittograph.cli.spans import Readable


class Entry:
    """One file to read, and what came of it.

    Attributes:
        name: What the user calls it; "-" for standard input.
        path: Where it is, or None for standard input.
        start: Where the text starts in a regular file; only a redirected input may not start at 0.
        size: Where a regular file says that it ends, 0 for those of /proc; None for pipes and
            devices, which can only be read from beginning to end.
        error: Why there is no result, for the user, or None.
        error_offset: Where the text first is not UTF-8, from its start, or None.
        bytes: How many bytes were read.
        doubles: How many doubles they have.
        tally: Which element is doubled how often, if that was asked for.
    """

    __slots__ = (
        "bytes",
        "doubles",
        "error",
        "error_offset",
        "name",
        "path",
        "size",
        "start",
        "tally",
    )

    def __init__(
        self, name: str, path: str | None, size: int | None = None, error: str | None = None
    ) -> None:
        self.name = name
        self.path = path
        self.start = 0
        self.size = size
        self.error = error
        self.error_offset: int | None = None
        self.bytes = 0
        self.doubles = 0
        self.tally: Tally | None = None

    @property
    def length(self) -> int | None:
        """How many bytes there are to read, as far as can be known."""
        return None if self.size is None else self.size - self.start


def find_entries(
    operands: Sequence[str], *, recursive: bool | None = False, include: Sequence[str] = ()
) -> Iterator[Entry]:
    """Yield an entry for every file that the operands stand for, in their order.

    Args:
        operands: Paths, and "-" for standard input; none at all stands for "-".
        recursive: Whether to enter directories; None for commands that never do. Symbolic links in
            them are passed over, so there are no circles; so is everything else that is not a
            regular file.
        include: Patterns, one of which the name of a file in a directory has to match.
    """
    input_is_taken = False
    for operand in operands or ("-",):
        if operand == "-":
            # A second one finds what the first has left, as in a pipe: nothing.
            yield Entry("-", None) if input_is_taken else _standard_input()
            input_is_taken = True
            continue
        try:
            status = os.stat(operand)
        except OSError as error:
            yield Entry(operand, operand, error=explain(error))
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield Entry(operand, operand, status.st_size if stat.S_ISREG(status.st_mode) else None)
        elif recursive:
            yield from _files_below(operand, include)
        else:
            hint = "" if recursive is None else " (use --recursive)"
            yield Entry(operand, operand, error=f"Is a directory{hint}")


def open_stream(entry: Entry) -> Readable:
    """Return the file of an entry, without a buffer of its own, to be read from the beginning.

    Only what has a path is the caller's to close.
    """
    if entry.path is not None:
        return open(entry.path, "rb", buffering=0)
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    buffered: Any = sys.stdin.buffer
    stream: Readable = getattr(buffered, "raw", buffered)
    return stream


def read_entry(
    entry: Entry, buffer: memoryview, progress: Progress, advance: Callable[[int, bool], None]
) -> Iterator[memoryview]:
    """Read a file from beginning to end, in pieces that lie in the buffer.

    Args:
        entry: The file; notes how much of it has been read.
        buffer: Room for a piece.
        progress: Is hidden where somebody types.
        advance: Is told how long each piece is, and whether a progress bar may show it.
    """
    stream = open_stream(entry)
    try:
        typed = is_typed(stream)
        if typed:
            progress.hide()
        for piece in read_stream(stream, buffer):
            entry.bytes += len(piece)
            advance(len(piece), not typed)
            yield piece
    finally:
        if entry.path is not None:
            stream.close()


def is_typed(stream: Readable) -> bool:
    """Return whether it is a terminal, on which a progress bar would lie over what is typed."""
    try:
        return os.isatty(stream.fileno())
    except OSError:  # no file of the system's
        return False


def is_output(entry: Entry, output: int | None) -> bool:
    """Return whether a file ends where data is written: to read it would never end.

    Args:
        entry: The file, about to be read. What has been written before may be in it.
        output: The descriptor that is written to; None if it is no file of the system's.
    """
    if output is None or (entry.path is None and sys.stdin is None):
        return False
    try:
        file = entry.path if entry.path is not None else sys.stdin.fileno()
        status = os.stat(file)
        if not stat.S_ISREG(status.st_mode):
            return False
        start = os.lseek(file, 0, os.SEEK_CUR) if isinstance(file, int) else 0
        return status.st_size > start and os.path.samestat(status, os.fstat(output))
    except OSError:  # which is found out when it is read
        return False


IS_OUTPUT = "input file is output file"


def explain(error: OSError) -> str:
    """Return what went wrong, in the words of the system."""
    return error.strerror or str(error)


def not_utf8(offset: int, verb: str) -> str:
    """Return what is wrong with a text that is not UTF-8, and what to do if it is to be bytes."""
    return f"invalid UTF-8 at byte {offset} (use --bytes to {verb} bytes)"


def _standard_input() -> Entry:
    entry = Entry("-", None)
    if sys.stdin is None:  # closed, which is found out when it is read
        return entry
    try:
        fd = sys.stdin.fileno()
        status = os.fstat(fd)
    except OSError:  # somebody has put an object in its place that is no file of the system's
        return entry
    # Redirected from a regular file, it can be read by many threads as well.
    if stat.S_ISREG(status.st_mode):
        entry.start = os.lseek(fd, 0, os.SEEK_CUR)
        entry.size = max(entry.start, status.st_size)
    return entry


def _files_below(directory: str, include: Sequence[str]) -> Iterator[Entry]:
    if include:
        from fnmatch import fnmatchcase
    # A stack and not a recursion: directories may be nested deeper than Python calls.
    pending = [(directory, True)]
    while pending:
        path, is_directory = pending.pop()
        try:
            if not is_directory:
                yield Entry(path, path, os.stat(path).st_size)
                continue
            with os.scandir(path) as items:
                children = sorted(items, key=lambda item: item.name, reverse=True)
            for child in children:
                if child.is_dir(follow_symlinks=False):
                    pending.append((child.path, True))
                elif child.is_file(follow_symlinks=False) and (
                    not include or any(fnmatchcase(child.name, glob) for glob in include)
                ):
                    pending.append((child.path, False))
        except OSError as error:
            yield Entry(path, path, error=explain(error))
