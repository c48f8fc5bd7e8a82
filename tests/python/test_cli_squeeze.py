# SPDX-License-Identifier: Apache-2.0
"""`dittograph squeeze`: what it writes, where, and its exit status."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dittograph import pure
from dittograph.cli.progress import Progress

if TYPE_CHECKING:
    from commands import Run

BAD = b"aabb\xff\xffcc"
BAD_MESSAGE = "invalid UTF-8 at byte 4 (use --bytes to squeeze bytes)"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_file(run: Run) -> None:
    Path("a").write_bytes(b"sooo  goood\n\n")
    assert run("squeeze", "a") == (0, "so god\n", "")
    assert run("squeeze", "--max-run", 2, "a") == (0, "soo  good\n\n", "")


def test_like_pure_python(run: Run) -> None:
    generator = random.Random(2)
    for number in range(30):
        text = "".join(
            c * generator.randint(1, 4)
            for c in generator.choices("ab\u00e9\u4e16\U0001f389\n", k=99)
        )
        Path("a").write_text(text, encoding="utf-8", newline="")
        most = number % 3 + 1
        outcome = run("squeeze", "--max-run", most, "a")
        assert outcome.out.encode(errors="surrogateescape").decode() == "".join(
            pure.squeeze(text, most)
        )


def test_files_are_texts_of_their_own(run: Run) -> None:
    Path("a").write_text("xaa")
    Path("b").write_text("aay")
    assert run("squeeze", "a", "b", "a") == (0, "xaayxa", "")


def test_across_pieces(run: Run) -> None:
    text = "é" * 700_000 + "x" + "🙂" * 300_000 + "yy"
    Path("a").write_text(text, encoding="utf-8")
    assert run("squeeze", "a") == (0, "éx🙂y", "")
    Path("b").write_text("ab" * 800_000)
    assert run("squeeze", "b") == (0, "ab" * 800_000, "")


def test_an_invalid_file_is_written_up_to_there_and_the_others_go_on(run: Run) -> None:
    Path("a").write_text("zz")
    Path("bad").write_bytes(BAD)
    Path("cut").write_bytes(b"aa\xe2\x82")
    err = (
        f"dittograph: bad: {BAD_MESSAGE}\n"
        "dittograph: cut: invalid UTF-8 at byte 2 (use --bytes to squeeze bytes)\n"
    )
    assert run("squeeze", "bad", "a", "cut", "a") == (1, "abzaz", err)


def test_bytes(run: Run) -> None:
    Path("bad").write_bytes(BAD)
    assert run("squeeze", "--bytes", "bad") == (0, "ab\udcffc", "")


def test_what_cannot_be_read(run: Run) -> None:
    Path("a").write_text("zz")
    Path("d").mkdir()
    err = "dittograph: d: Is a directory\ndittograph: nowhere: No such file or directory\n"
    assert run("squeeze", "d", "a", "nowhere") == (1, "z", err)


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_numbers_that_are_refused(run: Run, number: str) -> None:
    status, out, err = run("squeeze", "--max-run", number)
    assert (status, out) == (2, "")
    assert "--max-run" in err
    assert err.endswith("(see 'dittograph squeeze --help')\n")


def test_numbers_may_be_large(run: Run) -> None:
    Path("a").write_text("zz")
    assert run("squeeze", "--max-run", 10**30, "a").out == "zz"


@posix
@pytest.mark.parametrize("command", ["squeeze", "runs --list"])
def test_no_bar_lies_over_data_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    Path("a").write_text("aa")
    delays = []

    def waits(*_: object, delay: float | None = None) -> Progress:
        delays.append(delay)
        return Progress("", None, delay=delay)

    name, *options = command.split()
    monkeypatch.setattr(f"dittograph.cli.{name}.Progress", waits)
    assert run(name, *options, "a").status == 0
    monkeypatch.setattr("os.isatty", lambda fd: fd == sys.stdout.fileno())
    assert run(name, *options, "a").status == 0
    assert delays == [None, float("inf")]
