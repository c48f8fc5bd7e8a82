# SPDX-License-Identifier: Apache-2.0
"""The hashes of imagededup, restated: the package itself cannot be imported without torch.

They were the same as those of imagededup 0.3.3.post2 on every image of test_imagededup.py, which
its module of hashes was given with stand-ins for torch and what needs it. Unlike imagehash it makes
colours small first and gray then, and sets the bits of values that are equal to the threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pywt
import scipy.fftpack
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

Values = NDArray[Any]


def _perceptual(pixels: Values) -> Values:
    low = scipy.fftpack.dct(scipy.fftpack.dct(pixels, axis=0), axis=1)[:8, :8]
    bits: Values = low >= np.median(low.flatten()[1:])  # the mean of all is not among them
    return bits


def _average(pixels: Values) -> Values:
    bits: Values = pixels >= np.mean(pixels)
    return bits


def _difference(pixels: Values) -> Values:
    bits: Values = pixels[:, 1:] > pixels[:, :-1]
    return bits


def _wavelet(pixels: Values) -> Values:
    low = pywt.wavedec2(pixels / 255, "haar", level=5)[0]
    bits: Values = low >= np.median(low)
    return bits


_RULES: dict[str, tuple[tuple[int, int], Callable[[Values], Values]]] = {
    "average": ((8, 8), _average),
    "difference": ((9, 8), _difference),
    "perceptual": ((32, 32), _perceptual),
    "wavelet": ((256, 256), _wavelet),
}


def hash_of(image: Image.Image, algorithm: str) -> str:
    """Return the hash that imagededup gives for a file with this image, in hex."""
    size, bits_of = _RULES[algorithm]
    if image.mode != "RGB":
        image = image.convert("RGBA").convert("RGB")
    small = image.resize(size, Image.Resampling.LANCZOS).convert("L")
    return np.packbits(bits_of(np.asarray(small))).tobytes().hex()
