# SPDX-License-Identifier: Apache-2.0
"""The bars of a comparison as a picture."""

from __future__ import annotations

import os
from math import ceil, log10
from pathlib import Path
from warnings import catch_warnings, simplefilter

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from dittograph.cli.chart import format_number, format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dittograph.cli.compare import Line

_OURS, _OTHERS, _INK = "#1b7837", "#b8bec6", "#24292f"


def draw(path: str, title: str, lines: Sequence[Line]) -> None:
    """Draw the speeds and write them as SVG or PNG, as the name says.

    Raises:
        OSError: It cannot be written. Then there is no file, or the one that was there before.
    """
    # A name may not be UTF-8, and its letters may not be in the font: what they are is not missed.
    title = title.encode(errors="replace").decode()
    with (
        catch_warnings(),
        mpl.rc_context({"svg.hashsalt": "dittograph", "font.size": 11, "text.color": _INK}),
    ):
        simplefilter("ignore", UserWarning)
        _write(_figure(title, lines), Path(path))


def _figure(title: str, lines: Sequence[Line]) -> Figure:
    # A figure of its own has no window and takes the backend that its file needs.
    figure = Figure(figsize=(8, 0.55 * len(lines) + 1.5), layout="constrained")
    axes = figure.add_subplot()
    names = [line.name for line in lines]
    speeds = [line.megabytes_per_second for line in lines]
    colors = [_OURS if line is lines[-1] else _OTHERS for line in lines]
    bars = axes.barh(names, speeds, color=colors, height=0.62)
    labels = [
        f"{format_number(line.megabytes_per_second)} MB/s · {format_time(line.seconds)}"
        f" · {format_number(line.times_as_fast)}×"  # noqa: RUF001 - it is "times"
        for line in lines
    ]
    axes.bar_label(bars, labels, padding=6, fontsize=10, color=_INK)
    axes.set_xscale("log")
    # Bars need a beginning, which a logarithmic scale does not have: the decade of the shortest.
    low, high = ceil(log10(min(speeds))) - 1, ceil(log10(max(speeds)))
    axes.set_xticks([10.0**exponent for exponent in range(low, high + 1)])
    # The labels stand beyond the last tick if they must: the layout makes room for them.
    axes.set_xlim(10.0**low, 10.0**high)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda speed, _: f"{speed:,.10g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.invert_yaxis()
    axes.set_xlabel("MB/s, logarithmic scale")
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold", parse_math=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#e5e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    return figure


def _write(figure: Figure, path: Path) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        figure.savefig(temporary, format=path.suffix[1:].lower(), dpi=160)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
