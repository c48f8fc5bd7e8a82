# SPDX-License-Identifier: Apache-2.0
"""Perceptual hashes of images: the bits that imagehash computes, many times as fast.

>>> import numpy as np
>>> from dittograph import images
>>> y, x = np.mgrid[:240, :320]
>>> picture = np.hypot(x - 100, y - 80).clip(0, 255).astype(np.uint8)
>>> a = images.perceptual_hash(picture)
>>> str(a)
'ba38c7c7c738d828'
>>> a - images.perceptual_hash(picture[::2, ::2])
0

An image is a path, the bytes of a file, an open file, a Pillow image or a numpy array. JPEG files
are read without any other package, other formats with Pillow: ``dittograph[images]``. Perceptual
hashes find copies; they are no protection against somebody who wants to be found, or not to be.
"""

from dittograph.images.errors import (
    CorruptImageError,
    ImageError,
    ImageTooLargeError,
    TruncatedImageError,
    UnsupportedImageError,
)
from dittograph.images.hashing import (
    FEATURELESS_BELOW,
    Fingerprint,
    average_hash,
    difference_hash,
    difference_hash_vertical,
    fingerprint,
    pdq_hash,
    perceptual_hash,
    wavelet_hash,
)
from dittograph.images.image_hash import ImageHash
from dittograph.images.many import HashedImage, hash_many
from dittograph.images.opening import Limits

__all__ = [
    "FEATURELESS_BELOW",
    "CorruptImageError",
    "Fingerprint",
    "HashedImage",
    "ImageError",
    "ImageHash",
    "ImageTooLargeError",
    "Limits",
    "TruncatedImageError",
    "UnsupportedImageError",
    "average_hash",
    "difference_hash",
    "difference_hash_vertical",
    "fingerprint",
    "hash_many",
    "pdq_hash",
    "perceptual_hash",
    "wavelet_hash",
]
