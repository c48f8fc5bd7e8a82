# SPDX-License-Identifier: Apache-2.0
"""Images as the bytes of files: every format that people send, and JPEG in all its ways."""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIENTATION = 0x0112  # of EXIF
QUALITIES = (20, 50, 75, 88, 97)
SUBSAMPLINGS = ("4:4:4", "4:2:2", "4:2:0")


def encoded(image: Image.Image, file_format: str, **options: Any) -> bytes:  # noqa: ANN401 - of many kinds
    """Return the bytes of a file."""
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def decoded(data: bytes) -> Image.Image:
    """Return what Pillow reads from them."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def jpegs(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """Write an image as JPEG with each quality, subsampling and kind of scan; gray; CMYK."""
    colours, gray = image.convert("RGB"), image.convert("L")
    kinds = itertools.cycle(["baseline", "progressive", "optimised", "restarts"])
    for quality, subsampling in itertools.product(QUALITIES, SUBSAMPLINGS):
        for kind in itertools.islice(kinds, 3):  # 3 of 4, others each time
            data = _jpeg(colours, kind, quality=quality, subsampling=subsampling)
            yield f"{kind} {quality} {subsampling}", data
        kind = next(kinds)
        yield f"gray {kind} {quality}", _jpeg(gray, kind, quality=quality)
        next(kinds)
    yield "CMYK", encoded(image.convert("CMYK"), "JPEG", quality=90)


def _jpeg(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - of many kinds
    more: dict[str, dict[str, Any]] = {
        "baseline": {},
        "progressive": {"progressive": True},
        "optimised": {"optimize": True},
        "restarts": {"restart_marker_blocks": 7},
    }
    return encoded(image, "JPEG", **options, **more[kind])


def oriented(image: Image.Image, orientation: int, file_format: str = "JPEG") -> bytes:
    """Return a file that says how it is to be turned."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"quality": 90} if file_format == "JPEG" else {}
    return encoded(image, file_format, exif=exif, **options)


def others(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """Write an RGB image in the formats that are left to Pillow."""
    clear = image.convert("RGBA")
    clear.putalpha(image.convert("L"))
    yield "PNG", encoded(image, "PNG")
    yield "PNG, gray", encoded(image.convert("L"), "PNG")
    yield "PNG, gray with opacity", encoded(clear.convert("LA"), "PNG")
    yield "PNG, opacity", encoded(clear, "PNG")
    yield "PNG, palette", encoded(image.quantize(64), "PNG")
    yield "PNG, transparent palette", encoded(image.quantize(64), "PNG", transparency=3)
    yield "PNG, 1 bit", encoded(image.convert("1"), "PNG")
    yield "PNG, 16 bits", encoded(sixteen_bits(image), "PNG")
    yield "GIF", encoded(image.quantize(128), "GIF")
    yield "GIF, transparent", encoded(image.quantize(128), "GIF", transparency=5)
    yield "GIF, moving", encoded(image, "GIF", save_all=True, append_images=[image.rotate(180)])
    yield "WebP", encoded(image, "WEBP", quality=80)
    yield "WebP, lossless with opacity", encoded(clear, "WEBP", lossless=True)
    yield "BMP", encoded(image, "BMP")
    yield "BMP, gray", encoded(image.convert("L"), "BMP")
    yield "TIFF", encoded(image, "TIFF")
    yield "TIFF, deflated", encoded(image, "TIFF", compression="tiff_adobe_deflate")
    yield "TIFF, 16 bits", encoded(sixteen_bits(image), "TIFF")


def sixteen_bits(image: Image.Image) -> Image.Image:
    """Return the image in gray of 16 bits, all of which matter."""
    gray = image.convert("L").tobytes()
    wide = b"".join(bytes((value * 7 % 256, value)) for value in gray)
    return Image.frombytes("I;16", image.size, wide)
