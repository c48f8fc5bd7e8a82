# SPDX-License-Identifier: Apache-2.0
"""Files that are broken or made to harm: an error that says so, soon and in little memory."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import photographs
import pytest
from dittograph import images
from files import encoded, oriented, sixteen_bits
from peers import FUNCTIONS, IMAGEHASH, OURS
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from dittograph.images.image_hash import Mode

# Pillow warns of some of what it then refuses.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

SCENE = photographs.photograph("chelsea").resize((240, 160))


def every_kind() -> dict[str, bytes]:
    return {
        "JPEG": encoded(SCENE, "JPEG", quality=90),
        "JPEG, progressive": encoded(SCENE, "JPEG", quality=90, progressive=True),
        "JPEG, restarts": encoded(SCENE, "JPEG", quality=90, restart_marker_blocks=5),
        "JPEG, gray": encoded(SCENE.convert("L"), "JPEG", quality=90),
        "PNG": encoded(SCENE, "PNG"),
        "GIF": encoded(SCENE, "GIF"),
        "WebP": encoded(SCENE, "WEBP"),
        "TIFF": encoded(SCENE, "TIFF"),
        "TIFF, deflated": encoded(SCENE, "TIFF", compression="tiff_adobe_deflate"),
        "BMP": encoded(SCENE, "BMP"),
        "AVIF": encoded(SCENE, "AVIF"),
        "JPEG, CMYK": encoded(SCENE.convert("CMYK"), "JPEG", quality=90),
        "PNG, 16 bits": encoded(sixteen_bits(SCENE), "PNG"),
        "PNG, palette": encoded(SCENE.quantize(64), "PNG", transparency=3),
    }


def test_errors_are_of_one_family() -> None:
    assert issubclass(images.ImageError, ValueError)
    for kind in (
        images.ImageTooLargeError,
        images.TruncatedImageError,
        images.CorruptImageError,
        images.UnsupportedImageError,
    ):
        assert issubclass(kind, images.ImageError)


@pytest.mark.parametrize("name", every_kind())
def test_truncated(name: str) -> None:
    """Cut off anywhere: an error, never a hash of what is there."""
    data = every_kind()[name]
    for part in (0, 1, 2, 3, 10, 25, 50, 75, 90):
        for function in (images.perceptual_hash, images.fingerprint):
            with pytest.raises(images.ImageError):
                function(data[: len(data) * part // 100])
    if name.startswith(("JPEG", "PNG")):  # of other formats Pillow says only that they are broken
        with pytest.raises(images.TruncatedImageError):
            images.perceptual_hash(data[: len(data) * 3 // 4])


def test_truncated_file_and_file_object(tmp_path: Path) -> None:
    data = every_kind()["JPEG"][:5000]
    path = tmp_path / "cut.jpg"
    path.write_bytes(data)
    for image in (path, str(path), io.BytesIO(data)):
        with pytest.raises(images.TruncatedImageError):
            images.perceptual_hash(image)


def test_truncated_file_says_how_to_read_what_there_is() -> None:
    """As a note, which is part of a traceback: the command has other ways."""
    jpeg, png = (every_kind()[name] for name in ("JPEG", "PNG"))
    for data, notes in (
        (jpeg[:5000], ["limits=Limits(partial=True) hashes what there is of it"]),
        (jpeg[:100], []),  # not a pixel
        (png[:5000], []),
    ):
        with pytest.raises(images.TruncatedImageError) as caught:
            images.perceptual_hash(data)
        assert getattr(caught.value, "__notes__", []) == notes


@pytest.mark.parametrize("mode", ["exact", "fast"])
@pytest.mark.parametrize("name", ["JPEG", "JPEG, progressive"])
def test_jpeg_without_its_end(name: str, mode: Mode) -> None:
    """Only the marker of the end is missing: the pixels are all there, as browsers show them."""
    data = every_kind()[name]
    assert data.endswith(b"\xff\xd9")
    try:
        got = images.perceptual_hash(data[:-2], mode=mode)
    except images.TruncatedImageError:
        return  # as Pillow does
    assert got == images.perceptual_hash(data, mode=mode)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"no image at all",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\0" * 10_000,
        b"\xff" * 10_000,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_image(data: bytes) -> None:
    for function in FUNCTIONS:
        with pytest.raises(images.ImageError):
            function(data)


EPS = b"""%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 0 0 10 10
%%EndComments
10 10 scale
showpage
%%EOF
"""


def test_formats_that_run_a_program_are_refused(tmp_path: Path) -> None:
    """Pillow gives EPS to Ghostscript, whatever the file's name is."""
    path = tmp_path / "photograph.jpg"
    path.write_bytes(EPS)
    for function in FUNCTIONS:
        for image in (EPS, path):
            with pytest.raises(images.UnsupportedImageError):
                function(image)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that says that it is of this size and has a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(3 * 1000 + 1)))
        + chunk(b"IEND", b"")
    )


