# SPDX-License-Identifier: Apache-2.0
"""The numbers and the bars of `dittograph compare`."""

import pytest
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
