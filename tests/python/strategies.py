# SPDX-License-Identifier: Apache-2.0
"""Inputs for hypothesis: few different elements, so that doubles are frequent, and every length.

A text is either short, and drawn element by element so that it shrinks well, or long, made by the
plain random generator: longer than any stride of vectors, and with its doubles anywhere.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from typing_extensions import Buffer

T = TypeVar("T")

# The code points that make CPython store a str with 1, 2 or 4 bytes each, lone surrogates included.
CODE_POINTS = {1: (0, 0xFF), 2: (0x100, 0xFFFF), 4: (0x10000, 0x10FFFF)}

# The struct codes of the integers that the verbs take.
INTEGER_FORMATS = "bBhHiIlLqQnN"
ONE_BYTE_FORMATS = "bBc?"


@st.composite
def sequences(draw: st.DrawFn, alphabet: st.SearchStrategy[T], most: int = 4000) -> list[T]:
    """Lists of up to `most` elements, of one to five different ones."""
    letters = draw(st.lists(alphabet, min_size=1, max_size=5))
    if draw(st.booleans()):
        return draw(st.lists(st.sampled_from(letters), max_size=40))
    generator = random.Random(draw(st.integers(0, 2**32)))
    return generator.choices(letters, k=draw(st.integers(0, most)))


def characters(width: int) -> st.SearchStrategy[str]:
    """Any character that takes `width` bytes; often a surrogate from an end of their range."""
    any_character = st.integers(*CODE_POINTS[width]).map(chr)
    if width != 2:
        return any_character
    return any_character | st.sampled_from("\ud800\udbff\udc00\udfff")


@st.composite
def texts(draw: st.DrawFn, width: int | None = None) -> str:
    """A str of one storage width, or of any; with characters of lesser widths among the others."""
    if width is None:
        width = draw(st.sampled_from([1, 2, 4]))
    alphabet = st.one_of(characters(width), *(characters(w) for w in (1, 2, 4) if w < width))
    return "".join(draw(sequences(alphabet)))


def encodable_texts() -> st.SearchStrategy[str]:
    """A str that UTF-8 can hold: no lone surrogates."""
    return texts().map(lambda text: text.encode(errors="ignore").decode())


def byte_texts() -> st.SearchStrategy[bytes]:
    """Any bytes."""
    return sequences(st.integers(0, 255)).map(bytes)


# Bytes that make UTF-8 wrong, or wrong in a different way: the ends of all ranges of table 3-7.
CRITICAL_BYTES = bytes.fromhex(
    "00 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff"
)


@st.composite
def nearly_utf8(draw: st.DrawFn) -> bytes:
    """UTF-8 of which some bytes have been changed, put in, left out or cut off; or none."""
    data = bytearray(draw(encodable_texts()).encode())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(data)))
        new = bytes(draw(st.lists(st.sampled_from(CRITICAL_BYTES), max_size=3)))
        data[place : place + draw(st.integers(0, 3))] = new
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@st.composite
def cuts(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """`data` in pieces, some of them empty."""
    ends = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    return [data[a:b] for a, b in zip([0, *ends], [*ends, len(data)], strict=True)]


def integers(code: str) -> st.SearchStrategy[int]:
    """Integers of a struct format: those at the ends, and pairs that differ in one byte alone."""
    bits = 8 * struct.calcsize(code)
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 1)
    return st.integers(low, high) | st.sampled_from(
        [low, high, 0, 1, *(0x55 << shift for shift in range(0, bits - 8, 8))]
    )


@dataclass(frozen=True)
class Items:
    """The memory of integers of a struct format, and the integers."""

    code: str
    memory: bytes
    elements: Sequence[int]


@st.composite
def items(draw: st.DrawFn, codes: str = INTEGER_FORMATS) -> Items:
    """Integers of one of the struct formats."""
    code = draw(st.sampled_from(codes))
    as_read = "B" if code in "c?" else code  # those two are compared as the bytes they are
    elements = draw(sequences(integers(as_read), most=1000))
    return Items(code, struct.pack(f"{len(elements)}{as_read}", *elements), elements)


def cast_to(memory: Buffer, code: str) -> memoryview[Any]:
    """`memory` seen as items of a struct format."""
    return memoryview(memory).cast(cast("Literal['B']", code))  # typeshed lists the codes


def place_at(memory: bytes, offset: int) -> memoryview:
    """A copy of `memory` that lies `offset` bytes after an aligned address, between other bytes."""
    around = bytearray(b"\xaa" * offset + memory + b"\xaa" * 8)
    return memoryview(around)[offset : offset + len(memory)]


def bytes_like(data: bytes) -> list[Buffer]:
    """The same bytes as every kind of bytes-like object."""
    return [data, bytearray(data), memoryview(data), place_at(data, 3), place_at(data, 1).cast("c")]
