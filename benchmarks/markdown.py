# SPDX-License-Identifier: Apache-2.0
"""Writes tables, times, ratios and sizes as Markdown shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], body: Iterable[Sequence[str]], text_columns: int = 1) -> str:
    """A table whose first columns are of text, the others of numbers."""
    rule = ["---"] * text_columns + ["--:"] * (len(head) - text_columns)
    rows = [head, rule, *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def listed(names: Sequence[str]) -> str:
    """Write names with commas, the last with "and"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def time(nanoseconds: float) -> str:
    """Write a time with its unit."""
    for unit, scale in (("ns", 1.0), ("µs", 1e3), ("ms", 1e6)):
        if nanoseconds < 999.5 * scale:
            return f"{digits(nanoseconds / scale)} {unit}"
    return f"{digits(nanoseconds / 1e9)} s"


def ratio(value: float) -> str:
    """Write how many times as much something is."""
    return f"{digits(value)}\N{MULTIPLICATION SIGN}"


def digits(value: float) -> str:
    """Write `value` with three significant digits, below 1 with three places."""
    shown = float(f"{value:.3g}")
    places = 3 if shown < 1 else 2 if shown < 10 else 1 if shown < 100 else 0
    return f"{shown:,.{places}f}"


def size(count: int) -> str:
    """Write a number of bytes with the largest unit that has no more than three digits."""
    for unit, scale in (("B", 1), ("kB", 1000), ("MB", 1_000_000)):
        if count < 1000 * scale:
            return f"{count // scale} {unit}"
    return f"{count / 1e9:g} GB"


def distinct(values: Iterable[Any]) -> list[Any]:
    """All values once, in the order in which they come first."""
    return list(dict.fromkeys(values))
