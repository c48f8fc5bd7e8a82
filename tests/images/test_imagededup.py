# SPDX-License-Identifier: Apache-2.0
"""With compat="imagededup", hashes are bit for bit those that imagededup gives for a file."""

from __future__ import annotations

import numpy as np
import photographs
import pytest
from files import decoded, jpegs, oriented, others
from generated import KINDS, samples
from imagededup_rules import hash_of
from peers import FINGERPRINTED, OURS, differing


@pytest.mark.parametrize("kind", KINDS)
def test_image_of_pillow(kind: str) -> None:
    wrong = differing(
        (
            f"{name} of {one.name}",
            OURS[name](one.image, compat="imagededup"),
            hash_of(one.image, name),
        )
        for one in samples(kind)
        if one.image.mode != "I;16"  # which imagededup cannot read
        for name in FINGERPRINTED
    )
    assert not wrong, "\n".join(wrong)


def test_array_of_numpy() -> None:
    image = photographs.photograph("rocket")
    for pixels in (np.asarray(image), np.asarray(image.convert("L"))):
        for name in FINGERPRINTED:
            got = OURS[name](pixels, compat="imagededup")
            assert str(got) == hash_of(image if pixels.ndim == 3 else image.convert("L"), name)


@pytest.mark.parametrize("name", photographs.paths())
def test_photograph(name: str) -> None:
    path = photographs.paths()[name]
    image = photographs.photograph(name)
    wrong = differing(
        (algorithm, OURS[algorithm](path, compat="imagededup"), hash_of(image, algorithm))
        for algorithm in FINGERPRINTED
    )
    assert not wrong, "\n".join(wrong)


def test_files() -> None:
    scene = photographs.photograph("coffee").resize((211, 143))
    files = {**dict(jpegs(scene)), **dict(others(scene)), "turned": oriented(scene, 6)}
    wrong = differing(
        (
            f"{algorithm}, {what}",
            OURS[algorithm](data, compat="imagededup"),
            hash_of(decoded(data), algorithm),
        )
        for what, data in files.items()
        if "16 bits" not in what
        for algorithm in FINGERPRINTED
    )
    assert not wrong, "\n".join(wrong)


def test_it_is_not_imagehash() -> None:
    """Else these tests would show nothing that those against imagehash do not."""
    differ = [
        one.name
        for one in samples("noise")
        if one.image.mode == "RGB"
        and OURS["average"](one.image, compat="imagededup")
        != OURS["average"](one.image, compat="imagehash")
    ]
    assert len(differ) > 3


def test_hash_that_imagededup_has_not_is_refused() -> None:
    image = photographs.photograph("coffee")
    with pytest.raises(ValueError, match="compat"):
        OURS["difference_vertical"](image, compat="imagededup")
