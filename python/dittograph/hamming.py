# SPDX-License-Identifier: Apache-2.0
"""Find similar hashes: those that differ in few bits, as of pictures that look the same.

>>> from dittograph import hamming
>>> hamming.distance(0b1011, 0b0010)
2
>>> hamming.near_groups([0b1011, 0xFF00, 0b1001, 0xFF01], radius=1)
[[0, 2], [1, 3]]

Hashes have 64 or 256 bits. They are integers, bytes, numpy arrays or Arrow data; what has a sign,
as databases keep it, stands for its bits. All results are exact.
"""

from dittograph._core import HammingIndex, NearPairs, near_groups, near_pairs
from dittograph._core import hamming_distance as distance
from dittograph._core import hamming_distances as distances

__all__ = [
    "HammingIndex",
    "NearPairs",
    "distance",
    "distances",
    "near_groups",
    "near_pairs",
]
