# SPDX-License-Identifier: Apache-2.0
"""The verbs on str and bytes: by hand, against the oracle, and the laws that they obey."""

from __future__ import annotations

import ctypes
import sys

import numpy as np
import pytest
from dittograph import count_doubles, find_doubles, pure, tally_doubles
from helpers import RELEASES_GIL_FROM, assert_equals_pure
from hypothesis import given
from strategies import byte_texts, texts


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("", []),
        ("a", []),
        ("aa", [0]),
        ("aaa", [0, 1]),
        ("aba", []),
        ("bookkeeper", [1, 3, 5]),
        ("aA", []),
        ("\n\n", [0]),
        ("\0\0", [0]),
        ("ß\u1e9ess", [2]),
        ("éé", [0]),
        ("e\u0301e\u0301", []),  # nothing is normalised: letter, accent, letter, accent
        ("e\u0301\u0301", [1]),
        ("中中文文", [0, 2]),
        ("🙂🙂", [0]),  # a code point, not two surrogates
        ("\ud83d\ude42\ud83d\ude42", []),  # four surrogates, no code point
        ("\ud800\ud800", [0]),
        ("\U0010ffff\U0010ffff", [0]),
        ("👍🏽👍🏽", []),  # thumb, skin, thumb, skin
        ("a\u0161", []),  # 0x61 and 0x161: the lower bytes are equal
        ("a\U00010061", []),
        ("\u0161\U00010161", []),
    ],
)
def test_str_by_hand(text: str, positions: list[int]) -> None:
    assert find_doubles(text).tolist() == positions
    assert_equals_pure(text, text)


def test_tally_is_in_order_of_frequency_then_of_occurrence() -> None:
    assert [*tally_doubles("zzaabbbyy").items()] == [("b", 2), ("z", 1), ("a", 1), ("y", 1)]
    assert [*tally_doubles(b"zzaabbb").items()] == [(ord("b"), 2), (ord("z"), 1), (ord("a"), 1)]


def storage_width(text: str) -> int:
    """Bytes a character, as CPython stores the text."""
    return (sys.getsizeof(text * 2) - sys.getsizeof(text)) // len(text)


@pytest.mark.parametrize(("width", "letters"), [(1, "ab"), (1, "éÿ"), (2, "aя"), (4, "я🙂")])
def test_str_of_every_length(width: int, letters: str) -> None:
    """Through all the ways of ending: within a vector, with it, in the rest of a stride."""
    text = letters + pure_noise(letters, 600)
    assert storage_width(text) == width
    for length in range(600):
        assert_equals_pure(text[:length], text[:length])


def pure_noise(letters: str, length: int) -> str:
    """Letters without a pattern: the bits of a linear congruential generator."""
    state, noise = 1, []
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        noise.append(letters[state >> 16 & 1])
    return "".join(noise)


@given(texts())
def test_str_equals_pure(text: str) -> None:
    assert_equals_pure(text, text)


@given(byte_texts())
def test_bytes_equal_pure(text: bytes) -> None:
    assert_equals_pure(text, text)


@pytest.mark.parametrize("letters", ["a", "я", "🙂", "ab", "ab🙂"])
def test_text_so_large_that_the_gil_is_released(letters: str) -> None:
    text = letters[0] + letters * (RELEASES_GIL_FROM // len(letters) + 1)
    assert_equals_pure(text, text)


def test_subclasses_are_read_like_their_bases() -> None:
    class Text(str):
        __slots__ = ()

        def __len__(self) -> int:  # not asked: the characters lie where they lie
            return 0

    class Data(bytes):
        def __getitem__(self, key: object) -> int:  # type: ignore[override]
            raise AssertionError(key)

    assert_equals_pure(Text("hello, aaa"), "hello, aaa")
    assert_equals_pure(Data(b"hello, aaa"), b"hello, aaa")
    assert_equals_pure(np.str_("hello, aaa"), "hello, aaa")
    assert_equals_pure(np.bytes_(b"hello, aaa"), b"hello, aaa")
    assert {type(key) for key in tally_doubles(Text("aabb"))} == {str}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="3.12 has abolished such strings")
def test_str_of_the_old_c_api_whose_characters_are_not_yet_in_place() -> None:
    make = ctypes.pythonapi.PyUnicode_FromUnicode
    make.restype = ctypes.py_object
    characters = ctypes.pythonapi.PyUnicode_AsUnicode
    characters.argtypes = [ctypes.py_object]
    characters.restype = ctypes.c_void_p
    for verb in (count_doubles, find_doubles, tally_doubles):
        with pytest.warns(DeprecationWarning, match="PyUnicode_FromUnicode"):
            text = make(None, ctypes.c_ssize_t(3))
        ctypes.memmove(characters(text), ctypes.create_unicode_buffer("aab"), 12)
        assert verb(text) == verb("aab")


@given(texts() | byte_texts())
def test_verbs_agree_with_each_other(text: str | bytes) -> None:
    positions = find_doubles(text).tolist()
    assert count_doubles(text) == len(positions) == sum(tally_doubles(text).values())
    assert positions == sorted(set(positions))
    assert all(text[i] == text[i + 1] for i in positions)


@given(texts(), texts())
def test_joining_adds_the_double_at_the_seam(a: str, b: str) -> None:
    seam = a[-1:] == b[:1] != ""
    assert count_doubles(a + b) == count_doubles(a) + count_doubles(b) + seam


@given(texts() | byte_texts())
def test_reversing_mirrors_the_positions(text: str | bytes) -> None:
    backwards = text[::-1]
    assert count_doubles(backwards) == count_doubles(text)
    mirrored = [len(text) - 2 - i for i in reversed(find_doubles(text))]
    assert find_doubles(backwards).tolist() == mirrored
    assert tally_doubles(backwards) == tally_doubles(text)


@given(texts())
def test_writing_each_character_twice(text: str) -> None:
    twice = "".join(character * 2 for character in text)
    assert count_doubles(twice) == len(text) + count_doubles(text)


@given(texts(width=1))
def test_storage_width_makes_no_difference(text: str) -> None:
    for wider in ("я", "🙂"):
        assert pure.count_doubles(text) == count_doubles(text + wider)
        assert find_doubles(text + wider) == find_doubles(text)
        assert tally_doubles(text + wider) == tally_doubles(text)
