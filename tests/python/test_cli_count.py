# SPDX-License-Identifier: Apache-2.0
"""`dittograph count`: what it prints, on which stream, and its exit status."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import dittograph
import pytest
from click.testing import CliRunner
from dittograph import pure
from dittograph.cli import app, main

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


def test_one_file(run: Run) -> None:
    Path("a").write_text("bookkeeper\n")
    assert run("count", "a") == (0, "3 a\n", "")


def test_several_files_and_the_total(run: Run) -> None:
    Path("a").write_text("a" * 100)
    Path("b").write_text("ababab")
    assert run("count", "a", "b", "a") == (0, " 99 a\n  0 b\n 99 a\n198 total\n", "")


def test_like_pure_python(run: Run) -> None:
    generator = random.Random(1)
    for number in range(50):
        text = "".join(generator.choices("ab\u00e9\u0416\u4e16\U0001f389\n\x00", k=200))
        Path(f"{number}").write_text(text, encoding="utf-8", newline="")
        assert run("count", number).out == f"{pure.count_doubles(text)} {number}\n"


def test_an_invalid_file_is_refused_and_the_others_are_counted(run: Run) -> None:
    Path("a").write_text("aa")
    Path("bad").write_bytes(BAD)
    expected = 1, "1 a\n1 a\n2 total\n", f"dittograph: bad: {BAD_MESSAGE}\n"
    assert run("count", "a", "bad", "a") == expected


@pytest.mark.parametrize("option", ["--tally", "--json"])
def test_an_invalid_file_fails_whatever_is_printed(run: Run, option: str) -> None:
    Path("bad").write_bytes(BAD)
    status, _, err = run("count", option, "bad")
    assert (status, err) == (1, f"dittograph: bad: {BAD_MESSAGE}\n")


def test_bytes_need_not_be_text(run: Run) -> None:
    Path("bad").write_bytes(BAD)
    Path("russian").write_text("ёж", encoding="utf-8")
    assert run("count", "--bytes", "bad", "russian") == (0, "2 bad\n0 russian\n2 total\n", "")


def test_files_that_cannot_be_read(run: Run) -> None:
    Path("a").write_text("aa")
    Path("directory").mkdir()
    assert run("count", "nowhere", "directory", "a", "a/b") == (
        1,
        "1 a\n1 total\n",
        (
            "dittograph: nowhere: No such file or directory\n"
            "dittograph: directory: Is a directory (use --recursive)\n"
            "dittograph: a/b: Not a directory\n"
        ),
    )


def test_a_file_that_cannot_be_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may open everything, so permissions cannot show it.
    Path("a").write_text("aa")
    opens = os.open

    def refuse(path: str, *arguments: int) -> int:
        if path == "a":
            raise PermissionError(13, "Permission denied", path)
        return opens(path, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    assert run("count", "a") == (1, "", "dittograph: a: Permission denied\n")


def test_an_empty_name_is_quoted(run: Run) -> None:
    assert run("count", "") == (1, "", "dittograph: '': No such file or directory\n")


def test_empty_files(run: Run) -> None:
    Path("a").touch()
    assert run("count", "a", "a") == (0, "0 a\n0 a\n0 total\n", "")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="a file of Linux")
def test_files_that_say_they_are_empty(run: Run) -> None:
    expected = pure.count_doubles(Path("/proc/version").read_text())
    assert expected > 0
    assert run("count", "/proc/version").out == f"{expected} /proc/version\n"


def test_dash_is_standard_input_and_a_path_with_a_dash_is_not() -> None:
    Path("-").write_text("aaa")
    result = CliRunner().invoke(app.group, ["count", "-", "./-"], input="aa")
    assert result.output == "1 -\n2 ./-\n3 total\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("options", [[], ["--threads", "3"]])
def test_standard_input_when_there_is_no_file(options: list[str]) -> None:
    result = CliRunner().invoke(app.group, ["count", *options], input="Русский шшш\n")
    assert (result.exit_code, result.output) == (0, "3\n")


def test_tally(run: Run) -> None:
    text = "ll\n\n\x00\x00  ll世世🎉🎉\u0301\u0301\u200b\u200b\ue000\ue000\x85\x85"
    Path("a").write_text(text, encoding="utf-8", newline="")
    assert run("count", "--tally", "a").out.splitlines() == [
        "11 a",
        " 2   l   U+006C  LATIN SMALL LETTER L",
        " 1   ␊   U+000A  LINE FEED",
        " 1   ␀   U+0000  NULL",
        " 1   ␠   U+0020  SPACE",
        " 1   世  U+4E16  CJK UNIFIED IDEOGRAPH-4E16",
        " 1   🎉  U+1F389  PARTY POPPER",
        " 1   ◌\u0301   U+0301  COMBINING ACUTE ACCENT",
        " 1       U+200B  ZERO WIDTH SPACE",
        " 1       U+E000  private use",
        " 1       U+0085  control",
    ]


def test_tally_of_several_files(run: Run) -> None:
    Path("a").write_text("aa")
    Path("b").write_text("bbbaa")
    Path("bad").write_bytes(BAD)
    assert run("count", "--tally", "a", "bad", "b", "b").out.splitlines() == [
        "1 a",
        "1   a   U+0061  LATIN SMALL LETTER A",
        "3 b",
        "2   b   U+0062  LATIN SMALL LETTER B",
        "1   a   U+0061  LATIN SMALL LETTER A",
        "3 b",
        "2   b   U+0062  LATIN SMALL LETTER B",
        "1   a   U+0061  LATIN SMALL LETTER A",
        "7 total",
        "4   b   U+0062  LATIN SMALL LETTER B",
        "3   a   U+0061  LATIN SMALL LETTER A",
    ]


def test_tally_of_bytes(run: Run) -> None:
    Path("a").write_bytes(b"\xff\xff\xff\x7f\x7faa")
    assert run("count", "--tally", "--bytes", "a").out.splitlines() == [
        "4 a",
        "2       0xFF",
        "1   ␡   0x7F  DELETE",
        "1   a   0x61  LATIN SMALL LETTER A",
    ]


def test_the_total_of_tallies_keeps_the_order_of_first_occurrence(run: Run) -> None:
    names = [str(number) for number in range(40)]
    for number, name in enumerate(names):
        Path(name).write_text(chr(ord("a") + number % 20) * 2)
    document = json.loads(run("count", "--tally", "--json", "--threads", 4, *names).out)
    total = [row["element"] for row in document["total"]["tally"]]
    assert total == [chr(ord("a") + number) for number in range(20)]


def test_json(run: Run) -> None:
    Path("a").write_text("жжaa", encoding="utf-8")
    Path("bad").write_bytes(BAD)
    status, out, _ = run("count", "--json", "a", "bad", "nowhere")
    assert status == 1
    assert json.loads(out) == {
        "element": "code point",
        "files": [
            {"name": "a", "bytes": 6, "doubles": 2, "error": None},
            {
                "name": "bad",
                "bytes": None,
                "doubles": None,
                "error": {"message": BAD_MESSAGE, "offset": 2},
            },
            {
                "name": "nowhere",
                "bytes": None,
                "doubles": None,
                "error": {"message": "No such file or directory", "offset": None},
            },
        ],
        "total": {"files": 1, "bytes": 6, "doubles": 2},
    }


def test_json_with_tally(run: Run) -> None:
    Path("a").write_text("жжaa", encoding="utf-8")
    tally = [{"element": "ж", "doubles": 1}, {"element": "a", "doubles": 1}]
    document = json.loads(run("count", "--json", "--tally", "a").out)
    assert document["files"][0]["tally"] == document["total"]["tally"] == tally
    document = json.loads(run("count", "--json", "--tally", "--bytes", "a").out)
    assert document["element"] == "byte"
    assert document["total"]["tally"] == [{"element": 0x61, "doubles": 1}]


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_any_number_of_threads_gives_the_same(run: Run, threads: int) -> None:
    generator = random.Random(5)
    for number in range(30):
        Path(f"{number:02}").write_bytes(generator.randbytes(number) if number % 3 else b"aab")
    names = sorted(os.listdir())  # noqa: PTH208 - names and not paths
    expected = run("count", *names)
    assert run("count", "--threads", threads, *names) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["count", "--threads", "0"], "Invalid value for '--threads': 0 is not in the range x>=1."),
        (["count", "--threads", "-3"], "'--threads': -3 is not in the range"),
        (["count", "--threads", "many"], "'--threads': 'many' is not a valid integer range."),
        (["count", "--include", "*.py", "a"], "--include is about files in directories"),
        (["count", "--nonsense"], "No such option"),
        (["nonsense"], "No such command 'nonsense'"),
        ([], "Missing command"),
        (["count", "--non\x1b[1msense"], "No such option"),
        (["non\u202esense\x07"], "No such command"),
    ],
)
def test_wrong_usage_is_one_line(run: Run, arguments: list[str], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("dittograph: ")
    assert err.removesuffix("\n").isprintable()
    assert message in err
    assert "--help')" in err


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"dittograph {dittograph.__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["count", "-h"], ["compare", "--help"]])
def test_help_has_examples(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    assert "Examples:\n    dittograph co" in out
    assert max(len(line) for line in out.splitlines()) <= 80
