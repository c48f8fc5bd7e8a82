# SPDX-License-Identifier: Apache-2.0
"""``dittograph count``: like ``wc``, how many doubles each file has."""

from __future__ import annotations

from dittograph.cli import report
from dittograph.cli.entries import find_entries
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
    entries = []
    with Progress("looking for files", None, "files") as progress:
        for entry in find_entries(files, recursive=recursive, include=include):
            entries.append(entry)
            progress.update(len(entries))
    named = set(files)
    if include and not any(e.error is not None or e.name not in named for e in entries):
        globs = " or ".join(map(repr, include))
        report.complain(f"warning: no file in the directories matches --include {globs}")
    lengths = [0 if entry.error else entry.length for entry in entries]
    size = None if None in lengths else sum(length or 0 for length in lengths)
    with Progress("counting", size) as progress:
        total = Work(entries, progress, as_bytes=as_bytes, tally=tally).run(threads)
    if as_json:
        for entry in entries:
            if entry.error is not None:
                report.complain(entry.error, entry.name)
        report.write(_document(entries, total, as_bytes=as_bytes, tally=tally))
    else:
        _print_lines(entries, total, named=bool(files))
    return 1 if any(entry.error is not None for entry in entries) else 0


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument("files", nargs=-1, type=click.Path(allow_dash=True), metavar="[FILE]...")
    @click.option("--bytes", "as_bytes", is_flag=True, help="Count doubled bytes, of any file.")
    @click.option("--tally", is_flag=True, help="List which element is doubled how often.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option(
        "--threads",
        type=click.IntRange(min=1),
        metavar="N",
        help="Use N threads, 256 at most, and not as many as the processors allow.",
    )
    @click.option("-r", "--recursive", is_flag=True, help="Count the files in directories.")
    @click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="In directories, only files of that name, such as '*.txt'. May be repeated.",
    )
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
        if include and not recursive:
            raise click.UsageError("--include is about files in directories: it needs --recursive")
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


def _document(entries: Sequence[Entry], total: Measure, *, as_bytes: bool, tally: bool) -> str:
    import json

    def rows(tally: Tally | None) -> list[dict[str, str | int]] | None:
        if tally is None:
            return None
        return [{"element": element, "doubles": count} for element, count in tally.items()]

    files: list[dict[str, Any]] = []
    for entry in entries:
        counted = entry.error is None
        files.append(
            {
                "name": entry.name,
                "bytes": entry.bytes if counted else None,
                "doubles": entry.doubles if counted else None,
                "tally": rows(entry.tally),
                "error": None
                if counted
                else {"message": entry.error, "offset": entry.error_offset},
            }
        )
    counted_files = [entry for entry in entries if entry.error is None]
    whole = {
        "files": len(counted_files),
        "bytes": sum(entry.bytes for entry in counted_files),
        "doubles": sum(entry.doubles for entry in counted_files),
        "tally": rows(total.tally()),
    }
    if not tally:
        for item in (*files, whole):
            del item["tally"]
    document = {
        "element": "byte" if as_bytes else "code point",
        "files": files,
        "total": whole,
    }
    # Escapes keep names that are not UTF-8, and every locale can show them.
    return json.dumps(document, indent=2) + "\n"
