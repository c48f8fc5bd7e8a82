# SPDX-License-Identifier: Apache-2.0
"""What is hashed is what a viewer shows: turned, on a background, 16 bits as 8."""

from __future__ import annotations

import numpy as np
import photographs
import pytest
from files import decoded, encoded, oriented
from generated import sample
from normalised import normalised, on_white
from peers import ALGORITHMS, IMAGEHASH, OURS, differing
from PIL import Image, ImageOps

ORIENTATIONS = range(1, 9)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_orientation(file_format: str) -> None:
    scene = photographs.photograph("chelsea").crop((30, 20, 331, 220))
    seen = set()
    for orientation in ORIENTATIONS:
        data = oriented(scene, orientation, file_format)
        stored = decoded(data)
        shown = ImageOps.exif_transpose(stored)
        assert np.array_equal(
            np.asarray(shown), np.asarray(normalised(stored))
        )  # our twin is right
        wrong = differing(
            case
            for name, ours in OURS.items()
            for case in [
                (f"{name}, {orientation}", ours(data), IMAGEHASH[name](shown)),
                (f"{name}, {orientation}, opened", ours(stored), IMAGEHASH[name](shown)),
                (
                    f"{name}, {orientation}, as of imagehash",
                    ours(data, compat="imagehash"),
                    IMAGEHASH[name](stored),
                ),
            ]
        )
        assert not wrong, "\n".join(wrong)
        seen.add(str(OURS["perceptual"](data)))
    assert len(seen) == 8


@pytest.mark.parametrize("orientation", [0, 9, 255, 65535])
def test_orientation_that_there_is_not_means_none(orientation: int) -> None:
    scene = photographs.photograph("coffee").resize((120, 90))
    data = oriented(scene, orientation)
    for name, ours in OURS.items():
        assert str(ours(data)) == str(IMAGEHASH[name](decoded(data))), name


@pytest.mark.parametrize("progressive", [False, True])
def test_photograph_turned_by_its_camera_is_like_the_upright_one(progressive: bool) -> None:
    """One scene, once stored upright, once as a sensor that lies on its side stores it."""
    scene = photographs.photograph("astronaut").resize((320, 240))
    upright = encoded(scene, "JPEG", quality=95, progressive=progressive)
    turned = oriented(scene.transpose(Image.Transpose.ROTATE_90), 6)
    for name in ALGORITHMS:
        assert OURS[name](upright) - OURS[name](turned) <= 4, name
    assert (
        OURS["perceptual"](turned, compat="imagehash")
        - OURS["perceptual"](upright, compat="imagehash")
        > 10
    )


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P, transparent"])
def test_opacity(mode: str) -> None:
    for number in range(12):
        image = sample("noise", mode, 40 + number, 33).image
        shown = normalised(image)
        wrong = differing(
            case
            for name, ours in OURS.items()
            for case in [
                (f"{name}, {number}", ours(image), IMAGEHASH[name](shown)),
                (f"{name}, {number}, PNG", ours(encoded(image, "PNG")), IMAGEHASH[name](shown)),
            ]
        )
        assert not wrong, "\n".join(wrong)


def test_every_colour_with_every_opacity_is_rounded_right() -> None:
    """The hand-written side of the twin: c*a + 255*(255 - a), over 255, to the nearest."""
    for value in (0, 1, 77, 128, 254, 255):
        for opacity in (0, 1, 77, 127, 128, 254, 255):
            got = int(on_white(np.array([[[value, opacity]]], np.uint8))[0, 0, 0])
            exact = (value * opacity + 255 * (255 - opacity)) / 255
            assert abs(got - exact) <= 0.5


def test_invisible_colours_do_not_count() -> None:
    """Two images that differ only where nothing is seen of them have the same hashes."""
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (90, 120, 4), dtype=np.uint8)
    pixels[:, :, 3] = np.where(np.arange(120) < 60, 0, 255)
    other = pixels.copy()
    other[:, :60, :3] = rng.integers(0, 256, (90, 60, 3), dtype=np.uint8)
    for name, ours in OURS.items():
        assert ours(pixels) == ours(other), name
    assert OURS["perceptual"](pixels, compat="imagehash") != OURS["perceptual"](
        other, compat="imagehash"
    )


def test_sixteen_bits() -> None:
    """All 65,536 values, as an image and as PNG; imagehash clips them at 255."""
    every = np.random.default_rng(1).permutation(65536).astype("<u2")
    image = Image.frombytes("I;16", (256, 256), every.tobytes())
    data = encoded(image, "PNG")
    assert decoded(data).mode == "I;16"
    eight = np.floor(every.astype(np.float64) / 257 + 0.5).astype(np.uint8).reshape(256, 256)
    wrong = differing(
        case
        for name, ours in OURS.items()
        for case in [
            (name, ours(image), IMAGEHASH[name](Image.fromarray(eight))),
            (f"{name}, PNG", ours(data), IMAGEHASH[name](Image.fromarray(eight))),
            (f"{name}, clipped", ours(data, compat="imagehash"), IMAGEHASH[name](image)),
        ]
    )
    assert not wrong, "\n".join(wrong)


def test_first_frame_counts() -> None:
    first, second = (sample("blurred", "RGB", 90, 60).image, sample("logo", "RGB", 90, 60).image)
    data = encoded(first, "GIF", save_all=True, append_images=[second, second])
    shown = normalised(decoded(data))
    for name, ours in OURS.items():
        assert str(ours(data)) == str(IMAGEHASH[name](shown)), name
