# SPDX-License-Identifier: Apache-2.0
"""The tables of README and docs say what the results say."""

from __future__ import annotations

import copy
import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # benchmarks/ is not installed

from benchmarks import image_tables, implementations, render, tables, texts
from benchmarks.implementations import IMPLEMENTATIONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = "before\n<!-- {0}:start -->\nold\n<!-- {0}:end -->\nafter\n"


def measured() -> tables.Results:
    """Results of a run that never was: one row met, one missed, one not run."""
    row: dict[str, Any] = {
        "group": "reads", "input": "256 MB of bytes", "ours": "", "peer": "one read", "code": "",
        "target": None, "size": 256_000_000, "ours_ns": 2e7, "peer_ns": 1e7, "ratio": 0.5,
        "quartiles": [0.4, 0.6], "rounds": 11, "goal": 0.9, "met": False,
    }  # fmt: skip
    met = row | {"input": "2-byte `str`", "ours_ns": 1e4, "peer_ns": 1e7, "ratio": 1e3, "met": True}
    not_run = {key: row[key] for key in ("group", "peer", "target", "goal")}
    not_run |= {"input": "a file", "not_run": "wc is not installed"}
    case = {"width": texts.ASCII_STR, "size": "1 MB", "bytes": 10**6, "ns": 1e4}
    cases = [case | {"implementation": name} for name in ("numpy", implementations.READ)]
    cases.append(case | {"implementation": "dittograph", "ns": 2e4})
    speeds = [
        {"function": "memchr", "target": "libc", "size": 1000, "ns": 10.0},
        {"function": "count_doubles", "target": "AVX2", "size": 1000, "ns": 20.0},
    ]
    machine: dict[str, Any] = {
        "cpu": "a processor", "target": "AVX2", "versions": {"Python": "CPython 3.11.2"},
    }  # fmt: skip
    machine["versions"] |= {"pyspark": "4.3.0", "libjpeg": "libjpeg-turbo 3"}
    jobs = [{
        "engine": "Spark", "input": "a file", "cores": 2,
        "ours s": 5.0, "pure Python s": 20.0, "nothing s": 4.0, "ratio": 4.0,
    }]  # fmt: skip
    drifted = {"hash": "perceptual", "photographs": 2, "files": 1001}
    drifts = [
        drifted | {"size": "640 x 480", "files by bits": [1000, 1]},
        drifted | {"size": "16 x 12", "files by bits": [500, 0, 501]},
    ]
    qualities = [{
        "lowest": 5, "highest": 9, "images": 3, "copies": 6, "copies far": {"average": 2},
        "others": 9, "others near": {"average": 9},
    }]  # fmt: skip
    rows = {
        "ratios": [row, met, not_run],
        "counting": cases,
        "targets": speeds,
        "engines": jobs,
        "drift": drifts,
        "quality": qualities,
    }
    return {name: {"machine": copy.deepcopy(machine), "rows": each} for name, each in rows.items()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the pages, their blocks old."""
    (tmp_path / "docs").mkdir()
    for page, blocks in render.PAGES.items():
        (tmp_path / page).write_text("".join(PAGE.format(name) for name in blocks))
    return tmp_path


def plain(markdown: str) -> str:
    return markdown.replace("\N{MULTIPLICATION SIGN}", "x")


def test_tables_say_what_was_measured() -> None:
    readme = plain(tables.readme(measured()))
    assert "| 256 MB of bytes | one read | 10.0 ms | 25.6 | 20.0 ms | 12.8 | **0.500x** |" in readme
    assert "NOT RUN: wc is not installed" in readme
    assert "Faster than dittograph: one read on 256 MB of bytes (0.500x); numpy, " in readme
    ratios = plain(tables.ratios(measured()))
    assert "| 0.400x to 0.600x | 0.900x, **missed** |" in ratios
    assert "**1,000x**" in ratios
    assert "| numpy | **10.0 µs** |" in tables.counting(measured())
    assert "of 100 that `memchr` reads" in tables.targets(measured())
    assert "| count_doubles | 50.0 |" in tables.targets(measured())
    engines = plain(tables.engines(measured()))
    assert "| Spark 4.3.0 | 4.00 s | 5.00 s | 20.0 s | **4.00x** |" in engines
    drift = image_tables.drift(measured())
    assert "| `perceptual` | 74.9 % | 0.50 | 2 | 99.9 % | 50.0 % |" in drift
    assert drift.endswith("2,002 files of 2 photographs; libjpeg-turbo 3.")
    assert "| 5 to 9 | 3 | 33.3 %, 100 % |" in image_tables.quality(measured())


def test_every_loss_is_said() -> None:
    labels = {one.name: one.label for one in IMPLEMENTATIONS}
    times = {
        "dittograph": (3.0, 3.0, 3.0, 3.0),
        "C": (2.0, 2.0, 2.0, 3.0),
        "numpy": (4.0, 1.0, 4.0, 4.0),
        implementations.READ: (1.0, 1.0, 1.0, 1.0),
    }
    inputs = list(itertools.product(["bytes", "array"], [("8 B", 8), ("1 kB", 1000)]))
    lost = measured()
    lost["ratios"]["rows"] = lost["ratios"]["rows"][1:]
    lost["counting"]["rows"] = [
        {"implementation": name, "width": width, "size": size, "bytes": number, "ns": ns}
        for name, each in times.items()
        for (width, (size, number)), ns in zip(inputs, each, strict=True)
    ] + [{"not_run": "Rust: no cargo"}]
    expected = (
        f"{labels['C']} on 8 B of every width, 1 kB of bytes; {labels['numpy']} on 1 kB of bytes"
    )
    assert tables.readme(lost).splitlines()[-3].endswith(f" Faster than dittograph: {expected}.")


def test_rendered_pages_pass_the_check(root: Path) -> None:
    render.write(root, measured())
    assert render.outdated(root, measured()) == []
    readme = (root / "README.md").read_text()
    assert readme.startswith("before\n")
    assert readme.endswith("after\n")
    assert "old" not in readme


def test_check_finds_what_is_outdated(root: Path) -> None:
    render.write(root, measured())
    slower = measured()
    slower["ratios"]["rows"][0]["ours_ns"] *= 2
    assert render.outdated(root, slower) == ["README.md", "docs/benchmarks.md"]
    faster = measured()
    faster["counting"]["rows"][0]["ns"] /= 2
    assert render.outdated(root, faster) == ["docs/benchmarks.md", "docs/counting.svg"]


def test_page_without_its_block_is_refused(root: Path) -> None:
    (root / "README.md").write_text("no block\n")
    with pytest.raises(render.RenderError, match=r"^README\.md: has 0 blocks"):
        render.write(root, measured())


def test_readme_and_docs_are_what_the_results_give() -> None:
    check = subprocess.run(
        [sys.executable, "benchmarks/render.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert check.returncode == 0, check.stderr


def test_missing_results_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert render.main(["--check", "--results", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
