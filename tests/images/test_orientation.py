# SPDX-License-Identifier: Apache-2.0
"""Images that say how they are to be turned, in every format that can say so."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import photographs
import pytest
from dittograph import images
from files import ORIENTATION, decoded, encoded, oriented
from peers import IMAGEHASH, OURS
from PIL import Image, ImageOps

SCENE = photographs.photograph("coffee").resize((301, 203))
LOSSLESS: dict[str, dict[str, Any]] = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}}


def upright(orientation: int) -> Image.Image:
    """Turn the scene as Pillow does."""
    said = SCENE.copy()
    said.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(said)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", LOSSLESS)
def test_same_hash_however_it_is_opened(file_format: str, orientation: int) -> None:
    """As bytes, as an image that Pillow has not read yet, and as one that it has."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = encoded(SCENE, file_format, exif=exif, **LOSSLESS[file_format])
    for name, ours in OURS.items():
        expected = IMAGEHASH[name](upright(orientation))
        for image in (data, Image.open(io.BytesIO(data)), decoded(data)):
            assert str(ours(image)) == expected, (name, type(image))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_fingerprint_has_the_size_as_stored(orientation: int) -> None:
    for file_format in ("JPEG", "PNG", "WEBP"):
        found = images.fingerprint(oriented(SCENE, orientation, file_format))
        assert (found.width, found.height) == SCENE.size, file_format
        assert found.orientation == orientation


@pytest.mark.parametrize("orientation", range(1, 9))
def test_fingerprint_of_tiff_has_the_size_that_pillow_gives(orientation: int) -> None:
    found = images.fingerprint(oriented(SCENE, orientation, "TIFF"))
    assert (found.width, found.height) == upright(orientation).size
    assert found.orientation == 1


def with_exif(file_format: str, exif: bytes) -> bytes:
    return encoded(SCENE, file_format, exif=exif)


def exif_of(field_type: int, value: bytes) -> bytes:
    """Return Exif whose orientation is of a type of TIFF's; the value is of at most four bytes."""
    entry = struct.pack("<HHI", ORIENTATION, field_type, 1) + value.ljust(4, b"\0")
    return b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + bytes(4)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0garbage!!garbage",
        b"Exif\0\0MM",
        exif_of(3, struct.pack("<H", 0)),
        exif_of(3, struct.pack("<H", 9)),
        exif_of(11, struct.pack("<f", 6.0)),
        exif_of(2, b"6\0"),
    ],
)
def test_exif_that_makes_no_sense_is_passed_over(file_format: str, exif: bytes) -> None:
    data = with_exif(file_format, exif)
    assert images.fingerprint(data).orientation == 1
    assert images.perceptual_hash(data) == images.perceptual_hash(decoded(data), compat="imagehash")


@pytest.mark.parametrize("field_type", [1, 3, 4, 6, 8, 9, 13])
def test_jpeg_is_turned_as_pillow_turns_it(field_type: int) -> None:
    """Exif as bytes of a JPEG file is read by us, of an open image by Pillow."""
    value = struct.pack("<B", 6) if field_type in (1, 6) else struct.pack("<I", 6)
    data = with_exif("JPEG", exif_of(field_type, value))
    by_pillow = ImageOps.exif_transpose(decoded(data))
    assert str(images.perceptual_hash(data)) == IMAGEHASH["perceptual"](by_pillow)
    assert images.perceptual_hash(data) == images.perceptual_hash(decoded(data))


def test_pixels_are_turned_and_not_only_said_to_be() -> None:
    hashes = {str(images.perceptual_hash(oriented(SCENE, n, "PNG"))) for n in range(1, 9)}
    assert len(hashes) == 8
    assert not np.array_equal(np.asarray(upright(6)), np.asarray(upright(8)))
