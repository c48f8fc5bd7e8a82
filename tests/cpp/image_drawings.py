# SPDX-License-Identifier: Apache-2.0
"""The images of drawn_images.h, for the programs that write golden values."""

import numpy as np
from numpy.typing import NDArray

DRAWINGS = ["kNoise", "kPlain", "kSlope", "kBoard", "kWaves"]


def draw(width: int, height: int, channels: int, drawing: int, seed: int) -> NDArray[np.uint8]:
    """The image that DrawnImage draws."""
    y, x, c = np.mgrid[:height, :width, :channels]
    if drawing == 0:
        state, values = seed, []
        for _ in range(width * height * channels):
            state = (state * 1664525 + 1013904223) % 2**32
            values.append(state >> 24)
        value = np.reshape(values, x.shape)
    elif drawing == 1:
        value = seed * 2654435761 % 2**32 >> 8 * c
    elif drawing == 2:
        value = x * 255 // width + y * c * 100 // height + seed
    elif drawing == 3:
        value = (x // 7 + y // 5 + c) % 2 * 255
    else:
        phase = (x * (seed % 13 + 3) + y * (c * 5 + 2)) % 510
        value = np.where(phase < 255, phase, 510 - phase)
    return np.ascontiguousarray(value % 256).astype(np.uint8)
