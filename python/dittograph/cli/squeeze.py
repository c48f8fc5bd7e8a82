# SPDX-License-Identifier: Apache-2.0
"""``dittograph squeeze``: like ``tr -s``, with runs of characters shortened."""

from __future__ import annotations

import sys

from dittograph._core import Squeezer, Utf8Squeezer
from dittograph.cli import report
from dittograph.cli.entries import IS_OUTPUT, explain, is_output, not_utf8, read_entry
from dittograph.cli.inputs import gather, total_length
from dittograph.cli.output import Output, widen
from dittograph.cli.progress import Progress, bar_delay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from dittograph.cli.entries import Entry

EXAMPLES = """\b
Examples:
  dittograph squeeze notes.txt > squeezed.txt
  dittograph squeeze --max-run 2 --output notes.txt notes.txt
  curl -s https://example.org/ | dittograph squeeze | less
  dittograph squeeze --bytes < disk.img > squeezed.img
"""

# Piece and what is left of it stay in the second-level cache, and a pipe has room for four.
PIECE_SIZE = 1 << 18
_MOST_CARRIED = 3  # bytes that a piece has cut off, and the next one writes


def run(
    files: Sequence[str],
    *,
    max_run: int = 1,
    as_bytes: bool = False,
    output: str | None = None,
) -> int:
    """Squeeze and return the exit status. The options of the command say what these are."""
    entries = gather(files)
    with (
        Output(output) as out,
        Progress("squeezing", total_length(entries), delay=bar_delay(out.fd)) as progress,
    ):
        widen(out.fd)
        work = _Work(out, progress, max_run=max_run, as_bytes=as_bytes)
        for entry in entries:
            work.squeeze(entry)
            if entry.error is not None:
                progress.hide()
                report.complain(entry.error, entry.name)
        if any(entry.error is not None for entry in entries):
            return 1
        out.complete()
    return 0


class _Work:
    """Squeezes entries into an output, each a text of its own."""

    def __init__(self, out: Output, progress: Progress, *, max_run: int, as_bytes: bool) -> None:
        self._out = out
        self._progress = progress
        self._max_run = max_run
        self._new_squeezer: type[Squeezer | Utf8Squeezer] = Squeezer if as_bytes else Utf8Squeezer
        self._piece = memoryview(bytearray(PIECE_SIZE))
        self._squeezed = memoryview(bytearray(PIECE_SIZE + _MOST_CARRIED))
        self._done = 0

    def squeeze(self, entry: Entry) -> None:
        """Squeeze one, unless it has an error already, and note the error that there is."""
        if entry.error is not None:
            return
        if is_output(entry, self._out.fd):
            entry.error = IS_OUTPUT
            return
        squeezer = self._new_squeezer(self._max_run)
        try:
            if entry.path is None and sys.stdin is not None:
                widen(sys.stdin)
            for piece in read_entry(entry, self._piece, self._progress, self._advance):
                size = squeezer.update(piece, self._squeezed)
                self._out.write(self._squeezed[:size])
                if squeezer.error_offset is not None:
                    break
        except BrokenPipeError:
            raise
        except OSError as error:
            entry.error = explain(error)
            return
        squeezer.finish()
        entry.error_offset = squeezer.error_offset
        if entry.error_offset is not None:
            entry.error = not_utf8(entry.error_offset, "squeeze")

    def _advance(self, size: int, shown: bool) -> None:
        self._done += size
        if shown:
            self._progress.update(self._done)


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument(
        "files", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[FILE]..."
    )
    @click.option(
        "--max-run",
        type=click.IntRange(min=1),
        default=1,
        metavar="N",
        help="Leave N equal characters in a row, and not one.",
    )
    @click.option("--bytes", "as_bytes", is_flag=True, help="Squeeze runs of bytes, of any file.")
    @click.option(
        "--output",
        type=click.Path(readable=False),
        metavar="FILE",
        help="Write FILE, once all is read and without error; it may be one of those read.",
    )
    def squeeze(files: tuple[str, ...], max_run: int, as_bytes: bool, output: str | None) -> None:
        """Shorten every run of equal characters, like tr -s.

        Writes each FILE to standard output with "aaa" shortened to "a". With no FILE, or when FILE
        is -, reads standard input. Each FILE is a text of its own: the last character of one and
        the first of the next make no run.

        Files have to be UTF-8. One that is not is squeezed up to the first bad byte and reported
        with its offset, the others go on, and the exit status is 1.
        """
        raise click.exceptions.Exit(run(files, max_run=max_run, as_bytes=as_bytes, output=output))

    return squeeze
