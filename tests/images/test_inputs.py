# SPDX-License-Identifier: Apache-2.0
"""What an image may be given as, what is refused, and images in numbers."""

from __future__ import annotations

import io
import itertools
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import photographs
import pytest
from dittograph import images
from files import decoded, encoded, jpegs, oriented, sixteen_bits
from generated import sample
from peers import FINGERPRINTED, FUNCTIONS, IMAGEHASH, OURS
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dittograph.images.opening import Compat

SCENE = photographs.photograph("coffee").resize((301, 203))
JPEG = encoded(SCENE, "JPEG", quality=88)
PNG = encoded(SCENE, "PNG")
JPEGS = [data for _, data in itertools.islice(jpegs(SCENE), 8)]
FORMATS = {"JPEG": JPEG, "PNG": PNG, "WebP": encoded(SCENE, "WEBP"), "GIF": encoded(SCENE, "GIF")}


@pytest.mark.parametrize("name", FORMATS)
def test_every_way_to_give_a_file(name: str, tmp_path: Path) -> None:
    data = FORMATS[name]
    path = tmp_path / "ein Bild \u00e9\U0001f600.bin"  # what it is, its bytes say
    path.write_bytes(data)
    expected = IMAGEHASH["perceptual"](decoded(data).convert("RGB"))
    with path.open("rb") as buffered, path.open("rb", buffering=0) as raw:
        for image in (data, path, str(path), io.BytesIO(data), buffered, raw, decoded(data)):
            assert str(images.perceptual_hash(image)) == expected, type(image)


def test_bytes_of_other_kinds() -> None:
    expected = images.perceptual_hash(JPEG)
    for image in (bytearray(JPEG), memoryview(JPEG), memoryview(b"x" + JPEG)[1:]):
        assert images.perceptual_hash(image) == expected


def test_file_object_stays_open() -> None:
    file = io.BytesIO(JPEG)
    for _ in range(2):
        file.seek(0)
        assert images.perceptual_hash(file) == images.perceptual_hash(JPEG)
        assert not file.closed


def test_image_of_pillow_stays_as_it_is() -> None:
    """Neither closed nor turned nor converted; one that has not been read yet is read."""
    for data in (oriented(SCENE, 6), PNG):
        from_file = io.BytesIO(data)
        image = Image.open(from_file)
        before = (image.mode, image.size, dict(image.info))
        for ours in OURS.values():
            ours(image)
        images.fingerprint(image)
        images.pdq_hash(image)
        assert (image.mode, image.size) == before[:2]
        assert image.info.keys() >= before[2].keys()
        assert np.array_equal(np.asarray(image), np.asarray(decoded(data)))


def test_array_stays_as_it_is() -> None:
    array = np.asarray(SCENE).copy()
    before = array.copy()
    for ours in OURS.values():
        ours(array)
    images.fingerprint(array)
    assert np.array_equal(array, before)


@pytest.mark.parametrize("image", [None, 7, 1.5, ["image"], {}, object(), io.StringIO("text")])
def test_what_is_no_image_is_refused(image: object) -> None:
    for function in FUNCTIONS:
        with pytest.raises(TypeError):
            function(image)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((4, 4), np.float32), "image must be an array of uint8, got format 'f'"),
        (np.zeros((4, 4), np.uint16), "image must be an array of uint8, got format 'H'"),
        (np.zeros((4, 4, 3), np.int8), "image must be an array of uint8, got format 'b'"),
        (np.zeros((4, 4), np.bool_), "image must be an array of uint8, got format '?'"),
        (np.zeros((4, 4, 2), np.uint8), r"channels.*got .*2"),
        (np.zeros((4, 4, 5), np.uint8), r"channels.*got .*5"),
        (np.zeros((2, 4, 4, 3), np.uint8), r"dimensions|shape"),
        (np.zeros((0, 4), np.uint8), r"sides"),
        (np.zeros((4, 0, 3), np.uint8), r"sides"),
        (np.broadcast_to(np.uint8(0), (200_000, 200_000)), r"sides"),
    ],
    ids=lambda value: f"{value.dtype} {value.shape}" if isinstance(value, np.ndarray) else "",
)
def test_array_of_another_shape_or_type_is_refused(array: Any, message: str) -> None:  # noqa: ANN401 - of any shape
    """Before anything of it is copied."""
    for function in FUNCTIONS:
        with pytest.raises((TypeError, ValueError, BufferError), match=message):
            function(array)


def test_flat_bytes_of_an_array_are_a_file() -> None:
    with pytest.raises(images.ImageError, match="is no file of JPEG, PNG"):
        images.average_hash(np.zeros(16, np.uint8))


def test_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    for data, got in ((JPEG, "decodes text: open it with 'rb'"), (b"text", "gives str")):
        path.write_bytes(data)
        with (
            path.open(encoding="utf-8") as file,
            pytest.raises(TypeError, match=f"must be a binary file, got one .*{got}"),
        ):
            images.average_hash(file)


def test_empty_file() -> None:
    with pytest.raises(images.ImageError, match=r"^the file is empty$"):
        images.average_hash(b"")


@pytest.mark.parametrize("image", [Image.Image, io.BytesIO, bytes])
def test_classes_are_refused(image: Any) -> None:  # noqa: ANN401 - of any kind
    with pytest.raises(TypeError, match=f"not the class {image.__name__}"):
        images.average_hash(image)


