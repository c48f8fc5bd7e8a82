# SPDX-License-Identifier: Apache-2.0
"""Images of every kind, size and mode of Pillow's, the same in every run."""

from __future__ import annotations

import itertools
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Pixels = NDArray[np.uint8]  # rows, columns, red green blue

SIZES = [
    (1, 1), (1, 2), (2, 1), (1, 9), (9, 1), (1, 300), (300, 1), (2, 2), (3, 2), (7, 5), (8, 8),
    (9, 8), (8, 9), (16, 16), (31, 33), (33, 31), (32, 32), (63, 64), (64, 64), (65, 63), (64, 65),
    (100, 75), (127, 129), (200, 40), (40, 200), (255, 257), (320, 240), (640, 31), (17, 700),
    (512, 512), (640, 480), (601, 900),
]  # fmt: skip
LARGE = 100_000  # from so many pixels on, an image of each kind and size has one mode, not three


@dataclass(frozen=True)
class Sample:
    """An image and how to name it where a test fails."""

    name: str
    image: Image.Image


def _repeated(gray: NDArray[Any]) -> Pixels:
    return np.repeat(gray.astype(np.uint8)[:, :, None], 3, axis=2)


def _grid(width: int, height: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    y, x = np.mgrid[0:height, 0:width]
    return x, y


def _noise(rng: np.random.Generator, width: int, height: int) -> Pixels:
    return rng.integers(0, 256, (height, width, 3), dtype=np.uint8)


def _black_and_white(rng: np.random.Generator, width: int, height: int) -> Pixels:
    return _repeated(rng.integers(0, 2, (height, width)) * 255)


def _saturated(rng: np.random.Generator, width: int, height: int) -> Pixels:
    return (rng.integers(0, 2, (height, width, 3)) * 255).astype(np.uint8)


def _across(rng: np.random.Generator, width: int, height: int) -> Pixels:
    x, _ = _grid(width, height)
    gray = x * 255 // max(1, width - 1)
    return _repeated(gray if rng.integers(2) else 255 - gray)


def _down(rng: np.random.Generator, width: int, height: int) -> Pixels:
    _, y = _grid(width, height)
    gray = y * 255 // max(1, height - 1)
    return _repeated(gray if rng.integers(2) else 255 - gray)


def _colours(rng: np.random.Generator, width: int, height: int) -> Pixels:
    x, y = _grid(width, height)
    planes = [x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), (x + y) * 3 % 256]
    return np.stack([planes[i] for i in rng.permutation(3)], axis=2).astype(np.uint8)


def _flat(rng: np.random.Generator, width: int, height: int) -> Pixels:
    return np.full((height, width, 3), rng.integers(0, 256, 3), dtype=np.uint8)


