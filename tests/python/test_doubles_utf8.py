# SPDX-License-Identifier: Apache-2.0
"""The UTF-8 twins are the verbs on `data.decode()`, and raise what `data.decode()` raises."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from dittograph import (
    count_doubles,
    count_doubles_utf8,
    find_doubles,
    find_doubles_utf8,
    pure,
    tally_doubles,
    tally_doubles_utf8,
)
from helpers import RELEASES_GIL_FROM
from hypothesis import given
from hypothesis import strategies as st
from strategies import CRITICAL_BYTES, bytes_like, encodable_texts, nearly_utf8

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

TWINS = [count_doubles_utf8, find_doubles_utf8, tally_doubles_utf8]
every_twin = pytest.mark.parametrize("twin", TWINS)


def assert_equals_decoded(data: Buffer) -> None:
    """Check the twins against the oracle on the decoded text, or their errors against decode's."""
    try:
        text = bytes(data).decode()
    except UnicodeDecodeError as error:
        for twin in TWINS:
            assert_raises_the_same(twin, data, error)
    else:
        assert count_doubles_utf8(data) == pure.count_doubles(text)
        assert find_doubles_utf8(data).tolist() == pure.find_doubles(text).tolist()
        assert [*tally_doubles_utf8(data).items()] == [*pure.tally_doubles(text).items()]


def assert_raises_the_same(
    twin: Callable[[Buffer], object], data: Buffer, expected: UnicodeDecodeError
) -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        twin(data)
    error = caught.value
    assert type(error) is UnicodeDecodeError
    assert error.args == expected.args
    assert (error.encoding, error.object) == (expected.encoding, expected.object)
    assert (error.start, error.end, error.reason) == (expected.start, expected.end, expected.reason)
    assert str(error) == str(expected)


@given(encodable_texts())
def test_valid_text(text: str) -> None:
    for data in bytes_like(text.encode()):
        assert_equals_decoded(data)


@given(nearly_utf8())
def test_text_with_wrong_bytes(data: bytes) -> None:
    for kind in bytes_like(data):
        assert_equals_decoded(kind)


@given(encodable_texts())
def test_twins_agree_with_the_verbs(text: str) -> None:
    data = text.encode()
    assert count_doubles_utf8(data) == count_doubles(text)
    assert find_doubles_utf8(data) == find_doubles(text)
    assert [*tally_doubles_utf8(data).items()] == [*tally_doubles(text).items()]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_every_combination_of_critical_bytes(length: int) -> None:
    for combination in itertools.product(CRITICAL_BYTES, repeat=length):
        assert_equals_decoded(bytes(combination))


@pytest.mark.parametrize("lead", [b for b in CRITICAL_BYTES if b >= 0xE0])
def test_every_combination_of_critical_bytes_after_a_long_lead(lead: int) -> None:
    for combination in itertools.product(b"\x7f\x80\x8f\x90\x9f\xa0\xbf\xc2", repeat=3):
        assert_equals_decoded(bytes([lead, *combination]))


@pytest.mark.parametrize(
    "wrong",
    [
        b"\x80",  # a continuation of nothing
        b"\xff",
        b"\xc3",  # cut off
        b"\xe4\xb8",
        b"\xf0\x9f\x99",
        b"\xc0\xaf",  # longer than need be
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xed\xa0\x80",  # a surrogate
        b"\xf4\x90\x80\x80",  # beyond U+10FFFF
    ],
)
@pytest.mark.parametrize("around", ["a", "é", "中", "🙂"])
def test_wrong_bytes_at_every_place(wrong: bytes, around: str) -> None:
    """In every place of a vector and of a block, and at their borders; first and last of all."""
    for before in range(0, 150, len(around.encode())):
        text = around.encode() * before
        assert_equals_decoded(text + wrong)
        assert_equals_decoded(text + wrong + b"bb" * 70)


@pytest.mark.parametrize("letters", ["a", "é", "中", "🙂", "aé", "a中🙂", "é中", "aab"])
def test_every_length(letters: str) -> None:
    text = letters * (300 // len(letters))
    for length in range(len(text)):
        assert_equals_decoded(text[:length].encode())


@pytest.mark.parametrize(
    "code_points",
    [
        [0x00, 0x7F],
        [0x80, 0x7FF],
        [0x800, 0xD7FF, 0xE000, 0xFFFF],
        [0x10000, 0x10FFFF],
    ],
)
def test_ends_of_the_ranges_of_each_length(code_points: list[int]) -> None:
    for a, b in itertools.product(map(chr, code_points), repeat=2):
        assert_equals_decoded((a + b).encode())
        assert_equals_decoded(("é" + a + b + "é").encode() * 20)


@every_twin
def test_error_far_into_a_large_text(twin: Callable[[Buffer], object]) -> None:
    """Where the GIL is released, and behind all the parts in which the text is read."""
    data = "aéé🙂".encode() * (RELEASES_GIL_FROM // 4) + b"\xe4\xb8" + b"bb" * 100
    with pytest.raises(UnicodeDecodeError) as expected:
        data.decode()
    for kind in bytes_like(data):
        assert_raises_the_same(twin, kind, expected.value)


@given(st.sampled_from(["aab", "éé", "中中文", "🙂🙂a", "aé中🙂"]), st.integers(0, 3))
def test_large_text(letters: str, offset: int) -> None:
    text = "x" * offset + letters * (RELEASES_GIL_FROM // len(letters.encode()))
    data = text.encode()
    assert count_doubles_utf8(data) == count_doubles(text)
    assert find_doubles_utf8(data) == find_doubles(text)
    assert tally_doubles_utf8(data) == tally_doubles(text)


def test_byte_order_mark_is_a_character() -> None:
    assert tally_doubles_utf8("\ufeff\ufeffa".encode()) == {"\ufeff": 1}
