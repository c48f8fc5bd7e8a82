# SPDX-License-Identifier: Apache-2.0
"""Measures every comparison, in pairs of interleaved runs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from benchmarks import columns, comparisons, hashes, images, processes, repeats, results, runs
from benchmarks.peers import NotRunError
from benchmarks.texts import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.interleave import Medians


def _row(measured: Medians, size: int, goal: float | None) -> dict[str, Any]:
    ratio = results.rounded(measured.ratio)
    return {
        "size": size,
        "ours_ns": results.rounded(measured.ours_ns),
        "peer_ns": results.rounded(measured.peer_ns),
        "ratio": ratio,
        "quartiles": [results.rounded(quartile) for quartile in measured.quartiles],
        "rounds": measured.rounds,
        "goal": goal,
        "met": None if goal is None else ratio >= goal,
    }


def calls(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Measure inside this process; one dictionary a comparison."""
    huge = 16 * MILLION if quick else 256 * MILLION
    seconds = 0.05 if quick else 2.0
    for one in itertools.chain(
        comparisons.letters(),
        comparisons.wide(huge),
        comparisons.short(),
        comparisons.utf8((MILLION,) if quick else (MILLION, 16 * MILLION)),
        runs.runs(),
        repeats.repeats(),
        columns.columns(MILLION // 50 if quick else MILLION),
        hashes.hashes(MILLION // 20 if quick else MILLION),
        images.images(quick=quick),
    ):
        head = {
            "group": one.group,
            "input": one.input,
            "ours": one.ours,
            "peer": one.peer,
            "code": one.code,
            "target": one.target,
        }
        try:
            yield head | _row(one.measure(seconds), one.size, one.goal)
        except NotRunError as reason:
            yield head | {"goal": one.goal, "not_run": str(reason)}


def files(*, quick: bool, folder: Path | None) -> Iterator[dict[str, Any]]:
    """Measure whole processes."""
    size, called = (16 * MILLION, "16 MB") if quick else (1000 * MILLION, "1 GB")
    for language in ("ASCII", "Russian"):
        head = {
            "group": "files",
            "input": f"{called} file, warm, {language}",
            "ours": "dittograph count FILE",
            "peer": "`wc -l` and a bare start of Python",
            "code": "wc -l FILE; python -c pass",
            "target": None,
        }
        try:
            measured, exact = processes.compare_with_wc(
                language, size, folder=folder, seconds=0.1 if quick else 20.0
            )
            yield head | _row(measured, exact, 1.0)
        except NotRunError as reason:
            yield head | {"goal": 1.0, "not_run": str(reason)}
    for to_pipe in (False, True):
        end, where = ("| cat > /dev/null", "a pipe") if to_pipe else ("> /dev/null", "/dev/null")
        head = {
            "group": "files",
            "input": f"{called} of ASCII through a pipe, squeezed to {where}",
            "ours": f"cat FILE | dittograph squeeze {end}",
            "peer": "`tr -s`",
            "code": rf"cat FILE | tr -s '\000-\377' {end}",
            "target": None,
        }
        try:
            measured, exact = processes.compare_with_tr(
                size, to_pipe=to_pipe, folder=folder, seconds=0.1 if quick else 20.0
            )
            yield head | _row(measured, exact, 10.0)
        except NotRunError as reason:
            yield head | {"goal": 10.0, "not_run": str(reason)}
