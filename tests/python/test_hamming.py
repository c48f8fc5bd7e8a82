# SPDX-License-Identifier: Apache-2.0
"""Distances, pairs and groups of hashes against `int.bit_count`."""

from __future__ import annotations

import array
import copy
import random
import signal
import threading
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph import hamming
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    import numpy.typing as npt

BITS = (64, 256)


def hashes_of(bits: int) -> st.SearchStrategy[list[int]]:
    """Return lists of hashes, some of which differ in few bits from others."""
    one = st.integers(0, 2**bits - 1)
    flips = st.lists(st.integers(0, bits - 1), max_size=12)
    return st.builds(
        lambda some, like: [*some, *(flip(some[i % len(some)], f) for i, f in like)],
        st.lists(one, min_size=1, max_size=20),
        st.lists(st.tuples(st.integers(0), flips), max_size=20),
    )


def flip(number: int, bits: list[int]) -> int:
    for bit in bits:
        number ^= 1 << bit
    return number


def distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()


def pairs(hashes: list[int], radius: int) -> list[tuple[int, int, int]]:
    numbered = combinations(enumerate(hashes), 2)
    found = [(i, j, distance(a, b)) for (i, a), (j, b) in numbered]
    return [pair for pair in found if pair[2] <= radius]


def groups(hashes: list[int], radius: int, max_diameter: int = 256) -> list[list[int]]:
    members = [[i] for i in range(len(hashes))]
    for i, j, _ in sorted(pairs(hashes, radius), key=lambda pair: (pair[2], pair)):
        one, other = members[i], members[j]
        if one is other:
            continue
        if all(distance(hashes[a], hashes[b]) <= max_diameter for a in one for b in other):
            joined = sorted(one + other)
            for member in joined:
                members[member] = joined
    return [group for i, group in enumerate(members) if group[0] == i and len(group) > 1]


