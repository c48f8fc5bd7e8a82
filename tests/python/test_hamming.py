# SPDX-License-Identifier: Apache-2.0
"""Distances, pairs and groups of hashes against `int.bit_count`."""

from __future__ import annotations

import array
import copy
import random
import signal
import threading
from itertools import combinations

import numpy as np
import pytest
from dittograph import hamming
from hypothesis import given
from hypothesis import strategies as st

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
    some = original[:200]
    assert hamming.near_groups(some, 20) == groups(some.tolist(), 20)


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
