# SPDX-License-Identifier: Apache-2.0
"""The verbs on every kind of buffer, against the oracle on the list of its items."""

from __future__ import annotations

import mmap
import struct
from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph import count_doubles, find_doubles, tally_doubles
from helpers import RELEASES_GIL_FROM, assert_equals_pure
from hypothesis import given
from hypothesis import strategies as st
from strategies import INTEGER_FORMATS, Items, byte_texts, cast_to, items, place_at

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer

ARRAY_FORMATS = "bBhHiIlLqQ"


@given(byte_texts())
def test_bytes_like_objects(text: bytes) -> None:
    kinds: list[Buffer] = [bytearray(text), memoryview(text), array("B", text), place_at(text, 1)]
    for kind in kinds:
        assert_equals_pure(kind, text)


@given(items(INTEGER_FORMATS + "c?"), st.integers(0, 70))
def test_casts_at_any_address(items: Items, offset: int) -> None:
    """Also where no integer of that size is aligned."""
    view = cast_to(place_at(items.memory, offset), items.code)
    assert view.format == items.code
    assert_equals_pure(view, items.elements)


@given(items(INTEGER_FORMATS))
def test_format_with_the_mark_of_native_order(items: Items) -> None:
    view = cast_to(items.memory, f"@{items.code}")
    assert view.format == f"@{items.code}"
    assert_equals_pure(view, items.elements)


@given(items(ARRAY_FORMATS))
def test_arrays(items: Items) -> None:
    assert_equals_pure(array(items.code, items.elements), items.elements)


@given(items(ARRAY_FORMATS), st.integers(0, 20), st.integers(0, 20))
def test_contiguous_slices(items: Items, start: int, cut_off: int) -> None:
    stop = len(items.elements) - cut_off
    view = memoryview(array(items.code, items.elements))[start : max(stop, 0)]
    assert_equals_pure(view, items.elements[start : max(stop, 0)])


@pytest.mark.parametrize(
    "dtype",
    [
        "bool",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
        "long",
        "ulong",
        "longlong",
        "ulonglong",
    ],
)
@given(st.data())
def test_numpy_arrays_of_every_integer(dtype: str, data: st.DataObject) -> None:
    kind = np.dtype(dtype)
    drawn = data.draw(items("?" if kind.kind == "b" else kind.char))
    numbers = np.frombuffer(drawn.memory, dtype=kind)  # read-only
    assert not numbers.flags.writeable
    assert_equals_pure(numbers, drawn.elements)
    assert_equals_pure(numbers.copy()[1:], drawn.elements[1:])


def test_array_scalars_in_one_row_of_a_matrix() -> None:
    matrix = np.array([[1, 1, 2], [2, 3, 3]], dtype=np.int16)
    assert_equals_pure(matrix[1], [2, 3, 3])
    assert_equals_pure(matrix.ravel(), [1, 1, 2, 2, 3, 3])


@pytest.mark.parametrize("code", INTEGER_FORMATS)
def test_keys_have_the_sign_of_the_format(code: str) -> None:
    size = struct.calcsize(code)
    ones = -1 if code.islower() else 2 ** (8 * size) - 1
    high = ones if code.isupper() else -(2 ** (8 * size - 1))
    view = cast_to(b"\xff" * 2 * size + struct.pack(f"2{code}", high, high), code)
    assert tally_doubles(view) == ({ones: 3} if ones == high else {ones: 1, high: 1})


def test_bool_and_char_are_compared_as_bytes() -> None:
    assert_equals_pure(memoryview(b"\1\2\2").cast("?"), [1, 2, 2])
    assert_equals_pure(memoryview(b"\1\2\2").cast("c"), [1, 2, 2])


@pytest.mark.parametrize("code", INTEGER_FORMATS)
def test_equal_lower_bytes_do_not_make_a_double(code: str) -> None:
    """Numbers that differ in one bit, whichever it is, among doubles."""
    bits = 8 * struct.calcsize(code)
    numbers = [0, 0]
    for bit in range(bits):
        numbers += [1 << bit, 0, 0]
    view = cast_to(b"".join(n.to_bytes(bits // 8, "little") for n in numbers), code)
    assert find_doubles(view).tolist() == [*range(0, len(numbers), 3)]


@pytest.mark.parametrize("code", INTEGER_FORMATS)
def test_buffer_so_large_that_the_gil_is_released(code: str) -> None:
    elements = [0, 0, 1, 1, 1, 2] * (RELEASES_GIL_FROM // struct.calcsize(code) // 6 + 1)
    memory = struct.pack(f"{len(elements)}{code}", *elements)
    assert_equals_pure(cast_to(memory, code), elements)


def test_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"bookkeeper\n\n")
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
    ):
        assert_equals_pure(mapped, path.read_bytes())


@pytest.mark.parametrize("length", [0, 1])
@pytest.mark.parametrize("code", INTEGER_FORMATS + "c?")
def test_nothing_to_compare(code: str, length: int) -> None:
    view = cast_to(bytes(length * struct.calcsize(code)), code)
    assert_equals_pure(view, [0] * length)


def test_stride_of_nothing_or_one_item_is_no_stride() -> None:
    """The buffer protocol calls such views contiguous: there is no second item to stride to."""
    numbers = np.array([1, 1, 1, 1])
    assert count_doubles(numbers[:0:2]) == 0
    assert count_doubles(numbers[:2:2]) == 0
    assert count_doubles(numbers[::4]) == 0
