# SPDX-License-Identifier: Apache-2.0
"""What is no hash, and no number, is refused in one line that says what is allowed."""

from __future__ import annotations

import numpy as np
import pytest
from dittograph import hamming

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
    with pytest.raises(ValueError, match="got an integer of 255 bits; pass bits=256 for "):
        hamming.distance(2**255 - 1, 1)
    for value, got in ((2**256, "an integer of 257 bits"), (-(2**63) - 1, str(-(2**63) - 1))):
        with pytest.raises(ValueError, match=f"got {got}$"):
            hamming.distance(value, 1)
    with pytest.raises(ValueError, match=r"an integer from 0 on, got -1$"):
        hamming.distance(-1, 1, bits=256)
    assert list(hamming.near_pairs([0, 2**64 - 1], 2**80)) == [(0, 1, 64)]
