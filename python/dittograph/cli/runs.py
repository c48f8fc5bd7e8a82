# SPDX-License-Identifier: Apache-2.0
"""``dittograph runs``: like ``wc``, how many runs each file has, and which is the longest."""

from __future__ import annotations

from dittograph._core import RunsCounter, RunsFinder, Utf8RunsCounter, Utf8RunsFinder
from dittograph.cli import report
from dittograph.cli.entries import IS_OUTPUT, is_output, not_utf8
from dittograph.cli.inputs import Reader, gather, total_length
from dittograph.cli.progress import Progress, bar_delay
from dittograph.cli.summaries import Summary, print_summaries, write_summaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import click

    from dittograph import Runs
    from dittograph.cli.entries import Entry

EXAMPLES = """\b
Examples:
  dittograph runs *.txt
  dittograph runs --min-length 80 --recursive --include '*.py' src
  dittograph runs --list --min-length 4 notes.md | sort -k2,2nr | head
  dittograph runs --bytes --json disk.img | jq .total.longest
"""

_NOTHING = ("0", "-", "-")  # length, position and element of no run


def run(
    files: Sequence[str],
    *,
    min_length: int = 2,
    as_bytes: bool = False,
    as_list: bool = False,
    as_json: bool = False,
    recursive: bool = False,
    include: Sequence[str] = (),
) -> int:
    """Print the runs and return the exit status. The options of the command say what these are."""
    entries = gather(files, recursive=recursive, include=include)
    delay = bar_delay(report.output_descriptor()) if as_list else None
    with Progress("looking for runs", total_length(entries), delay=delay) as progress:
        reader = Reader(progress)
        if as_list:
            finder = RunsFinder if as_bytes else Utf8RunsFinder
            for entry in entries:
                _list(reader, entry, finder(min_length), named=len(entries) != 1)
                if entry.error is not None:
                    progress.hide()
                    report.complain(entry.error, entry.name)
        else:
            counter = RunsCounter if as_bytes else Utf8RunsCounter
            summaries = [_summarize(reader, entry, counter(min_length)) for entry in entries]
    if as_json:
        write_summaries("runs", summaries, as_bytes=as_bytes, min_length=min_length)
    elif not as_list:
        print_summaries(summaries, _NOTHING, named=bool(files))
    return 1 if any(entry.error is not None for entry in entries) else 0


def _summarize(reader: Reader, entry: Entry, counter: RunsCounter | Utf8RunsCounter) -> Summary:
    if entry.error is None:
        for piece in reader.pieces(entry):
            if not counter.update(piece):
                break
        counter.finish()
        _note_error(entry, counter.error_offset)
    longest = counter.longest
    if longest is None:
        return Summary(entry, 0, 0, None, _NOTHING)
    parts = {"start": longest.start, "length": longest.length, "element": longest.element}
    cells = [str(longest.length), str(longest.start), _show(longest.element)]
    return Summary(entry, counter.count, longest.length, parts, cells)


def _note_error(entry: Entry, offset: int | None) -> None:
    if entry.error is None and offset is not None:
        entry.error_offset = offset
        entry.error = not_utf8(offset, "read")


def _list(
    reader: Reader, entry: Entry, finder: RunsFinder | Utf8RunsFinder, *, named: bool
) -> None:
    if entry.error is None and is_output(entry, report.output_descriptor()):
        entry.error = IS_OUTPUT
    if entry.error is not None:
        return
    name = report.visible(entry.name) + "\t" if named else ""
    shown = _Shown()

    def write(runs: Runs) -> None:
        if len(runs):
            elements: Sequence[str | int] = runs.elements
            columns = zip(runs.starts, runs.lengths, elements, strict=True)
            lines = (f"{name}{start}\t{length}\t{shown[one]}\n" for start, length, one in columns)
            report.write("".join(lines))
            report.flush()  # Who follows a pipe sees it now.

    for piece in reader.pieces(entry):
        write(finder.update(piece))
        if finder.error_offset is not None:
            break
    write(finder.finish())
    _note_error(entry, finder.error_offset)


class _Shown(dict["str | int", str]):
    """How elements are shown, worked out once for each."""

    def __missing__(self, element: str | int) -> str:
        self[element] = _show(element)
        return self[element]


def _show(element: str | int) -> str:
    """Return an element as Python would write it, a byte in hexadecimal."""
    return repr(element) if isinstance(element, str) else f"0x{element:02X}"


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command
    from dittograph.cli.summaries import check_finding_options, finding_options

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument(
        "files", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[FILE]..."
    )
    @click.option(
        "--min-length",
        type=click.IntRange(min=1),
        default=2,
        metavar="N",
        help="Count runs of at least N characters, and not of two.",
    )
    @click.option("--bytes", "as_bytes", is_flag=True, help="Look for runs of bytes, in any file.")
    @finding_options("Print each run: start, length, character.")
    def runs(files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - those of `run`
        """Count runs of equal characters, like wc.

        Prints for each FILE the number of runs of at least two characters, then of the longest run
        the length, the position and the character, then the name; and the total of several. With
        no FILE, or when FILE is -, reads standard input.

        Files have to be UTF-8. One that is not is reported with the offset of the first bad byte,
        the others are read, and the exit status is 1.

        In directories hidden files are read, too, and symbolic links are skipped.
        """
        check_finding_options(options)
        raise click.exceptions.Exit(run(files, **options))

    return runs