def test_short_pieces_are_put_together() -> None:
    """A pipe gives what it has; only nothing is the end."""

    class Pieces(io.RawIOBase):
        def __init__(self) -> None:
            self.left = JPEG

        def read(self, size: int = -1, /) -> bytes:
            piece, self.left = self.left[: min(size, 777)], self.left[min(size, 777) :]
            return piece

    pieces: Any = Pieces()
    assert images.perceptual_hash(pieces) == images.perceptual_hash(JPEG)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"max_pixels": 0}, "max_pixels"),
        ({"max_bytes": -1}, "max_bytes"),
        ({"max_scans": 1.5}, "max_scans"),
        ({"partial": "no"}, "partial"),
    ],
)
def test_limits_that_are_none(arguments: dict[str, Any], word: str) -> None:
    with pytest.raises((TypeError, ValueError), match=word):
        images.Limits(**arguments)


def test_limits_of_any_integer() -> None:
    limits = images.Limits(max_pixels=np.int64(100_000), max_bytes=1 << 80)  # type: ignore[arg-type]
    assert images.perceptual_hash(JPEG, limits=limits) == images.perceptual_hash(JPEG)
    with pytest.raises(images.ImageTooLargeError, match="60000"):
        images.perceptual_hash(JPEG, limits=images.Limits(max_pixels=60_000))
    no_limits: Any = {"max_pixels": 5}
    with pytest.raises(TypeError, match="limits must be Limits, not dict"):
        images.perceptual_hash(JPEG, limits=no_limits)


def test_file_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        images.average_hash(tmp_path / "missing.jpg")
    with pytest.raises(IsADirectoryError):
        images.average_hash(tmp_path)
    with pytest.raises(FileNotFoundError):
        images.average_hash("")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"compat": "phash"}, "compat"),
        ({"compat": ""}, "compat"),
        ({"mode": "quick"}, "mode"),
    ],
)
def test_options_that_there_are_not(options: dict[str, Any], word: str) -> None:
    functions: list[Callable[..., Any]] = [*OURS.values(), images.fingerprint]
    for function in functions:
        with pytest.raises(ValueError, match=word):
            function(JPEG, **options)
    with pytest.raises(ValueError, match="hashes"):
        images.fingerprint(JPEG, hashes=("average", "phash"))
    with pytest.raises(TypeError, match="hashes must be a collection of names, not a str"):
        images.fingerprint(JPEG, hashes="average")
    for components in ((4,), (4, 3, 2), (4.0, 3), (0, 3), (4, 10), None):
        wrong: Any = components
        with pytest.raises(ValueError, match="blurhash_components"):
            images.fingerprint(JPEG, blurhash_components=wrong)
    assert list(images.fingerprint(JPEG, (name for name in ["wavelet"])).hashes) == ["wavelet"]  # type: ignore[arg-type]


def test_fingerprint() -> None:
    found = images.fingerprint(JPEG)
    assert list(found.hashes) == FINGERPRINTED
    for name, one in found.hashes.items():
        assert one == OURS[name](JPEG)
        assert one.algorithm == name
    assert (found.width, found.height) == SCENE.size
    assert found.orientation == 1
    assert not found.featureless
    assert 0 <= found.quality <= 100
    assert found.blurhash
    assert found.thumbhash


@pytest.mark.parametrize("compat", [None, "imagehash", "imagededup"])
def test_fingerprint_has_the_hashes_of_the_functions(compat: Compat) -> None:
    for data in (JPEG, PNG, oriented(SCENE, 8), encoded(sixteen_bits(SCENE), "PNG")):
        if compat == "imagededup" and decoded(data).mode == "I;16":
            continue
        for hashes in (FINGERPRINTED, ["wavelet"], ["difference", "average"]):
            found = images.fingerprint(data, hashes=tuple(hashes), compat=compat)
            assert found.hashes == {n: OURS[n](data, compat=compat) for n in hashes}


def test_fingerprint_has_pdq() -> None:
    found = images.fingerprint(JPEG, hashes=("pdq", "perceptual"))
    assert found.hashes["pdq"] == images.pdq_hash(JPEG)
    assert found.hashes["perceptual"] == images.perceptual_hash(JPEG)


def test_what_shows_nothing_is_featureless() -> None:
    for size in ((1, 1), (9, 8), (64, 64), (300, 200)):
        flat = images.fingerprint(sample("flat", "RGB", *size).image)
        assert flat.featureless, size
        assert flat.quality < 10
    for name in photographs.paths():
        photograph = images.fingerprint(photographs.photograph(name))
        assert not photograph.featureless, name
        assert photograph.quality > flat.quality, name


def test_fast_mode_is_near_and_says_so() -> None:
    drifts = []
    for name in photographs.paths():
        scene = photographs.photograph(name).convert("RGB").resize((1003, 702))
        for progressive in (False, True):
            data = encoded(scene, "JPEG", quality=88, progressive=progressive)
            for algorithm, ours in OURS.items():
                exact, fast = ours(data), ours(data, mode="fast")
                assert (exact.mode, fast.mode) == ("exact", "fast")
                drifts.append((int(exact) ^ int(fast)).bit_count())
                assert drifts[-1] <= 8, (name, algorithm, progressive)
                with pytest.raises(ValueError, match="fast"):
                    exact - fast
    assert sum(drifts) / len(drifts) < 1


def test_from_several_threads() -> None:
    expected = [images.fingerprint(data).hashes for data in JPEGS]
    wrong = []

    def run() -> None:
        for data, hashes in zip(JPEGS, expected, strict=True):
            if images.fingerprint(data).hashes != hashes:
                wrong.append(data)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
