# SPDX-License-Identifier: Apache-2.0
"""PDQ as its authors describe it, of the whole image, in double precision.

The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm, Facebook, 2019.

Real ones are in single precision, so that bits may differ whose coefficient is next to the median.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import Image

Values = NDArray[np.float64]

SIDE = 64
FREQUENCIES = 16
SMALLEST = 5  # images with a shorter side have the hash 0
BITS = FREQUENCIES * FREQUENCIES


@dataclass(frozen=True)
class Rules:
    """What PDQ gives for an image.

    Attributes:
        bits: The hash.
        doubtful: The bits that rounding may decide.
        quality: From 0, nothing to see, to 100.
        steps: The sum that quality is a part of.
    """

    bits: int
    doubtful: int
    quality: int
    steps: int


def rules(image: Image.Image, tolerance: float = 2e-3) -> Rules:
    """Return the hash of an image, gray or RGB."""
    colours = np.asarray(image.convert("RGB")).astype(np.float64)
    if min(image.size) < SMALLEST:
        return Rules(0, 0, 0, 0)
    gray = colours @ np.array([0.299, 0.587, 0.114])
    if gray.shape != (SIDE, SIDE):
        for _ in range(2):
            gray = _blurred_along_rows(gray)
            gray = _blurred_along_rows(gray.T).T
        gray = gray[np.ix_(_centres(gray.shape[0]), _centres(gray.shape[1]))]
    steps = sum(
        int(np.abs(np.trunc(np.diff(gray, axis=axis) * 100 / 255)).sum()) for axis in (0, 1)
    )
    i, j = np.mgrid[1 : FREQUENCIES + 1, 0:SIDE]
    cosines = np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * i * (2 * j + 1))
    coefficients = (cosines @ gray @ cosines.T).flatten()
    median = np.sort(coefficients)[BITS // 2 - 1]  # the lower of the two in the middle
    near = np.abs(coefficients - median) < tolerance
    return Rules(
        _number(coefficients > median),
        # If another could be the median, so could it be the other of the two in the middle.
        _number(near if near.sum() > 1 else np.zeros(BITS, np.bool_)),
        min(steps // 90, 100),
        steps,
    )


def _number(bits: NDArray[np.bool_]) -> int:
    return sum(1 << int(index) for index in np.flatnonzero(bits))


def _centres(length: int) -> NDArray[np.int64]:
    return ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)


def _blurred_along_rows(values: Values) -> Values:
    """Return the mean of each window, which is cut off at the ends."""
    length = values.shape[1]
    window = -(-length // (2 * SIDE))
    after = (window + 2) // 2
    ends = np.arange(length) + after
    starts = np.clip(ends - window, 0, length)
    ends = np.clip(ends, 0, length)
    sums = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    means: Values = (sums[:, ends] - sums[:, starts]) / (ends - starts)
    return means
