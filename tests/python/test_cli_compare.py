# SPDX-License-Identifier: Apache-2.0
"""`dittograph compare`: the contest, its table, its picture."""

from __future__ import annotations

import json
import string
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner
from dittograph import pure, regex
from dittograph.cli import app, contest, main, report, sample
from dittograph.cli.contest import Contender, DisagreementError, contenders, hold
from dittograph.cli.sample import Sample, random_letters, read_sample

NAMES = ["zip loop", "regex", "numpy", "dittograph (C++)"]


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(contest, "ROUNDS", 3)
    Path("text").write_text("well, hello\n" * 100)


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    status = main(["compare", *arguments])
    captured = capfd.readouterr()
    return Outcome(status, captured.out, captured.err)


def make_sample(text: str | bytes) -> Sample:
    return Sample("text", text, len(text), [])


def test_the_text_of_the_experiment() -> None:
    text = random_letters().text
    assert isinstance(text, str)
    assert len(text) == 1_000_000
    assert set(text) == set(string.ascii_letters)
    assert text == random_letters().text


@pytest.mark.parametrize(
    "text",
    ["a", "aab", "éé\x00", "жж世世", "🎉🎉a", "", b"", b"aa\xff\xff\n\n"],
)
def test_all_implementations_agree(text: str | bytes) -> None:
    found = contenders(make_sample(text))
    assert [c.name for c in found] == NAMES
    assert hold(found, len(text)) == pure.count_doubles(text)
    assert all(c.seconds > 0 for c in found)


def test_disagreement_is_an_error(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regex, "count_doubles", lambda _: 7)
    with pytest.raises(DisagreementError, match="zip loop 1, regex 7, numpy 1, dittograph"):
        hold(contenders(make_sample("aa")), 2)
    status, out, err = run(capfd, "text")
    assert (status, out) == (1, "")
    assert err.startswith("dittograph: text: the implementations disagree: zip loop 200, regex 7,")


def test_the_first_run_does_not_count_if_there_are_others() -> None:
    contender = Contender("one", lambda: 1)
    hold([contender], 1)
    assert len(contender.times) == 3


def test_one_run_is_enough_if_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "BUDGET", 0.0)
    found = contenders(make_sample("aa" * 1000))
    hold(found, 2000)
    assert [len(c.times) for c in found] == [1, 1, 1, 1]


