# SPDX-License-Identifier: Apache-2.0
"""`dittograph runs`: what it prints, on which stream, and its exit status."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from commands import Outcome, Run
from dittograph import pure

BAD_MESSAGE = "invalid UTF-8 at byte 4 (use --bytes to read bytes)"
BAD = b"aabb\xff\xffcc"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_file(run: Run) -> None:
    Path("a").write_text("hmmm, well\n")
    assert run("runs", "a") == (0, "2 3 1 'm' a\n", "")


def test_several_files_and_the_total(run: Run) -> None:
    Path("a").write_text("ab" * 50 + "z" * 12)
    Path("b").write_text("aabbcc" * 2, encoding="utf-8")
    Path("none").write_text("")
    expected = " 1 12 100 'z' a\n 6  2   0 'a' b\n 0  0   - - none\n 7 12   - 'z' total\n"
    assert run("runs", "a", "b", "none") == (0, expected.replace("\n ", "\n")[1:], "")


def test_like_pure_python(run: Run) -> None:
    generator = random.Random(1)
    for number in range(30):
        text = "".join(
            c * generator.randint(1, 4)
            for c in generator.choices("ab\u00e9\u4e16\U0001f389\n", k=99)
        )
        path = Path(f"{number}")
        path.write_text(text, encoding="utf-8", newline="")
        longest = pure.longest_run(text)
        assert longest is not None
        for least in (1, 2, 3):
            line = f"{pure.count_runs(text, least)} {longest.length} {longest.start}"
            outcome = run("runs", "--min-length", least, path)
            assert outcome == (0, f"{line} {longest.element!r} {path}\n", "")
        listed = [f"{r.start}\t{r.length}\t{r.element!r}\n" for r in pure.find_runs(text)]
        assert run("runs", "--list", path) == (0, "".join(listed), "")


def test_an_invalid_file_is_refused_and_the_others_are_read(run: Run) -> None:
    Path("a").write_text("aa")
    Path("bad").write_bytes(BAD)
    out = "1 2 0 'a' a\n1 2 - 'a' total\n"
    assert run("runs", "bad", "a") == (1, out, f"dittograph: bad: {BAD_MESSAGE}\n")


def test_a_list_goes_as_far_as_the_text_is_valid(run: Run) -> None:
    Path("a").write_text("zz")
    Path("bad").write_bytes(BAD)
    out = "bad\t0\t2\t'a'\nbad\t2\t2\t'b'\na\t0\t2\t'z'\n"
    assert run("runs", "--list", "bad", "a") == (1, out, f"dittograph: bad: {BAD_MESSAGE}\n")


def test_bytes(run: Run) -> None:
    Path("bad").write_bytes(BAD)
    assert run("runs", "--bytes", "bad") == (0, "4 2 0 0x61 bad\n", "")
    out = "0\t2\t0x61\n2\t2\t0x62\n4\t2\t0xFF\n6\t2\t0x63\n"
    assert run("runs", "--bytes", "--list", "bad") == (0, out, "")


def test_elements_that_would_tear_lines(run: Run) -> None:
    Path("a").write_text("\n\n\t\t\u2028\u2028''", encoding="utf-8", newline="")
    out = "0\t2\t'\\n'\n2\t2\t'\\t'\n4\t2\t'\\u2028'\n6\t2\t\"'\"\n"
    assert run("runs", "--list", "a") == (0, out, "")


def test_names_that_would_tear_lines(run: Run) -> None:
    Path("two\nlines").write_text("aa")
    assert run("runs", "two\nlines").out == "1 2 0 'a' $'two\\nlines'\n"
    out = "$'two\\nlines'\t0\t2\t'a'\n" * 2
    assert run("runs", "--list", "two\nlines", "two\nlines").out == out


def test_runs_and_positions_across_pieces(run: Run) -> None:
    with Path("a").open("wb") as file:
        file.write("é".encode() * 700_000 + b"x" + "🙂".encode() * 700_000 + b"yy")
    out = "0\t700000\t'é'\n700001\t700000\t'🙂'\n1400001\t2\t'y'\n"
    assert run("runs", "--list", "a") == (0, out, "")
    assert run("runs", "a") == (0, "3 700000 0 'é' a\n", "")


def test_directories(run: Run) -> None:
    Path("d/inner").mkdir(parents=True)
    Path("d/inner/a.txt").write_text("aa")
    Path("d/b.md").write_text("bbb")
    assert run("runs", "d").err == "dittograph: d: Is a directory (use --recursive)\n"
    out = "1 3 0 'b' d/b.md\n1 2 0 'a' d/inner/a.txt\n2 3 - 'b' total\n"
    assert run("runs", "--recursive", "d") == (0, out, "")
    assert run("runs", "-r", "--include", "*.txt", "d") == (0, "1 2 0 'a' d/inner/a.txt\n", "")
    status, _, err = run("runs", "--include", "*.txt", "d")
    assert (status, "needs --recursive" in err) == (2, True)


def test_json(run: Run) -> None:
    Path("a").write_text("xяя", encoding="utf-8")
    Path("bad").write_bytes(BAD)
    Path("none").write_text("")
    status, out, err = run("runs", "--json", "--min-length", 2, "a", "bad", "none")
    assert (status, err) == (1, f"dittograph: bad: {BAD_MESSAGE}\n")
    longest = {"start": 1, "length": 2, "element": "я"}
    assert json.loads(out) == {
        "element": "code point",
        "min_length": 2,
        "files": [
            {"name": "a", "bytes": 5, "runs": 1, "longest": longest, "error": None},
            {
                "name": "bad",
                "bytes": None,
                "runs": None,
                "longest": None,
                "error": {"message": BAD_MESSAGE, "offset": 4},
            },
            {"name": "none", "bytes": 0, "runs": 0, "longest": None, "error": None},
        ],
        "total": {"files": 2, "bytes": 5, "runs": 1, "longest": {"name": "a", **longest}},
    }


def test_json_of_bytes(run: Run) -> None:
    Path("a").write_bytes(b"\xff\xff")
    document = json.loads(run("runs", "--json", "--bytes", "a").out)
    assert document["element"] == "byte"
    assert document["total"]["longest"]["element"] == 0xFF


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_lengths_that_are_refused(run: Run, number: str) -> None:
    status, out, err = run("runs", "--min-length", number)
    assert (status, out) == (2, "")
    assert "--min-length" in err
    assert err.endswith("(see 'dittograph runs --help')\n")


def test_list_and_json_exclude_each_other(run: Run) -> None:
    outcome = run("runs", "--list", "--json")
    message = "dittograph: --list and --json exclude each other (see 'dittograph runs --help')\n"
    assert outcome == Outcome(2, "", message)


@pytest.mark.parametrize("option", [[], ["--list"], ["--json"]])
def test_a_file_that_is_not_there(run: Run, option: list[str]) -> None:
    status, _, err = run("runs", *option, "nowhere")
    assert (status, err) == (1, "dittograph: nowhere: No such file or directory\n")
