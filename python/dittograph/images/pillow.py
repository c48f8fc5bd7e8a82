# SPDX-License-Identifier: Apache-2.0
"""Images of Pillow as rows of pixels; imported only when there is one."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

from dittograph._core import copied_rows, pillow_rows
from dittograph.images.errors import (
    CorruptImageError,
    ImageError,
    ImageTooLargeError,
    TruncatedImageError,
    UnsupportedImageError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

# What Pillow may decode: formats of pictures alone, none that runs a program of its own (EPS).
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")

_ORIENTATION = 0x0112
_MAX_SIDE = 1 << 17  # kMaxImageSide
_CHANNELS = {"L": 1, "RGBX": 4, "RGBA": 4, "RGB": 4}
_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N", "I")


def open_file(file: IO[bytes], max_pixels: int) -> Image.Image:
    """Open a file of one of `FORMATS`, of which nothing is decoded yet."""
    with _errors_of_ours():
        image = Image.open(file, formats=_formats())
    width, height = image.size
    if width * height > max_pixels:
        msg = f"image must have at most {max_pixels} pixels, got {width} x {height}"
        raise ImageTooLargeError(msg)
    if max(width, height) > _MAX_SIDE:
        msg = f"image must have sides of at most {_MAX_SIDE} pixels, got {width} x {height}"
        raise ImageTooLargeError(msg)
    return image


def read_file(file: IO[bytes], max_pixels: int) -> Image.Image:
    """Open and decode a file; how large it is is asked before."""
    image = open_file(file, max_pixels)
    with _errors_of_ours():
        image.load()
    return image


def prepare(image: Image.Image, compat: str | None) -> tuple[Image.Image, int]:
    """Bring an image to L, RGB, RGBX or RGBA; say how it is to be turned, 1 to 8."""
    with _errors_of_ours():
        # First: of TIFF files this turns the image.
        image.load()
        if compat is None:
            return to_upright_channels(image), orientation_of(image)
        if compat == "imagehash":
            return to_gray_or_color(image), 1
        return image if image.mode == "RGB" else image.convert("RGBA").convert("RGB"), 1


@contextlib.contextmanager
def _errors_of_ours() -> Iterator[None]:
    try:
        yield
    except (MemoryError, ImageError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        msg = f"image must have fewer pixels: {error}"
        raise ImageTooLargeError(msg) from error
    except UnidentifiedImageError:
        msg = f"image is no file of {', '.join(_formats())}, or is damaged"
        raise UnsupportedImageError(msg) from None
    except Exception as error:  # decoders raise whatever comes about in damaged files
        # Pillow says by the text alone that a file is too short.
        kind = TruncatedImageError if "truncated" in str(error).lower() else CorruptImageError
        msg = f"image cannot be read: {error}"
        raise kind(msg) from error


@functools.cache
def _formats() -> tuple[str, ...]:
    """Those of `FORMATS` that this Pillow has: AVIF came with 11.3."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def orientation_of(image: Image.Image) -> int:
    """What Exif says, 1 to 8; 1 if it says nothing, or nothing that makes sense."""
    try:
        orientation = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - damaged metadata do not make an image unreadable
        return 1
    return orientation if isinstance(orientation, int) and orientation in range(1, 9) else 1


def to_upright_channels(image: Image.Image) -> Image.Image:
    """Bring an image to L, RGB or RGBA without losing what can be seen."""
    mode = image.mode
    if mode in _SIXTEEN_BITS:
        wide = image if mode == "I" else image.convert("I")
        gray = wide.point(_from_sixteen_bits(), "L")
        clear = image.info.get("transparency")  # one value, of 16 bits
        if not isinstance(clear, int):
            return gray
        opacity = wide.point([0 if value == clear else 255 for value in range(1 << 16)], "L")
        return Image.merge("RGBA", (gray, gray, gray, opacity))
    if mode in ("La", "RGBa") or image.has_transparency_data:
        return image.convert("RGBA")
    if mode == "1":
        return image.convert("L")
    return image if mode in ("L", "RGB", "RGBA") else image.convert("RGB")


def to_gray_or_color(image: Image.Image) -> Image.Image:
    """Bring an image to what imagehash sees of it: colours or gray, whatever the opacity."""
    if image.mode in _CHANNELS:
        return image
    if image.mode == "P" and "transparency" in image.info:
        return image.convert("RGBA")  # the same gray, without Pillow's warning
    return image.convert("L")


def rows_of(image: Image.Image) -> object:
    """Give a capsule with the rows of an image of mode L, RGB, RGBX or RGBA."""
    layout = _layout()
    if layout is not None:
        rows = _rows_in_place(image, layout)
        if rows is not None:
            return rows
    return _rows_copied(image)


def _rows_in_place(image: Image.Image, layout: str) -> object | None:
    pointer = getattr(image.im, "ptr", None)
    return pillow_rows(
        pointer,
        image.im,
        layout=layout,
        width=image.width,
        height=image.height,
        channels=_CHANNELS[image.mode],
        opacity=image.mode == "RGBA",
    )


def _rows_copied(image: Image.Image) -> object:
    mode = "RGBA" if image.mode == "RGBA" else "L" if image.mode == "L" else "RGB"
    step = max(1, (1 << 20) // image.width)

    def strips() -> Iterator[bytes]:
        for top in range(0, image.height, step):
            box = (0, top, image.width, min(top + step, image.height))
            yield image.crop(box).convert(mode).tobytes()

    return copied_rows(
        strips(), width=image.width, height=image.height, channels={"L": 1, "RGB": 3}.get(mode, 4)
    )


@functools.cache
def _layout() -> str | None:
    """Find out how this version of Pillow keeps images: what is read must be what is there."""
    for layout in ("number", "name"):
        if all(_reads(layout, mode, size) for mode in _CHANNELS for size in ((37, 11), (5, 300))):
            return layout
    return None


def _reads(layout: str, mode: str, size: tuple[int, int]) -> bool:
    from dittograph._core import image_fingerprint

    width, height = size
    channels = len(Image.new(mode, (1, 1)).getbands())
    pixels = bytes(i * i * 7 % 251 for i in range(width * height * channels))
    image = Image.frombytes(mode, size, pixels)
    rows = _rows_in_place(image, layout)
    if rows is None:
        return False
    expected = image_fingerprint(_rows_copied(image))
    return bool(image_fingerprint(rows) == expected)


@functools.cache
def _from_sixteen_bits() -> list[int]:
    """Of each value of 16 bits the nearest of 8."""
    return [(value + 128) // 257 for value in range(1 << 16)]
