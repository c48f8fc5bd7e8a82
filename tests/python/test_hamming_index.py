# SPDX-License-Identifier: Apache-2.0
"""What an index of hashes finds, against `int.bit_count`; its files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dittograph.hamming import HammingIndex
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

LARGE = 40_000  # more than it takes to have tables


def nearest_first(hashes: list[int], ids: list[int], query: int) -> list[tuple[int, int]]:
    matches = [(i, (number ^ query).bit_count()) for i, number in zip(ids, hashes, strict=True)]
    return sorted(matches, key=lambda match: (match[1], match[0]))


@pytest.mark.parametrize("bits", [64, 256])
def test_like_bit_count(bits: int) -> None:
    one = st.integers(0, 2**bits - 1)
    numbered = st.lists(st.tuples(one, st.integers(-(2**63), 2**63 - 1)), max_size=30)

    @given(numbered, one, st.integers(0, 300), st.integers(1, 40))
    def check(some: list[tuple[int, int]], query: int, radius: int, k: int) -> None:
        hashes = [number for number, _ in some]
        ids = [i for _, i in some]
        index = HammingIndex(bits)
        index.add(hashes[:3], ids[:3])
        index.add(hashes[3:], ids[3:])
        expected = nearest_first(hashes, ids, query)
        assert index.query(query, radius) == [m for m in expected if m[1] <= radius]
        assert index.nearest(query, k) == expected[:k]
        assert (len(index), index.bits) == (len(some), bits)

    check()


@pytest.mark.parametrize("bits", [64, 256])
def test_large_ones(bits: int, tmp_path: Path) -> None:
    rng = random.Random(bits)
    hashes = [rng.getrandbits(bits) for _ in range(LARGE)]
    for i in range(0, LARGE, 5):
        hashes[i] = hashes[i + 1]
        for _ in range(i % 9):
            hashes[i] ^= 1 << rng.randrange(bits)
    index = HammingIndex(bits)
    index.add(hashes)
    index.save(tmp_path / "index")
    for one in (index, HammingIndex.open(tmp_path / "index")):
        for query in (hashes[5], hashes[1000] ^ 3, rng.getrandbits(bits)):
            expected = nearest_first(hashes, list(range(LARGE)), query)
            for radius in (0, 3, 8, 12, 30):
                assert one.query(query, radius) == [m for m in expected if m[1] <= radius]
            for k in (1, 5, 1000):
                assert one.nearest(query, k) == expected[:k]


def test_ids_count_on() -> None:
    index = HammingIndex()
    index.add([1, 2])
    index.add(np.array([3, 1], np.uint64))
    assert index.query(1, 0) == [(0, 0), (3, 0)]


@pytest.mark.parametrize(
    "ids", [[7, -1], (7, -1), np.array([7, -1]), memoryview(array("q", [7, -1]))]
)
def test_every_form_of_ids(ids: object) -> None:
    index = HammingIndex()
    index.add([5, 5], ids)  # type: ignore[arg-type] # every kind of object
    assert index.query(5, 0) == [(-1, 0), (7, 0)]


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([1], ValueError, "ids must be as many as hashes, got 1 for 2"),
        ([1, 2**63], ValueError, r"ids\[1\] must be less than 2\*\*63"),
        ([1, "2"], TypeError, r"ids\[1\] must be an integer, not str"),
        (np.zeros(2, np.uint64), TypeError, "64-bit integers with a sign"),
        (np.zeros(2, np.int32), TypeError, "64-bit integers with a sign"),
        (5, TypeError, "ids must be a list, tuple or buffer of integers, or Arrow data, not int"),
    ],
)
def test_other_ids_are_refused(ids: object, error: type[Exception], message: str) -> None:
    index = HammingIndex()
    with pytest.raises(error, match=message):
        index.add([1, 2], ids)  # type: ignore[arg-type] # what is refused
    assert len(index) == 0


def test_merge() -> None:
    one, other = HammingIndex(), HammingIndex()
    one.add([1, 2], [10, 20])
    other.add([1], [5])
    one.merge(other)
    one.merge(one)
    assert one.query(1, 0) == [(5, 0), (5, 0), (10, 0), (10, 0)]
    assert len(other) == 1
    with pytest.raises(ValueError, match="other must have hashes of 64 bits, got 256"):
        one.merge(HammingIndex(256))
    for other_type in (None, [1]):
        with pytest.raises(TypeError, match="other must be a HammingIndex, not "):
            one.merge(other_type)  # type: ignore[arg-type] # what is refused


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with pytest.raises(FileNotFoundError) as missing:
        HammingIndex.open(path)
    assert missing.value.filename == path
    path.write_bytes(b"text")
    with pytest.raises(
        ValueError, match=r"path must be the file of an index, got .*: it is too short"
    ):
        HammingIndex.open(path)
    index = HammingIndex()
    index.add([1, 2, 3])
    index.save(str(path))
    damaged = bytearray(path.read_bytes())
    damaged[70] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match="its checksum is not that of its content"):
        HammingIndex.open(path)
    with pytest.raises(TypeError, match=r"path must be a str or os.PathLike, not int"):
        HammingIndex.open(5)  # type: ignore[arg-type] # what is refused
    with pytest.raises(ValueError, match="null"):
        HammingIndex.open("a\0b")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="Invalid argument"):
        HammingIndex.open(tmp_path / "pipe")
    (tmp_path / "pipe").unlink()
    with pytest.raises(NotADirectoryError):
        index.save(path / "in a file")
    assert [entry.name for entry in tmp_path.iterdir()] == ["index"]


def test_another_process_reads_the_file(tmp_path: Path) -> None:
    index = HammingIndex(256)
    index.add([5, 7, 2**255], [1, 2, 3])
    index.save(tmp_path / "index")
    program = (
        "import sys; from dittograph.hamming import HammingIndex; "
        "print(HammingIndex.open(sys.argv[1]).query(5, 1))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "index"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "[(1, 0), (2, 1)]\n"


def test_threads_add_and_ask_at_once() -> None:
    """What is added in one go is found in one go, and whoever adds gets a turn among many."""
    index = HammingIndex()
    index.add(np.full(3_000, 7, np.uint64))
    stop = threading.Event()
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            while not stop.is_set():
                found = index.query(7, 64)  # looks at all of them
                assert found == [(i, 0) for i in range(len(found))]
                assert len(found) % 3_000 == 0
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
            errors.append(error)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(20):
        index.add(np.full(3_000, 7, np.uint64))
    stop.set()
    for reader in readers:
        reader.join()
    assert not errors
    assert len(index.query(7, 0)) == 63_000


def test_shows_what_it_is() -> None:
    index = HammingIndex(256)
    index.add([1])
    assert repr(index) == "<dittograph.hamming.HammingIndex: 1 hashes of 256 bits>"
