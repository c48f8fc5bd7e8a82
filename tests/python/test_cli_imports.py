# SPDX-License-Identifier: Apache-2.0
"""What the command imports, what it does without, and what it says of what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import installed_command


def run_code(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_the_installed_script() -> None:
    script = installed_command()
    result = subprocess.run([script, "count"], input=b"aab", capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"1\n", b"")


HEAVY = (
    "click rich json typing inspect re threading numpy matplotlib dataclasses pathlib contextlib"
)


@pytest.mark.parametrize("command", ["count", "runs", "squeeze"])
def test_counting_imports_next_to_nothing(tmp_path: Path, command: str) -> None:
    (tmp_path / "a").write_text("aa")
    code = (
        "import sys; before = set(sys.modules); from dittograph.cli import main;"
        "assert main(sys.argv[1:]) == 0;"
        "print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}), file=sys.stderr)"
    )
    imported = run_code(code, command, str(tmp_path / "a")).stderr.split()
    assert "dittograph" in imported
    assert not set(imported) & set(HEAVY.split())


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("click", ["count", "--bytes", "a"], "cli"),
        ("click", ["--help"], "cli"),
        ("rich", ["compare"], "cli"),
        ("matplotlib", ["compare", "--plot", "a.svg"], "plot"),
    ],
)
def test_what_is_not_installed(missing: str, arguments: list[str], extra: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from dittograph.cli import main;"
        f"sys.exit(main({arguments!r}))"
    )
    result = run_code(code)
    assert (result.returncode, result.stdout) == (2, "")
    message = f'dittograph: {missing} is not installed: pip install "dittograph[{extra}]"\n'
    assert result.stderr == message


@pytest.mark.parametrize(
    ("command", "output"), [("count", "1 {}\n"), ("runs", "1 2 0 'a' {}\n"), ("squeeze", "a")]
)
def test_counting_needs_no_extra(tmp_path: Path, command: str, output: str) -> None:
    (tmp_path / "a").write_text("aa")
    code = (
        "import sys; sys.modules['click'] = sys.modules['rich'] = None;"
        "from dittograph.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    result = run_code(code, command, str(tmp_path / "a"))
    expected = output.format(tmp_path / "a")
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, "")


def complete(instruction: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "_DITTOGRAPH_COMPLETE": instruction,
        "COMP_WORDS": "dittograph co",
        "COMP_CWORD": "1",
    }
    return subprocess.run(
        [installed_command()],
        env=environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def test_shell_completion_knows_the_commands() -> None:
    assert complete("bash_complete").stdout.split() == ["plain,compare", "plain,count"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_has_a_script(shell: str) -> None:
    result = complete(f"{shell}_source")
    assert (result.returncode, result.stderr) == (0, "")
    assert "_DITTOGRAPH_COMPLETE" in result.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_shell_completion_on_a_full_disk() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        result = complete("bash_source", full)
    finally:
        os.close(full)
    message = "dittograph: cannot write to standard output: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, message)