def test_runs_too_short_for_the_clock_are_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if the first one is slow, or if the clock does not see a run at all."""
    now, runs = 0.0, 0

    def take_a_microsecond() -> int:
        nonlocal now, runs
        runs += 1
        now += 900e-6 if runs == 1 else 1e-6
        return 0

    ticks: list[float] = []

    def clock() -> float:
        ticks.append(now // 100e-6 * 100e-6)
        return ticks[-1]

    monkeypatch.setattr(contest, "perf_counter", clock)
    slow_at_first, quick = (Contender(name, take_a_microsecond) for name in ("slow", "quick"))
    hold([slow_at_first, quick], 1)
    samples = [end - begin for begin, end in zip(ticks[::2], ticks[1::2], strict=True)]
    assert min(samples[-6:]) > 0.9 * contest.SHORTEST
    assert slow_at_first.seconds == pytest.approx(1e-6, rel=0.1)
    assert quick.seconds == pytest.approx(1e-6, rel=0.1)


def test_memory_that_is_not_there_is_one_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhaust(_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(report, "abandon_output", lambda: None)  # It would be for good.
    monkeypatch.setattr(regex, "count_doubles", exhaust)
    assert run(capfd, "text") == (1, "", "dittograph: out of memory\n")


def test_without_numpy_the_others_compete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    text = make_sample("aa")
    assert [c.name for c in contenders(text)] == [n for n in NAMES if n != "numpy"]
    assert text.notes == ["numpy is not installed: it does not take part"]


def test_the_table(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "text")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "text: 200 doubles in 1.2 kB"
    assert "MB/s" in out
    assert "× zip loop" in out  # noqa: RUF001
    assert "on a logarithmic scale" in out
    for name in NAMES:  # once in the table, once beside its bar
        assert sum(line.strip().startswith(name) for line in lines[2:]) == 2
    assert "\x1b" not in out


def test_json(capfd: pytest.CaptureFixture[str]) -> None:
    Path("text").write_text("жжaa", encoding="utf-8")
    status, out, err = run(capfd, "--json", "text")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert document["text"] == {
        "name": "text",
        "bytes": 6,
        "element": "code point",
        "elements": 4,
        "doubles": 2,
    }
    assert document["notes"] == ["numpy: making its array is not timed"]
    rows = document["implementations"]
    assert [row["name"] for row in rows] == NAMES
    for row in rows:
        assert row["rounds"] == 3
        assert row["megabytes_per_second"] == pytest.approx(6e-6 / row["seconds"])
        assert row["times_zip_loop"] == pytest.approx(rows[0]["seconds"] / row["seconds"])


def test_bytes_where_the_text_is_not_utf8(capfd: pytest.CaptureFixture[str]) -> None:
    Path("bad").write_bytes(b"aa\xff\xff")
    document = json.loads(run(capfd, "--json", "bad").out)
    assert document["text"]["element"] == "byte"
    assert document["text"]["doubles"] == 2
    assert document["notes"][0] == (
        "bad is not UTF-8 (see byte 2): bytes are compared, not code points"
    )


@pytest.mark.parametrize(
    ("limit", "text", "notes"),
    [
        (6, "aжb€", ["long is long: only its first 0 MB are compared"]),
        (7, "aжb€", []),
        (8, "aжb€", []),
        (2, "a", ["long is long: only its first 0 MB are compared"]),
    ],
)
def test_long_files_are_cut_between_characters(limit: int, text: str, notes: list[str]) -> None:
    Path("long").write_text("aжb€", encoding="utf-8")
    found = read_sample("long", limit)
    expected = text if limit != 6 else "aжb"
    assert (found.text, found.size, found.notes) == (expected, len(expected.encode()), notes)


def test_the_limit_is_the_one_that_help_names(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert f"first {sample.LIMIT / 1e6:.0f} MB" in run(capfd, "--help").out


def test_standard_input() -> None:
    result = CliRunner().invoke(app.group, ["compare", "-", "--json"], input="aab")
    assert result.exit_code == 0
    document = json.loads(result.output)
    assert (document["text"]["name"], document["text"]["doubles"]) == ("standard input", 1)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("nowhere", "No such file or directory"),
        (".", "Is a directory"),
        ("empty", "is empty: nothing to compare"),
    ],
)
def test_files_that_are_no_use(capfd: pytest.CaptureFixture[str], file: str, message: str) -> None:
    Path("empty").touch()
    assert run(capfd, file) == (1, "", f"dittograph: {file}: {message}\n")


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_plot_as_svg(capfd: pytest.CaptureFixture[str], json_too: list[str]) -> None:
    Path("speed.svg").write_text("old")
    status, out, err = run(capfd, "text", "--plot", "speed.svg", *json_too)
    assert (status, err) == (0, "")
    assert out
    assert ET.parse("speed.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert sorted(p.name for p in Path().iterdir()) == ["speed.svg", "text"]


def test_plot_as_png(capfd: pytest.CaptureFixture[str]) -> None:
    odd = "$世$\udcff.txt"
    Path(odd).write_text("aab")
    assert run(capfd, odd, "--plot", "speed.PNG").status == 0
    data = Path("speed.PNG").read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert np.frombuffer(data[16:24], ">u4").min() > 300  # pixels, wide and high


@pytest.mark.parametrize(
    ("plot", "message"),
    [
        ("speed.pdf", "'speed.pdf' does not end in .svg or .png."),
        ("speed", "'speed' does not end in .svg or .png."),
        ("nowhere/speed.svg", "the directory of 'nowhere/speed.svg' does not exist."),
        ("directory.svg", "File 'directory.svg' is a directory."),
    ],
)
def test_plots_that_cannot_be_are_refused_before_the_work(
    capfd: pytest.CaptureFixture[str], plot: str, message: str
) -> None:
    Path("directory.svg").mkdir()
    status, out, err = run(capfd, "nowhere", "--plot", plot)
    assert (status, out) == (2, "")
    expected = f"Invalid value for '--plot': {message} (see 'dittograph compare --help')"
    assert err == f"dittograph: {expected}\n"


def test_a_plot_that_fails_leaves_what_was_there(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("speed.svg").write_text("old")

    def refuse(self: Path, target: Path) -> Path:
        assert self.read_text(encoding="utf-8").endswith("</svg>\n")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    status, _, err = run(capfd, "text", "--plot", "speed.svg")
    assert (status, err) == (1, "dittograph: speed.svg: No space left on device\n")
    assert Path("speed.svg").read_text() == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["speed.svg", "text"]


def test_two_files_are_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "text", "text")
    assert status == 2
    assert err.count("\n") == 1
