# SPDX-License-Identifier: Apache-2.0
"""`dittograph repeats`: what it prints, on which stream, and its exit status."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dittograph import pure

if TYPE_CHECKING:
    from commands import Run

BAD = b"abab\xff\xff\xfe\xff\xfe"
BAD_MESSAGE = "invalid UTF-8 at byte 4 (use --bytes to read bytes)"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_file(run: Run) -> None:
    Path("a").write_text("say abcabcabc\n")
    assert run("repeats", "a") == (0, "1 9 3 4 'abc' a\n", "")


def test_several_files_and_the_total(run: Run) -> None:
    Path("a").write_text("x" * 100 + "ab" * 50)
    Path("b").write_text("abcabc xyxy")
    Path("none").write_text("")
    out = "1 100 2 100 'ab' a\n2   6 3   0 'abc' b\n0   0 -   - - none\n3 100 2   - 'ab' total\n"
    assert run("repeats", "a", "b", "none") == (0, out, "")


def test_lists_like_pure_python(run: Run) -> None:
    generator = random.Random(5)
    for number in range(20):
        text = "".join(
            "".join(generator.choices("ab\u00e9\u4e16\U0001f389\n", k=generator.randint(1, 9)))
            * generator.randint(1, 4)
            for _ in range(20)
        )
        path = Path(f"{number}")
        path.write_text(text, encoding="utf-8", newline="")
        for copies, period in ((2, 64), (3, 5)):
            expected = "".join(
                f"{r.start}\t{r.period}\t{r.length}\t{text[r.start : r.start + r.period]!r}\n"
                for r in pure.find_repeats(text, copies, period)
            )
            options = ("--min-copies", copies, "--max-period", period)
            assert run("repeats", "--list", *options, path) == (0, expected, "")


def test_the_names_of_several_files_come_first_in_a_list(run: Run) -> None:
    Path("a\tb").write_text("abab")
    Path("c").write_text("xyxy")
    out = "$'a\\tb'\t0\t2\t4\t'ab'\nc\t0\t2\t4\t'xy'\n"
    assert run("repeats", "--list", "a\tb", "c") == (0, out, "")


def test_an_invalid_file_is_refused_and_the_others_are_read(run: Run) -> None:
    Path("a").write_text("abab")
    Path("bad").write_bytes(BAD)
    complaint = f"dittograph: bad: {BAD_MESSAGE}\n"
    out = "1 4 2 0 'ab' a\n1 4 2 - 'ab' total\n"
    assert run("repeats", "bad", "a") == (1, out, complaint)
    assert run("repeats", "--list", "bad", "a") == (1, "a\t0\t2\t4\t'ab'\n", complaint)
    assert run("repeats", "none") == (1, "", "dittograph: none: No such file or directory\n")
    both = "dittograph: none: No such file or directory\n"
    assert run("repeats", "--list", "none", "a") == (1, "a\t0\t2\t4\t'ab'\n", both)


def test_bytes(run: Run) -> None:
    Path("bad").write_bytes(BAD)
    assert run("repeats", "--bytes", "bad") == (0, "2 4 2 0 0x6162 bad\n", "")
    out = "0\t2\t4\t0x6162\n5\t2\t4\t0xFFFE\n"
    assert run("repeats", "--bytes", "--list", "bad") == (0, out, "")


def test_json(run: Run) -> None:
    Path("a").write_text("say abcabcabc")
    Path("bad").write_bytes(BAD)
    status, out, _ = run("repeats", "--json", "a", "bad", "none")
    document = json.loads(out)
    longest = {"start": 4, "period": 3, "length": 9, "unit": "abc"}
    assert status == 1
    assert document["min_copies"] == 2
    assert document["max_period"] == 64
    assert document["files"][0] == {
        "name": "a",
        "bytes": 13,
        "repeats": 1,
        "longest": longest,
        "error": None,
    }
    assert document["files"][1]["repeats"] is None
    assert document["files"][1]["error"] == {"message": BAD_MESSAGE, "offset": 4}
    assert document["files"][2]["error"]["offset"] is None
    total = {"files": 1, "bytes": 13, "repeats": 1, "longest": {"name": "a", **longest}}
    assert document["total"] == total
    _, out, _ = run("repeats", "--json", "--bytes", "bad")
    assert json.loads(out)["files"][0]["longest"]["unit"] == [0x61, 0x62]


def test_directories(run: Run) -> None:
    Path("d").mkdir()
    Path("d/a.txt").write_text("abab")
    Path("d/b.md").write_text("xyxyxy")
    assert run("repeats", "-r", "--include", "*.md", "d") == (0, "1 6 2 0 'xy' d/b.md\n", "")
    message = "dittograph: d: Is a directory (use --recursive)\n"
    assert run("repeats", "d") == (1, "", message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--min-copies", "1"], "Invalid value for '--min-copies': 1 is not in the range x>=2."),
        (["--max-period", "1"], "Invalid value for '--max-period': 1 is not in the range x>=2."),
        (["--list", "--json"], "--list and --json exclude each other"),
        (["--include", "*"], "--include is about files in directories: it needs --recursive"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], message: str) -> None:
    error = f"dittograph: {message} (see 'dittograph repeats --help')\n"
    assert run("repeats", *arguments) == (2, "", error)
