# SPDX-License-Identifier: Apache-2.0
"""The stub that is committed is the one that is generated, and the one that is installed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from dittograph import _core
from helpers import ROOT

SCRIPT = ROOT / "scripts" / "generate_stub.py"
STUB = ROOT / "python" / "dittograph" / "_core.pyi"


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", SCRIPT, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_committed_stub_is_up_to_date() -> None:
    """If it is not: make stub."""
    generated = generate("--print")
    assert (generated.returncode, generated.stderr) == (0, "")
    assert generated.stdout == STUB.read_text(encoding="utf-8")


def test_installed_stub_is_the_committed_one() -> None:
    installed = Path(inspect.getfile(_core)).parent
    assert (installed / "_core.pyi").read_bytes() == STUB.read_bytes()
    assert (installed / "py.typed").exists()


@pytest.mark.parametrize("arguments", [["--write"], ["--print", "--print"]])
def test_other_arguments_are_refused(arguments: list[str]) -> None:
    refused = generate(*arguments)
    assert refused.returncode == 1
    assert refused.stderr.startswith("generate_stub.py: arguments must be none or --print, got [")
