# SPDX-License-Identifier: Apache-2.0
"""The twin with regular expressions says the same as the one in pure Python."""

from __future__ import annotations

import pytest
from dittograph import pure, regex
from hypothesis import given
from strategies import byte_texts, texts


@given(texts())
def test_str_equals_pure(text: str) -> None:
    assert regex.count_doubles(text) == pure.count_doubles(text)
    assert regex.find_doubles(text) == pure.find_doubles(text)
    assert [*regex.tally_doubles(text).items()] == [*pure.tally_doubles(text).items()]


@given(byte_texts())
def test_bytes_like_equals_pure(text: bytes) -> None:
    for kind in (text, bytearray(text), memoryview(text)):
        assert regex.count_doubles(kind) == pure.count_doubles(text)
        assert regex.find_doubles(kind) == pure.find_doubles(text)
        assert [*regex.tally_doubles(kind).items()] == [*pure.tally_doubles(text).items()]


@pytest.mark.parametrize("line_break", "\n\r\v\f\x1c\x85\u2028\u2029")
def test_line_breaks_are_elements(line_break: str) -> None:
    for twin in (pure, regex):
        assert twin.count_doubles(line_break * 3) == 2
        assert twin.find_doubles(line_break * 3).tolist() == [0, 1]
        assert twin.tally_doubles(line_break * 3) == {line_break: 2}


def test_positions_cannot_be_changed() -> None:
    for twin in (pure, regex):
        positions = twin.find_doubles("aa")
        assert (positions.readonly, positions.format, positions.itemsize) == (True, "q", 8)
