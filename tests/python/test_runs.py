# SPDX-License-Identifier: Apache-2.0
"""Runs and squeezing: by hand, against the oracle, and the laws that they obey."""

from __future__ import annotations

import array
from collections import UserString
from typing import TYPE_CHECKING

import dittograph
import numpy as np
import pytest
from dittograph import Run, count_runs, find_runs, longest_run, pure, regex, squeeze
from helpers import RELEASES_GIL_FROM
from hypothesis import given
from hypothesis import strategies as st
from strategies import INTEGER_FORMATS, byte_texts, sequences, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from typing_extensions import Buffer

MIN_LENGTHS = st.sampled_from([1, 2, 3, 5, 64, 65, 66, 200])


@st.composite
def runs_of_characters(draw: st.DrawFn) -> str:
    """Runs of up to three words of 64 bits."""
    letters = draw(texts())[:3] or "a"
    lengths = draw(st.lists(st.integers(1, 200), max_size=20))
    return "".join(letters[i % len(letters)] * length for i, length in enumerate(lengths))


def assert_runs_equal_pure(
    text: str | Buffer, elements: Sequence[str] | Sequence[int], min_length: int
) -> None:
    expected = pure.find_runs(elements, min_length)
    runs = find_runs(text, min_length)
    assert [*runs] == expected
    assert runs.starts.tolist() == [run.start for run in expected]
    assert runs.lengths.tolist() == [run.length for run in expected]
    assert [*runs.elements] == [run.element for run in expected]
    assert count_runs(text, min_length) == len(runs) == len(expected)
    assert longest_run(text) == pure.longest_run(elements)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("a", []),
        ("aa", [Run(0, 2, "a")]),
        ("abbccc", [Run(1, 2, "b"), Run(3, 3, "c")]),
        ("\n\n\0\0", [Run(0, 2, "\n"), Run(2, 2, "\0")]),
        ("яя🙂🙂🙂", [Run(0, 2, "я"), Run(2, 3, "🙂")]),
        ("\ud800\ud800", [Run(0, 2, "\ud800")]),
        (b"xxy", [Run(0, 2, ord("x"))]),
    ],
)
def test_by_hand(text: str | bytes, runs: list[Run]) -> None:
    assert [*find_runs(text)] == runs


def test_longest_is_the_first_of_several() -> None:
    assert longest_run("abbccd") == Run(1, 2, "b")
    assert longest_run("abc") == Run(0, 1, "a")
    assert longest_run("") is None
    assert longest_run(b"") is None


@given(texts() | runs_of_characters(), MIN_LENGTHS)
def test_str_equals_pure(text: str, min_length: int) -> None:
    assert_runs_equal_pure(text, text, min_length)


@given(byte_texts(), MIN_LENGTHS)
def test_bytes_equal_pure(text: bytes, min_length: int) -> None:
    assert_runs_equal_pure(text, text, min_length)
    assert_runs_equal_pure(bytearray(text), text, min_length)


@given(st.data(), st.sampled_from("bBhHiIlLqQ"), MIN_LENGTHS)
def test_arrays_equal_pure(data: st.DataObject, code: str, min_length: int) -> None:
    bits = 8 * array.array(code).itemsize
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if code.islower() else (0, 2**bits - 1)
    items = data.draw(sequences(st.integers(low, high), 400))
    assert_runs_equal_pure(array.array(code, items), items, min_length)
    expected = pure.squeeze(items, min_length)
    squeezed = squeeze(array.array(code, items), min_length)
    assert isinstance(squeezed, memoryview)
    assert (squeezed.format, squeezed.tolist(), squeezed.readonly) == (code, expected, True)


