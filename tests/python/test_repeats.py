# SPDX-License-Identifier: Apache-2.0
"""Repeats: by hand, against the oracle, and the laws that they obey."""

from __future__ import annotations

import array
import copy
import pickle
from collections.abc import Sequence as SequenceABC
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph import (
    Repeat,
    Repeats,
    ends_in_repeat,
    find_repeats,
    find_runs,
    has_repeat,
    pure,
    regex,
)
from helpers import RELEASES_GIL_FROM
from hypothesis import given
from hypothesis import strategies as st
from strategies import Items, byte_texts, items, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typing_extensions import Buffer

COPIES = st.sampled_from([2, 3, 4, 7])
PERIODS = st.sampled_from([2, 3, 5, 16, 64, 100])


@st.composite
def repeating(draw: st.DrawFn) -> str:
    """Some words, each over and over and cut off anywhere."""
    letters = (draw(texts())[:3] or "a") + "b"
    text = ""
    for _ in range(draw(st.integers(0, 6))):
        word = "".join(draw(st.lists(st.sampled_from(letters), min_size=1, max_size=70)))
        text += (word * 4)[: draw(st.integers(0, 4 * len(word)))]
    return text


def assert_repeats_equal_pure(
    text: str | Buffer, elements: Sequence[object], min_copies: int, max_period: int
) -> None:
    expected = pure.find_repeats(elements, min_copies, max_period)
    repeats = find_repeats(text, min_copies, max_period)
    assert [*repeats] == expected
    assert repeats.starts.tolist() == [repeat.start for repeat in expected]
    assert repeats.periods.tolist() == [repeat.period for repeat in expected]
    assert repeats.lengths.tolist() == [repeat.length for repeat in expected]
    assert has_repeat(text, min_copies, max_period) is bool(expected)
    for min_period in (1, 2):
        assert ends_in_repeat(text, max_period, min_copies, min_period) == pure.ends_in_repeat(
            elements, max_period, min_copies, min_period
        )


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("", []),
        ("abc", []),
        ("aaaaaa", []),
        ("abab", [Repeat(0, 2, 4)]),
        ("abcabcabc", [Repeat(0, 3, 9)]),
        ("xabcabcabx", [Repeat(1, 3, 8)]),
        ("abaababaab", [Repeat(0, 3, 6), Repeat(0, 5, 10), Repeat(3, 2, 5)]),
        ("\n\0\n\0", [Repeat(0, 2, 4)]),
        ("я🙂я🙂\ud800", [Repeat(0, 2, 4)]),
        (b"wkwkwk", [Repeat(0, 2, 6)]),
    ],
)
def test_by_hand(text: str | bytes, repeats: list[Repeat]) -> None:
    assert [*find_repeats(text)] == pure.find_repeats(text) == repeats
    assert has_repeat(text) == regex.has_repeat(text) == bool(repeats)


@given(texts().map(lambda text: text[:600]) | repeating(), COPIES, PERIODS)
def test_str_equals_pure(text: str, min_copies: int, max_period: int) -> None:
    assert_repeats_equal_pure(text, text, min_copies, max_period)


@given(byte_texts().map(lambda text: text[:600]), COPIES, PERIODS)
def test_bytes_equal_pure(text: bytes, min_copies: int, max_period: int) -> None:
    assert_repeats_equal_pure(text, text, min_copies, max_period)
    assert_repeats_equal_pure(bytearray(text), text, min_copies, max_period)


@given(items(), COPIES, PERIODS)
def test_buffers_equal_pure(drawn: Items, min_copies: int, max_period: int) -> None:
    buffer = array.array("B", drawn.memory)
    view = memoryview(buffer).cast(drawn.code)  # type: ignore[call-overload]
    assert_repeats_equal_pure(view, drawn.elements, min_copies, max_period)


@given(repeating().map(lambda text: text[:120]), COPIES, PERIODS)
def test_regex_equals_pure(text: str, min_copies: int, max_period: int) -> None:
    expected = pure.has_repeat(text, min_copies, max_period)
    assert regex.has_repeat(text, min_copies, max_period) is expected
    data = text.encode(errors="surrogatepass")
    expected = pure.has_repeat(data, min_copies, max_period)
    assert regex.has_repeat(data, min_copies, max_period) is expected


