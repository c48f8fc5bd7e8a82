# SPDX-License-Identifier: Apache-2.0
"""Many images at once give the hashes that each gives alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import photographs
import pytest
from dittograph import images
from files import encoded, jpegs
from peers import FINGERPRINTED, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCENE = photographs.photograph("coffee").resize((301, 203))
JPEG = encoded(SCENE, "JPEG", quality=88)
PNG = encoded(SCENE, "PNG")


def many() -> list[bytes]:
    return [data for _, data in jpegs(SCENE)] * 3


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
@pytest.mark.parametrize("algorithm", FINGERPRINTED)
def test_many(algorithm: str, threads: int | None) -> None:
    items = many()
    results = list(images.hash_many(items, algorithm, threads=threads))
    assert [result.item for result in results] == items
    assert [result.error for result in results] == [None] * len(items)
    assert [result.hash for result in results] == [OURS[algorithm](data) for data in items]


@pytest.mark.parametrize("threads", [1, 3])
def test_many_of_which_some_fail(threads: int, tmp_path: Path) -> None:
    """Each failure has its place; the others are hashed all the same."""
    missing = tmp_path / "missing.jpg"
    items: list[Any] = [JPEG, b"no image", PNG, missing, JPEG[:200], SCENE, np.asarray(SCENE)]
    results = list(images.hash_many(items * 5, threads=threads))
    assert len(results) == 35
    for result, item in zip(results, items * 5, strict=True):
        assert result.item is item
        assert (result.hash is None) == (result.error is not None)
    for at, error in [
        (1, images.ImageError), (3, FileNotFoundError), (4, images.ImageError)
    ]:  # fmt: skip
        assert isinstance(results[at].error, error)
    assert [result.hash for result in results[:7:2]] == [
        images.perceptual_hash(JPEG), images.perceptual_hash(PNG), None, results[5].hash
    ]  # fmt: skip
    assert results[6].hash == images.perceptual_hash(SCENE)


def test_many_are_taken_as_they_are_wanted() -> None:
    """An endless iterator is no hindrance, and is not read far ahead."""
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield JPEG

    results = iter(images.hash_many(endless(), threads=2))
    for _ in range(5):
        assert next(results).hash == images.perceptual_hash(JPEG)
    assert taken <= 300


def test_many_of_none_and_bad_arguments() -> None:
    assert list(images.hash_many([])) == []
    with pytest.raises(ValueError, match="algorithm"):
        list(images.hash_many([JPEG], "phash"))
    with pytest.raises(ValueError, match="threads"):
        list(images.hash_many([JPEG], threads=0))


def test_error_of_the_iterable_comes_through() -> None:
    def broken() -> Iterator[bytes]:
        yield JPEG
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        list(images.hash_many(broken(), threads=2))
