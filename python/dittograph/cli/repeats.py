# SPDX-License-Identifier: Apache-2.0
"""``dittograph repeats``: how many repeats each file has, and which is the longest."""

from __future__ import annotations

from dittograph._core import find_repeats
from dittograph.cli import report
from dittograph.cli.entries import IS_OUTPUT, is_output, not_utf8
from dittograph.cli.inputs import Reader, gather, total_length
from dittograph.cli.progress import Progress, bar_delay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    import click

    from dittograph import Repeat, Repeats
    from dittograph.cli.entries import Entry

EXAMPLES = """\b
Examples:
  dittograph repeats *.txt
  dittograph repeats --list --min-copies 4 chat.log | sort -t$'\\t' -k3,3nr | head
  dittograph repeats --min-copies 3 --max-period 200 --recursive --include '*.md' docs
  dittograph repeats --bytes --json disk.img | jq .total.longest
"""


def run(
    files: Sequence[str],
    *,
    min_copies: int = 2,
    max_period: int = 64,
    as_bytes: bool = False,
    as_list: bool = False,
    as_json: bool = False,
    recursive: bool = False,
    include: Sequence[str] = (),
) -> int:
    """Print the repeats and return the exit status. The command's options say what these are."""
    entries = gather(files, recursive=recursive, include=include)
    results = []
    delay = bar_delay(report.output_descriptor()) if as_list else None
    with Progress("looking for repeats", total_length(entries), delay=delay) as progress:
        reader = Reader(progress)
        for entry in entries:
            if as_list and entry.error is None and is_output(entry, report.output_descriptor()):
                entry.error = IS_OUTPUT
            text = b"" if entry.error is not None else _read(reader, entry, as_bytes=as_bytes)
            found = find_repeats(text, min_copies, max_period)
            if not as_list:
                results.append(_Result(entry, text, found))
                del text, found  # before the next one is read
                continue
            if entry.error is not None:
                progress.hide()
                report.complain(entry.error, entry.name)
            name = report.visible(entry.name) + "\t" if len(entries) != 1 else ""
            for repeat in found:
                numbers = f"{repeat.start}\t{repeat.period}\t{repeat.length}"
                report.write(f"{name}{numbers}\t{_show(_unit(text, repeat))}\n")
            del text, found
    if as_json:
        _write_document(results, min_copies, max_period, as_bytes=as_bytes)
    elif not as_list:
        _print_lines(results, named=bool(files))
    return 1 if any(entry.error is not None for entry in entries) else 0


def _read(reader: Reader, entry: Entry, *, as_bytes: bool) -> str | bytes:
    """Return the text of an entry, as long as a repeat may be; nothing if there is an error."""
    data = b"".join(map(bytes, reader.pieces(entry)))
    if entry.error is not None:
        return b""
    if as_bytes:
        return data
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        entry.error_offset = error.start
        entry.error = not_utf8(error.start, "read")
        return b""


def _unit(text: str | bytes, repeat: Repeat) -> str | bytes:
    """Return what is copied over and over."""
    return text[repeat.start : repeat.start + repeat.period]


def _show(unit: str | bytes) -> str:
    """Return it as Python would write it, so that it is one word in one line; bytes as numbers."""
    return repr(unit) if isinstance(unit, str) else f"0x{unit.hex().upper()}"


class _Result:
    """What came of an entry: how many repeats, and the first of the longest."""

    def __init__(self, entry: Entry, text: str | bytes, found: Repeats) -> None:
        self.entry = entry
        self.count = len(found)
        self.longest = max(found, key=lambda repeat: repeat.length, default=None)
        self.unit = None if self.longest is None else _unit(text, self.longest)

    @property
    def length(self) -> int:
        """How long the longest is."""
        return 0 if self.longest is None else self.longest.length


def _longest(results: Iterable[_Result]) -> _Result | None:
    return max((r for r in results if r.longest is not None), key=lambda r: r.length, default=None)