def packed(hashes: list[int], bits: int) -> bytes:
    return b"".join(number.to_bytes(bits // 8, "big") for number in hashes)


@pytest.mark.parametrize("bits", BITS)
def test_like_bit_count(bits: int) -> None:
    @given(hashes_of(bits), st.integers(0, 300), st.integers(0, 40))
    def check(hashes: list[int], radius: int, diameter: int) -> None:
        query = hashes[-1]
        for number in hashes:
            assert hamming.distance(query, number, bits=bits) == distance(query, number)
        expected = [distance(query, number) for number in hashes]
        assert hamming.distances(query, hashes, bits=bits).tolist() == expected
        assert sorted(hamming.near_pairs(hashes, radius, bits=bits)) == pairs(hashes, radius)
        assert hamming.near_groups(hashes, radius, bits=bits) == groups(hashes, radius)
        limited = hamming.near_groups(hashes, radius, max_diameter=diameter, bits=bits)
        assert limited == groups(hashes, radius, diameter)

    check()


def every_form(hashes: list[int], bits: int) -> list[object]:
    data = packed(hashes, bits)
    words = np.frombuffer(data, ">u8").astype(np.uint64)
    as_bytes = [number.to_bytes(bits // 8, "big") for number in hashes]
    forms: list[object] = [
        hashes,
        tuple(hashes),
        as_bytes,
        data,
        bytearray(data),
        memoryview(data),
        np.frombuffer(data, np.uint8).reshape(-1, bits // 8),
        words.reshape(-1, bits // 64),
        words.view(np.int64).reshape(-1, bits // 64),
    ]
    if bits == 64:
        signed = [number - 2**64 if number >> 63 else number for number in hashes]
        forms += [words, words.view(np.int64), array.array("Q", hashes), signed]
        forms.append(memoryview(b"x" + words.tobytes())[1:].cast("Q"))  # not aligned
    return forms


@pytest.mark.parametrize("bits", BITS)
def test_every_form_is_the_same(bits: int) -> None:
    rng = random.Random(1)
    hashes = [rng.getrandbits(bits) for _ in range(9)] + [0, 2**bits - 1]
    expected = [distance(hashes[3], number) for number in hashes]
    for form in every_form(hashes, bits):
        assert hamming.distances(hashes[3], form, bits=bits).tolist() == expected  # type: ignore[arg-type] # every kind of object
        query = hashes[3].to_bytes(bits // 8, "big")
        assert hamming.distances(query, form, bits=bits).tolist() == expected  # type: ignore[arg-type] # the same


def test_the_result_is_a_view_of_int16() -> None:
    result = hamming.distances(0, [0, 2**64 - 1])
    assert (result.format, result.readonly, result.tolist()) == ("h", True, [0, 64])
    assert np.asarray(result).dtype == np.int16


@pytest.mark.parametrize("empty", [[], (), b"", np.zeros(0, np.uint64), np.zeros((0, 1), "u8")])
def test_no_hashes(empty: object) -> None:
    assert hamming.distances(1, empty).tolist() == []  # type: ignore[arg-type] # every kind of object
    assert list(hamming.near_pairs(empty, 3)) == []  # type: ignore[arg-type] # the same
    assert hamming.near_groups(empty, 3) == []  # type: ignore[arg-type] # the same


def test_many_pairs_come_block_by_block() -> None:
    hashes = np.zeros(3_000, np.uint64)
    search = hamming.near_pairs(hashes, 0)
    first = next(search)
    blocks = []
    while (block := search.read_block()) is not None:
        assert [part.format for part in block] == ["q"] * 3
        assert len({len(part) for part in block}) == 1
        blocks.append(block)
    found = {first[:2]}
    for one, other, distances in blocks:
        assert set(distances) == {0}
        found |= set(zip(one, other, strict=True))
    assert found == set(combinations(range(3_000), 2))
    assert next(search, None) is None
    assert search.read_block() is None


def test_pairs_do_not_depend_on_threads() -> None:
    rng = np.random.default_rng(3)
    hashes = rng.integers(0, 2**64, 6_000, dtype=np.uint64)
    hashes[::3] = hashes[1::3] ^ (np.uint64(1) << rng.integers(0, 64, 2_000, dtype=np.uint64))
    expected = list(hamming.near_pairs(hashes, 5, threads=1))
    assert len(expected) >= 2_000
    for threads in (2, 7, None):
        assert list(hamming.near_pairs(hashes, 5, threads=threads)) == expected
        groups_of_two = hamming.near_groups(hashes, 1, threads=threads)
        assert groups_of_two == hamming.near_groups(hashes, 1, threads=1)


def test_several_threads_may_take_from_one_search() -> None:
    search = hamming.near_pairs(np.zeros(400, np.uint64), 0)
    found: list[tuple[int, int, int]] = []
    workers = [threading.Thread(target=lambda: found.extend(search)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(found) == [(i, j, 0) for i, j in combinations(range(400), 2)]


def test_the_hashes_stay_while_they_are_searched() -> None:
    numbers = np.array([5, 5, 4], np.uint64)
    search = hamming.near_pairs(numbers, 0)
    with pytest.raises(ValueError, match="referenced"):
        numbers.resize(10_000, refcheck=True)
    del numbers
    assert list(search) == [(0, 1, 0)]


def test_what_has_been_copied_is_free() -> None:
    data = bytearray(packed([5, 5, 4], 64))
    search = hamming.near_pairs(data, 0)
    data.clear()
    assert list(search) == [(0, 1, 0)]


def test_hashes_that_change_are_no_danger() -> None:
    rng = np.random.default_rng(2)
    hashes = rng.integers(0, 2**64, 20_000, dtype=np.uint64)
    other = np.full_like(hashes, 2**64 - 1)
    original = hashes.copy()
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            hashes[:] = other
            hashes[:] = original

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(20):
            hamming.near_pairs(hashes, 2, threads=1).read_block()
            hamming.near_groups(hashes[:5_000], 1, threads=1)
    finally:
        stop.set()
        changing.join()
    assert hamming.near_groups(original, 2) == groups_of(original, 2)


def groups_of(hashes: npt.NDArray[np.uint64], radius: int) -> list[list[int]]:
    """Return the groups that the pairs of a numpy array connect, few as they are."""
    found: list[set[int]] = []
    for one, other, _ in hamming.near_pairs(hashes, radius):
        touched = [group for group in found if one in group or other in group]
        found = [group for group in found if group not in touched]
        found.append({one, other}.union(*touched))
    return sorted(sorted(group) for group in found)


def test_groups_that_cannot_be_joined_are_compared_once() -> None:
    """Two clusters in each of which all are near, and between which some are."""
    ones = [((1 << i) - 1) << 8 for i in range(8)]
    low = [number | bits for number in ones for bits in range(8)]
    high = [number ^ (0x3F << 40) for number in low]
    assert hamming.near_groups(low + high, 6, max_diameter=13) == groups(low + high, 6, 13)


def test_a_long_search_can_be_interrupted() -> None:
    # More than anybody waits for, and none are near.
    hashes = np.random.default_rng(1).integers(0, 2**64, (400_000, 4), dtype=np.uint64)

    def interrupt(*_: object) -> None:
        raise InterruptedError

    for search in (
        lambda: next(hamming.near_pairs(hashes, 60, bits=256, threads=1)),
        lambda: hamming.near_groups(hashes, 60, bits=256, threads=1),
    ):
        before = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(InterruptedError):
                search()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def test_a_search_is_an_iterator_and_no_value() -> None:
    search = hamming.near_pairs([1, 1], 0)
    assert iter(search) is search
    with pytest.raises(TypeError, match="NearPairs"):
        copy.copy(search)
    with pytest.raises(TypeError):
        hamming.NearPairs()


REFUSALS: list[tuple[object, int, type[Exception], str]] = [
    ("text", 64, TypeError, "hashes must be a buffer of 64-bit integers or bytes, Arrow data"),
    (5, 64, TypeError, "not int"),
    ({1, 2}, 64, TypeError, "not set"),
    ([1, None], 64, TypeError, r"hashes\[1\] must be an integer or bytes, not NoneType"),
    ([1.0], 64, TypeError, r"hashes\[0\] must be an integer or bytes, not float"),
    ([2**64], 64, ValueError, r"an integer from -2\*\*63 to 2\*\*64 - 1, got 18446744073709551616"),
    ([-(2**63) - 1], 64, ValueError, r"hashes\[0\] must be a hash of 64 bits"),
    ([-1], 256, ValueError, "an integer from 0 on, got -1"),
    ([2**256], 256, ValueError, "must be a hash of 256 bits"),
    ([b"1234567"], 64, ValueError, r"hashes\[0\] must have 8 bytes, got 7"),
    (b"123456789", 64, ValueError, "hashes must be a multiple of 8 bytes, got 9"),
    (b"12345678", 256, ValueError, "hashes must be a multiple of 32 bytes, got 8"),
    (np.zeros((8, 8), bool), 64, TypeError, "got a buffer of bool; pack them, for example with"),
    (np.zeros(4), 64, TypeError, "got a buffer of format 'd'"),
    (np.zeros(4, np.int32), 64, TypeError, "got a buffer of format 'i'"),
    (np.zeros(8, np.uint64)[::2], 64, BufferError, "numpy.ascontiguousarray"),
    (np.zeros(8, np.uint64), 256, ValueError, r"must have the shape \(n, 4\), got \(8,\)"),
    (np.zeros((2, 2), np.uint64), 64, ValueError, r"the shape \(n,\) or \(n, 1\), got \(2, 2\)"),
    (np.zeros((2, 2, 2), np.uint64), 64, ValueError, r"got \(2, 2, 2\)"),
]


@pytest.mark.parametrize(("hashes", "bits", "error", "message"), REFUSALS)
def test_other_hashes_are_refused(
    hashes: object, bits: int, error: type[Exception], message: str
) -> None:
    for call in (
        lambda: hamming.distances(0, hashes, bits=bits),  # type: ignore[arg-type] # what is refused
        lambda: hamming.near_pairs(hashes, 1, bits=bits),  # type: ignore[arg-type] # the same
        lambda: hamming.near_groups(hashes, 1, bits=bits),  # type: ignore[arg-type] # the same
    ):
        with pytest.raises(error, match=message):
            call()


def test_other_numbers_are_refused() -> None:
    for bits in (0, 63, 65, 128, 2**70):
        with pytest.raises(ValueError, match=f"bits must be 64 or 256, got {bits}"):
            hamming.distance(1, 1, bits=bits)
    with pytest.raises(TypeError, match="bits must be an integer, not float"):
        hamming.distance(1, 1, bits=64.0)  # type: ignore[arg-type] # what is refused
    with pytest.raises(ValueError, match="radius must be at least 0, got -1"):
        hamming.near_pairs([1], -1)
    with pytest.raises(ValueError, match="max_diameter must be at least 0, got -1"):
        hamming.near_groups([1], 1, max_diameter=-1)
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        hamming.near_pairs([1], 1, threads=0)
    with pytest.raises(TypeError, match="a must be an integer or bytes, not str"):
        hamming.distance("1", 1)  # type: ignore[arg-type] # what is refused
    with pytest.raises(TypeError, match=r"a must be an integer or bytes, not numpy.ndarray; make"):
        hamming.distance(np.zeros((8, 8), bool), 1)
    assert list(hamming.near_pairs([0, 2**64 - 1], 2**80)) == [(0, 1, 64)]