def _mirrored(rng: np.random.Generator, width: int, height: int) -> Pixels:
    pixels = _noise(rng, width, height).astype(np.int64)
    pixels = pixels + pixels[:, ::-1]
    if rng.integers(2):
        pixels = (pixels + pixels[::-1]) // 2
    return (pixels // 2).astype(np.uint8)


def _logo(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Return a ring around a bar, in the middle: symmetric both ways."""
    x, y = _grid(width, height)
    ground, colour = rng.integers(0, 256, (2, 3), dtype=np.uint8)
    pixels = np.full((height, width, 3), ground, dtype=np.uint8)
    across, along = 2 * x + 1 - width, 2 * y + 1 - height
    squared = across**2 + along**2
    side = min(width, height)
    ring = (squared < (side * 8 // 10) ** 2) & (squared >= (side * 5 // 10) ** 2)
    bar = (abs(across) < side * 2 // 10) & (abs(along) < side * 4 // 10)
    pixels[ring | bar] = colour
    return pixels


def _disc(rng: np.random.Generator, width: int, height: int) -> Pixels:
    x, y = _grid(width, height)
    centre_x, centre_y = int(rng.integers(0, width)), int(rng.integers(0, height))
    inside = (x - centre_x) ** 2 + (y - centre_y) ** 2 < (min(width, height) // 3 + 1) ** 2
    return _repeated(np.where(inside, 230, 20))


def _checkerboard(rng: np.random.Generator, width: int, height: int) -> Pixels:
    x, y = _grid(width, height)
    side = int(rng.choice([1, 2, 3, 4, 8, 16]))
    return _repeated((x // side + y // side) % 2 * 255)


def _lines(rng: np.random.Generator, width: int, height: int) -> Pixels:
    pixels = np.full((height, width, 3), 255, dtype=np.uint8)
    for _ in range(3):
        pixels[int(rng.integers(0, height))] = rng.integers(0, 256, 3)
        pixels[:, int(rng.integers(0, width))] = rng.integers(0, 256, 3)
    return pixels


def _blurred(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Return what changes slowly, with a little noise, as a photograph does."""
    few = Image.fromarray(rng.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    large = np.asarray(few.resize((width, height), Image.Resampling.BICUBIC)).astype(np.int64)
    pixels: Pixels = np.clip(large + rng.integers(-4, 5, large.shape), 0, 255).astype(np.uint8)
    return pixels


KINDS: dict[str, Callable[[np.random.Generator, int, int], Pixels]] = {
    "noise": _noise,
    "black and white": _black_and_white,
    "saturated": _saturated,
    "across": _across,
    "down": _down,
    "colours": _colours,
    "flat": _flat,
    "mirrored": _mirrored,
    "logo": _logo,
    "disc": _disc,
    "checkerboard": _checkerboard,
    "lines": _lines,
    "blurred": _blurred,
}


def opacity(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Return opacities: all the same, a step, a slope or noise."""
    x, y = _grid(width, height)
    kind = rng.integers(6)
    if kind < 3:
        return np.full((height, width), (0, 255, 128)[kind], dtype=np.uint8)
    if kind == 3:
        return np.where(2 * x < width, 255, 0).astype(np.uint8)
    if kind == 4:
        return (y * 255 // max(1, height - 1)).astype(np.uint8)
    noise: Pixels = rng.integers(0, 256, (height, width), dtype=np.uint8)
    return noise


def _gray(pixels: Pixels) -> Pixels:
    gray: Pixels = (pixels.astype(np.int64) @ np.array([2, 5, 1]) // 8).astype(np.uint8)
    return gray


def _with_opacity(colours: Pixels, rng: np.random.Generator) -> Image.Image:
    height, width = colours.shape[:2]
    return Image.fromarray(np.dstack([colours, opacity(rng, width, height)]))


def _palette(pixels: Pixels, rng: np.random.Generator) -> Image.Image:
    gray = _gray(pixels)
    image = Image.frombytes("P", gray.shape[::-1], gray.tobytes())
    image.putpalette(rng.integers(0, 256, 768, dtype=np.uint8).tobytes())
    return image


def _transparent_palette(pixels: Pixels, rng: np.random.Generator) -> Image.Image:
    image = _palette(pixels, rng)
    one = int(_gray(pixels)[0, 0])
    many = rng.integers(0, 256, int(rng.integers(1, 257)), dtype=np.uint8).tobytes()
    image.info["transparency"] = one if rng.integers(2) else many
    return image


def _sixteen_bits(pixels: Pixels, rng: np.random.Generator) -> Image.Image:
    gray = _gray(pixels)
    wide = gray.astype(np.int64) * 256 + rng.integers(0, 256, gray.shape)
    return Image.frombytes("I;16", gray.shape[::-1], wide.astype("<u2").tobytes())


def _cmyk(pixels: Pixels, rng: np.random.Generator) -> Image.Image:
    black = rng.integers(0, 256, pixels.shape[:2], dtype=np.uint8)
    planes = [*np.moveaxis(255 - pixels, 2, 0), black]
    return Image.merge("CMYK", [Image.fromarray(np.ascontiguousarray(one)) for one in planes])


MODES: dict[str, Callable[[Pixels, np.random.Generator], Image.Image]] = {
    "RGB": lambda pixels, _: Image.fromarray(pixels),
    "L": lambda pixels, _: Image.fromarray(_gray(pixels)),
    "RGBA": _with_opacity,
    "P": _palette,
    "LA": lambda pixels, rng: _with_opacity(_gray(pixels)[:, :, None], rng),
    "P, transparent": _transparent_palette,
    "1": lambda pixels, _: Image.fromarray(_gray(pixels) > 127),
    "I;16": _sixteen_bits,
    "CMYK": _cmyk,
}


def samples(kind: str) -> Iterator[Sample]:
    """Make the images of a kind: each size in three modes, large ones in one."""
    # The rarer modes in turn, so that each meets small and large images of every kind.
    turn = itertools.cycle(list(MODES)[1:])
    for number, (width, height) in enumerate(SIZES):
        large = width * height >= LARGE
        modes = ["RGB" if number % 2 else next(turn)] if large else ["RGB", next(turn), next(turn)]
        for mode in modes:
            yield sample(kind, mode, width, height)


def sample(kind: str, mode: str, width: int, height: int) -> Sample:
    """Make one image."""
    name = f"{kind}, {mode}, {width}x{height}"
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return Sample(name, MODES[mode](KINDS[kind](rng, width, height), rng))
