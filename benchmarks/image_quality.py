# SPDX-License-Identifier: Apache-2.0
"""Finds out what quality tells of hashes: ``python benchmarks/image_quality.py``.

Photographs lose contrast, as in a fog, or sharpness, until nothing is left of them. Of each there
are two copies, a JPEG file of low quality and one of half the size. A hash is of use as long as it
is near those of the copies, and far from those of other photographs.
"""

from __future__ import annotations

import argparse
import io
import itertools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file
from benchmarks import image_drift, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dittograph.images import Fingerprint
    from PIL.Image import Image

HASHES: Final = ("average", "difference", "perceptual", "wavelet")
BINS = ((0, 0), (1, 4), (5, 9), (10, 14), (15, 19), (20, 49), (50, 99), (100, 100))
RADIUS = 10
_SIZE = (640, 480)
_CONTRASTS = tuple(0.9**step for step in range(50))  # the last is of one or two grays
_FOG = 200  # how bright it is
_BLURS = (5, 10, 20, 40, 80)
_SAME_SCENE = "motorcycle_right"  # as motorcycle_left, which is no other photograph


@dataclass(frozen=True)
class Sample:
    """A photograph with less in it, and its copies."""

    photograph: str
    found: Fingerprint
    copies: list[Fingerprint]


def variants(image: Image) -> Iterator[Image]:
    """Take contrast from an image, then sharpness."""
    from PIL import ImageFilter

    for contrast in _CONTRASTS:
        table = [round(_FOG + (value - _FOG) * contrast) for value in range(256)]
        yield image.point(table * 3)
    for radius in _BLURS:
        yield image.filter(ImageFilter.GaussianBlur(radius))


def samples(paths: list[Path]) -> Iterator[Sample]:
    """Hash all variants of all photographs, and two copies of each."""
    from dittograph.images import fingerprint

    for path in paths:
        for image in variants(image_drift.scene(path, _SIZE)):
            half = image.reduce(2)
            copies = [
                fingerprint(_jpeg(image, 60), HASHES, ()),
                fingerprint(_jpeg(half, 75), HASHES, ()),
            ]
            yield Sample(path.stem, fingerprint(image, HASHES, ()), copies)


def _jpeg(image: Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def measure(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield for each range of quality how many copies are far, and how many others near."""
    paths = [path for path in image_drift.photographs() if path.stem != _SAME_SCENE]
    every = list(samples(paths[:: 8 if quick else 1]))
    for low, high in BINS:
        chosen = [one for one in every if low <= one.found.quality <= high]
        copies = [(one.found, copy) for one in chosen for copy in one.copies]
        others = [
            (one.found, other.found)
            for one, other in itertools.combinations(chosen, 2)
            if one.photograph != other.photograph
        ]
        yield {
            "lowest": low,
            "highest": high,
            "images": len(chosen),
            "copies": len(copies),
            "copies far": {name: sum(not _near(*pair, name) for pair in copies) for name in HASHES},
            "others": len(others),
            "others near": {name: sum(_near(*pair, name) for pair in others) for name in HASHES},
        }


def _near(one: Fingerprint, other: Fingerprint, name: str) -> bool:
    return one.hashes[name] - other.hashes[name] <= RADIUS


def main(arguments: list[str] | None = None) -> int:
    """Hash, compare, and write the result. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks/image_quality.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few images, to see that it works")
    parser.add_argument("--output", type=Path, default=results.FOLDER, metavar="DIR")
    options = parser.parse_args(arguments)
    head = {"machine": image_drift.described(), "quick": options.quick}
    results.write(options.output / "quality.json", head, list(measure(quick=options.quick)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
