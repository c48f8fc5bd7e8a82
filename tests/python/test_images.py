# SPDX-License-Identifier: Apache-2.0
"""Hashes of images with nothing else installed; tests/images compares with imagehash and Pillow."""

from __future__ import annotations

import threading

import pytest
from dittograph import _core, images
from helpers import run_python

# imagehash 4.3.2 with Pillow 13.0, SciPy 1.17.1 and PyWavelets 1.9.0: perceptual, wavelet and
# difference hash of symmetric() with that seed, width and height. Half of the values of symmetric
# images are rounding errors: a compiler that fuses operations gives other bits.
GOLDEN = {
    (1, 32, 32): ("8800a80028008000", "995a7e81817e5a99", "3351d42b2bd45133"),
    (2, 64, 48): ("aa000a002a008800", "2424dbe7e7db2424", "6929968e8e962969"),
    (3, 37, 90): ("a2008800a0000000", "5aa524e7e724a55a", "aa55554d4d5555aa"),
    (4, 200, 100): ("800020000a000000", "24c3667e7e66c324", "5417ccf0f0cc1754"),
    (5, 33, 31): ("a8008a002000a000", "bd18e74242e718bd", "5571179696177155"),
    (6, 32, 64): ("8a0022002a00a000", "9900ff9999ff0099", "5555d47171d45555"),
}


def symmetric(seed: int, width: int, height: int) -> memoryview:
    """Return an image of noise that is the same from each of its four corners."""
    rows = []
    for _ in range(-(-height // 2)):
        half = []
        for _ in range(-(-width // 2)):
            seed = (seed * 1103515245 + 12345) % (1 << 31)
            half.append(seed >> 23)
        rows.append(bytes(half + half[: width // 2][::-1]))
    return memoryview(b"".join(rows + rows[: height // 2][::-1])).cast("B", (height, width))


@pytest.mark.parametrize(("made_of", "expected"), GOLDEN.items())
def test_symmetric_images(made_of: tuple[int, int, int], expected: tuple[str, str, str]) -> None:
    image = symmetric(*made_of)
    functions = (images.perceptual_hash, images.wavelet_hash, images.difference_hash)
    assert tuple(str(function(image)) for function in functions) == expected


def test_without_pillow_and_libjpeg() -> None:
    """Built without libjpeg, and without Pillow, arrays are hashed; files are told what to do."""
    printed = run_python(
        """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None
from dittograph import images
print(images.average_hash(memoryview(bytes([0, 255, 0, 255])).cast("B", (2, 2))))
for data in (bytes.fromhex("ffd8ffe0"), bytes.fromhex("89504e470d0a1a0a")):
    try:
        images.average_hash(data)
    except images.UnsupportedImageError as error:
        print(error)
""",
        "dittograph._jpeg",
        "PIL",
    )
    first, *errors = printed.splitlines()
    assert first == "0f0f0f0f0f0f0f0f"
    assert len(errors) == 2
    for error in errors:
        assert "Pillow is not installed" in error
        assert 'pip install "dittograph[images]"' in error


def test_interpreter_ends_while_a_daemon_thread_reads_rows() -> None:
    """The thread waits for the GIL in C++ then, which must not be left by an exception."""
    run_python(
        """
import threading, time
from dittograph import _core
strip = bytes(3000 * 4 * 8)
started = threading.Event()
def strips():
    while True:
        started.set()
        yield strip
def run():
    while True:
        rows = _core.copied_rows(strips(), width=3000, height=4000, channels=4)
        _core.image_fingerprint(rows)
for _ in range(4):
    threading.Thread(target=run, daemon=True).start()
started.wait()
time.sleep(0.1)
"""
    )


def test_rows_are_read_by_one_thread_alone() -> None:
    """Another thread gets none of the rows of a capsule; the first gets what it would have."""
    width, height = 1000, 2000
    strip = bytes([200]) * (width * 4 * 8)
    expected = _core.image_fingerprint(
        _core.copied_rows(iter([strip] * (height // 8)), width=width, height=height, channels=4)
    )
    for _ in range(10):
        rows = _core.copied_rows(
            iter([strip] * (height // 8)), width=width, height=height, channels=4
        )
        outcomes: list[object] = []

        def run(rows: object = rows, outcomes: list[object] = outcomes) -> None:
            outcomes.append(_core.image_fingerprint(rows))

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count(expected) == 1, outcomes
        assert outcomes.count(None) == 2, outcomes


def test_unknown_choices_of_the_kernel_are_refused() -> None:
    image = symmetric(1, 32, 32)
    with pytest.raises(ValueError, match="rules"):
        _core.image_fingerprint(image, rules="junk")
    for components in ((5, 0), (0, 5), (10, 3)):
        with pytest.raises(ValueError, match="blurhash"):
            _core.image_fingerprint(image, blurhash=components)
