# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a file that should be an image.

Each of these is a ``ValueError`` and an ``ImageError``; which one it is says what can be done.

Example:
    >>> from dittograph.images.errors import ImageError, TruncatedImageError
    >>> issubclass(TruncatedImageError, ImageError)
    True
"""

from __future__ import annotations

__all__ = [
    "CorruptImageError",
    "ImageError",
    "ImageTooLargeError",
    "TruncatedImageError",
    "UnsupportedImageError",
]


class ImageError(ValueError):
    """A file cannot be read as an image."""


class ImageTooLargeError(ImageError):
    """An image has more pixels, or asks for more work, than the caller allows."""


class TruncatedImageError(ImageError):
    """A file ends before its image does. What there is can be read if the caller asks for it."""


class CorruptImageError(ImageError):
    """A file is no image of the format, or is damaged beyond what its decoder passes over."""


class UnsupportedImageError(ImageError):
    """A sound image of a kind that is not read here. Another decoder may know it."""
