# SPDX-License-Identifier: Apache-2.0
"""Hashes are those of golden.json, which the peers gave: the same on every machine, for ever."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from dittograph import images
from golden_images import GoldenImage, golden_images
from peers import ALGORITHMS, OURS, differing
from PIL import Image
from write_golden import PATH, of_peers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers import Case


@cache
def golden() -> list[tuple[GoldenImage, dict[str, Any]]]:
    hashes = json.loads(PATH.read_text(encoding="utf-8"))["images"]
    made = list(golden_images())
    assert [image.name for image in made] == list(hashes)
    return [(image, hashes[image.name]) for image in made]


def opened(image: GoldenImage) -> Image.Image:
    return Image.frombytes(image.mode, (image.width, image.height), image.pixels)


def test_peers_that_are_installed_give_them() -> None:
    """If not, a peer has changed: look at what differs before golden.json is written anew."""
    assert len(golden()) > 200
    for image, hashes in golden():
        assert of_peers(image).items() <= hashes.items(), image.name


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_hashes(algorithm: str) -> None:
    def cases() -> Iterator[Case]:
        for image, hashes in golden():
            shape = (image.height, image.width, 3)[: 3 if image.mode == "RGB" else 2]
            array = np.frombuffer(image.pixels, np.uint8).reshape(shape)
            yield image.name, OURS[algorithm](array), hashes[algorithm]
            yield image.name, OURS[algorithm](opened(image)), hashes[algorithm]

    wrong = differing(cases())
    assert not wrong, "\n".join(wrong)


def test_hashes_of_files_without_loss() -> None:
    def cases() -> Iterator[Case]:
        for number, (image, hashes) in enumerate(golden()):
            file = io.BytesIO()
            opened(image).save(file, ("PNG", "BMP", "TIFF")[number % 3])
            algorithm = ALGORITHMS[number % len(ALGORITHMS)]
            yield image.name, OURS[algorithm](file.getvalue()), hashes[algorithm]

    wrong = differing(cases())
    assert not wrong, "\n".join(wrong)


def test_hashes_of_one_fingerprint() -> None:
    for image, hashes in golden():
        found = images.fingerprint(opened(image), placeholders=()).hashes
        assert {name: str(one) for name, one in found.items()} == {
            name: hashes[name] for name in ("average", "difference", "perceptual", "wavelet")
        }, image.name
