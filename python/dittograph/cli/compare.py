# SPDX-License-Identifier: Apache-2.0
"""``dittograph compare``: native code against pure Python, on the user's own text."""

from __future__ import annotations

from pathlib import Path

from dittograph.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from dittograph.cli.contest import Contender
    from dittograph.cli.sample import Sample

FORMATS = (".svg", ".png")

EXAMPLES = """\b
Examples:
  dittograph compare
  dittograph compare war-and-peace.txt --plot speed.svg
  dittograph compare --json | jq '.implementations[] | {name, times_zip_loop}'
"""


class Line:
    """What there is to say about one implementation.

    Attributes:
        name: What it is called.
        seconds: The median time of a run.
        rounds: Of how many rounds that is the median.
        megabytes_per_second: Its speed on the text as it lies in a file.
        times_as_fast: How many times as fast as the slow end of the scale it is.
    """

    def __init__(self, contender: Contender, size: int, slowest: Contender) -> None:
        self.name = contender.name
        self.seconds = contender.seconds
        self.rounds = len(contender.times)
        self.megabytes_per_second = size / 1e6 / contender.seconds
        self.times_as_fast = slowest.seconds / contender.seconds


def run(file: str | None = None, *, plot: str | None = None, as_json: bool = False) -> int:
    """Compare, print and return the exit status. The options of the command say what these are."""
    # What is needed in the end is looked for before the work.
    if plot is not None:
        from dittograph.cli.plot import draw as draw_plot
    if not as_json:
        from dittograph.cli.chart import draw as draw_chart
    from dittograph.cli.contest import DisagreementError, contenders, hold
    from dittograph.cli.entries import explain
    from dittograph.cli.sample import random_letters, read_sample

    try:
        sample = random_letters() if file is None else read_sample(file)
    except OSError as error:
        report.complain(explain(error), file)
        return 1
    if sample.size == 0:
        report.complain("is empty: nothing to compare", file)
        return 1
    found = contenders(sample)
    try:
        doubles = hold(found, sample.size)
    except DisagreementError as error:
        report.complain(str(error), file)
        return 1
    lines = [Line(contender, sample.size, found[0]) for contender in found]
    result = f"{_format_count(doubles)} in {_format_size(sample.size)}"
    if as_json:
        report.write(_document(sample, doubles, lines))
    else:
        report.write(draw_chart(f"{sample.name}: {result}", sample.notes, lines))
    if plot is not None:
        try:
            draw_plot(plot, f"{Path(sample.name).name}: {result}", lines)
        except OSError as error:
            report.complain(explain(error), plot)
            return 1
    return 0


def command() -> click.Command:
    """Return the command with its options."""
    import click

    from dittograph.cli.app import Command

    def check_plot(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
        if path is not None:
            if not path.lower().endswith(FORMATS):
                raise click.BadParameter(f"{path!r} does not end in {' or '.join(FORMATS)}.")
            if not Path(path).parent.is_dir():
                raise click.BadParameter(f"the directory of {path!r} does not exist.")
        return path

    @click.command(cls=Command, epilog=EXAMPLES)
    @click.argument("file", required=False, type=click.Path(allow_dash=True))
    @click.option(
        "--plot",
        type=click.Path(dir_okay=False, writable=True),
        callback=check_plot,
        metavar="OUT.svg|OUT.png",
        help="Draw the speeds as a picture, too.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    def compare(file: str | None, plot: str | None, as_json: bool) -> None:
        """Compare implementations of the same count on FILE.

        Runs the zip loop of pure Python, a regular expression, numpy if it is there, and the
        native code of dittograph in turns; makes sure that they agree; prints the median time of
        each, its speed, and how many times as fast as the zip loop it is.

        With no FILE, takes 1,000,000 random ASCII letters; when FILE is -, standard input. Of a
        long file the first 64 MB are taken. A file that is not UTF-8 is compared byte by byte.
        """
        raise click.exceptions.Exit(run(file, plot=plot, as_json=as_json))

    return compare


def _document(sample: Sample, doubles: int, lines: Sequence[Line]) -> str:
    import json

    document = {
        "text": {
            "name": sample.name,
            "bytes": sample.size,
            "element": "code point" if isinstance(sample.text, str) else "byte",
            "elements": len(sample.text),
            "doubles": doubles,
        },
        "notes": sample.notes,
        "implementations": [
            {
                "name": line.name,
                "seconds": line.seconds,
                "rounds": line.rounds,
                "megabytes_per_second": line.megabytes_per_second,
                "times_zip_loop": line.times_as_fast,
            }
            for line in lines
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _format_count(doubles: int) -> str:
    return f"{doubles:,} double{'' if doubles == 1 else 's'}"


def _format_size(size: int) -> str:
    for unit, factor in (("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} bytes" if size != 1 else "1 byte"
