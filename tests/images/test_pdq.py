# SPDX-License-Identifier: Apache-2.0
"""PDQ against the rules in double precision, and against what pdqhash gave.

pdqhash adds in single precision, in an order of its own: where a coefficient is next to the median,
as many are in flat and in symmetric images, which bits are set is left to rounding.
"""

from __future__ import annotations

import io

import numpy as np
import photographs
import pytest
from dittograph import images
from files import encoded, oriented
from generated import KINDS, samples
from normalised import normalised
from pdq_rules import Rules, rules
from PIL import Image
from test_golden import golden, opened


def wrong_bits(got: images.ImageHash, expected: Rules) -> int:
    return (int(got) ^ expected.bits) & ~expected.doubtful


def quality(got: images.ImageHash) -> int:
    assert got.quality is not None
    return int(got.quality)


@pytest.mark.parametrize("kind", KINDS)
def test_generated(kind: str) -> None:
    checked = 0
    for one in samples(kind):
        got, expected = images.pdq_hash(one.image), rules(normalised(one.image))
        assert not wrong_bits(got, expected), one.name
        assert abs(quality(got) - expected.quality) <= 1, one.name
        checked += expected.doubtful.bit_count() < 8
    if kind in ("noise", "blurred", "disc"):
        assert checked > 30  # elsewhere much is left to rounding


@pytest.mark.parametrize("name", photographs.paths())
def test_photograph(name: str) -> None:
    path = photographs.paths()[name]
    expected = rules(normalised(photographs.photograph(name)))
    assert expected.doubtful.bit_count() < 8  # else this test says little
    for image in (path, photographs.photograph(name), path.read_bytes()):
        got = images.pdq_hash(image)
        assert got.bits == 256
        assert got.algorithm == "pdq"
        assert not wrong_bits(got, expected)
        assert abs(quality(got) - expected.quality) <= 1


def test_golden() -> None:
    """Equal where rounding decides nothing: the word order of pdqhash, too, is ours."""
    equal = 0
    for image, hashes in golden():
        got, expected = images.pdq_hash(opened(image)), rules(opened(image))
        differing = int(got) ^ int(hashes["pdq"], 16)
        assert not differing & ~expected.doubtful, image.name
        assert abs(quality(got) - hashes["quality"]) <= 1, image.name
        equal += str(got) == hashes["pdq"]
    assert equal > len(golden()) // 2


def test_rules_are_those_of_pdqhash() -> None:
    """The twin, against what the peer gave."""
    for image, hashes in golden():
        expected = rules(opened(image))
        assert not (int(hashes["pdq"], 16) ^ expected.bits) & ~expected.doubtful, image.name
        assert hashes["quality"] == expected.quality, image.name


@pytest.mark.parametrize("size", [(1, 1), (4, 4), (4, 300), (300, 4)])
def test_too_small(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(4).integers(0, 256, (*size, 3), dtype=np.uint8)
    got = images.pdq_hash(noise)
    assert (int(got), quality(got)) == (0, 0)


def test_orientation_and_opacity() -> None:
    scene = photographs.photograph("coffee").resize((250, 170))
    data = oriented(scene, 6)
    assert not wrong_bits(images.pdq_hash(data), rules(normalised(Image.open(io.BytesIO(data)))))
    clear = scene.convert("RGBA")
    clear.putalpha(photographs.photograph("camera").resize(scene.size))
    assert not wrong_bits(images.pdq_hash(encoded(clear, "PNG")), rules(normalised(clear)))


def test_text_and_back() -> None:
    got = images.pdq_hash(photographs.photograph("rocket"))
    assert len(str(got)) == 64
    assert images.ImageHash.from_hex(str(got), "pdq") == got
