# SPDX-License-Identifier: Apache-2.0
"""File names: how `dittograph count` prints those that are no plain words."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from dittograph.cli import main

BAD = b"aa\xff\xff"
BAD_MESSAGE = "invalid UTF-8 at byte 2 (use --bytes to count bytes)"


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Outcome]:
    def run(*arguments: object) -> Outcome:
        status = main([str(a) for a in arguments])
        captured = capfdbinary.readouterr()
        return Outcome(
            status,
            captured.out.decode(errors="surrogateescape"),
            captured.err.decode(errors="surrogateescape"),
        )

    return run


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


Run = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("-dash", "-dash"),
        ("--threads", "--threads"),
        ("a b", "a b"),
        ("behind ", "behind "),
        ("two\nlines", "$'two\\nlines'"),
        ("it's\x1b[1m", "$'it\\'s\\x1b[1m'"),
        ("imię", "imię"),
        ("next\x85line", "$'next\\u0085line'"),
        ("turned\u202ename", "$'turned\\u202ename'"),
        (os.fsdecode(b"\xff.txt"), os.fsdecode(b"\xff.txt")),
    ],
)
def test_odd_names(run: Run, name: str, shown: str) -> None:
    Path(name).write_text("aa")
    assert run("count", "--", name) == (0, f"1 {shown}\n", "")
    Path(name).write_bytes(BAD)
    assert run("count", "--", name) == (1, "", f"dittograph: {shown}: {BAD_MESSAGE}\n")
    document = json.loads(run("count", "--json", "--", name).out)
    assert document["files"][0]["name"] == name


def test_the_shell_gives_back_the_names_that_are_printed(run: Run) -> None:
    for name in ["a\x01b", "a\x1b1", "it's\n", "\\\t", "\x7fa", "\x80a", "\x851", "\x9f", "\u2028"]:
        Path(name).write_text("aa")
        shown = run("count", name).out.removeprefix("1 ").removesuffix("\n")
        assert shown.isprintable()
        result = subprocess.run(
            ["bash", "-c", f"cat -- {shown}"],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=False,
        )
        assert (result.stdout, result.stderr) == (b"aa", b"")


def test_a_locale_without_the_characters_keeps_the_columns() -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    result = subprocess.run(
        [sys.executable, "-m", "dittograph", "count", "--tally"],
        input="üü🙂🙂aa".encode(),
        env={**os.environ, **ascii_only},
        capture_output=True,
        check=True,
    )
    assert result.stdout.decode("ascii") == (
        "3\n"
        "1       U+00FC  LATIN SMALL LETTER U WITH DIAERESIS\n"
        "1       U+1F642  SLIGHTLY SMILING FACE\n"
        "1   a   U+0061  LATIN SMALL LETTER A\n"
    )


def test_names_are_bytes_whatever_the_encoding_of_streams() -> None:
    name = os.fsencode("imię") + b"\xff"
    Path(os.fsdecode(name)).write_text("aa")
    result = subprocess.run(
        [sys.executable, "-m", "dittograph", "count", name, name + b"?"],
        env={**os.environ, "PYTHONIOENCODING": "utf-16"},
        capture_output=True,
        check=False,
    )
    assert result.stdout == b"1 %s\n1 total\n" % name
    assert result.stderr == b"dittograph: %s?: No such file or directory\n" % name
