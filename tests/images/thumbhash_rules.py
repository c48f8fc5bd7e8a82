# SPDX-License-Identifier: Apache-2.0
"""ThumbHash as its page describes it (https://evanw.github.io/thumbhash/), in double precision."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

LARGEST = 100  # the longest side that ThumbHash takes; who has a larger image makes it small first


def digits(width: int, height: int, rgba: Values) -> list[int | None]:
    """Return the numbers that a ThumbHash is made of, in order, none of them packed.

    These are, for an image without opacity: mean lightness, mean of each colour axis, scale of
    lightness, opacity, number of coefficients of lightness, scale of each colour axis, whether it
    is wider than high; then all coefficients of lightness and of both axes. For one with opacity
    its mean and scale come before the coefficients, its own coefficients last.
    """
    opacity = rgba[:, :, 3] / 255
    total = opacity.sum()
    colours = rgba[:, :, :3] / 255
    mean = (colours * opacity[:, :, None]).sum(axis=(0, 1)) / total if total else np.zeros(3)
    has_opacity = bool(np.any(rgba[:, :, 3] < 255))
    red, green, blue = np.moveaxis(
        mean * (1 - opacity[:, :, None]) + colours * opacity[:, :, None], 2, 0
    )
    limit = 5 if has_opacity else 7
    across = max(1, _rounded(limit * width / max(width, height)))
    down = max(1, _rounded(limit * height / max(width, height)))
    light = _channel((red + green + blue) / 3, max(3, across), max(3, down))
    yellow = _channel((red + green) / 2 - blue, 3, 3)
    reddish = _channel(red - green, 3, 3)
    wide = width > height
    head: list[int | None] = [
        _rounded(63 * light[0]),
        _rounded(31.5 + 31.5 * yellow[0]),
        _rounded(31.5 + 31.5 * reddish[0]),
        _rounded(31 * light[1]),
        int(has_opacity),
        down if wide else across,
        _rounded(63 * yellow[1]),
        _rounded(63 * reddish[1]),
        int(wide),
    ]
    channels = [(light, 31), (yellow, 63), (reddish, 63)]
    if has_opacity:
        seen = _channel(opacity, 5, 5)
        head += [_rounded(15 * seen[0]), _rounded(15 * seen[1])]
        channels.append((seen, 15))
    return head + [
        _rounded(15 * one) if _rounded(steps * scale) else None
        for (_, scale, others), steps in channels
        for one in others
    ]


def unpacked(thumbhash: bytes) -> list[int]:
    """Return the same numbers of a ThumbHash."""
    number = int.from_bytes(thumbhash, "little")
    has_opacity = number >> 23 & 1
    found = []
    for width in (6, 6, 6, 5, 1, 3, 6, 6, 1, *((4, 4) if has_opacity else ())):
        found.append(number & ((1 << width) - 1))
        number >>= width
    left = 2 * len(thumbhash) - (12 if has_opacity else 10)
    return found + [number >> 4 * i & 15 for i in range(left)]


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)


def _channel(values: Values, across: int, down: int) -> tuple[float, float, list[float]]:
    """Return mean, scale and the other coefficients, from 0 to 1."""
    height, width = values.shape
    mean, others = 0.0, []
    for v in range(down):
        column = np.cos(np.pi / height * v * (np.arange(height) + 0.5))
        for u in range(across):
            if u * down >= across * (down - v):
                break
            row = np.cos(np.pi / width * u * (np.arange(width) + 0.5))
            coefficient = float(column @ values @ row) / (width * height)
            if u or v:
                others.append(coefficient)
            else:
                mean = coefficient
    scale = max(map(abs, others))
    if scale:
        others = [0.5 + 0.5 / scale * one for one in others]
    return mean, scale, others
