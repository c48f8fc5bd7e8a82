# SPDX-License-Identifier: Apache-2.0
"""The value of a hash: what it is equal to, how far it is from another, how it is written."""

from __future__ import annotations

import copy
import pickle
import random
from typing import Any

import imagehash
import numpy as np
import photographs
import pytest
from dittograph import hamming, images
from dittograph.images import ImageHash
from peers import ALGORITHMS, FINGERPRINTED, IMAGEHASH, OURS

RNG = random.Random(20)
NUMBERS = [0, 1, 2**63, 2**64 - 1, 0xFF00, *(RNG.getrandbits(64) for _ in range(200))]


def of(number: int, algorithm: str = "perceptual") -> ImageHash:
    return ImageHash.from_hex(f"{number:016x}", algorithm)


@pytest.mark.parametrize("algorithm", FINGERPRINTED)
def test_number_and_text(algorithm: str) -> None:
    for number in NUMBERS:
        made = of(number, algorithm)
        assert int(made) == number
        assert made.__index__() == number
        assert f"{number:016x}" == str(made) == made.hex()
        assert (made.algorithm, made.bits, made.mode) == (algorithm, 64, "exact")
        assert ImageHash.from_hex(str(made), algorithm) == made
        assert ImageHash.from_hex(str(made).upper(), algorithm) == made
        assert algorithm in repr(made)
        assert str(made) in repr(made)


def test_hashes_of_256_bits() -> None:
    number = RNG.getrandbits(255)
    made = ImageHash.from_hex(f"{number:064x}", "pdq")
    assert (int(made), made.bits, str(made)) == (number, 256, f"{number:064x}")
    assert made - ImageHash.from_hex("f" * 64, "pdq") == 256 - number.bit_count()


def test_distance() -> None:
    for first in NUMBERS[:20]:
        for second in NUMBERS[:20]:
            distance = of(first) - of(second)
            assert type(distance) is int
            assert distance == (first ^ second).bit_count() == of(second) - of(first)
            assert (distance == 0) == (of(first) == of(second))


def test_distance_between_kinds_is_refused() -> None:
    others: list[Any] = [
        of(7, "average"),
        ImageHash.from_hex("0" * 64, "pdq"),
        images.perceptual_hash(photographs.photograph("coffee"), mode="fast"),
    ]
    for other in others:
        with pytest.raises(ValueError, match="perceptual"):
            of(7) - other
        assert of(7) != other
    no_hashes: list[Any] = [7, "7", None, imagehash.hex_to_hash("0" * 16)]
    for other in no_hashes:
        with pytest.raises(TypeError):
            of(7) - other
        assert of(7) != other


def test_equal_hashes_have_one_place_in_a_set() -> None:
    made = [of(number) for number in NUMBERS]
    again = [of(number) for number in NUMBERS]
    assert made == again
    assert len({*made, *again}) == len(set(NUMBERS))
    assert len({*made, *(of(number, "average") for number in NUMBERS)}) == 2 * len(set(NUMBERS))
    # imagehash has 256 values for all of them.
    assert len({hash(one) for one in made}) == len(set(NUMBERS))


def test_what_is_computed_is_what_is_written() -> None:
    for name, ours in OURS.items():
        computed = ours(photographs.photograph("rocket"))
        again = ImageHash.from_hex(str(computed), computed.algorithm)
        assert again == computed
        assert hash(again) == hash(computed)
        assert computed - again == 0
        if name in FINGERPRINTED:
            assert computed.algorithm == name
    assert len({ours(photographs.photograph("rocket")).algorithm for ours in OURS.values()}) == 5


def test_pickled_and_copied() -> None:
    scene = photographs.photograph("rocket")
    for made in [of(77), OURS["average"](scene), images.pdq_hash(scene),
                 images.difference_hash(scene, mode="fast")]:  # fmt: skip
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(made, protocol))  # noqa: S301 - our own
            assert again == made
            assert (again.algorithm, again.bits, again.mode) == (
                made.algorithm, made.bits, made.mode,
            )  # fmt: skip
            assert again.quality == made.quality
        assert copy.copy(made) == copy.deepcopy(made) == made


def test_it_does_not_change() -> None:
    made = of(77)
    for name in ("algorithm", "bits", "mode"):
        with pytest.raises(AttributeError):
            setattr(made, name, 3)
        with pytest.raises(AttributeError):
            delattr(made, name)
    assert made == of(77)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_imagehash_and_back(algorithm: str) -> None:
    """What the one writes the other reads, and their distances agree."""
    scenes = [photographs.photograph(name) for name in ("coffee", "rocket", "camera", "china")]
    ours = [OURS[algorithm](scene, compat="imagehash") for scene in scenes]
    theirs = [imagehash.hex_to_hash(IMAGEHASH[algorithm](scene)) for scene in scenes]
    assert [imagehash.hex_to_hash(str(one)) for one in ours] == theirs
    assert [ImageHash.from_hex(str(one), ours[0].algorithm) for one in theirs] == ours
    for i in range(len(scenes)):
        for j in range(len(scenes)):
            assert ours[i] - ours[j] == theirs[i] - theirs[j]


def test_hashes_are_searched() -> None:
    """They are numbers to dittograph.hamming, as they are and in numpy's arrays."""
    made = [of(number) for number in NUMBERS]
    assert hamming.distance(int(made[3]), int(made[4])) == made[3] - made[4]
    words = np.array([int(one) for one in made], dtype=np.uint64)
    assert hamming.distances(int(made[0]), words).tolist() == [made[0] - one for one in made]


@pytest.mark.parametrize(
    ("text", "algorithm"),
    [
        ("", "perceptual"),
        ("0" * 15, "perceptual"),
        ("0" * 17, "perceptual"),
        ("0" * 64, "perceptual"),
        ("0" * 16, "pdq"),
        ("000000000000000g", "perceptual"),
        ("0x00000000000000", "perceptual"),
        ("-000000000000001", "perceptual"),
        (" 00000000000000 ", "perceptual"),
        ("0000_0000_0000_0", "perceptual"),
        ("\u0660" * 16, "perceptual"),
        ("0" * 16, "phash"),
        ("0" * 16, ""),
    ],
)
def test_text_that_is_no_hash_is_refused(text: str, algorithm: str) -> None:
    with pytest.raises(ValueError, match=r"text|algorithm"):
        ImageHash.from_hex(text, algorithm)


def test_text_that_is_no_text_is_refused() -> None:
    text: Any = b"0" * 16
    with pytest.raises(TypeError):
        ImageHash.from_hex(text, "perceptual")
