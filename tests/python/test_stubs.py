# SPDX-License-Identifier: Apache-2.0
"""The stubs that are committed are those that are generated, and those that are installed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from dittograph import _core
from helpers import ROOT

SCRIPT = ROOT / "scripts" / "generate_stub.py"
STUBS = [ROOT / "python" / "dittograph" / name for name in ("_core.pyi", "_jpeg.pyi")]


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
    assert generated.stdout == "".join(stub.read_text(encoding="utf-8") for stub in STUBS)


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.name)
def test_installed_stub_is_the_committed_one(stub: Path) -> None:
    installed = Path(inspect.getfile(_core)).parent
    assert (installed / stub.name).read_bytes() == stub.read_bytes()
    assert (installed / "py.typed").exists()


@pytest.mark.parametrize("arguments", [["--write"], ["--print", "--print"]])
def test_other_arguments_are_refused(arguments: list[str]) -> None:
    refused = generate(*arguments)
    assert refused.returncode == 1
    assert refused.stderr.startswith("generate_stub.py: arguments must be none or --print, got [")
