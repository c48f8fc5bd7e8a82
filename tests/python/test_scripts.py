# SPDX-License-Identifier: Apache-2.0
"""The scripts of CI fail when what they call has failed, or has done nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="written for GNU's tools")

STEPS = 'echo "$@" >>steps'


def write_script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{body}\n")
    path.chmod(0o755)


def run(root: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script in a project of its own, the programs of whose bin/ come first."""
    (root / "scripts").mkdir(exist_ok=True)
    shutil.copy(ROOT / "scripts" / name, root / "scripts")
    return run_program(root, f"scripts/{name}", *arguments)


def run_program(root: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / name, *arguments],
        env={**os.environ, "PATH": f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], [""], ["0"], ["-1"], ["ten"], ["09"], ["1", "2"]])
def test_fuzz_refuses_what_is_no_time_before_it_builds(
    tmp_path: Path, arguments: list[str]
) -> None:
    write_script(tmp_path / "scripts" / "step", STEPS)
    result = run(tmp_path, "fuzz", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("fuzz: SECONDS is ")
    assert not (tmp_path / "steps").exists()


@pytest.mark.parametrize(
    ("harness", "status"),
    [
        ('echo "Done 12 runs in 1 second(s)"', 0),
        ('echo "Done 0 runs in 1 second(s)"', 1),
        ("true", 1),
        ('echo "Done 12 runs in 1 second(s)"; false', 1),
    ],
)
def test_fuzz_fails_if_a_harness_fails_or_runs_nothing(
    tmp_path: Path, harness: str, status: int
) -> None:
    write_script(tmp_path / "scripts" / "step", STEPS)
    write_script(tmp_path / "build" / "fuzz" / "fuzz" / "one_fuzz", harness)
    result = run(tmp_path, "fuzz", "1")
    assert (result.returncode != 0) == (status != 0), result.stderr


@pytest.mark.parametrize(("git", "fails"), [(1, False), (0, True), (128, True)])
def test_line_length_fails_if_git_finds_a_line_or_fails(
    tmp_path: Path, git: int, fails: bool
) -> None:
    write_script(tmp_path / "bin" / "git", f"exit {git}")
    assert (run(tmp_path, "line-length").returncode != 0) == fails


@pytest.mark.parametrize(
    ("git", "fails"),
    [("exit 128", True), ("[[ $1 == grep ]] && exit 128; echo a", True), ("echo a.cc", False)],
)
def test_lint_fails_if_git_fails(tmp_path: Path, git: str, fails: bool) -> None:
    write_script(tmp_path / "bin" / "git", git)
    write_script(tmp_path / "scripts" / "step", STEPS)
    assert (run(tmp_path, "lint").returncode != 0) == fails


@pytest.mark.parametrize(("git", "fails"), [("exit 128", True), ("echo src/a.cc", False)])
def test_tidy_fails_if_git_fails(tmp_path: Path, git: str, fails: bool) -> None:
    write_script(tmp_path / "bin" / "git", git)
    for name in ("bin/cmake", "bin/clang++", ".venv/bin/clang-tidy"):
        write_script(tmp_path / name, STEPS)
    assert (run(tmp_path, "tidy").returncode != 0) == fails


def write_ci(root: Path) -> None:
    """Write the runner into a project of its own, with steps that do nothing."""
    write_script(root / "scripts" / "system-packages", "true")
    for name, body in (("good", "true"), ("good-64", "true"), ("bad", "echo passed; false")):
        write_script(root / ".ci" / "steps" / name, f"# What\n# the step passed is for\n{body}")
    shutil.copy(ROOT / ".ci" / "run", root / ".ci")


@pytest.mark.parametrize(
    ("steps", "last_line"),
    [
        (["good", "good-64"], "steps: 2 passed, 0 failed"),
        (["good", "bad", "good-64"], "steps: 2 passed, 1 failed"),
    ],
)
def test_ci_runs_every_step_and_fails_if_one_has(
    tmp_path: Path, steps: list[str], last_line: str
) -> None:
    write_ci(tmp_path)
    result = run_program(tmp_path, ".ci/run", *steps)
    assert result.stdout.splitlines()[-1] == last_line
    assert (result.returncode != 0) == (" 0 failed" not in last_line)


def test_ci_refuses_a_step_that_there_is_not(tmp_path: Path) -> None:
    write_ci(tmp_path)
    result = run_program(tmp_path, ".ci/run", "good", "missing")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "run: STEP is one of bad good good-64, got missing\n"
