# SPDX-License-Identifier: Apache-2.0
"""The functions that are compared, ours and imagehash's, and how to say where they differ."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import imagehash
from dittograph import images

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PIL import Image

OURS: dict[str, Callable[..., images.ImageHash]] = {
    "average": images.average_hash,
    "difference": images.difference_hash,
    "difference_vertical": images.difference_hash_vertical,
    "perceptual": images.perceptual_hash,
    "wavelet": images.wavelet_hash,
}


def _quiet(function: Callable[[Any], Any]) -> Callable[[Any], str]:
    """Return the function without Pillow's warning of a palette whose opacity is left out."""

    def hash_of(image: Image.Image) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return str(function(image))

    return hash_of


IMAGEHASH: dict[str, Callable[[Any], str]] = {
    "average": _quiet(imagehash.average_hash),
    "difference": _quiet(imagehash.dhash),
    "difference_vertical": _quiet(imagehash.dhash_vertical),
    "perceptual": _quiet(imagehash.phash),
    "wavelet": _quiet(imagehash.whash),
}
ALGORITHMS = list(OURS)
FUNCTIONS: list[Callable[..., Any]] = [*OURS.values(), images.pdq_hash, images.fingerprint]
FINGERPRINTED = ["average", "difference", "perceptual", "wavelet"]


Case = tuple[str, object, object]  # name, got, expected


def differing(cases: Iterable[Case]) -> list[str]:
    """Return a line for each case whose hash is not what is expected: name, got, expected.

    There must be a case.
    """
    count = 0
    lines = []
    for name, got, expected in cases:
        count += 1
        if str(got) != str(expected):
            bits = (int(str(got), 16) ^ int(str(expected), 16)).bit_count()
            lines.append(f"{name}: {bits} bits: got {got}, expected {expected}")
    assert count
    if len(lines) > 10:
        lines[10:] = [f"... {len(lines)} of {count} in all"]
    return lines
