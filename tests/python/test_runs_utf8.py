# SPDX-License-Identifier: Apache-2.0
"""Runs and squeezing of UTF-8 are those of `data.decode()`, and so is what they raise."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph import (
    Run,
    Runs,
    Utf8Squeezer,
    _core,
    count_runs_utf8,
    find_runs_utf8,
    longest_run_utf8,
    pure,
    squeeze_utf8,
)
from helpers import RELEASES_GIL_FROM
from hypothesis import given
from hypothesis import strategies as st
from strategies import CRITICAL_BYTES, byte_texts, bytes_like, encodable_texts, nearly_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from typing_extensions import Buffer

LENGTHS = st.sampled_from([1, 2, 3, 5, 64, 65, 200])
TWINS: list[Callable[[Buffer], object]] = [
    longest_run_utf8,
    count_runs_utf8,
    find_runs_utf8,
    squeeze_utf8,
]


@st.composite
def texts_of_runs(draw: st.DrawFn) -> str:
    """Runs of up to three words of 64 bits, of characters of every length."""
    letters = draw(st.lists(st.sampled_from("ab\0éè€₭一耀😀😁"), min_size=1, max_size=4))
    lengths = draw(st.lists(st.integers(1, 200), max_size=20))
    return "".join(letters[i % len(letters)] * length for i, length in enumerate(lengths))


def assert_raises_the_same(data: Buffer, expected: UnicodeDecodeError) -> None:
    for twin in TWINS:
        with pytest.raises(UnicodeDecodeError) as caught:
            twin(data)
        assert caught.value.args == expected.args


def assert_equals_decoded(data: Buffer, length: int) -> None:
    try:
        text = bytes(data).decode()
    except UnicodeDecodeError as expected:
        assert_raises_the_same(data, expected)
        return
    assert longest_run_utf8(data) == pure.longest_run(text)
    assert count_runs_utf8(data, length) == pure.count_runs(text, length)
    assert [*find_runs_utf8(data, length)] == pure.find_runs(text, length)
    assert squeeze_utf8(data, length) == "".join(pure.squeeze(text, length)).encode()


def pieces_of(data: bytes, sizes: Iterable[int]) -> list[bytes]:
    pieces = []
    for size in itertools.chain(sizes, itertools.repeat(len(data) + 1)):
        pieces.append(data[:size])
        data = data[size:]
        if not data:
            return pieces
    raise AssertionError


@given(encodable_texts() | texts_of_runs(), LENGTHS)
def test_valid_text(text: str, length: int) -> None:
    for data in bytes_like(text.encode()):
        assert_equals_decoded(data, length)


@given(nearly_utf8(), LENGTHS)
def test_text_with_wrong_bytes(data: bytes, length: int) -> None:
    for kind in bytes_like(data):
        assert_equals_decoded(kind, length)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_combination_of_critical_bytes(size: int) -> None:
    for combination in itertools.product(CRITICAL_BYTES, repeat=size):
        assert_equals_decoded(bytes(combination), 1)


@pytest.mark.parametrize("letters", ["a", "é", "中", "🙂", "aab", "ééa中中🙂🙂"])
def test_text_so_large_that_the_gil_is_released(letters: str) -> None:
    data = (letters * (RELEASES_GIL_FROM // len(letters.encode()) + 1)).encode()
    assert_equals_decoded(data, 2)
    assert_equals_decoded(data + b"\xff", 2)


def test_of_what_stays_as_it_is_no_copy_is_made() -> None:
    for data in (b"", b"abc", "яблоко".encode()):
        assert squeeze_utf8(data) is data
        assert squeeze_utf8(bytearray(data)) == data
        assert type(squeeze_utf8(bytearray(data))) is bytes


def test_runs_are_those_of_a_str() -> None:
    runs = find_runs_utf8("aяя🙂🙂🙂".encode())
    assert isinstance(runs, Runs)
    assert (runs.starts.tolist(), runs.lengths.tolist(), runs.elements) == ([1, 3], [2, 3], "я🙂")
    assert longest_run_utf8(b"") is None


@pytest.mark.parametrize("call", [count_runs_utf8, find_runs_utf8, squeeze_utf8])
def test_numbers_that_are_refused(call: Callable[..., object]) -> None:
    name = "max_run" if call is squeeze_utf8 else "min_length"
    for number in (0, -1, -(2**100)):
        with pytest.raises(ValueError, match=rf"^{name} must be at least 1, got {number}$"):
            call(b"aab", number)
    for other in (1.0, "1", None):
        with pytest.raises(TypeError, match=rf"^{name} must be an integer, not "):
            call(b"aab", other)
    assert call(b"aab", 2**100) == call(b"aab", 1000)
    assert call(b"aab", np.int8(1)) == call(b"aab", 1)


@given(nearly_utf8() | texts_of_runs().map(str.encode), LENGTHS, st.lists(st.integers(0, 90)))
def test_squeezing_in_pieces(data: bytes, max_run: int, sizes: list[int]) -> None:
    valid = data.decode(errors="ignore") if is_utf8(data) else data[: error_of(data)].decode()
    expected = "".join(pure.squeeze(valid, max_run)).encode()
    returning, writing = Utf8Squeezer(max_run), Utf8Squeezer(max_run)
    returned = written = b""
    for piece in pieces_of(data, sizes):
        returned += returning.update(piece)
        out = bytearray(len(piece) + 3)
        written += out[: writing.update(piece, out)]
    for squeezer, squeezed in ((returning, returned), (writing, written)):
        assert squeezer.finish() is is_utf8(data)
        assert squeezer.error_offset == error_of(data)
        assert squeezed == expected


@given(byte_texts(), LENGTHS, st.lists(st.integers(0, 90)))
def test_bytes_in_pieces(data: bytes, length: int, sizes: list[int]) -> None:
    squeezer, counter = _core.Squeezer(length), _core.RunsCounter(length)
    finder, found, squeezed = _core.RunsFinder(length), list[Run](), b""
    for piece in pieces_of(data, sizes):
        squeezed += squeezer.update(piece)
        assert counter.update(piece)
        found += finder.update(piece)
    found += finder.finish()
    assert squeezer.finish()
    assert counter.finish()
    assert squeezed == bytes(pure.squeeze(data, length))
    assert found == pure.find_runs(data, length)
    assert (counter.count, counter.longest) == (len(found), pure.longest_run(data))
    assert squeezer.error_offset is counter.error_offset is finder.error_offset is None


@given(nearly_utf8() | texts_of_runs().map(str.encode), LENGTHS, st.lists(st.integers(0, 90)))
def test_runs_in_pieces(data: bytes, length: int, sizes: list[int]) -> None:
    text = data[: error_of(data)].decode()
    counter, finder = _core.Utf8RunsCounter(length), _core.Utf8RunsFinder(length)
    found: list[Run] = []
    for piece in pieces_of(data, sizes):
        counter.update(piece)
        found += finder.update(piece)
    found += finder.finish()
    assert counter.finish() is is_utf8(data)
    assert counter.error_offset == finder.error_offset == error_of(data)
    assert found == pure.find_runs(text, length)
    assert (counter.count, counter.longest) == (len(found), pure.longest_run(text))


def is_utf8(data: bytes) -> bool:
    return error_of(data) is None


def error_of(data: bytes) -> int | None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def test_memory_to_write_to_that_is_refused() -> None:
    squeezer = Utf8Squeezer()
    with pytest.raises(
        ValueError, match=r"^out must have room for 7 bytes, 3 more than piece, got 6$"
    ):
        squeezer.update(b"abcd", bytearray(6))
    with pytest.raises(TypeError, match=r"^out must be a writable bytes-like object, not int$"):
        squeezer.update(b"abcd", 7)  # type: ignore[call-overload]
    with pytest.raises(BufferError):
        squeezer.update(b"abcd", bytes(7))
    memory = memoryview(bytearray(20))
    for begin in (0, 3, 11):
        with pytest.raises(ValueError, match=r"^out must not overlap piece$"):
            squeezer.update(memory[6:12], memory[begin : begin + 9])
    assert squeezer.update(memory[6:6], memory[:9]) == 0  # of nothing, nothing overlaps
    assert squeezer.update(memory[:6], memory[6:]) == 1
    assert squeezer.update(memory[12:], memory[:12]) == 0


@pytest.mark.parametrize(
    "kind", [Utf8Squeezer, _core.Squeezer, _core.Utf8RunsCounter, _core.RunsFinder]
)
def test_streams_refuse_numbers(kind: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=r"must be at least 1, got 0$"):
        kind(0)
    with pytest.raises(TypeError, match=r"must be an integer, not NoneType$"):
        kind(None)
