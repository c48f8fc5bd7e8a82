# SPDX-License-Identifier: Apache-2.0
"""Writes golden.json with what the peers give that are installed.

usage: python tests/images/write_golden.py

PDQ is written if pdqhash is installed, for which there may be no wheel, and else kept.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import zlib
from pathlib import Path
from typing import Any

import imagehash
import numpy as np
from golden_images import GoldenImage, golden_images
from PIL import Image, features

PATH = Path(__file__).with_name("golden.json")
_HASHES = {
    "average": imagehash.average_hash,
    "difference": imagehash.dhash,
    "difference_vertical": imagehash.dhash_vertical,
    "perceptual": imagehash.phash,
    "wavelet": imagehash.whash,
}


def of_peers(golden: GoldenImage) -> dict[str, Any]:
    """Return the hashes that imagehash gives, in hex, and what tells that the image is the one."""
    image = Image.frombytes(golden.mode, (golden.width, golden.height), golden.pixels)
    hashes = {name: str(function(image)) for name, function in _HASHES.items()}
    return {"crc32": zlib.crc32(golden.pixels), **hashes}


def _pdq(golden: GoldenImage) -> dict[str, Any]:
    import pdqhash

    image = Image.frombytes(golden.mode, (golden.width, golden.height), golden.pixels)
    bits, quality = pdqhash.compute(np.array(image.convert("RGB")))
    return {"pdq": f"{int(''.join(map(str, bits)), 2):064x}", "quality": int(quality)}


def main() -> None:
    """Write the file."""
    packages = ["imagehash", "numpy", "Pillow", "PyWavelets", "scipy"]
    before = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    versions = {name: importlib.metadata.version(name) for name in packages}
    versions["libjpeg-turbo"] = features.version("libjpeg_turbo") or "none"
    has_pdq = importlib.util.find_spec("pdqhash") is not None
    versions["pdqhash"] = (
        importlib.metadata.version("pdqhash") if has_pdq else before["peers"]["pdqhash"]
    )
    lines = []
    for golden in golden_images():
        hashes = of_peers(golden)
        if has_pdq:
            hashes |= _pdq(golden)
        else:
            kept = before["images"][golden.name]
            assert kept["crc32"] == hashes["crc32"], golden.name
            hashes |= {name: kept[name] for name in ("pdq", "quality")}
        lines.append(f"  {json.dumps(golden.name)}: {json.dumps(hashes)}")
    text = ",\n".join(lines)
    peers = json.dumps(versions)
    PATH.write_text(f'{{"peers": {peers}, "images": {{\n{text}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
