# SPDX-License-Identifier: Apache-2.0
"""Hashes and ids as Arrow data, against the same as lists."""

from __future__ import annotations

import random

import nanoarrow as na
import polars as pl
import pyarrow as pa
import pytest
from dittograph import hamming

RNG = random.Random(5)
HASHES = [RNG.getrandbits(64) for _ in range(40)]
SIGNED = [number - 2**64 if number >> 63 else number for number in HASHES]
WIDE = [RNG.getrandbits(256).to_bytes(32, "big") for _ in range(40)]
QUERY = HASHES[7]
DISTANCES = [(QUERY ^ number).bit_count() for number in HASHES]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(HASHES, pa.uint64()),
        pa.array(SIGNED, pa.int64()),
        pa.array([number.to_bytes(8, "big") for number in HASHES], pa.binary(8)),
        pa.array([0, 1, *HASHES, 5], pa.uint64())[1:][1:-1],
        pa.array([b"8 bytes.", *(n.to_bytes(8, "big") for n in HASHES)], pa.binary(8))[1:],
        pa.chunked_array([HASHES[:3], [], HASHES[3:]], pa.uint64()),
        pl.Series(HASHES, dtype=pl.UInt64),
        pl.Series(SIGNED, dtype=pl.Int64)[:20].append(pl.Series(SIGNED, dtype=pl.Int64)[20:]),
        na.Array(HASHES, na.uint64()),
    ],
)
def test_hashes_of_64_bits(column: object) -> None:
    assert hamming.distances(QUERY, column).tolist() == DISTANCES  # type: ignore[arg-type] # pyarrow has no types
    assert list(hamming.near_pairs(column, 30)) == list(hamming.near_pairs(HASHES, 30))  # type: ignore[arg-type] # the same
    index = hamming.HammingIndex()
    ids = pa.chunked_array([range(100, 120), range(120, 140)], pa.int64())
    index.add(column, ids)  # type: ignore[arg-type] # the same
    assert index.query(QUERY, 0) == [(107, 0)]


def test_hashes_of_256_bits() -> None:
    column = pa.array([bytes(32), *WIDE], pa.binary(32))[1:]
    expected = hamming.distances(WIDE[3], WIDE, bits=256).tolist()
    assert hamming.distances(WIDE[3], column, bits=256).tolist() == expected


def test_none() -> None:
    for empty in (pa.array([], pa.uint64()), pa.chunked_array([], pa.int64())):
        assert hamming.distances(1, empty).tolist() == []


@pytest.mark.parametrize(
    ("column", "bits", "error", "message"),
    [
        (pa.array([1, None, 3], pa.uint64()), 64, ValueError, "row 1 is; leave such rows out"),
        (pa.chunked_array([[1], [2, None]], pa.int64()), 64, ValueError, "row 2 is"),
        (pa.array([0, 1, None], pa.int64())[1:], 64, ValueError, "row 1 is"),
        (pa.array([1], pa.int32()), 64, TypeError, "int64, uint64 or fixed_size_binary"),
        (pa.array([1.0]), 64, TypeError, "got format 'g'"),
        (pa.array(["text"]), 64, TypeError, "got format 'u'"),
        (
            pa.array([1], pa.int64()),
            256,
            TypeError,
            r"type fixed_size_binary\(32\), got format 'l'",
        ),
        (pa.array([bytes(8)], pa.binary(8)), 256, TypeError, "got format 'w:8'"),
        (pa.array([1]).dictionary_encode(), 64, TypeError, "got format 'dictionary'"),
        (pa.chunked_array([], pa.string()), 64, TypeError, "got format 'u'"),
        (pa.table({"hash": [1]}), 64, TypeError, "got format"),
    ],
)
def test_other_columns_are_refused(
    column: object, bits: int, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        hamming.distances(0, column, bits=bits)  # type: ignore[arg-type] # what is refused


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        (pa.array([1, None], pa.int64()), ValueError, "ids must not be null, row 1 is"),
        (pa.array([1, 2], pa.uint64()), TypeError, "type int64, got format 'L'"),
        (pa.array([1], pa.int64()), ValueError, "as many as hashes, got 1 for 2"),
    ],
)
def test_other_ids_are_refused(ids: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        hamming.HammingIndex().add([1, 2], ids)  # type: ignore[arg-type] # what is refused
