# SPDX-License-Identifier: Apache-2.0
"""From whatever is an image to rows of pixels."""

from __future__ import annotations

import io
import operator
import os
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, Literal, Union

from dittograph.images.errors import (
    ImageError,
    ImageTooLargeError,
    UnsupportedImageError,
)

try:
    from dittograph import _jpeg
except ImportError:  # built without libjpeg: Pillow reads JPEG files, too
    _jpeg = None  # type: ignore[assignment] # every use asks first

if TYPE_CHECKING:
    from collections.abc import Buffer  # type: ignore[attr-defined]  # from Python 3.12 on

    from PIL.Image import Image

    from dittograph.images.image_hash import Mode

ImageInput = Union[str, "os.PathLike[str]", "Buffer", IO[bytes], "Image"]
Compat = Literal["imagehash", "imagededup"] | None

#: Pixels that an image may have, as many as Pillow opens without an error.
MAX_PIXELS: Final = 178_956_970
#: Bytes that a file may have.
MAX_BYTES: Final = 1 << 28
#: Scans that a progressive JPEG file may have, as many as TurboJPEG allows; encoders write ten.
MAX_SCANS: Final = 500

#: Why a file is not read, and what to do.
NEEDS_PILLOW: Final = (
    'cannot be read as long as Pillow is not installed: pip install "dittograph[images]"'
)