@given(repeating(), COPIES, PERIODS)
def test_repeats_are_what_their_definition_says(
    text: str, min_copies: int, max_period: int
) -> None:
    repeats = find_repeats(text, min_copies, max_period)
    assert len(repeats) < max(len(text), 1)  # the runs theorem
    assert [*repeats] == sorted(repeats, key=lambda repeat: (repeat.start, repeat.period))
    for start, period, length in zip(repeats.starts, repeats.periods, repeats.lengths, strict=True):
        end = start + length
        assert 2 <= period <= max_period
        assert length >= min_copies * period
        assert text[start + period : end] == text[start : end - period]
        assert start == 0 or text[start - 1] != text[start - 1 + period]
        assert end == len(text) or text[end] != text[end - period]
        # A string is its own rotation by its smallest period, first.
        assert (text[start : start + period] * 2).find(text[start : start + period], 1) == period


@given(repeating())
def test_the_end_loops_in_a_repeat_or_run_that_reaches_it(text: str) -> None:
    period = ends_in_repeat(text, min_copies=2)
    ends = {r.period for r in find_repeats(text) if r.start + r.length == len(text)}
    runs = find_runs(text)
    if runs and runs[-1].start + runs[-1].length == len(text):
        ends.add(1)
    assert period == min(ends, default=0)


@pytest.mark.parametrize("unit", ["a", "ab", "🙂я", "aab" * 21 + "b"])
def test_text_so_large_that_the_gil_is_released(unit: str) -> None:
    text = unit * (RELEASES_GIL_FROM // len(unit) + 1)
    period = len(unit)
    whole = [(r.start, r.period) for r in find_repeats(text) if r.length == len(text)]
    assert whole == ([(0, period)] if period > 1 else [])
    assert has_repeat(text) is (period > 1)
    assert ends_in_repeat(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "🙂" * 50_000,
        "🙂😀" * 50_000,
        "ab" * 25_000 + "a" * 50_000 + "b",
        "a b " * 9999,
    ],
    ids=["one letter", "one emoji", "two emoji", "nested", "words"],
)
def test_what_hangs_patterns_is_found_to_be_one_repeat_or_run(text: str) -> None:
    covered = [range(r.start, r.start + r.length) for r in find_repeats(text)]
    covered += [range(r.start, r.start + r.length) for r in find_runs(text)]
    assert max(map(len, covered)) >= len(text) // 2
    assert isinstance(has_repeat(text), bool)


@pytest.mark.parametrize("container", [list, tuple])
def test_the_end_of_a_list_of_tokens(container: Callable[[list[int]], list[int]]) -> None:
    tokens = container([9, 2**63 - 1, -1, 2**63 - 1, -1, 2**63 - 1, -1])
    assert ends_in_repeat(tokens, min_copies=3) == 2
    assert ends_in_repeat(tokens) == 0
    assert ends_in_repeat(container([])) == 0
    assert ends_in_repeat(container([True, 1, 1, 1])) == 1


@given(st.lists(st.integers(0, 2), max_size=60), COPIES, PERIODS)
def test_the_end_of_a_list_equals_pure(tokens: list[int], min_copies: int, max_period: int) -> None:
    expected = pure.ends_in_repeat(tokens, max_period, min_copies)
    assert ends_in_repeat(tokens, max_period, min_copies) == expected
    assert ends_in_repeat(tuple(tokens), max_period, min_copies) == expected


@pytest.mark.parametrize("container", [list, tuple])
def test_the_items_of_a_subclass_are_those_that_it_holds(container: type) -> None:
    def other(_: object, key: object) -> int:
        return 10**40 if isinstance(key, slice) else 7

    tokens = type("Other", (container,), {"__getitem__": other})([1, 2] * 4)
    assert ends_in_repeat(tokens) == 2


def test_only_the_last_items_are_looked_at() -> None:
    tokens = ["no token", *[1, 2] * 8]
    assert ends_in_repeat(tokens, max_period=4) == 2  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^items must be integers, items\[0\] is of type str$"):
        ends_in_repeat(["1", *[1, 2, 3] * 5], max_period=4)  # type: ignore[list-item]
    for number in (2**63, -(2**63) - 1):
        with pytest.raises(ValueError, match=r"integers of 64 bits with a sign, items\[1\] is not"):
            ends_in_repeat([0, number, 1, 1])


