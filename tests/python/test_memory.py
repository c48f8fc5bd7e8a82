# SPDX-License-Identifier: Apache-2.0
"""Texts are read where they lie: no copy is made, and none is left behind in the str."""

from __future__ import annotations

import sys

import dittograph
import pytest
from helpers import PEAK, SANITIZED, on_linux, run_python

LARGE = 64 * 2**20

# Prints by how many kilobytes the most memory used at a time grew during the call.
GROWTH = (
    PEAK
    + """
import dittograph
from dittograph import *
text = {text}
{function}(text[:1])  # what is loaded at the first call
before = peak()
{function}(text)
print(peak() - before)
"""
)


def growth(function: str, text: str) -> int:
    return int(run_python(GROWTH.format(function=function, text=text))) * 1024


not_sanitized = pytest.mark.skipif(SANITIZED, reason="AddressSanitizer's own memory grows as well")

TEXTS = {
    "1-byte str": f"'ab' * {LARGE // 2}",
    "Latin-1 str": f"'aé' * {LARGE // 2}",
    "2-byte str": f"'aя' * {LARGE // 4}",
    "4-byte str": f"'a🙂' * {LARGE // 8}",
    "bytes": f"b'ab' * {LARGE // 2}",
    "bytearray": f"bytearray(b'ab' * {LARGE // 2})",
    "integers": f"memoryview(b'abcd' * {LARGE // 4}).cast('h')",
}


@on_linux
@not_sanitized
@pytest.mark.parametrize("function", ["count_doubles", "find_doubles", "tally_doubles"])
@pytest.mark.parametrize("text", TEXTS)
def test_verbs_read_in_place(function: str, text: str) -> None:
    assert growth(function, TEXTS[text]) < LARGE // 32


@on_linux
@not_sanitized
@pytest.mark.parametrize(
    "function",
    [
        "count_doubles_utf8",
        "find_doubles_utf8",
        "tally_doubles_utf8",
        "longest_run_utf8",
        "count_runs_utf8",
        "find_runs_utf8",
        "Utf8DoublesCounter().update",
        "dittograph._core.Utf8DoublesTallier().update",
        "dittograph._core.DoublesTallier().update",
    ],
)
def test_utf8_is_not_decoded(function: str) -> None:
    assert growth(function, f"'aя🙂b'.encode() * {LARGE // 8}") < LARGE // 32


@on_linux
@not_sanitized
def test_a_copy_would_be_seen() -> None:
    """What the tests above measure grows when something is copied."""
    assert growth("bytes.decode", TEXTS["bytes"]) > LARGE // 2
    assert growth("(lambda text: text + 'a')", TEXTS["2-byte str"]) > LARGE // 2


@pytest.mark.parametrize("letters", ["ab", "aé", "aя", "a🙂"])
@pytest.mark.parametrize("length", [4, 2**20])
def test_str_keeps_no_second_representation(letters: str, length: int) -> None:
    """CPython keeps the UTF-8 of a str that was asked for it, for ever; sizeof tells."""
    text = letters * (length // 2)
    before = sys.getsizeof(text)
    dittograph.count_doubles(text)
    dittograph.find_doubles(text)
    dittograph.tally_doubles(text)
    assert sys.getsizeof(text) == before
