# SPDX-License-Identifier: Apache-2.0
"""The benchmarks count right and measure in turn."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # benchmarks/ is not installed

from dittograph import pure, regex

from benchmarks import (
    comparisons,
    dispatch,
    implementations,
    interleave,
    results,
    run,
    texts,
)
from benchmarks.implementations import IMPLEMENTATIONS, Implementation
from benchmarks.peers import NotRunError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
HAND_WRITTEN = ("", "a", "aa", "ab", "aaa", "abba", "bookkeeper", "aabbccddaabb")


def runnable() -> list[Implementation]:
    """All but the native peers that are not built: `make bench` builds and checks those."""
    found = []
    for one in IMPLEMENTATIONS:
        try:
            one.load()
        except NotRunError:
            continue
        found.append(one)
    return found


def test_python_implementations_need_no_build() -> None:
    always = {"zip loop", "one-pass loop", "itertools.pairwise", "comprehension", "regex", "numpy"}
    assert always | {"dittograph"} <= {one.name for one in runnable()}


@pytest.mark.parametrize("one", runnable(), ids=lambda one: one.name)
@pytest.mark.parametrize("text", HAND_WRITTEN)
def test_implementations_agree_with_pure(one: Implementation, text: str) -> None:
    if not one.counts:
        assert one.load()(one.prepare(text)) == -1  # it read all and did not find
        return
    forms: dict[str, str | bytes] = {
        texts.ASCII_STR: text,
        "str, 2 bytes a character": text.translate({ord("a"): "я"}),
        "str, 4 bytes a character": text.translate({ord("a"): "😀"}),
        "bytes": text.encode(),
    }
    for width, form in forms.items():
        if width in one.widths:
            assert one.load()(one.prepare(form)) == pure.count_doubles(text), width


def test_labels_show_the_code_that_runs() -> None:
    sources: dict[str, Callable[..., object] | ModuleType] = {
        "zip loop": pure.count_doubles,
        "itertools.pairwise": implementations._with_itertools,
        "comprehension": implementations._comprehension,
        "regex": regex,
        "numpy": implementations._load_numpy,
    }
    labels = {one.name: one.label for one in IMPLEMENTATIONS}
    for name, source in sources.items():
        code = inspect.getsource(source).replace("_DOUBLE", "double").replace(", strict=False", "")
        shown = labels[name].split("`")[1::2]
        assert shown
        assert all(each in code for each in shown), name


@pytest.mark.parametrize("built", [["AVX3", "AVX2"], ["AVX10_2", "AVX3", "AVX2"], None])
def test_the_first_comparison_has_a_goal(
    monkeypatch: pytest.MonkeyPatch, built: list[str] | None
) -> None:
    def targets() -> list[str]:
        if built is None:
            raise NotRunError("not built")
        return built

    assert next(comparisons.letters()).goal is not None
    monkeypatch.setattr(dispatch, "targets", targets)
    first, *others = comparisons.letters()
    assert first.goal == 0.9
    goals = {one.target: one.goal for one in others if one.group == "targets"}
    assert goals["AVX2"] == 0.75
    assert goals.get("AVX3") is None


@pytest.mark.parametrize("size", [0, 1, 7, 1_000_000, 1_000_001, 2_000_003])
def test_random_texts_know_their_doubles(size: int) -> None:
    sample = texts.random_bytes(size)
    assert len(sample.text) == size
    assert sample.doubles == pure.count_doubles(sample.text)


@pytest.mark.parametrize("language", [*texts.LANGUAGES, "ASCII"])
def test_running_texts_know_their_doubles(language: str) -> None:
    sample = texts.running_utf8(language, 2_100_000)
    assert 2_000_000 < len(sample.text) <= 2_100_000
    assert sample.doubles == pure.count_doubles(sample.text.decode())
    assert sample.text.isascii() == (language == "ASCII")


def test_both_are_measured_in_turn() -> None:
    order = []

    def sampler(name: str, times: list[float]) -> interleave.Sampler:
        endless = itertools.cycle(times)

        def sample() -> float:
            order.append(name)
            return next(endless)

        return sample

    medians = interleave.compare(
        (sampler("ours", [2.0, 2.0, 9.0]), sampler("peer", [6.0])), seconds=0.0, fewest=12
    )
    assert order == ["ours", "peer"] * 12
    assert (medians.ours_ns, medians.peer_ns, medians.ratio) == (2.0, 6.0, 3.0)
    assert medians.rounds == 12

    order.clear()
    medians = interleave.compare(
        *((sampler("ours", [place]), sampler("peer", [6.0])) for place in (2.0, 3.0, 9.0)),
        seconds=0.0,
        fewest=4,
    )
    assert order == ["ours", "peer"] * 12
    assert (medians.ours_ns, medians.peer_ns, medians.rounds) == (3.0, 6.0, 12)


@pytest.mark.parametrize("size", [1, 2, texts.MILLION, texts.MILLION + 1])
@pytest.mark.parametrize("make", [texts.random_bytes, functools.partial(texts.random_str, 2)])
def test_texts_made_again_are_equal_and_lie_elsewhere(
    make: Callable[[int], texts.Sample[Any]], size: int
) -> None:
    one, other = make(size), make(size)
    assert one == other
    assert len(one.text) == size
    assert one.text is not other.text or size == 1


def test_results_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ratios.json"
    results.write(path, {"quick": True}, [{"peer": "µ"}, {"ratio": 0.5}])
    assert results.read(path) == {"quick": True, "rows": [{"peer": "µ"}, {"ratio": 0.5}]}
    assert '  {"peer": "µ"},\n' in path.read_text(encoding="utf-8")


def test_run_says_how_to_install_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert run.main(["--quick"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"benchmarks: pytest_benchmark is not installed for {sys.executable}: ")
    assert error.endswith("run 'make bench-setup', then use .venv/bin/python\n")