def jpeg_header(width: int, height: int, data: bytes) -> bytes:
    """Return the JPEG with another size in its header."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        at = data.find(marker)
        if at >= 0:
            return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]
    raise AssertionError


@pytest.mark.parametrize(
    "data",
    [
        png_header(2_000_000, 2_000_000),
        png_header(2**31 - 1, 2**31 - 1),
        png_header(60_000, 60_000),
        png_header(2_000_000, 200),
        png_header(140_000, 4),
        jpeg_header(65_000, 65_000, every_kind()["JPEG"]),
        jpeg_header(65_000, 65_000, every_kind()["JPEG, progressive"]),
        jpeg_header(65_000, 65_000, every_kind()["JPEG, gray"]),
    ],
)
@pytest.mark.parametrize("mode", ["exact", "fast"])
def test_header_of_a_huge_image(data: bytes, mode: Mode) -> None:
    """It is refused for what its header says, before memory is taken for it."""
    for function in OURS.values():
        with pytest.raises(images.ImageTooLargeError):
            function(data, mode=mode)
    for other in FUNCTIONS:
        with pytest.raises(images.ImageTooLargeError):
            other(data)


@pytest.mark.parametrize("name", ["JPEG", "JPEG, progressive"])
def test_jpeg_of_no_size(name: str) -> None:
    for width, height in ((0, 10), (10, 0), (0, 0)):
        with pytest.raises(images.ImageError):
            images.perceptual_hash(jpeg_header(width, height, every_kind()[name]))


def test_limit_of_pillow_is_left_as_it_is() -> None:
    before = Image.MAX_IMAGE_PIXELS
    for data in (png_header(60_000, 60_000), every_kind()["PNG"]):
        with contextlib.suppress(images.ImageTooLargeError):
            images.perceptual_hash(data)
        assert before == Image.MAX_IMAGE_PIXELS


def test_long_and_thin() -> None:
    """As long as is allowed, which is more than windows of 16 bits could hold."""
    rng = np.random.default_rng(6)
    for shape in ((1, 100_000, 3), (100_000, 1, 3), (2, 131_072), (131_072, 2)):
        pixels = rng.integers(0, 256, shape, dtype=np.uint8)
        for name, ours in OURS.items():
            assert str(ours(pixels)) == IMAGEHASH[name](Image.fromarray(pixels)), (name, shape)


@pytest.mark.parametrize("name", every_kind())
@pytest.mark.parametrize("mode", ["exact", "fast"])
def test_damaged(name: str, mode: Mode) -> None:
    """Bytes changed at random: a hash or an error of ours, and nothing else."""
    data = every_kind()[name]
    rng = random.Random(f"{name} {mode}")
    outcomes = set()
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(rng.choice([1, 2, 10])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            images.perceptual_hash(bytes(damaged), mode=mode)
            outcomes.add("hash")
        except images.ImageError as error:
            outcomes.add(f"error of {len(str(error).splitlines())} lines")
    assert outcomes <= {"hash", "error of 1 lines"}


def test_damaged_exif_is_no_hindrance() -> None:
    """What says how an image is turned is broken: it is taken as not turned, or as it said."""
    data = oriented(SCENE, 6)
    start = data.index(b"Exif")
    rng = random.Random(9)
    allowed = {str(images.perceptual_hash(oriented(SCENE, n))) for n in range(1, 9)}
    for _ in range(100):
        damaged = bytearray(data)
        damaged[start + rng.randrange(6, 32)] = rng.randrange(256)
        with contextlib.suppress(images.ImageError):
            assert str(images.perceptual_hash(bytes(damaged))) in allowed


def test_errors_are_one_line_that_says_what() -> None:
    for data in (b"no image", every_kind()["JPEG"][:3000], png_header(60_000, 60_000), EPS):
        with pytest.raises(images.ImageError) as caught:
            images.perceptual_hash(data)
        text = str(caught.value)
        assert text
        assert "\n" not in text
        assert len(text) < 300
    with pytest.raises(images.ImageTooLargeError, match=r"60,?000"):
        images.perceptual_hash(png_header(60_000, 60_000))
