# SPDX-License-Identifier: Apache-2.0
"""Hashes and placeholders of images, compared with imagehash and blurhash-python."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.comparisons import Comparison
from benchmarks.peers import NotRunError

if TYPE_CHECKING:
    from collections.abc import Iterator

Size = tuple[int, int]

_SEED = 20261123
_SIZES: dict[str, Size] = {
    "12 MP": (4000, 3000),
    "2 MP": (1632, 1224),
    "0.3 MP": (640, 480),
}
_CHANNELS = 3
_GRAIN = 3.0  # the noise of a sensor, as a standard deviation
_FILES = 16
_DRIFT = 4  # bits by which the hash of fast mode may differ here
# Ours, imagehash's, and how many times faster we want to be on 12 megapixels that are decoded.
_HASHES = [
    ("perceptual_hash", "phash", 15.0),
    ("difference_hash", "dhash", 15.0),
    ("average_hash", "average_hash", 15.0),
    ("wavelet_hash", "whash", 25.0),
]
_FILE_GOALS = {"12 MP": 3.0, "2 MP": None, "0.3 MP": None}


def images(*, quick: bool) -> Iterator[Comparison]:
    """Photographs, decoded and as JPEG files; many files on two threads."""
    # Small ones under the names of large ones: only that all of it works is looked at then.
    sizes = dict.fromkeys(_SIZES, (320, 240)) if quick else _SIZES
    yield from _decoded(sizes["12 MP"])
    for called, size in sizes.items():
        yield from _files(called, size)
    yield Comparison(
        "images",
        "JPEG of 2 MP to BlurHash",
        _bytes(sizes["2 MP"]),
        functools.partial(_placeholder, sizes["2 MP"]),
        peer="blurhash-python",
        code="blurhash.encode(io.BytesIO(data), across, down)",
        ours="fingerprint(data, hashes=(), placeholders=('blurhash',)).blurhash",
        peer_counts=False,  # it rounds otherwise now and then; they have been compared
        goal=100.0,
    )
    yield Comparison(
        "images",
        f"{_FILES} JPEGs of 2 MP to perceptual hashes",
        _FILES * _bytes(sizes["2 MP"]),
        functools.partial(_many, sizes["2 MP"]),
        peer="the same with one thread",
        code="[str(one.hash) for one in hash_many(files, 'perceptual', threads=1)]",
        ours="[str(one.hash) for one in hash_many(files, 'perceptual', threads=2)]",
    )


def _bytes(size: Size) -> int:
    return size[0] * size[1] * _CHANNELS


def _decoded(size: Size) -> Iterator[Comparison]:
    for ours, peer, goal in _HASHES:
        yield Comparison(
            "images",
            f"12 MP of Pillow's, {ours}",
            _bytes(size),
            functools.partial(_image, size, peer),
            peer=f"imagehash, `{peer}`",
            code=f"str(imagehash.{peer}(image))",
            ours=f"str({ours}(image))",
            goal=goal,
        )
        yield Comparison(
            "images",
            f"12 MP of numpy's, {ours}",
            _bytes(size),
            functools.partial(_image, size, peer),
            peer=f"imagehash, `{peer}`",
            code=f"str(imagehash.{peer}(Image.fromarray(array)))",
            ours=f"str({ours}(array))",
        )
    yield Comparison(
        "images",
        "12 MP of Pillow's, four hashes, size and ThumbHash",
        _bytes(size),
        functools.partial(_four, size),
        peer="imagehash, four calls without ThumbHash",
        code="[str(function(image)) for function in functions]",
        ours=(
            "[str(one) for one in fingerprint(image, placeholders=('thumbhash',)).hashes.values()]"
        ),
        goal=30.0,
    )


def _files(called: str, size: Size) -> Iterator[Comparison]:
    code = "str(imagehash.phash(Image.open(io.BytesIO(data))))"
    yield Comparison(
        "images",
        f"JPEG of {called}, perceptual_hash",
        _bytes(size),
        functools.partial(_file, size, fast=False),
        peer="imagehash, `phash`",
        code=code,
        ours="str(perceptual_hash(data))",
        goal=_FILE_GOALS[called],
    )
    yield Comparison(
        "images",
        f"JPEG of {called}, perceptual_hash, fast",
        _bytes(size),
        functools.partial(_file, size, fast=True),
        peer="imagehash, `phash`",
        code=code,
        ours="str(perceptual_hash(data, mode='fast'))",
        peer_counts=False,  # fast mode may differ in a few bits, which have been counted
        goal=10.0 if called == "12 MP" else None,
    )


def _names() -> dict[str, Any]:
    """Return what the expressions call."""
    try:
        import blurhash
        import imagehash
        import numpy as np
        from PIL import Image
    except ImportError as missing:
        reason = f"{missing.name} is not installed"
        raise NotRunError(reason) from None
    from dittograph import images as ours

    functions = {name: getattr(ours, name) for name, _, _ in _HASHES}
    return {
        **functions,
        "fingerprint": ours.fingerprint,
        "hash_many": ours.hash_many,
        "functions": [getattr(imagehash, peer) for _, peer, _ in _HASHES],
        "Image": Image,
        "blurhash": blurhash,
        "imagehash": imagehash,
        "io": io,
        "np": np,
    }


@functools.lru_cache(maxsize=2)
def _photograph(size: Size) -> Any:  # noqa: ANN401 - an image of Pillow's, which need not be there
    """Return Matplotlib's photograph of Grace Hopper, enlarged, with the grain of a sensor."""
    names = _names()
    import matplotlib as mpl

    np, image_class = names["np"], names["Image"]
    path = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    with image_class.open(path) as photograph:
        width, height = photograph.width, photograph.width * size[1] // size[0]
        cropped = photograph.convert("RGB").crop((0, 0, width, height))
    large = np.asarray(cropped.resize(size, image_class.Resampling.LANCZOS)).astype(np.float32)
    large += np.random.default_rng(_SEED).normal(0, _GRAIN, large.shape).astype(np.float32)
    return image_class.fromarray(np.clip(large + 0.5, 0, 255).astype(np.uint8))


