# SPDX-License-Identifier: Apache-2.0
"""What find_doubles gives back: numbers in memory that nobody can change."""

from __future__ import annotations

import pickle
from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph import find_doubles, find_doubles_utf8

if TYPE_CHECKING:
    from collections.abc import Callable

every_find = pytest.mark.parametrize("find", [find_doubles, find_doubles_utf8])


def bytes_of(positions: memoryview) -> bytes:
    """The object whose memory they are."""
    assert isinstance(positions.obj, bytes)
    return positions.obj


@every_find
@pytest.mark.parametrize("text", [b"", b"ab", b"aaa", b"aa" * 2**18])
def test_kind_of_memory(find: Callable[[bytes], memoryview], text: bytes) -> None:
    positions = find(text)
    assert type(positions) is memoryview
    assert (positions.format, positions.itemsize, positions.ndim) == ("q", 8, 1)
    assert positions.readonly
    assert positions.c_contiguous
    assert len(positions) == positions.nbytes // 8
    assert bytes_of(positions) == bytes(positions)


@every_find
def test_use_as_a_sequence(find: Callable[[bytes], memoryview]) -> None:
    positions = find(b"bookkeeper")
    assert list(positions) == positions.tolist() == [1, 3, 5]
    assert (positions[0], positions[-1], positions[1:].tolist()) == (1, 5, [3, 5])
    assert 3 in positions
    assert positions == array("q", [1, 3, 5])
    assert {type(position) for position in positions} == {int}
    with pytest.raises(IndexError):
        positions[3]


@every_find
def test_nothing_can_be_changed(find: Callable[[bytes], memoryview]) -> None:
    positions = find(b"aaa")
    with pytest.raises(TypeError, match="cannot modify read-only memory"):
        positions[0] = 7
    numbers = np.asarray(positions)
    assert not numbers.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = 7
    with pytest.raises(ValueError, match="cannot set WRITEABLE flag to True"):
        numbers.flags.writeable = True
    assert positions.toreadonly().tolist() == [0, 1]


@every_find
@pytest.mark.parametrize("text", [b"aaa", b"aa" * 2**18])
def test_numpy_shares_the_memory(find: Callable[[bytes], memoryview], text: bytes) -> None:
    positions = find(text)
    numbers = np.asarray(positions)
    assert numbers.dtype == np.int64
    assert numbers.flags.aligned
    assert np.shares_memory(numbers, np.frombuffer(bytes_of(positions), np.int64))
    del positions
    assert numbers.tolist() == [*range(len(text) - 1)]  # kept by the array


@every_find
def test_results_are_independent(find: Callable[[bytes], memoryview]) -> None:
    first, second = find(b"aaa"), find(b"aaa")
    first.release()
    assert second.tolist() == [0, 1]


def test_hash_is_that_of_the_bytes() -> None:
    """A memoryview of int64 has none, by Python's rule; the memory it shows has one."""
    positions = find_doubles(b"aaa")
    with pytest.raises(ValueError, match="hashing is restricted"):
        hash(positions)
    assert hash(positions.cast("B")) == hash(bytes_of(positions))


def test_pickling_goes_through_the_bytes() -> None:
    positions = find_doubles(b"aaa")
    pickled = pickle.dumps(bytes(positions))
    assert memoryview(pickle.loads(pickled)).cast("q") == positions  # noqa: S301 (our own)
