# SPDX-License-Identifier: Apache-2.0
"""The arithmetic that the peers' hashes stand on is what pillow_rules.py says.

If this fails and others do, it is Pillow that has changed, and with it what imagehash gives.
"""

from __future__ import annotations

import itertools

import numpy as np
import PIL
import pytest
from PIL import Image
from pillow_rules import FIRST_WITH_RULE, columns_first, resized

WIDTHS = (1, 2, 7, 9, 16, 31, 33, 40, 64, 100, 300)
HEIGHTS = (1, 3, 8, 17, 32, 33, 65, 97, 203, 500)
VERSION = (int(PIL.__version__.split(".")[0]), int(PIL.__version__.split(".")[1]))


@pytest.mark.parametrize("after", [(8, 8), (9, 8), (8, 9), (32, 32), (64, 64)])
def test_resize(after: tuple[int, int]) -> None:
    rng = np.random.default_rng(8)
    orders = set()
    told_apart = 0
    for before in itertools.product(WIDTHS, HEIGHTS):
        # Black and white makes the first pass clip, so that the order shows.
        gray = rng.integers(0, 2, before[::-1], dtype=np.uint8) * 255
        first = columns_first(before, after, VERSION)
        got = np.asarray(Image.fromarray(gray).resize(after, Image.Resampling.LANCZOS))
        assert np.array_equal(got, resized(gray, after, columns_first=first)), before
        told_apart += not np.array_equal(got, resized(gray, after, columns_first=not first))
        orders.add(first)
    assert orders == ({False, True} if VERSION >= FIRST_WITH_RULE else {False})
    assert told_apart > len(WIDTHS) * len(HEIGHTS) // 2
