# SPDX-License-Identifier: Apache-2.0
"""Counts in how many bits hashes of mode="fast" differ: ``python benchmarks/image_drift.py``.

It takes the photographs that come with Matplotlib, scikit-image and scikit-learn, in several sizes,
saves each as JPEG files of several kinds, and hashes every file in both modes. Nothing is measured
but bits, so that the machine may do other things meanwhile. ``make test-images`` installs what it
needs.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import itertools
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file
from benchmarks import machine, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

Size = tuple[int, int]

SIZES: tuple[Size, ...] = ((4000, 3000), (1600, 1200), (640, 480))
QUALITIES = (60, 75, 88, 95)
SUBSAMPLINGS = ("4:4:4", "4:2:0")
HASHES: Final = ("average", "difference", "difference_vertical", "perceptual", "wavelet", "pdq")
# All that a camera took of what these packages have: not what is drawn, or seen by a microscope.
PHOTOGRAPHS = {
    "matplotlib": ["mpl-data/sample_data/grace_hopper.jpg"],
    "skimage": [
        "data/astronaut.png", "data/brick.png", "data/camera.png", "data/chelsea.png",
        "data/coffee.png", "data/coins.png", "data/grass.png", "data/gravel.png",
        "data/hubble_deep_field.jpg", "data/moon.png", "data/motorcycle_left.png",
        "data/motorcycle_right.png", "data/retina.jpg", "data/rocket.jpg",
    ],
    "sklearn": ["datasets/images/china.jpg", "datasets/images/flower.jpg"],
}  # fmt: skip
_SEED = 20261123
_GRAIN = 3.0  # the noise of a sensor, which an enlarged image has not, as a standard deviation


def photographs() -> Iterator[Path]:
    """Give the files of all photographs."""
    for package, files in PHOTOGRAPHS.items():
        spec = importlib.util.find_spec(package)  # which does not import it
        if spec is None or not spec.submodule_search_locations:
            message = f"{package} is not installed for {sys.executable}: make test-images does that"
            raise SystemExit(message)
        for file in files:
            yield Path(spec.submodule_search_locations[0], file)


def scene(path: Path, size: Size) -> Image:
    """Return the middle of a photograph in that size, with grain if it had to be enlarged."""
    import numpy as np
    from PIL import Image, ImageOps

    with Image.open(path) as photograph:
        image = photograph.convert("RGB")
    fitted = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    if image.width >= size[0] and image.height >= size[1]:
        return fitted
    pixels = np.asarray(fitted)
    grain = np.random.default_rng(_SEED).normal(0, _GRAIN, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain + 0.5, 0, 255).astype(np.uint8))


def files(image: Image) -> Iterator[bytes]:
    """Save an image as JPEG of every kind: quality, subsampling of colours, baseline or not."""
    for quality, subsampling, progressive in itertools.product(
        QUALITIES, SUBSAMPLINGS, (False, True)
    ):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, subsampling=subsampling, progressive=progressive)
        yield file.getvalue()


def drift(data: bytes) -> dict[str, int]:
    """Return by how many bits each hash of a file is another in fast mode."""
    import numpy as np
    from dittograph import _jpeg, images

    exact = images.fingerprint(data, HASHES, placeholders=()).hashes
    fast = images.fingerprint(data, HASHES[:-1], placeholders=(), mode="fast").hashes
    # pdq_hash refuses fast mode. The bits are why.
    rows = _jpeg.open(data, fast=True)
    reduced = np.frombuffer(rows.read(), np.uint8).reshape(rows.row_height, rows.row_width)
    fast["pdq"] = images.pdq_hash(reduced)
    # As integers: hashes of different modes are not compared.
    return {name: (int(exact[name]) ^ int(fast[name])).bit_count() for name in HASHES}


def measure(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield for each size and hash how many of the files have drifted by 0, 1, 2 ... bits."""
    paths = list(photographs())[:: 8 if quick else 1]
    for size in SIZES[-1:] if quick else SIZES:
        counts: dict[str, Counter[int]] = {name: Counter() for name in HASHES}
        for path in paths:
            for data in files(scene(path, size)):
                for name, bits in drift(data).items():
                    counts[name][bits] += 1
            print(f"{size[0]} x {size[1]}: {path.stem}", flush=True)
        for name, count in counts.items():
            yield {
                "hash": name,
                "size": f"{size[0]} x {size[1]}",
                "photographs": len(paths),
                "files": count.total(),
                "files by bits": [count[bits] for bits in range(max(count) + 1)],
            }


def described() -> dict[str, Any]:
    """Describe what the bits may depend on, which is less than times depend on."""
    from dittograph import _jpeg

    whole = machine.describe()
    versions = {
        name: whole["versions"][name] for name in ("dittograph", "Python", "Pillow", "numpy")
    }
    return {
        **{name: whole[name] for name in ("date", "revision", "cpu", "system")},
        "versions": {**versions, "libjpeg": _jpeg.libjpeg_version},
    }


def main(arguments: list[str] | None = None) -> int:
    """Count, and write the result. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks/image_drift.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few files, to see that it works")
    parser.add_argument("--output", type=Path, default=results.FOLDER, metavar="DIR")
    options = parser.parse_args(arguments)
    rows = list(measure(quick=options.quick))
    head = {"machine": described(), "quick": options.quick}
    results.write(options.output / "drift.json", head, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