@pytest.mark.parametrize("code", ["c", "?", "@c", "@?"])
def test_bytes_of_length_one_and_bools_are_read_as_bytes(code: Literal["B"]) -> None:
    text = memoryview(b"\1\1\2\2\2\0").cast(code)
    runs = find_runs(text, 1)
    assert [*runs] == [Run(0, 2, 1), Run(2, 3, 2), Run(5, 1, 0)]
    assert [*runs.elements] == [run.element for run in runs] == [1, 2, 0]
    assert runs == find_runs(text.tobytes(), 1)
    for twin in (pure, regex):
        assert twin.find_runs(text, 1) == [*runs]
        assert twin.longest_run(text) == longest_run(text) == Run(2, 3, 2)


@given(runs_of_characters(), MIN_LENGTHS)
def test_regex_equals_pure(text: str, min_length: int) -> None:
    assert regex.find_runs(text, min_length) == pure.find_runs(text, min_length)
    assert regex.count_runs(text, min_length) == pure.count_runs(text, min_length)
    assert regex.longest_run(text) == pure.longest_run(text)
    assert regex.squeeze(text, min_length) == "".join(pure.squeeze(text, min_length))
    data = text.encode(errors="surrogatepass")
    assert regex.find_runs(data, min_length) == pure.find_runs(data, min_length)
    assert regex.longest_run(data) == pure.longest_run(data)
    assert regex.squeeze(data, min_length) == bytes(pure.squeeze(data, min_length))


@given(texts() | runs_of_characters(), MIN_LENGTHS)
def test_squeezed_str_equals_pure(text: str, max_run: int) -> None:
    squeezed = squeeze(text, max_run)
    assert squeezed == "".join(pure.squeeze(text, max_run))
    assert squeeze(squeezed, max_run) is squeezed
    assert hash(squeezed) == hash("".join(list(squeezed)))  # in the storage width that str asks for


@given(byte_texts(), MIN_LENGTHS)
def test_squeezed_bytes_equal_pure(text: bytes, max_run: int) -> None:
    expected = bytes(pure.squeeze(text, max_run))
    assert squeeze(text, max_run) == expected
    assert type(squeeze(bytearray(text), max_run)) is bytearray
    assert squeeze(bytearray(text), max_run) == expected
    assert squeeze(memoryview(text), max_run) == expected


@given(texts() | byte_texts())
def test_verbs_agree_with_each_other(text: str | bytes) -> None:
    runs = find_runs(text, 1)
    assert sum(runs.lengths) == len(text)
    assert [*runs.starts] == [sum(runs.lengths[:i]) for i in range(len(runs))]
    assert count_runs(text, 1) == len(text) - dittograph.count_doubles(text)
    assert len(squeeze(text)) == len(runs)
    assert dittograph.count_doubles(squeeze(text)) == 0
    assert len(squeeze(text, 2)) == sum(min(length, 2) for length in runs.lengths)


