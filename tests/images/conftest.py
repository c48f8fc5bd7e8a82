# SPDX-License-Identifier: Apache-2.0
"""How the command is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import photographs
import pytest
from dittograph.cli import main
from files import encoded
from generated import sample
from shell import Outcome, write

if TYPE_CHECKING:
    from pathlib import Path

    from shell import Run


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run `dittograph images` with arguments, inside this process and a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        status = main(["images", *map(str, arguments)])
        captured = capfdbinary.readouterr()
        return Outcome(
            status,
            captured.out.decode(errors="surrogateescape"),
            captured.err.decode(errors="surrogateescape"),
        )

    return run


@pytest.fixture
def folder(run: Run) -> Run:
    """Fill the folder: three of a kind, two of another, one alone, two of nothing."""
    coffee = photographs.photograph("coffee").resize((300, 200))
    rocket = photographs.photograph("rocket").resize((240, 160))
    flat = encoded(sample("flat", "RGB", 60, 40).image, "PNG")
    write("p/coffee.png", encoded(coffee, "PNG"))
    write("p/small.jpg", encoded(coffee.resize((150, 100)), "JPEG", quality=70))
    write("p/same size.jpg", encoded(coffee, "JPEG", quality=85))
    write("p/rocket.jpg", encoded(rocket, "JPEG", quality=90))
    write("p/rocket.webp", encoded(rocket.resize((120, 80)), "WEBP", quality=70))
    write("p/alone.jpg", encoded(photographs.photograph("brick").resize((100, 100)), "JPEG"))
    write("p/flat.png", flat)
    write("p/flat 2.png", flat)
    return run
