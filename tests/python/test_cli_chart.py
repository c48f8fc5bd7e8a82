# SPDX-License-Identifier: Apache-2.0
"""The numbers, the bars and the plot of `dittograph compare`."""

import pytest
from dittograph.cli import plot
from dittograph.cli.chart import draw, format_number, format_time
from dittograph.cli.compare import Line
from dittograph.cli.contest import Contender

NAMES = ["zip loop", "regex", "numpy", "dittograph (C++)"]


def make_lines(*seconds: float) -> list[Line]:
    found = [Contender(name, int) for name in NAMES[: len(seconds)]]
    for contender, time in zip(found, seconds, strict=True):
        contender.times.append(time)
    return [Line(contender, 1_000_000, found[0]) for contender in found]


def bar_lengths(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> list[int]:
    monkeypatch.setenv("COLUMNS", "80")
    rows = draw("title", [], make_lines(*seconds)).splitlines()
    return [sum(c in "█▏▎▍▌▋▊▉" for c in row) for row in rows if "█" in row or "▏" in row]


def test_bars_are_logarithms_of_speeds(monkeypatch: pytest.MonkeyPatch) -> None:
    decade, two, five = bar_lengths(monkeypatch, 1.0, 0.1, 0.0001)
    assert decade > 5
    assert (two, five) == (2 * decade, 5 * decade)
    assert len(set(bar_lengths(monkeypatch, 0.5, 0.5))) == 1


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (123.4, "123 s"),
        (1.0, "1.00 s"),
        (0.99951, "1.00 s"),
        (0.99949, "999 ms"),
        (0.0123, "12.3 ms"),
        (1e-6, "1.00 µs"),
        (7.47e-8, "74.7 ns"),
        (5e-10, "0.50 ns"),
    ],
)
def test_times(seconds: float, shown: str) -> None:
    assert format_time(seconds) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(99123.4, "99,123"), (99.96, "100"), (99.94, "99.9"), (9.996, "10.0"), (0.514, "0.51")],
)
def test_numbers(value: float, shown: str) -> None:
    assert format_number(value) == shown


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_the_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = draw("title", [], make_lines(18.2e-3, 11.1e-3, 97.9e-6, 9.5e-6))
    assert max(map(len, out.splitlines())) <= columns
    assert "…" not in out
    for shown in ("implementation", *NAMES, "18.2 ms", "105,263", "logarithmic scale\n"):
        assert shown in out


def test_the_axis_of_a_plot_ends_with_its_last_tick() -> None:
    axes = plot._figure("title", make_lines(18.2e-3, 11.1e-3, 97.9e-6, 9.5e-6)).axes[0]
    ticks = axes.get_xticks()
    assert axes.get_xlim() == (ticks[0], ticks[-1]) == (10.0, 1e6)
