# SPDX-License-Identifier: Apache-2.0
"""What commands that find something print of each file: how many there are, and the longest."""

from __future__ import annotations

from dittograph.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from dittograph.cli.entries import Entry


class Summary:
    """What was found in a file.

    Attributes:
        entry: The file; if it has an error, nothing of the rest counts.
        count: How many were found.
        length: How long the longest is, 0 if there is none.
        longest: The first of the longest, part by part, or None.
        cells: How it is shown: its length first, its position last but one, then what it is.
    """

    __slots__ = ("cells", "count", "entry", "length", "longest")

    def __init__(
        self,
        entry: Entry,
        count: int,
        length: int,
        longest: Mapping[str, Any] | None,
        cells: Sequence[str],
    ) -> None:
        self.entry = entry
        self.count = count
        self.length = length
        self.longest = longest
        self.cells = cells


def print_summaries(summaries: Sequence[Summary], nothing: Sequence[str], *, named: bool) -> None:
    """Print a line a file, and the total of several.

    Args:
        summaries: In the order of the files.
        nothing: The cells of a file in which nothing was found.
        named: Whether the files have names.
    """
    good = [s for s in summaries if s.entry.error is None]
    lines = [[str(s.count), *s.cells] for s in good]
    if len(summaries) != 1:
        longest = _longest(good)
        cells = [*(nothing if longest is None else longest.cells)]
        cells[-2] = "-"  # its position would be in one of the files
        lines.append([str(sum(s.count for s in good)), *cells])
    widths = [max(map(len, column)) for column in zip(*lines, strict=False)][:-1]
    following = iter(lines)
    for summary in summaries:
        if summary.entry.error is not None:
            report.complain(summary.entry.error, summary.entry.name)
        else:
            name = report.visible(summary.entry.name) if named else None
            _print_line(next(following), widths, name)
    if len(summaries) != 1:
        _print_line(next(following), widths, "total")


def write_summaries(
    what: str, summaries: Sequence[Summary], *, as_bytes: bool, **settings: int
) -> None:
    """Print one JSON document.

    Args:
        what: The key of the count.
        summaries: In the order of the files.
        as_bytes: Whether an element was a byte.
        settings: What else the results depend on.
    """
    from dittograph.cli.documents import write_document

    good = [s for s in summaries if s.entry.error is None]
    first = _longest(good)
    longest = None if first is None else {"name": first.entry.name, **(first.longest or {})}
    rows = [
        {what: None, "longest": None}
        if s.entry.error is not None
        else {what: s.count, "longest": s.longest}
        for s in summaries
    ]
    total = {what: sum(s.count for s in good), "longest": longest}
    entries = [s.entry for s in summaries]
    write_document(entries, rows, total, as_bytes=as_bytes, **settings)


def _longest(summaries: Iterable[Summary]) -> Summary | None:
    """Return the first summary with the longest, or None if there is none at all."""
    return max((s for s in summaries if s.longest), key=lambda s: s.length, default=None)


def _print_line(line: Sequence[str], widths: Sequence[int], name: str | None) -> None:
    # What it is comes last, and is not filled up.
    columns = [cell.rjust(width) for cell, width in zip(line, widths, strict=False)]
    report.write(" ".join([*columns, line[-1], *([] if name is None else [name])]) + "\n")


def finding_options(of_list: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds --list, --json and the options for directories to a command.

    Args:
        of_list: The help of --list.
    """
    import click

    from dittograph.cli.inputs import directory_options

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        function = directory_options(function)
        as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
        return click.option("--list", "as_list", is_flag=True, help=of_list)(as_json(function))

    return add


def check_finding_options(options: Mapping[str, Any]) -> None:
    """Refuse what finding_options have together and must not."""
    import click

    from dittograph.cli.inputs import check_directory_options

    check_directory_options(options["recursive"], options["include"])
    if options["as_list"] and options["as_json"]:
        raise click.UsageError("--list and --json exclude each other")
