# SPDX-License-Identifier: Apache-2.0
"""Builds the peers, measures everything, draws the tables: ``python benchmarks/run.py``."""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file
from benchmarks import machine, peers, ratios, render, results, targets
from benchmarks.peers import build

_QUIET = 1.0  # below is the load average of a machine at rest, or one that has just built us
_PARTS = ("ratios", "targets", "counting")


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"what to run: {', '.join(_PARTS)}; all of it, if none is named",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small inputs and short runs, to see that all of it works; the "
        "results go to build/benchmarks/quick unless --output says otherwise",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="where the results go (default: benchmarks/results)",
    )
    parser.add_argument(
        "--scratch",
        type=Path,
        metavar="DIR",
        help="where files of 1 GB may lie for a while (default: the system's)",
    )
    parsed = parser.parse_args(arguments)
    for part in parsed.parts:
        if part not in _PARTS:
            parser.error(f"argument part: got {part!r}, allowed is {', '.join(_PARTS)}")
    parsed.parts = parsed.parts or list(_PARTS)
    if parsed.output is None:
        parsed.output = (
            peers.ROOT / "build" / "benchmarks" / "quick" if parsed.quick else results.FOLDER
        )
    return parsed


def _write(options: argparse.Namespace, part: str, rows: list[dict[str, Any]]) -> None:
    head = {"machine": machine.describe(), "quick": options.quick}
    results.write(options.output / f"{part}.json", head, rows)


def _ratios(options: argparse.Namespace) -> None:
    rows = []
    calls = ratios.calls(quick=options.quick)
    files = ratios.files(quick=options.quick, folder=options.scratch)
    for row in itertools.chain(calls, files):
        rows.append(row)
        print(_line(row), flush=True)
    _write(options, "ratios", rows)


def _line(row: dict[str, Any]) -> str:
    where = f"{row['input']}{', ' + row['target'] if row['target'] else ''}: {row['peer']}"
    if "not_run" in row:
        return f"{where}: NOT RUN: {row['not_run']}"
    goal = f", goal {row['goal']}: {'met' if row['met'] else 'MISSED'}" if row["goal"] else ""
    return f"{where}: {row['ratio']} times as fast{goal}"


def _targets(options: argparse.Namespace) -> None:
    try:
        rows = targets.measure(quick=options.quick)
    except peers.NotRunError as reason:
        rows = [{"not_run": str(reason)}]
    _write(options, "targets", rows)
    print(f"SIMD targets: {len(rows)} rows")


def _counting(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.json"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "benchmarks/counting.py",
                "-p",
                "no:cacheprovider",
                f"--benchmark-json={raw}",
                "--benchmark-sort=mean",
                *(["--quick"] if options.quick else []),
            ],
            cwd=peers.ROOT,
            check=True,
        )
        cases = json.loads(raw.read_text())["benchmarks"]
    rows = [
        {
            **case["extra_info"],
            "ns": results.rounded(case["stats"]["median"] * 1e9),
            "rounds": case["stats"]["rounds"],
        }
        for case in cases
    ]
    rows += [
        {"not_run": f"{name}: {reason}"} for name, reason in peers.report()["not_built"].items()
    ]
    _write(options, "counting", rows)


def main(arguments: list[str] | None = None) -> int:
    """Run the parts asked for. Returns the exit status."""
    options = _arguments(arguments)
    for package in ("pytest_benchmark", "numpy", "matplotlib"):
        if importlib.util.find_spec(package) is None:
            print(
                f"benchmarks: {package} is not installed for {sys.executable}: "
                "run 'make bench-setup', then use .venv/bin/python",
                file=sys.stderr,
            )
            return 1
    load = os.getloadavg()[0]
    if load > _QUIET and not options.quick:
        print(
            f"benchmarks: the load average is {load:.1f}: other programs run, so that long calls "
            "look slower than they are",
            file=sys.stderr,
        )
    if build.main() != 0:
        return 1
    run = {"ratios": _ratios, "targets": _targets, "counting": _counting}
    for part in _PARTS:
        if part in options.parts:
            run[part](options)
    print(f"results: {options.output}")
    return render.main([]) if options.output == results.FOLDER else 0


if __name__ == "__main__":
    sys.exit(main())