def _print_lines(results: Sequence[_Result], *, named: bool) -> None:
    rows = [_columns(r) for r in results if r.entry.error is None]
    good = [r for r in results if r.entry.error is None]
    if len(results) != 1:
        longest = _longest(good)
        total = [str(sum(r.count for r in good)), "0", "-", "-", "-"]
        if longest is not None:
            total = [total[0], *_columns(longest)[1:]]
            total[3] = "-"  # its position would be in one of the files
        rows.append(total)
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    lines = iter(rows)
    for result in results:
        if result.entry.error is not None:
            report.complain(result.entry.error, result.entry.name)
        else:
            _print_line(next(lines), widths, report.visible(result.entry.name) if named else None)
    if len(results) != 1:
        _print_line(next(lines), widths, "total")


def _columns(result: _Result) -> list[str]:
    if result.longest is None or result.unit is None:
        return [str(result.count), "0", "-", "-", "-"]
    longest = result.longest
    numbers = (result.count, longest.length, longest.period, longest.start)
    return [*map(str, numbers), _show(result.unit)]


def _print_line(row: Sequence[str], widths: Sequence[int], name: str | None) -> None:
    columns = [*(cell.rjust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]
    report.write(" ".join(columns if name is None else [*columns, name]) + "\n")


def _write_document(
    results: Sequence[_Result], min_copies: int, max_period: int, *, as_bytes: bool
) -> None:
    from dittograph.cli.documents import write_document

    def longest(result: _Result) -> dict[str, Any] | None:
        if result.longest is None or result.unit is None:
            return None
        unit = result.unit if isinstance(result.unit, str) else [*result.unit]
        one = result.longest
        return {"start": one.start, "period": one.period, "length": one.length, "unit": unit}

    good = [result for result in results if result.entry.error is None]
    first = _longest(good)
    whole = None if first is None else {"name": first.entry.name, **(longest(first) or {})}
    rows = [
        {
            "repeats": result.count if result.entry.error is None else None,
            "longest": longest(result),
        }
        for result in results
    ]
    total = {"repeats": sum(result.count for result in good), "longest": whole}
    entries = [result.entry for result in results]
    write_document(
        entries, rows, total, as_bytes=as_bytes, min_copies=min_copies, max_period=max_period
    )


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command
    from dittograph.cli.inputs import check_directory_options, directory_options

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument("files", nargs=-1, type=click.Path(allow_dash=True), metavar="[FILE]...")
    @click.option(
        "--min-copies",
        type=click.IntRange(min=2),
        default=2,
        metavar="N",
        help="Look for N whole copies in a row, and not for two.",
    )
    @click.option(
        "--max-period",
        type=click.IntRange(min=2),
        default=64,
        metavar="N",
        help="Look for patterns of up to N characters, and not 64. The time grows with it.",
    )
    @click.option("--bytes", "as_bytes", is_flag=True, help="Look for patterns of bytes.")
    @click.option(
        "--list", "as_list", is_flag=True, help="Print each: start, period, length, pattern."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @directory_options
    def repeats(
        files: tuple[str, ...],
        min_copies: int,
        max_period: int,
        as_bytes: bool,
        as_list: bool,
        as_json: bool,
        recursive: bool,
        include: tuple[str, ...],
    ) -> None:
        """Find patterns that repeat, such as wkwkwk.

        Prints for each FILE the number of repeats, then of the longest the length, the length of
        the pattern, the position and the pattern, then the name; and the total of several. With no
        FILE, or when FILE is -, reads standard input.

        Files have to be UTF-8. One that is not is reported with the offset of the first bad byte,
        the others are read, and the exit status is 1. One file at a time is held in memory.

        In directories hidden files are read, too, and symbolic links are skipped.
        """
        check_directory_options(recursive, include)
        if as_list and as_json:
            raise click.UsageError("--list and --json exclude each other")
        status = run(
            files,
            min_copies=min_copies,
            max_period=max_period,
            as_bytes=as_bytes,
            as_list=as_list,
            as_json=as_json,
            recursive=recursive,
            include=include,
        )
        raise click.exceptions.Exit(status)

    return repeats