@pytest.mark.parametrize("letters", ["a", "aab", "яяя🙂"])
def test_text_so_large_that_the_gil_is_released(letters: str) -> None:
    text = letters * (RELEASES_GIL_FROM // len(letters) + 1)
    assert_runs_equal_pure(text, text, 2)
    assert squeeze(text) == "".join(pure.squeeze(text))


@pytest.mark.parametrize("text", ["", "abc", b"", b"abc", "я🙂"])
def test_of_what_stays_as_it_is_no_copy_is_made(text: str | bytes) -> None:
    assert squeeze(text) is text


def test_a_bytearray_is_always_a_new_one() -> None:
    text = bytearray(b"abc")
    squeezed = squeeze(text)
    assert squeezed == text
    assert squeezed is not text


def test_subclasses_become_their_bases() -> None:
    class Text(str):
        __slots__ = ()

    class Data(bytes):
        __slots__ = ()

    for text in ("abc", "aabc", ""):
        assert type(squeeze(Text(text))) is str
        assert squeeze(Text(text)) == squeeze(text)
        assert type(squeeze(Data(text.encode()))) is bytes
        assert squeeze(Data(text.encode())) == squeeze(text.encode())


@pytest.mark.parametrize("code", INTEGER_FORMATS + "c?")
def test_squeezed_buffers_keep_their_format(code: Literal["b"]) -> None:
    size = memoryview(bytes(8)).cast(code).itemsize
    items = [bytes(range(first, first + size)) for first in (1, 1, 1, 17, 33, 33)]
    view = memoryview(b"".join(items)).cast(code)
    squeezed = squeeze(view)
    assert squeezed.format == code
    assert squeezed.tobytes() == items[0] + items[3] + items[4]
    assert squeeze(view, 2).tobytes() == b"".join(items[1:])
    assert squeeze(view[:0]).format == code


def test_numpy_takes_them() -> None:
    samples = np.array([5, 5, -1, -1, -1], dtype=np.int16)
    assert np.asarray(squeeze(samples)).dtype == np.int16
    assert np.asarray(find_runs(samples).lengths).tolist() == [2, 3]
    assert longest_run(samples) == Run(2, 3, -1)


@pytest.mark.parametrize("verb", [count_runs, find_runs, squeeze])
@pytest.mark.parametrize("text", ["aab", b"aab", array.array("h", [1])])
def test_numbers_that_are_refused(verb: Callable[..., object], text: object) -> None:
    name = "max_run" if verb is squeeze else "min_length"
    for number in (0, -1, -(2**100)):
        with pytest.raises(ValueError, match=f"^{name} must be at least 1, got {number}$"):
            verb(text, number)
    for other in (1.0, "1", None):
        kind = type(other).__name__
        with pytest.raises(TypeError, match=f"^{name} must be an integer, not {kind}$"):
            verb(text, other)
    with pytest.raises(ValueError, match=f"^{name} must be at least 1, got a number of too many"):
        verb(text, -(10**5000))
    assert verb(text, 2**100) == verb(text, 1000)
    assert verb(text, np.int8(1)) == verb(text, 1)


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_are_refused_everywhere_alike(number: int) -> None:
    for twin in (pure, regex):
        for verb in (twin.count_runs, twin.find_runs):
            with pytest.raises(ValueError, match=f"^min_length must be at least 1, got {number}$"):
                verb("aab", number)
        with pytest.raises(ValueError, match=f"^max_run must be at least 1, got {number}$"):
            twin.squeeze("aab", number)
    assert regex.squeeze("aab", 2**100) == "aab"


class Shown:
    """An integer that shows itself in two lines, and counts how often it is asked."""

    def __init__(self, number: int) -> None:
        self.number, self.asked = number, 0

    def __str__(self) -> str:
        return "two\nlines"

    def __index__(self) -> int:
        self.asked += 1
        return self.number


def test_an_index_is_asked_once_and_shown_as_a_number() -> None:
    for verb in (count_runs, find_runs, squeeze):
        with pytest.raises(ValueError, match=r"must be at least 1, got -3$"):
            verb("aab", Shown(-3))
        number = Shown(2)
        verb("aab", number)
        assert number.asked == 1


class Broken:
    def __index__(self) -> int:
        raise ZeroDivisionError


def test_errors_of_an_index_come_through() -> None:
    for verb in (count_runs, find_runs, squeeze):
        with pytest.raises(ZeroDivisionError):
            verb("aab", Broken())


@pytest.mark.parametrize("verb", [longest_run, count_runs, find_runs, squeeze])
@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (3, TypeError, "text must be a str or a buffer of integers, not int"),
        (None, TypeError, "text must be a str or a buffer of integers, not NoneType"),
        (UserString("aa"), TypeError, "text must be a str or a buffer of integers, not UserString"),
        (
            array.array("d"),
            TypeError,
            "text must be a buffer of native integers .* 'd'",
        ),
        (np.zeros((2, 2), np.int8), ValueError, "must be a one-dimensional buffer, got 2 dim"),
        (memoryview(b"abcd")[::2], BufferError, "text must be contiguous in memory"),
    ],
)
def test_texts_that_are_refused(
    verb: Callable[..., object], text: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        verb(text)