def test_repeats_are_a_sequence() -> None:
    repeats = find_repeats("abaababaab")
    assert isinstance(repeats, SequenceABC)
    assert len(repeats) == 3
    assert repeats[0] == repeats[-3] == Repeat(0, 3, 6)
    assert isinstance(repeats[::-1], Repeats)
    assert [*repeats[::-1]] == [*reversed(repeats)]
    assert Repeat(3, 2, 5) in repeats
    assert repeats.index(Repeat(3, 2, 5)) == 2
    with pytest.raises(IndexError, match="index must be from -3 to 2, got 3"):
        repeats[3]
    assert np.asarray(repeats.periods).tolist() == [3, 5, 2]


def test_repeats_pickle_copy_and_compare_by_value() -> None:
    repeats = find_repeats("abaababaab")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        both = pickle.dumps((repeats, repeats[0]), protocol)
        assert pickle.loads(both) == (repeats, repeats[0])  # noqa: S301 - our own
    assert copy.deepcopy(repeats) == repeats
    assert hash(copy.copy(repeats)) == hash(repeats)
    assert repeats != repeats[1:]
    assert repeats != [*repeats]
    assert (repeats == None) is False  # noqa: E711 - comparing is what is tested
    assert len({Repeat(0, 2, 4), Repeat(0, 2, 4), Repeat(0, 2, 5)}) == 2
    assert Repeat(0, 2, 4) != (0, 2, 4)


def test_representations() -> None:
    assert repr(Repeat(4, 3, 9)) == "Repeat(start=4, period=3, length=9)"
    assert repr(find_repeats("abab")) == "<dittograph.Repeats: 1 repeat>"
    assert repr(find_repeats("")) == "<dittograph.Repeats: 0 repeats>"


@pytest.mark.parametrize(
    "parts", [(-1, 2, 4), (0, 1, 4), (0, 2, 3), (0, 0, 0)], ids=["start", "period", "part", "none"]
)
def test_what_is_no_repeat_is_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must be at least"):
        Repeat(*parts)


@pytest.mark.parametrize(
    "verb", [find_repeats, has_repeat, pure.find_repeats, pure.has_repeat, regex.has_repeat]
)
def test_numbers_that_are_refused(verb: Callable[..., object]) -> None:
    for name in ("min_copies", "max_period"):
        for number in (1, 0, -(2**100)):
            with pytest.raises(ValueError, match=f"^{name} must be at least 2, got {number}$"):
                verb("abab", **{name: number})
        assert bool(verb("abab", **{name: 2**100})) is (name == "max_period")


@pytest.mark.parametrize("verb", [find_repeats, has_repeat])
def test_what_is_no_number_is_refused(verb: Callable[..., object]) -> None:
    for name in ("min_copies", "max_period"):
        for other in (2.0, "2", None):
            kind = type(other).__name__
            with pytest.raises(TypeError, match=f"^{name} must be an integer, not {kind}$"):
                verb("abab", **{name: other})


@pytest.mark.parametrize("ends_in_repeat", [ends_in_repeat, pure.ends_in_repeat])
def test_numbers_that_are_refused_for_the_end(ends_in_repeat: Callable[..., object]) -> None:
    for name, least in (("min_copies", 2), ("max_period", 1), ("min_period", 1)):
        with pytest.raises(ValueError, match=f"^{name} must be at least {least}, got {least - 1}$"):
            ends_in_repeat("abab", **{name: least - 1})
    with pytest.raises(ValueError, match=r"^min_period must be at most max_period, 4, got 5$"):
        ends_in_repeat("abab", max_period=4, min_period=5)
    assert ends_in_repeat("abab", max_period=2**100, min_copies=2, min_period=2) == 2


@pytest.mark.parametrize("verb", [find_repeats, has_repeat, ends_in_repeat])
@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (3, TypeError, "not int$"),
        (None, TypeError, "not NoneType$"),
        (array.array("d"), TypeError, "must be a buffer of native integers .* 'd'"),
        (np.zeros((2, 2), np.int8), ValueError, "must be a one-dimensional buffer, got 2 dim"),
        (memoryview(b"abcd")[::2], BufferError, "must be contiguous in memory"),
    ],
)
def test_texts_that_are_refused(
    verb: Callable[..., object], text: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        verb(text)
