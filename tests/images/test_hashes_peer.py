# SPDX-License-Identifier: Apache-2.0
"""Hashes are bit for bit those of imagehash, whatever the image, its mode and its file."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import photographs
import pytest
from files import decoded, jpegs, others
from generated import KINDS, Sample, sample, samples
from normalised import normalised
from peers import ALGORITHMS, IMAGEHASH, OURS, differing
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from peers import Case

ARRAYS = ("L", "RGB", "RGBA")


@cache
def cases(kind: str) -> list[tuple[Sample, Image.Image, dict[str, str]]]:
    """Return the images of a kind, each as it is shown, and imagehash's hashes of that."""
    found = []
    for one in samples(kind):
        shown = normalised(one.image)
        found.append((one, shown, {name: str(IMAGEHASH[name](shown)) for name in ALGORITHMS}))
    return found


def test_there_are_many_images() -> None:
    assert sum(len(list(samples(kind))) for kind in KINDS) > 1000
    # Else a kind or a mode could have become one that says little.
    assert len({expected["perceptual"] for _, _, expected in cases("noise")}) > 50


@pytest.mark.parametrize("kind", KINDS)
def test_image_of_pillow(kind: str) -> None:
    wrong = differing(
        (f"{name} of {one.name}", ours(one.image), expected[name])
        for one, _, expected in cases(kind)
        for name, ours in OURS.items()
    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_image_of_pillow_taken_as_imagehash_takes_it(kind: str) -> None:
    def stored() -> Iterator[Case]:
        for one, shown, expected in cases(kind):
            # Where nothing has been done to the image, its hashes are known.
            same = one.image is shown
            for name, ours in OURS.items():
                peer = expected[name] if same else IMAGEHASH[name](one.image)
                yield f"{name} of {one.name}", ours(one.image, compat="imagehash"), peer

    wrong = differing(stored())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_array_of_numpy(kind: str) -> None:
    wrong = differing(
        (f"{name} of {one.name}", ours(np.asarray(one.image)), expected[name])
        for one, _, expected in cases(kind)
        if one.image.mode in ARRAYS
        for name, ours in OURS.items()
    )
    assert not wrong, "\n".join(wrong)


def test_array_that_is_no_block_of_memory() -> None:
    """Rows from the bottom up, every second column, planes one after the other, a part."""
    whole = np.asarray(sample("blurred", "RGB", 640, 480).image)
    arrays = {
        "upside down": whole[::-1],
        "mirrored": whole[:, ::-1],
        "blue first": whole[:, :, ::-1],
        "every second": whole[::2, ::2],
        "transposed": whole.transpose(1, 0, 2),
        "planes": np.asfortranarray(whole),
        "part": whole[7:301, 11:400],
        "one plane": whole[:, :, 1],
        "one column": whole[:, 5:6],
        "read-only": np.frombuffer(whole.tobytes(), np.uint8).reshape(whole.shape),
        "a row again and again": np.broadcast_to(whole[100], (77, 640, 3)),
    }
    wrong = differing(
        (f"{name}, {what}", ours(array), IMAGEHASH[name](Image.fromarray(array.copy())))
        for what, array in arrays.items()
        for name, ours in OURS.items()
    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", photographs.paths())
def test_photograph(name: str) -> None:
    path = photographs.paths()[name]
    stored = photographs.photograph(name)
    shown = normalised(stored)
    wrong = differing(
        case
        for algorithm, ours in OURS.items()
        for case in [
            (f"{algorithm} of the file", ours(path), IMAGEHASH[algorithm](shown)),
            (f"{algorithm} of the image", ours(stored), IMAGEHASH[algorithm](shown)),
            (
                f"{algorithm} as of imagehash",
                ours(path, compat="imagehash"),
                IMAGEHASH[algorithm](stored),
            ),
        ]
    )
    assert not wrong, "\n".join(wrong)


SCENES = ["chelsea", "coins", "rocket", "flower"]


@pytest.mark.parametrize("scene", SCENES)
def test_jpeg(scene: str, tmp_path: Path) -> None:
    """Every quality, subsampling and kind of scan; as bytes, as a file object, by its path."""
    photograph = photographs.photograph(scene).convert("RGB")
    # Sides that are no multiple of 8 or 16, of which a part of a block is left over.
    photograph = photograph.resize((299, 187)).crop((0, 0, 297 + SCENES.index(scene) % 3, 187))

    def encodings() -> Iterator[Case]:
        for number, (what, data) in enumerate(jpegs(photograph)):
            expected = decoded(data)
            path = tmp_path / f"{number}.jpg"
            path.write_bytes(data)
            image = (data, io.BytesIO(data), path, str(path))[number % 4]
            for name in ("perceptual", ALGORITHMS[number % len(ALGORITHMS)]):
                if isinstance(image, io.BytesIO):
                    image.seek(0)
                yield f"{name}, {what}", OURS[name](image), IMAGEHASH[name](expected)

    wrong = differing(encodings())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "size", [(1, 1), (2, 3), (7, 8), (8, 8), (9, 17), (16, 16), (33, 1), (1, 70)]
)
def test_small_jpeg(size: tuple[int, int]) -> None:
    for kind in ("noise", "blurred", "flat"):
        wrong = differing(
            (f"{name}, {kind}, {what}", ours(data), IMAGEHASH[name](decoded(data)))
            for what, data in jpegs(sample(kind, "RGB", *size).image)
            for name, ours in OURS.items()
        )
        assert not wrong, "\n".join(wrong)


def test_other_formats() -> None:
    scene = photographs.photograph("coffee").resize((211, 143))
    wrong = differing(
        case
        for what, data in others(scene)
        for name, ours in OURS.items()
        for case in [
            (f"{name}, {what}", ours(data), IMAGEHASH[name](normalised(decoded(data)))),
            (
                f"{name}, {what}, as of imagehash",
                ours(data, compat="imagehash"),
                IMAGEHASH[name](decoded(data)),
            ),
        ]
    )
    assert not wrong, "\n".join(wrong)


def test_large_jpeg() -> None:
    """More rows and columns than any block of ours, in both kinds of scan."""
    scene = photographs.photograph("china").resize((2311, 1543))
    for number, (what, data) in enumerate(jpegs(scene)):
        if number % 9 == 4:  # of 20, at every quality but one
            wrong = differing(
                (f"{name}, {what}", OURS[name](data), IMAGEHASH[name](decoded(data)))
                for name in ("perceptual", "difference")
            )
            assert not wrong, "\n".join(wrong)
