# SPDX-License-Identifier: Apache-2.0
"""`Run` and `Runs` as objects of Python: a value, and an immutable sequence."""

from __future__ import annotations

import array
import copy
import gc
import pickle
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest
from dittograph import Run, Runs, find_runs, longest_run

if TYPE_CHECKING:
    from typing_extensions import Buffer


def test_runs_are_a_sequence() -> None:
    runs = find_runs("aabbbcc")
    assert len(runs) == 3
    assert runs[0] == runs[-3] == Run(0, 2, "a")
    assert [*runs[1:]] == [Run(2, 3, "b"), Run(5, 2, "c")]
    assert isinstance(runs[::-1], Runs)
    assert [*runs[::-1]] == [*reversed([*runs])]
    assert Run(2, 3, "b") in runs
    assert Run(2, 3, "c") not in runs


def test_runs_are_a_sequence_for_others() -> None:
    runs = find_runs("aabbbcc")
    assert isinstance(runs, Sequence)
    match runs:
        case [Run() as first, *others]:
            assert first == runs[0]
            assert others == [*runs[1:]]
        case _:
            raise AssertionError


def test_search() -> None:
    runs = find_runs("aabbbccaa")
    equal = [*runs]
    assert [*reversed(runs)] == equal[::-1]
    assert [*reversed(runs[:0])] == []
    for run in [*equal, ANY, None, "a", Run(0, 2, 97)]:
        assert (run in runs) is (run in equal)
        assert runs.count(run) == equal.count(run)
    for start in (0, 1, -2, 9, -9):
        for stop in (0, 2, -1, 9, -9):
            for run in equal:
                if run in equal[start:stop]:
                    assert runs.index(run, start, stop) == equal.index(run, start, stop)
                else:
                    with pytest.raises(ValueError, match="value must be an item of the sequence"):
                        runs.index(run, start, stop)
    assert runs.index(equal[2]) == runs.index(equal[2], 1) == runs.index(equal[2], stop=None) == 2


def test_errors_of_a_comparison_come_through() -> None:
    class Incomparable:
        def __eq__(self, other: object) -> bool:
            raise ZeroDivisionError

        __hash__ = None  # type: ignore[assignment]

    runs = find_runs("aabb")
    for search in (runs.index, runs.count, runs.__contains__):
        with pytest.raises(ZeroDivisionError):
            search(Incomparable())


def test_comparison_with_none() -> None:
    runs = find_runs("aab")
    assert (runs[0] == None) is False  # noqa: E711
    assert (runs == None) is False  # noqa: E711
    assert runs[0] != None  # noqa: E711
    assert None not in [runs[0], runs]
    assert None not in runs


def test_indices_that_are_refused() -> None:
    runs = find_runs("aabb")
    for number in (2, -3, 2**100, -(2**100)):
        with pytest.raises(IndexError, match=f"^index must be from -2 to 1, got {number}$"):
            runs[number]
    with pytest.raises(IndexError, match=r"^index must be from -2 to 1, got a number of too many"):
        runs[10**5000]
    with pytest.raises(IndexError, match=r"^index must be that of an item, of which there is none"):
        runs[:0][0]
    for other in ("a", 1.0, None):
        kind = type(other).__name__
        with pytest.raises(TypeError, match=f"^index must be an integer or a slice, not {kind}$"):
            runs[other]  # type: ignore[call-overload]


@pytest.mark.parametrize("text", ["aabbbccdd", array.array("h", [1, 1, 2, 2, 3, 3, -4, -4])])
def test_every_slice(text: str | Buffer) -> None:
    runs = find_runs(text)
    numbers = [None, *range(-6, 7), 2**100, -(2**100)]
    for start in numbers:
        for stop in numbers:
            for step in (None, 1, 2, 5, 2**100, -1, -2, -5, -(2**100)):
                cut = slice(start, stop, step)
                assert [*runs[cut]] == [*runs][cut], cut