@functools.lru_cache(maxsize=4)
def _jpeg(size: Size) -> bytes:
    file = io.BytesIO()
    _photograph(size).save(file, "JPEG", quality=88, subsampling="4:2:0")
    return file.getvalue()


def _image(size: Size, peer: str) -> dict[str, Any]:
    names = _names()
    image = _photograph(size)
    expected = str(getattr(names["imagehash"], peer)(image))
    return {**names, "image": image, "array": names["np"].asarray(image), "expected": expected}


def _four(size: Size) -> dict[str, Any]:
    names = _names()
    image = _photograph(size)
    found = names["fingerprint"](image, placeholders=("thumbhash",))
    assert (found.width, found.height) == size
    assert found.thumbhash
    order = ["perceptual", "difference", "average", "wavelet"]
    by_name = dict(zip(order, names["functions"], strict=True))
    names["functions"] = [by_name[name] for name in found.hashes]
    return {
        **names,
        "image": image,
        "expected": [str(function(image)) for function in names["functions"]],
    }


def _file(size: Size, *, fast: bool) -> dict[str, Any]:
    names = _names()
    data = _jpeg(size)
    expected = str(names["imagehash"].phash(names["Image"].open(io.BytesIO(data))))
    if fast:
        got = str(names["perceptual_hash"](data, mode="fast"))
        assert (int(got, 16) ^ int(expected, 16)).bit_count() <= _DRIFT
        expected = got
    return {**names, "data": data, "expected": expected}


def _placeholder(size: Size) -> dict[str, Any]:
    names = _names()
    data = _jpeg(size)
    got = names["fingerprint"](data, hashes=(), placeholders=("blurhash",)).blurhash
    across, down = 4, 3
    peer = names["blurhash"].encode(io.BytesIO(data), across, down)
    assert len(got) == len(peer)
    # A number on the border of two steps may be rounded otherwise.
    assert sum(a != b for a, b in zip(got, peer, strict=True)) <= 2, (got, peer)
    return {**names, "data": data, "across": across, "down": down, "expected": got}


def _many(size: Size) -> dict[str, Any]:
    names = _names()
    files = [_jpeg(size)] * _FILES
    expected = str(names["imagehash"].phash(names["Image"].open(io.BytesIO(files[0]))))
    return {**names, "files": files, "expected": [expected] * _FILES}
