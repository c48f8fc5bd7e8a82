# SPDX-License-Identifier: Apache-2.0
"""Runs and squeezing: by hand, against the oracle, and the laws that they obey."""

from __future__ import annotations

import array
import copy
import pickle
from collections import UserString
from typing import TYPE_CHECKING

import dittograph
import numpy as np
import pytest
from dittograph import Run, Runs, count_runs, find_runs, longest_run, pure, regex, squeeze
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
    view = memoryview(bytes([0, 0, 0, 0, 0, 0, 0, 0] * 3)).cast(code)
    squeezed = squeeze(view)
    assert (squeezed.format, len(squeezed)) == (code, 1)
    assert squeeze(view[:0]).format == code


def test_numpy_takes_them() -> None:
    samples = np.array([5, 5, -1, -1, -1], dtype=np.int16)
    assert np.asarray(squeeze(samples)).dtype == np.int16
    assert np.asarray(find_runs(samples).lengths).tolist() == [2, 3]
    assert longest_run(samples) == Run(2, 3, -1)


def test_runs_are_a_sequence() -> None:
    runs = find_runs("aabbbcc")
    assert len(runs) == 3
    assert runs[0] == runs[-3] == Run(0, 2, "a")
    assert [*runs[1:]] == [Run(2, 3, "b"), Run(5, 2, "c")]
    assert isinstance(runs[::-1], Runs)
    assert [*runs[::-1]] == [*reversed([*runs])]
    assert Run(2, 3, "b") in runs
    assert Run(2, 3, "c") not in runs
    for index in (3, -4):
        with pytest.raises(IndexError, match=f"index must be from -3 to 2, got {index}"):
            runs[index]
    with pytest.raises(TypeError):
        runs["a"]  # type: ignore[call-overload]


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
    assert verb(text, 2**100) == verb(text, 1000)
    assert verb(text, np.int8(1)) == verb(text, 1)


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


def test_elements_of_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="element must be a str or an int, not float"):
        Run(0, 1, 2.5)  # type: ignore[arg-type]
