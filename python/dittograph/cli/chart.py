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
        console.print(_table(lines))
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


def _table(lines: Sequence[Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("implementation")
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("MB/s", justify="right", no_wrap=True)
    table.add_column("× zip loop", justify="right", no_wrap=True)  # noqa: RUF001
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
    labels = "".join(f"{_label(low + i):<{decade}}" for i in range(decades + 1))
    margin = " " * (names + 2)
    text.append(f"{margin}{ruler}\n{margin}{labels.rstrip()}\n", style="dim")
    text.append(f"{margin}MB/s, on a logarithmic scale", style="dim")
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
