# SPDX-License-Identifier: Apache-2.0
"""``dittograph repeats``: how many repeats each file has, and which is the longest."""

from __future__ import annotations

from dittograph._core import find_repeats
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

    from dittograph import Repeat, Repeats
    from dittograph.cli.entries import Entry

EXAMPLES = """\b
Examples:
  dittograph repeats *.txt
  dittograph repeats --list --min-copies 4 chat.log | sort -t$'\\t' -k3,3nr | head
  dittograph repeats --min-copies 3 --max-period 200 --recursive --include '*.md' docs
  dittograph repeats --bytes --json disk.img | jq .total.longest
"""

_LONG = 1_000_000_000  # so many comparisons take some tenths of a second

_NOTHING = ("0", "-", "-", "-")  # length, period, position and pattern of no repeat


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
    summaries: list[Summary] = []
    delay = bar_delay(report.output_descriptor()) if as_list else None
    with Progress("looking for repeats", total_length(entries), delay=delay) as progress:
        reader = Reader(progress)
        for entry in entries:
            if as_list and entry.error is None and is_output(entry, report.output_descriptor()):
                entry.error = IS_OUTPUT
            text = b"" if entry.error is not None else _read(reader, entry, as_bytes=as_bytes)
            found = _find(text, min_copies, max_period)
            if not as_list:
                summaries.append(_summarize(entry, text, found))
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
        write_summaries(
            "repeats", summaries, as_bytes=as_bytes, min_copies=min_copies, max_period=max_period
        )
    elif not as_list:
        print_summaries(summaries, _NOTHING, named=bool(files))
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


def _find(text: str | bytes, min_copies: int, max_period: int) -> Repeats:
    if len(text) * max_period < _LONG:
        return find_repeats(text, min_copies, max_period)
    from dittograph.cli.waiting import wait_for

    return wait_for(lambda: find_repeats(text, min_copies, max_period))


def _unit(text: str | bytes, repeat: Repeat) -> str | bytes:
    """Return what is copied over and over."""
    return text[repeat.start : repeat.start + repeat.period]


def _show(unit: str | bytes) -> str:
    """Return it as Python would write it, so that it is one word in one line; bytes as numbers."""
    return repr(unit) if isinstance(unit, str) else f"0x{unit.hex().upper()}"


def _summarize(entry: Entry, text: str | bytes, found: Repeats) -> Summary:
    longest = max(found, key=lambda repeat: repeat.length, default=None)
    if longest is None:
        return Summary(entry, 0, 0, None, _NOTHING)
    unit = _unit(text, longest)
    parts = {
        "start": longest.start,
        "period": longest.period,
        "length": longest.length,
        "unit": unit if isinstance(unit, str) else [*unit],
    }
    cells = [str(longest.length), str(longest.period), str(longest.start), _show(unit)]
    return Summary(entry, len(found), longest.length, parts, cells)


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
    @finding_options("Print each: start, period, length, pattern.")
    def repeats(files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - those of `run`
        """Find patterns that repeat, such as wkwkwk.

        Prints for each FILE the number of repeats, then of the longest the length, the length of
        the pattern, the position and the pattern, then the name; and the total of several. With no
        FILE, or when FILE is -, reads standard input.

        Files have to be UTF-8. One that is not is reported with the offset of the first bad byte,
        the others are read, and the exit status is 1. One file at a time is held in memory.

        In directories hidden files are read, too, and symbolic links are skipped.
        """
        check_finding_options(options)
        raise click.exceptions.Exit(run(files, **options))

    return repeats