class Fickle:
    """An index that is a different one each time."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = [*numbers]

    def __index__(self) -> int:
        return self.numbers.pop(0)


@pytest.mark.parametrize("text", ["aabbccdd", b"aabbccdd"])
def test_a_slice_is_asked_once(text: str | bytes) -> None:
    runs = find_runs(text)
    start, stop, step = Fickle(1, 0, 0, 0), Fickle(3, 9, 9, 9), Fickle(1, 2, 2, 2)
    assert runs[start:stop:step] == runs[1:3]
    assert len(start.numbers) == len(stop.numbers) == len(step.numbers) == 3


@pytest.mark.parametrize("text", ["", "aab", "яя🙂🙂", b"aab", memoryview(b"\1\0\1\0").cast("h")])
def test_runs_pickle_copy_and_compare_by_value(text: str | Buffer) -> None:
    runs = find_runs(text, 1)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        both = pickle.dumps((runs, longest_run(text)), protocol)
        assert pickle.loads(both) == (runs, longest_run(text))  # noqa: S301 - our own
    assert copy.deepcopy(runs) == runs
    assert hash(copy.copy(runs)) == hash(runs)
    assert runs != [*runs]
    assert runs == find_runs(text, 1)
    assert (runs == find_runs(text, 1)[:-1]) is (len(runs) == 0)


def test_elements_are_compared_by_value() -> None:
    small, large = array.array("b", [1, 1]), array.array("q", [1, 1])
    assert find_runs(small) == find_runs(large)
    assert hash(find_runs(small)) == hash(find_runs(large))
    assert find_runs(small) != find_runs(array.array("q", [2, 2]))
    assert find_runs(b"\1\1") == find_runs(small)
    assert find_runs("\1\1") != find_runs(b"\1\1")
    assert Run(0, 2, "a") != Run(0, 2, 97)
    assert Run(0, 2, "a") != (0, 2, "a")
    assert len({Run(0, 2, "a"), Run(0, 2, "a"), Run(0, 3, "a")}) == 2


def test_representations() -> None:
    assert repr(Run(0, 2, "'")) == 'Run(start=0, length=2, element="\'")'
    assert repr(find_runs("aabb")) == "<dittograph.Runs: 2 runs>"
    assert repr(find_runs("aa")) == "<dittograph.Runs: 1 run>"


def test_runs_are_immutable() -> None:
    run, runs = Run(0, 2, "a"), find_runs(b"aa")
    for thing, names in ((run, "start length element"), (runs, "starts lengths elements")):
        for name in names.split():
            with pytest.raises(AttributeError):
                setattr(thing, name, 1)
    for view in (runs.starts, runs.lengths, runs.elements):
        assert isinstance(view, memoryview)
        assert view.readonly


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ((b"", b"", "a", ""), ValueError),
        ((bytes(8), bytes(16), "a", ""), ValueError),
        ((bytes(7), bytes(7), "a", ""), ValueError),
        ((bytes(8), bytes(8), bytes(3), "h"), ValueError),
        ((bytes(8), bytes(8), bytes(4), "f"), TypeError),
        ((bytes(8), bytes(8), "a", "b"), TypeError),
        ((bytes(8), bytes(8), bytes(1), ""), TypeError),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(
    parts: tuple[bytes, bytes, str | bytes, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        Runs(*parts)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((-7, 0, "abc"), ValueError, "start must be at least 0, got -7"),
        ((0, -1, ""), ValueError, "length must be at least 1, got -1"),
        ((0, 0, "a"), ValueError, "length must be at least 1, got 0"),
        ((0, 1, ""), ValueError, "element must be one character, got 0"),
        ((0, 1, "abc"), ValueError, "element must be one character, got 3"),
        ((0, 1, True), TypeError, "element must be a str or an int, not bool"),
        ((0, 1, 2.5), TypeError, "element must be a str or an int, not float"),
        ((0, 1, b"a"), TypeError, "element must be a str or an int, not bytes"),
        ((0, 1, None), TypeError, "element must be a str or an int, not NoneType"),
        ((0.5, 1, "a"), TypeError, "start must be an integer, not float"),
        ((0, None, "a"), TypeError, "length must be an integer, not NoneType"),
        ((2**63, 1, "a"), ValueError, f"start must be less than 2\\*\\*63, got {2**63}"),
        ((0, -(2**100), "a"), ValueError, f"length must be at least 1, got {-(2**100)}"),
        (
            (0, 10**5000, "a"),
            ValueError,
            "length must be less than 2.*, got a number of .*",
        ),
    ],
)
def test_runs_that_cannot_be(
    arguments: tuple[Any, Any, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{message}$"):
        Run(*arguments)


class Text(str):
    """Can refer to other objects, as every instance of a subclass."""


class Number(int):
    """The same."""


class Data(bytes):
    """The same."""


def test_only_plain_objects_are_kept() -> None:
    for element, kind in ((Text("a"), str), (Number(3), int)):
        run = Run(0, 1, element)
        assert type(run.element) is kind
        assert run.element == element
    for parts in (
        (Data(8), bytes(8), "a", ""),
        (bytes(8), Data(8), "a", ""),
        (bytes(8), bytes(8), Text("a"), ""),
        (bytes(8), bytes(8), Data(1), "B"),
    ):
        with pytest.raises(TypeError):
            Runs(*parts)


def test_an_element_that_refers_to_its_run_is_freed() -> None:
    text = Text("a")
    text.run = Run(0, 1, text)  # type: ignore[attr-defined]
    gone = weakref.ref(text)
    del text
    gc.collect()
    assert gone() is None
