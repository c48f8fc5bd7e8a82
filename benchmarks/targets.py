# SPDX-License-Identifier: Apache-2.0
"""Runs targets.cc: each function of the library on each SIMD target, without Python."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from benchmarks import peers, results

_UNIT_NS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def measure(*, quick: bool) -> list[dict[str, Any]]:
    """Return a row for each function, target and size: the median of interleaved repetitions.

    Raises:
        NotRunError: The program is not built; the message says why.
    """
    program = peers.BUILD / "cmake" / "targets"
    reason = peers.report()["not_built"].get("targets")
    if reason is not None:
        raise peers.NotRunError(reason)
    # Google Benchmark before 1.8 takes seconds without the unit, later ones warn but take it too.
    options = (
        ["--benchmark_min_time=0.001", "--benchmark_repetitions=2"]
        if quick
        else ["--benchmark_min_time=0.02", "--benchmark_repetitions=11"]
    )
    done = subprocess.run(
        [
            program,
            *options,
            "--benchmark_enable_random_interleaving=true",
            "--benchmark_report_aggregates_only=true",
            "--benchmark_format=json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    cases = json.loads(done.stdout)["benchmarks"]
    cases.sort(key=lambda case: int(case["family_index"]))  # they come in a random order
    return [_row(case) for case in cases if case["aggregate_name"] == "median"]


def _row(case: dict[str, Any]) -> dict[str, Any]:
    function, target, size = case["run_name"].split("/")
    # Time on the processor: a program that ran in between is not counted.
    nanoseconds = case["cpu_time"] * _UNIT_NS[case["time_unit"]]
    return {
        "function": function,
        "target": target,
        "size": int(size),
        "ns": results.rounded(nanoseconds),
    }