_JPEG = b"\xff\xd8\xff"
_PIECE = 1 << 20
_MOST = {"max_pixels": 1 << 62, "max_bytes": sys.maxsize - 1, "max_scans": (1 << 31) - 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of a file at most, and whether a part of it is enough."""

    max_pixels: int = MAX_PIXELS  #: Asked of the header, before anything is decoded.
    max_bytes: int = MAX_BYTES
    max_scans: int = MAX_SCANS  #: Of a progressive JPEG file.
    partial: bool = False  #: Whether to read what there is of a truncated JPEG file.

    def __post_init__(self) -> None:
        """Check that each is what it should be; a number beyond any memory is the largest one."""
        for name in ("max_pixels", "max_bytes", "max_scans"):
            value = getattr(self, name)
            try:
                number = operator.index(value)
            except TypeError:
                msg = f"{name} must be an integer, not {type(value).__name__}"
                raise TypeError(msg) from None
            if number < 1:
                msg = f"{name} must be at least 1, got {number}"
                raise ValueError(msg)
            object.__setattr__(self, name, min(number, _MOST[name]))
        partial: object = self.partial
        if not isinstance(partial, bool):
            msg = f"partial must be True or False, not {type(partial).__name__}"
            raise TypeError(msg)


@dataclass(slots=True)
class Opened:
    """An image whose rows can be read, once."""

    rows: Any  # what dittograph._core.image_fingerprint takes
    width: int  # as stored
    height: int
    orientation: int
    on_white: bool
    jpeg: _jpeg.JpegRows | None = None

    def check(self) -> None:
        """Raise what reading has failed of, if it has."""
        if self.jpeg is not None:
            self.jpeg.check()

    @property
    def partial(self) -> bool:
        """Whether the file had ended before the image did."""
        return self.jpeg is not None and self.jpeg.is_partial


def open_image(image: ImageInput, compat: Compat, mode: Mode, limits: Limits) -> Opened:
    """Open an image; nothing is decoded yet if it is a JPEG file."""
    given_limits: object = limits
    if not isinstance(given_limits, Limits):
        msg = f"limits must be Limits, not {type(given_limits).__name__}"
        raise TypeError(msg)
    if isinstance(image, (str, os.PathLike)):
        with io.FileIO(image) as file:
            expected = os.fstat(file.fileno()).st_size + 1
            data = _read(file, limits.max_bytes, expected)
        return _open_bytes(data, compat, mode, limits)
    given: Any = image
    if isinstance(given, type):
        raise _no_image(f"the class {given.__name__}")
    if hasattr(given, "getexif") and hasattr(given, "getbands"):
        return _open_pillow(given, compat)
    if hasattr(given, "read"):
        return _open_bytes(_read(given, limits.max_bytes, _PIECE), compat, mode, limits)
    try:
        view = memoryview(given)
    except TypeError:
        raise _no_image(type(given).__name__) from None
    if view.ndim == 1 and view.format == "B":
        if view.nbytes > limits.max_bytes:
            raise _too_long(limits.max_bytes, view.nbytes)
        return _open_bytes(given, compat, mode, limits)
    return _open_array(given, view, compat)


def has_pillow() -> bool:
    """Return whether the other formats can be read."""
    try:
        from dittograph.images import pillow  # noqa: F401 - whether it can be imported
    except ImportError:
        return False
    return True


def _no_image(got: str) -> TypeError:
    return TypeError(
        "image must be a path, the bytes of a file, a binary file, a Pillow image or an array of "
        f"uint8, not {got}"
    )


def _read(file: IO[bytes] | io.RawIOBase, max_bytes: int, expected: int) -> bytes:
    """Read to the end, however short the pieces; take no memory for more than there is."""
    pieces: list[bytes] = []
    left = max_bytes + 1
    while left > 0:
        try:
            piece: object = file.read(min(expected, left))
        except UnicodeDecodeError as error:
            msg = "image must be a binary file, got one that decodes text: open it with 'rb'"
            raise TypeError(msg) from error
        if not isinstance(piece, bytes):
            msg = f"image must be a binary file, got one whose read() gives {type(piece).__name__}"
            raise TypeError(msg)
        if not piece:
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
        expected = _PIECE
    raise _too_long(max_bytes, None)


def _too_long(max_bytes: int, got: int | None) -> ImageTooLargeError:
    number = "more" if got is None else str(got)
    return ImageTooLargeError(f"image must be a file of at most {max_bytes} bytes, got {number}")


def _open_bytes(data: Buffer, compat: Compat, mode: Mode, limits: Limits) -> Opened:
    unsupported = ""
    if bytes(memoryview(data)[:3]) == _JPEG:
        if _jpeg is not None:
            try:
                return _open_jpeg(data, compat, mode, limits)
            except UnsupportedImageError as error:
                unsupported = f" ({error})"  # four inks, for example: Pillow knows them
        # Pillow counts no scans. Some more than there are, of a preview, do no harm.
        scans = bytes(data).count(b"\xff\xda")
        if scans > limits.max_scans:
            msg = f"image must have at most {limits.max_scans} scans, got up to {scans}"
            raise ImageTooLargeError(msg)
    if len(memoryview(data)) == 0:
        msg = "the file is empty"
        raise ImageError(msg)
    try:
        from dittograph.images import pillow
    except ImportError as error:
        msg = f"image {NEEDS_PILLOW}{unsupported}"
        raise UnsupportedImageError(msg) from error
    return _open_pillow(pillow.read_file(io.BytesIO(data), limits.max_pixels), compat)


def _open_jpeg(data: Buffer, compat: Compat, mode: Mode, limits: Limits) -> Opened:
    jpeg = _jpeg.open(
        data,
        max_pixels=limits.max_pixels,
        max_scans=limits.max_scans,
        fast=mode == "fast",
        partial=limits.partial,
    )
    return Opened(
        jpeg.row_source,
        jpeg.width,
        jpeg.height,
        jpeg.orientation if compat is None else 1,
        on_white=False,
        jpeg=jpeg,
    )


def _open_pillow(image: Image, compat: Compat) -> Opened:
    from dittograph.images import pillow

    image, orientation = pillow.prepare(image, compat)
    width, height = image.size
    if width < 1 or height < 1:
        msg = f"image must have at least one pixel, got {width} x {height}"
        raise ImageError(msg)
    return Opened(pillow.rows_of(image), width, height, orientation, on_white=compat is None)


def _open_array(array: Buffer, view: memoryview, compat: Compat) -> Opened:
    shape, strides = view.shape or (), view.strides or ()
    height, width = shape[:2] if view.ndim in (2, 3) else (0, 0)
    channels = shape[2] if view.ndim == 3 else 1
    is_image = view.format == "B" and channels in (1, 3, 4) and 0 < height * width <= MAX_PIXELS
    if is_image and strides[1:] != (channels, 1)[: view.ndim - 1]:
        # Rows may lie anywhere; pixels of a row that do not adjoin are copied.
        array = memoryview(view.tobytes()).cast("B", shape)
    return Opened(array, width, height, 1, on_white=compat is None)
