# SPDX-License-Identifier: Apache-2.0
"""Draws docs/counting.svg: the speed of each implementation over the size of the text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.implementations import READ
from benchmarks.texts import ASCII_STR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from benchmarks.tables import Results

# Both the white and the black page of GitHub lie behind it: each colour has contrast on either.
_INK = "#768390"
_SERIES = {
    READ: (READ, _INK, "--"),
    "dittograph": ("dittograph", "#e5534b", "-"),
    "numpy": ("numpy", "#3b82d0", "-"),
    "C": ("C, -O3", "#986ee2", "-"),
    "Rust, chars().zip(skip(1))": ("Rust, chars().zip", "#c0700c", "-"),
    "regex": ("regex", "#46954a", "-"),
    "zip loop": ("zip loop", "#b3598f", "-"),
}


def digest(results: Results) -> str:
    """Return the mark of a plot of these results by this program."""
    drawn = json.dumps(_points(results), sort_keys=True).encode() + Path(__file__).read_bytes()
    return f"sha256 {hashlib.sha256(drawn).hexdigest()}"


def _points(results: Results) -> dict[str, list[tuple[int, float]]]:
    points: dict[str, list[tuple[int, float]]] = {name: [] for name in _SERIES}
    for row in results["counting"]["rows"]:
        if row.get("width") == ASCII_STR and row["implementation"] in points:
            points[row["implementation"]].append((row["bytes"], row["bytes"] / row["ns"]))
    return {name: sorted(line) for name, line in points.items() if line}


def draw(results: Results, path: Path) -> None:
    """Write the plot as SVG, with the digest in it."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    style: Any = {
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": "dittograph",  # the same file each time
        "font.family": "sans-serif",
        "font.size": 11,
    }
    style |= dict.fromkeys(
        ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _INK
    )
    with matplotlib.rc_context(style):
        figure, axes = pyplot.subplots(figsize=(8.8, 4.4), layout="constrained")
        points = _points(results)
        for name, line in points.items():
            label, colour, dashes = _SERIES[name]
            sizes, speeds = zip(*line, strict=True)
            thick = 3.0 if name == "dittograph" else 1.6
            axes.plot(sizes, speeds, dashes, color=colour, linewidth=thick, label=label)
        _dress(axes)
        figure.savefig(path, transparent=True, metadata={"Date": None, "Title": digest(results)})
        pyplot.close(figure)


def _dress(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = {
        8: "8 B",
        64: "64 B",
        10**3: "1 kB",
        32_000: "32 kB",
        10**6: "1 MB",
        16 * 10**6: "16 MB",
        256 * 10**6: "256 MB",
    }
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_yticks(
        [0.01, 0.1, 1, 10, 100], ["10 MB/s", "100 MB/s", "1 GB/s", "10 GB/s", "100 GB/s"]
    )
    axes.minorticks_off()
    axes.grid(color=_INK, alpha=0.25, linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title("Counting the doubled characters of a str, by its size", loc="left")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
