# SPDX-License-Identifier: Apache-2.0
"""``dittograph runs``: like ``wc``, how many runs each file has, and which is the longest."""

from __future__ import annotations

from dittograph._core import RunsCounter, RunsFinder, Utf8RunsCounter, Utf8RunsFinder
from dittograph.cli import report
from dittograph.cli.entries import IS_OUTPUT, is_output, not_utf8
from dittograph.cli.inputs import Reader, gather, total_length
from dittograph.cli.progress import Progress, bar_delay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import click

    from dittograph import Run, Runs
    from dittograph.cli.entries import Entry

EXAMPLES = """\b
Examples:
  dittograph runs *.txt
  dittograph runs --min-length 80 --recursive --include '*.py' src
  dittograph runs --list --min-length 4 notes.md | sort -k2,2nr | head
  dittograph runs --bytes --json disk.img | jq .total.longest
"""


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
            results = [_Result(reader, entry, counter(min_length)) for entry in entries]
    if as_json:
        _write_document(results, min_length=min_length, as_bytes=as_bytes)
    elif not as_list:
        _print_lines(results, named=bool(files))
    return 1 if any(entry.error is not None for entry in entries) else 0


class _Result:
    """What came of an entry."""

    def __init__(
        self, reader: Reader, entry: Entry, counter: RunsCounter | Utf8RunsCounter
    ) -> None:
        self.entry = entry
        self.count = 0
        self.longest: Run | None = None
        if entry.error is not None:
            return
        for piece in reader.pieces(entry):
            if not counter.update(piece):
                break
        counter.finish()
        _note_error(entry, counter.error_offset)
        if entry.error is None:
            self.count, self.longest = counter.count, counter.longest


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


def _longest(results: Sequence[_Result]) -> _Result | None:
    """Return the first result with the longest run."""
    with_runs = [result for result in results if result.longest is not None]
    return max(with_runs, key=lambda result: _length(result.longest), default=None)


def _length(run: Run | None) -> int:
    return 0 if run is None else run.length


def _print_lines(results: Sequence[_Result], *, named: bool) -> None:
    good = [result for result in results if result.entry.error is None]
    total = sum(result.count for result in good)
    first = _longest(good)
    longest = None if first is None else first.longest
    widths = (
        len(str(total)),
        len(str(_length(longest))),
        max((len(str(result.longest.start)) for result in good if result.longest), default=1),
    )
    for result in results:
        if result.entry.error is not None:
            report.complain(result.entry.error, result.entry.name)
            continue
        name = report.visible(result.entry.name) if named else None
        start = "-" if result.longest is None else str(result.longest.start)
        _print_line(result.count, result.longest, start, name, widths)
    if len(results) != 1:
        # Its position would be in one of the files.
        _print_line(total, longest, "-", "total", widths)


def _print_line(
    count: int, longest: Run | None, start: str, name: str | None, widths: tuple[int, int, int]
) -> None:
    columns = [
        f"{count:{widths[0]}}",
        f"{_length(longest):{widths[1]}}",
        f"{start:>{widths[2]}}",
        "-" if longest is None else _show(longest.element),
    ]
    report.write(" ".join(columns if name is None else [*columns, name]) + "\n")


def _write_document(results: Sequence[_Result], *, min_length: int, as_bytes: bool) -> None:
    from dittograph.cli.documents import write_document

    def longest(run: Run | None) -> dict[str, Any] | None:
        if run is None:
            return None
        return {"start": run.start, "length": run.length, "element": run.element}

    good = [result for result in results if result.entry.error is None]
    first = _longest(good)
    whole = None if first is None else longest(first.longest)
    if first is not None and whole is not None:
        whole = {"name": first.entry.name, **whole}
    rows = [
        {
            "runs": result.count if result.entry.error is None else None,
            "longest": longest(result.longest),
        }
        for result in results
    ]
    total = {"runs": sum(result.count for result in good), "longest": whole}
    entries = [result.entry for result in results]
    write_document(entries, rows, total, as_bytes=as_bytes, min_length=min_length)


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command
    from dittograph.cli.inputs import check_directory_options, directory_options

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument("files", nargs=-1, type=click.Path(allow_dash=True), metavar="[FILE]...")
    @click.option(
        "--min-length",
        type=click.IntRange(min=1),
        default=2,
        metavar="N",
        help="Count runs of at least N characters, and not of two.",
    )
    @click.option("--bytes", "as_bytes", is_flag=True, help="Look for runs of bytes, in any file.")
    @click.option(
        "--list", "as_list", is_flag=True, help="Print each run: start, length, character."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @directory_options
    def runs(
        files: tuple[str, ...],
        min_length: int,
        as_bytes: bool,
        as_list: bool,
        as_json: bool,
        recursive: bool,
        include: tuple[str, ...],
    ) -> None:
        """Count runs of equal characters, like wc.

        Prints for each FILE the number of runs of at least two characters, then of the longest run
        the length, the position and the character, then the name; and the total of several. With
        no FILE, or when FILE is -, reads standard input.

        Files have to be UTF-8. One that is not is reported with the offset of the first bad byte,
        the others are read, and the exit status is 1.

        In directories hidden files are read, too, and symbolic links are skipped.
        """
        check_directory_options(recursive, include)
        if as_list and as_json:
            raise click.UsageError("--list and --json exclude each other")
        status = run(
            files,
            min_length=min_length,
            as_bytes=as_bytes,
            as_list=as_list,
            as_json=as_json,
            recursive=recursive,
            include=include,
        )
        raise click.exceptions.Exit(status)

    return runs
