# SPDX-License-Identifier: Apache-2.0
"""Placeholders: BlurHash against blurhash-python, ThumbHash against its rules."""

from __future__ import annotations

import base64
import warnings
from typing import TYPE_CHECKING

import blurhash
import numpy as np
import photographs
import pytest
from dittograph import images
from files import decoded, encoded, oriented
from generated import KINDS, sample
from normalised import normalised
from thumbhash_rules import LARGEST, digits, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

# Of files whose ThumbHash the authors' own program gave: encoded in base64 -> ThumbHash in hex.
THUMBHASHES: dict[str, str] = {}

_BASE83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"


def base83(text: str) -> int:
    number = 0
    for character in text:
        number = number * 83 + _BASE83.index(character)
    return number


def steps(text: str) -> list[int]:
    """Return the numbers that a BlurHash is made of, each one step of what it stands for."""
    mean = base83(text[2:6])
    found = [base83(text[0]), base83(text[1]), mean >> 16, mean >> 8 & 255, mean & 255]
    for start in range(6, len(text), 2):
        colour = base83(text[start : start + 2])
        found += [colour // 361, colour // 19 % 19, colour % 19]
    return found


def of_peer(image: Image.Image, ours: str) -> str:
    """Return what blurhash-python gives, with as many components."""
    across, down = base83(ours[0]) % 9 + 1, base83(ours[0]) // 9 + 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it calls what Pillow will remove
        return str(blurhash.encode(image.copy(), across, down))  # it closes what it is given


def assert_close(got: Sequence[int], expected: Sequence[int | None], what: str) -> None:
    """Check that each number is the expected one or next to it: rounding decides at the border."""
    assert len(got) == len(expected), what
    pairs = [(a, b) for a, b in zip(got, expected, strict=True) if b is not None]
    assert max(abs(a - b) for a, b in pairs) <= 1, (what, got, expected)


def test_blurhash() -> None:
    shown = [
        (name, normalised(photographs.photograph(name)).resize((203, 151)))
        for name in photographs.paths()
    ]
    shown += [
        (kind, normalised(sample(kind, "RGB", *size).image))
        for kind in KINDS
        for size in ((1, 1), (7, 5), (64, 65), (127, 90))
    ]
    shown.append(("whole", photographs.photograph("coffee")))
    equal = 0
    for name, image in shown:
        got = images.fingerprint(image, hashes=(), placeholders=("blurhash",)).blurhash
        expected = of_peer(image, got)
        assert_close(steps(got), steps(expected), name)
        equal += got == expected
    assert equal >= 0.9 * len(shown)


def test_blurhash_of_files() -> None:
    """Of a JPEG, of one turned, of one with opacity: of what is shown, in each case."""
    scene = photographs.photograph("rocket").resize((320, 213))
    clear = scene.convert("RGBA")
    clear.putalpha(photographs.photograph("camera").resize(scene.size))
    for image, data in [
        (None, encoded(scene, "JPEG", quality=88)),
        (None, encoded(scene, "JPEG", quality=88, progressive=True)),
        (None, oriented(scene, 6)),
        (None, oriented(scene, 5, "PNG")),
        (clear, encoded(clear, "PNG")),
    ]:
        got = images.fingerprint(data, hashes=(), placeholders=("blurhash",)).blurhash
        expected = of_peer(normalised(image or decoded(data)).convert("RGB"), got)
        assert_close(steps(got), steps(expected), expected)


def thumbhash(image: object) -> bytes:
    found = images.fingerprint(image, hashes=(), placeholders=("thumbhash",)).thumbhash
    assert isinstance(found, bytes)
    return found


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_thumbhash_of_small_images(mode: str) -> None:
    """Those that need not be made small first, for which nothing says how."""
    for kind in KINDS:
        for size in ((1, 1), (8, 8), (31, 33), (64, 20), (33, 99), (LARGEST, LARGEST)):
            image = sample(kind, mode, *size).image
            rgba = np.asarray(image.convert("RGBA")).astype(np.float64)
            expected = digits(*size, rgba)
            got = unpacked(thumbhash(image))
            assert len(got) - len(expected) in (0, 1)  # half a byte may be left over
            assert_close(got[: len(expected)], expected, f"{kind}, {mode}, {size}")


@pytest.mark.parametrize("name", photographs.paths())
def test_thumbhash_of_photograph(name: str) -> None:
    """However it has been made small: the means are those of the whole image."""
    image = normalised(photographs.photograph(name))
    got = unpacked(thumbhash(image))
    expected = digits(*image.size, np.asarray(image.convert("RGBA")).astype(np.float64))
    assert got[4:6] == expected[4:6]
    assert_close(got[:4] + got[6:9], expected[:4] + expected[6:9], name)
    off = [abs(a - b) for a, b in zip(got[9:], expected[9:], strict=False) if b is not None]
    assert sum(off) <= len(off)


def test_thumbhash_of_the_table() -> None:
    for data, expected in THUMBHASHES.items():
        assert thumbhash(base64.b64decode(data)).hex() == expected


def test_only_what_is_asked_for() -> None:
    image = photographs.photograph("coffee").resize((60, 40))
    neither = images.fingerprint(image, hashes=("average",), placeholders=())
    assert list(neither.hashes) == ["average"]
    assert not neither.blurhash
    assert not neither.thumbhash
    with pytest.raises(ValueError, match="placeholders"):
        images.fingerprint(image, placeholders=("blur",))
