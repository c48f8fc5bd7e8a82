# SPDX-License-Identifier: Apache-2.0
"""The inputs of the benchmarks: the same in every run, each with the number of doubles in it."""

from __future__ import annotations

import functools
import random
import string
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from dittograph import pure

if TYPE_CHECKING:
    from collections.abc import Callable

Text: TypeAlias = "str | bytes | array[int]"
_Text = TypeVar("_Text", str, bytes, "array[int]")

SEED = 2017
MILLION = 1_000_000

# Characters of the random texts by the number of bytes that CPython stores each of them in.
_ALPHABETS = {
    1: string.ascii_letters,
    2: "".join(map(chr, range(0x0410, 0x0410 + 52))),  # Cyrillic letters
    4: "".join(map(chr, range(0x1F600, 0x1F600 + 52))),  # faces
}

LANGUAGES = ("Russian", "Chinese", "English")  # English with emoji; "ASCII" is it without


@dataclass(frozen=True)
class Sample(Generic[_Text]):
    """A text and the number of its doubles, counted in pure Python on the part that repeats."""

    text: _Text
    doubles: int


def _repeat(block: _Text, size: int) -> Sample[_Text]:
    """Lengthen `block` to `size` elements by repeating it, and count without reading it all.

    The text is a new object, never `block` itself.
    """
    copies, rest = divmod(size, len(block))
    tail = block[:rest]
    doubles = pure.count_doubles(tail)
    if copies:
        seam = int(block[-1] == block[0])
        doubles += copies * pure.count_doubles(block) + (copies - 1) * seam
        doubles += int(rest > 0 and block[-1] == block[0])
    if rest == 0 and copies == 1:
        return Sample(block[:-1] + block[-1:], doubles)
    return Sample(block * copies + tail, doubles)


@functools.cache
def _random_letters(width: int) -> str:
    # The text of 2017: `random.choice` of a letter, a million times.
    return "".join(random.Random(SEED).choices(_ALPHABETS[width], k=MILLION))


def random_str(width: int, size: int) -> Sample[str]:
    """Random letters that CPython stores in `width` bytes each: 1, 2 or 4."""
    return _repeat(_random_letters(width), size)


def random_bytes(size: int) -> Sample[bytes]:
    """Random ASCII letters as ``bytes``."""
    return _repeat(_random_letters(1).encode(), size)


def random_items(typecode: str, size: int) -> Sample[array[int]]:
    """An ``array`` of random items, of 52 different values."""
    return _repeat(array(typecode, _random_letters(1).encode()), size)


@functools.cache
def _running_block(language: str) -> bytes:
    """About a megabyte of words in UTF-8, in lines of eleven words; the first are most frequent."""
    name = "english" if language == "ASCII" else language.lower()
    words = (Path(__file__).parent / "words" / f"{name}.txt").read_text(encoding="utf-8").split()
    if language == "ASCII":
        words = [word for word in words if word.isascii()]
    weights = [1 / rank for rank in range(1, len(words) + 1)]  # Zipf
    space = "" if language == "Chinese" else " "
    stop = "\N{IDEOGRAPHIC FULL STOP}\n" if language == "Chinese" else ".\n"
    chosen = iter(random.Random(SEED).choices(words, weights, k=400_000))
    lines: list[bytes] = []
    size = 0
    while size < MILLION:
        lines.append((space.join(next(chosen) for _ in range(11)) + stop).encode())
        size += len(lines[-1])
    return b"".join(lines)


def running_utf8(language: str, size: int) -> Sample[bytes]:
    """Running text of about `size` bytes in UTF-8, cut at the end of a line."""
    block = _running_block(language)
    copies, rest = divmod(size, len(block))
    tail = block[: block.rfind(b"\n", 0, rest) + 1]
    # No line starts with a line break, so that no double lies across a seam.
    doubles = copies * pure.count_doubles(block.decode()) + pure.count_doubles(tail.decode())
    return Sample(block * copies + tail, doubles)


ASCII_STR = "str, 1 byte a character"
WIDTHS: dict[str, tuple[int, Callable[[int], Sample[Any]]]] = {
    "bytes": (1, random_bytes),
    ASCII_STR: (1, functools.partial(random_str, 1)),
    "str, 2 bytes a character": (2, functools.partial(random_str, 2)),
    "str, 4 bytes a character": (4, functools.partial(random_str, 4)),
    "array of 2-byte integers": (2, functools.partial(random_items, "H")),
    "array of 4-byte integers": (4, functools.partial(random_items, "I")),
    "array of 8-byte integers": (8, functools.partial(random_items, "Q")),
}
"""What is counted: by its name, the bytes of an element and what makes a text of so many."""
