# SPDX-License-Identifier: Apache-2.0
"""``dittograph count``: like ``wc``, how many doubles each file has."""

from __future__ import annotations

from dittograph.cli import report
from dittograph.cli.inputs import gather, total_length
from dittograph.cli.progress import Progress
from dittograph.cli.work import Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import click

    from dittograph.cli.entries import Entry
    from dittograph.cli.measures import Measure, Tally

EXAMPLES = """\b
Examples:
  dittograph count *.txt
  dittograph count --recursive --include '*.py' --include '*.pyi' src
  curl -s https://example.org/ | dittograph count --tally
  dittograph count --bytes --json disk.img | jq .total.doubles
  dittograph count -- -starts-with-a-dash.txt
"""


def run(
    files: Sequence[str],
    *,
    as_bytes: bool = False,
    tally: bool = False,
    as_json: bool = False,
    threads: int | None = None,
    recursive: bool = False,
    include: Sequence[str] = (),
) -> int:
    """Count, print and return the exit status. The options of the command say what these are."""
    entries = gather(files, recursive=recursive, include=include)
    with Progress("counting", total_length(entries)) as progress:
        total = Work(entries, progress, as_bytes=as_bytes, tally=tally).run(threads)
    if as_json:
        _write_document(entries, total, as_bytes=as_bytes, tally=tally)
    else:
        _print_lines(entries, total, named=bool(files))
    return 1 if any(entry.error is not None for entry in entries) else 0


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command
    from dittograph.cli.inputs import check_directory_options, directory_options

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument(
        "files", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[FILE]..."
    )
    @click.option("--bytes", "as_bytes", is_flag=True, help="Count doubled bytes, of any file.")
    @click.option("--tally", is_flag=True, help="List which element is doubled how often.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option(
        "--threads",
        type=click.IntRange(min=1),
        metavar="N",
        help="Use N threads, 256 at most. Default: as many as the processors allow.",
    )
    @directory_options
    def count(
        files: tuple[str, ...],
        as_bytes: bool,
        tally: bool,
        as_json: bool,
        threads: int | None,
        recursive: bool,
        include: tuple[str, ...],
    ) -> None:
        """Count doubled characters, like wc.

        A double is a character equal to the next; "aaa" has two. Prints the number and the name
        of each FILE, and the total of several. With no FILE, or when FILE is -, reads standard
        input.

        Files have to be UTF-8. One that is not is reported with the offset of the first bad byte,
        the others are counted, and the exit status is 1.

        In directories hidden files are counted, too, and symbolic links are skipped.
        """
        check_directory_options(recursive, include)
        status = run(
            files,
            as_bytes=as_bytes,
            tally=tally,
            as_json=as_json,
            threads=threads,
            recursive=recursive,
            include=include,
        )
        raise click.exceptions.Exit(status)

    return count


def _print_lines(entries: Sequence[Entry], total: Measure, *, named: bool) -> None:
    counted = [entry for entry in entries if entry.error is None]
    doubles = sum(entry.doubles for entry in counted)
    width = len(str(doubles))
    for entry in entries:
        if entry.error is not None:
            report.complain(entry.error, entry.name)
        else:
            name = report.visible(entry.name) if named else None
            _print_block(entry.doubles, name, entry.tally, width)
    if len(entries) != 1:
        _print_block(doubles, "total", total.tally(), width)


def _print_block(doubles: int, name: str | None, tally: Tally | None, width: int) -> None:
    report.write(f"{doubles:{width}}{'' if name is None else ' ' + name}\n")
    if tally:
        from dittograph.cli.elements import describe

        for element, count in tally.items():
            report.write(f"{count:{width}}   {describe(element)}\n")


def _write_document(
    entries: Sequence[Entry], total: Measure, *, as_bytes: bool, tally: bool
) -> None:
    from dittograph.cli.documents import write_document

    def rows(tally: Tally | None) -> list[dict[str, str | int]] | None:
        if tally is None:
            return None
        return [{"element": element, "doubles": count} for element, count in tally.items()]

    def result(doubles: int | None, found: Tally | None) -> dict[str, Any]:
        return {"doubles": doubles, "tally": rows(found)} if tally else {"doubles": doubles}

    results = [
        result(entry.doubles if entry.error is None else None, entry.tally) for entry in entries
    ]
    doubles = sum(entry.doubles for entry in entries if entry.error is None)
    whole = result(doubles, total.tally())
    write_document(entries, results, whole, as_bytes=as_bytes)
