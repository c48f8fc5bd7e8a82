# SPDX-License-Identifier: Apache-2.0
"""How Pillow makes a gray image small, on which all hashes stand, in numpy.

Two passes with Lanczos' window (a = 3) that is widened as the image shrinks; weights are rounded to
22 bits, and what the first pass gives to 8. So the order of the passes matters. Up to 12.1 rows are
first made narrow, then columns short. From 12.2 on columns come first if the image is more than a
hundred times as high as wide; from 13.0 on if they lose more than twice as many pixels as rows do.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Size = tuple[int, int]  # width, height

FIRST_WITH_RULE = (12, 2)
_BITS = 22
_REACH = 3


def columns_first(before: Size, after: Size, pillow: tuple[int, int] = (13, 0)) -> bool:
    """Return whether this version of Pillow makes columns short before rows narrow."""
    if before[1] <= after[1] or pillow < FIRST_WITH_RULE:
        return False
    if pillow < (13, 0):
        return before[1] > 100 * before[0]
    return before[1] - after[1] > 2 * (before[0] - after[0])


def resized(gray: Gray, after: Size, *, columns_first: bool) -> Gray:
    """Return the image in another size."""
    if columns_first:
        return _narrowed(_narrowed(gray.T, after[1]).T, after[0])
    return _narrowed(_narrowed(gray, after[0]).T, after[1]).T


def _narrowed(rows: Gray, width: int) -> Gray:
    if rows.shape[1] == width:
        return rows
    result = np.empty((rows.shape[0], width), np.uint8)
    for column in range(width):
        start, weights = _weights(rows.shape[1], width, column)
        sums = rows[:, start : start + len(weights)].astype(np.int64) @ weights
        result[:, column] = np.clip((sums + (1 << (_BITS - 1))) >> _BITS, 0, 255)
    return result


def _weights(before: int, after: int, column: int) -> tuple[int, NDArray[np.int64]]:
    """Return of which pixel on, and with which weights, pixels make up that of a column."""
    scale = before / after
    widened = max(scale, 1.0)
    centre = (column + 0.5) * scale
    start = max(0, int(centre - _REACH * widened + 0.5))
    end = min(before, int(centre + _REACH * widened + 0.5))
    exact = [_lanczos((at - centre + 0.5) / widened) for at in range(start, end)]
    total = sum(exact)
    # To the nearest, halves away from zero.
    rounded = [math.floor(abs(one / total) * (1 << _BITS) + 0.5) for one in exact]
    return start, np.array([n if one > 0 else -n for n, one in zip(rounded, exact, strict=True)])


def _lanczos(at: float) -> float:
    return _sinc(at) * _sinc(at / _REACH) if -_REACH <= at < _REACH else 0.0


def _sinc(at: float) -> float:
    return math.sin(math.pi * at) / (math.pi * at) if at else 1.0
