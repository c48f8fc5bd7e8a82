# SPDX-License-Identifier: Apache-2.0
"""The table and the bars of a comparison, for the terminal."""

from __future__ import annotations

from math import ceil, log10

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dittograph.cli.compare import Line

WIDEST = 100  # columns that the bars take at most
_ENDLESS = 1000  # columns: more than the table ever wants
_LABEL = 4
_OURS = "bold green"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def draw(title: str, notes: Sequence[str], lines: Sequence[Line]) -> str:
    """Return the comparison as text for standard output, coloured if that is a terminal."""
    console = Console(highlight=False)
    with console.capture() as capture:
        console.print(Text(title, style="bold"))
        for note in notes:
            console.print(Text(note, style="dim"))
        table = _table(lines)
        wanted = console.measure(table, options=console.options.update(width=_ENDLESS)).maximum
        if wanted > console.width:
            table = _table(lines, narrow=True)
        console.print(table)
        if not table.show_edge:
            console.print()
        blocks = console.encoding.startswith("utf")
        console.print(_bars(lines, min(console.width, WIDEST), blocks=blocks))
    return capture.get()


def format_number(value: float) -> str:
    """Return a number with three digits, or all that stand before the point.

    >>> format_number(99123.4), format_number(12.345), format_number(0.5)
    ('99,123', '12.3', '0.50')
    """
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.{1 if value >= 9.995 else 2}f}"


def format_time(seconds: float) -> str:
    """Return a time in the unit that suits it.

    >>> format_time(0.0000101)
    '10.1 µs'
    """
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 0.9995:
            return f"{format_number(seconds * factor)} {unit}"
    return f"{format_number(seconds * 1e9)} ns"


def _table(lines: Sequence[Line], *, narrow: bool = False) -> Table:
    space = 0 if narrow else 1  # beside the column of blanks that the box has between two others
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=not narrow, padding=(0, space))
    table.add_column("implementation", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("MB/s", justify="right", no_wrap=True)
    times = "× zip\nloop" if narrow else "× zip loop"  # noqa: RUF001 - it is "times"
    table.add_column(times, justify="right", no_wrap=True)
    for line in lines:
        table.add_row(
            line.name,
            format_time(line.seconds),
            format_number(line.megabytes_per_second),
            format_number(line.times_as_fast),
            style=_OURS if line is lines[-1] else "",
        )
    return table


def _bars(lines: Sequence[Line], width: int, *, blocks: bool) -> Text:
    """Draw the speeds. They differ by factors of thousands, hence the logarithmic scale."""
    speeds = [log10(line.megabytes_per_second) for line in lines]
    low = ceil(min(speeds)) - 1
    decades = ceil(max(speeds)) - low
    names = max(len(line.name) for line in lines)
    # The last tick has its label to the right.
    decade = max(2, (width - names - 2 - _LABEL) // decades)
    text = Text()
    for line, speed in zip(lines, speeds, strict=True):
        bar = _bar((speed - low) * decade, blocks=blocks)
        text.append(f"{line.name:<{names}}  {bar}\n", style=_OURS if line is lines[-1] else "")
    left, dash, tick, right = "├─┼┤" if blocks else "+-++"
    ruler = left + tick.join([dash * (decade - 1)] * decades) + right
    step = 1 if decade > _LABEL else 2  # so that there is a blank between labels
    labels = "".join(f"{_label(low + i):<{step * decade}}" for i in range(0, decades + 1, step))
    margin = " " * (names + 2)
    text.append(f"{margin}{ruler}\n{margin}{labels.rstrip()}\n", style="dim")
    unit = "MB/s, on a logarithmic scale"
    text.append(f"{margin[: max(0, width - len(unit))]}{unit}", style="dim")
    return text


def _label(exponent: int) -> str:
    """Return ten to that power in no more than four characters."""
    for step, unit in ((9, "G"), (6, "M"), (3, "k")):
        if exponent >= step:
            return f"{10 ** (exponent - step)}{unit}"
    return f"{10.0**exponent:g}"


def _bar(length: float, *, blocks: bool) -> str:
    if not blocks:
        return "#" * max(1, round(length))
    eighths = max(1, round(8 * length))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
