# SPDX-License-Identifier: Apache-2.0
"""The files that a command is to read, with those in directories: finding them, and the options."""

from __future__ import annotations

from dittograph.cli import report
from dittograph.cli.entries import explain, find_entries, read_entry
from dittograph.cli.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from dittograph.cli.entries import Entry

PIECE_SIZE = 1 << 20


def gather(
    files: Sequence[str], *, recursive: bool | None = None, include: Sequence[str] = ()
) -> list[Entry]:
    """Return what the operands stand for, and warn if no file in a directory is of such a name.

    Args:
        files: The operands.
        recursive: Whether to enter directories; None for commands that never do.
        include: Patterns, one of which the name of a file in a directory has to match.
    """
    entries = []
    with Progress("looking for files", None, "files") as progress:
        for entry in find_entries(files, recursive=recursive, include=include):
            entries.append(entry)
            progress.update(len(entries))
    named = set(files)
    if include and not any(e.error is not None or e.name not in named for e in entries):
        globs = " or ".join(map(repr, include))
        report.complain(f"warning: no file in the directories matches --include {globs}")
    return entries


def total_length(entries: Sequence[Entry]) -> int | None:
    """Return how many bytes there are to read, None if that cannot be known."""
    lengths = [0 if entry.error else entry.length for entry in entries]
    return None if None in lengths else sum(length or 0 for length in lengths)


class Reader:
    """Reads entries one after the other and tells a progress bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._buffer = memoryview(bytearray(PIECE_SIZE))
        self._done = 0

    def pieces(self, entry: Entry) -> Iterator[memoryview]:
        """Yield pieces until the end, or what cannot be read, of which the entry takes a note."""
        try:
            yield from read_entry(entry, self._buffer, self._progress, self._advance)
        except OSError as error:
            entry.error = explain(error)

    def _advance(self, size: int, shown: bool) -> None:
        self._done += size
        if shown:
            self._progress.update(self._done)


def directory_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options --recursive and --include to a command."""
    import click

    function = click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="In directories, only files of that name, such as '*.txt'. May be repeated.",
    )(function)
    return click.option("-r", "--recursive", is_flag=True, help="Read the files in directories.")(
        function
    )


def check_directory_options(recursive: bool, include: Sequence[str]) -> None:
    """Refuse --include without --recursive."""
    import click

    if include and not recursive:
        raise click.UsageError("--include is about files in directories: it needs --recursive")
