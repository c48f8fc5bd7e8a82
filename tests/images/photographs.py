# SPDX-License-Identifier: Apache-2.0
"""Photographs that come with the packages which the tests install."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from PIL import Image

# Of scikit-image's images those that a camera took; the others are drawn, or of a microscope.
_OF = {
    "skimage": [
        "data/astronaut.png", "data/brick.png", "data/camera.png", "data/chelsea.png",
        "data/coffee.png", "data/coins.png", "data/grass.png", "data/gravel.png",
        "data/hubble_deep_field.jpg", "data/moon.png", "data/motorcycle_left.png",
        "data/motorcycle_right.png", "data/retina.jpg", "data/rocket.jpg",
    ],
    "sklearn": ["datasets/images/china.jpg", "datasets/images/flower.jpg"],
}  # fmt: skip


@cache
def paths() -> dict[str, Path]:
    """Return where the photographs are, by their names."""
    found = {}
    for package, files in _OF.items():
        spec = importlib.util.find_spec(package)  # which does not import it: that takes a second
        assert spec is not None, package
        assert spec.submodule_search_locations, package
        for file in files:
            path = Path(spec.submodule_search_locations[0], file)
            assert path.exists(), path
            found[path.stem] = path
    return found


@cache
def photograph(name: str) -> Image.Image:
    """Return a photograph, read; RGB, RGBA or gray."""
    with Image.open(paths()[name]) as image:
        image.load()
        return image.copy()
