# SPDX-License-Identifier: Apache-2.0
"""The images of golden.json, made of integers in plain Python: any machine makes the same."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Colour = tuple[int, int, int]

SIZES = [
    (1, 1), (1, 6), (8, 8), (9, 8), (5, 7), (16, 16), (31, 33), (32, 32), (64, 64), (63, 65),
    (97, 40), (40, 97), (128, 96), (100, 150), (203, 61),
]  # fmt: skip
_MASK = 2**64 - 1


@dataclass(frozen=True)
class GoldenImage:
    """An image: mode L or RGB, rows from the top down."""

    name: str
    mode: str
    width: int
    height: int
    pixels: bytes


class Numbers:
    """Random numbers (SplitMix64, Steele, Lea and Flood, 2014)."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, bound: int) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ mixed >> 31) * bound >> 64

    def colour(self) -> Colour:
        return self.below(256), self.below(256), self.below(256)


def _noise(numbers: Numbers, _width: int, _height: int) -> Callable[[int, int], Colour]:
    return lambda _x, _y: numbers.colour()


def _black_and_white(numbers: Numbers, _width: int, _height: int) -> Callable[[int, int], Colour]:
    def paint(_x: int, _y: int) -> Colour:
        value = 255 * numbers.below(2)
        return value, value, value

    return paint


def _slope(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    across, down = numbers.below(5) - 2, numbers.below(5) - 2
    if across == down == 0:
        across = 1
    whole = abs(across) * width + abs(down) * height
    least = min(0, across) * width + min(0, down) * height

    def paint(x: int, y: int) -> Colour:
        value = (across * x + down * y - least) * 255 // whole
        return value, 255 - value, value // 2

    return paint


def _patches(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    """Return what blends a few colours into each other."""
    corners = [[numbers.colour() for _ in range(6)] for _ in range(5)]

    def paint(x: int, y: int) -> Colour:
        # In 1/256 of the distance of two corners.
        column, right = divmod(x * 5 * 256 // width, 256)
        row, lower = divmod(y * 4 * 256 // height, 256)
        blended = []
        for channel in range(3):
            upper_row, lower_row = (
                corners[at][column][channel] * (256 - right)
                + corners[at][column + 1][channel] * right
                for at in (row, row + 1)
            )
            blended.append((upper_row * (256 - lower) + lower_row * lower + 32768) >> 16)
        return blended[0], blended[1], blended[2]

    return paint


def _grainy(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    """Return patches with grain, as a photograph has."""
    smooth = _patches(numbers, width, height)

    def paint(x: int, y: int) -> Colour:
        red, green, blue = (
            min(255, max(0, value + numbers.below(13) - 6)) for value in smooth(x, y)
        )
        return red, green, blue

    return paint


def _discs(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    ground = numbers.colour()
    discs = [
        (
            numbers.below(width),
            numbers.below(height),
            numbers.below(min(width, height) ** 2 // 6 + 1),
            numbers.colour(),
        )
        for _ in range(5)
    ]

    def paint(x: int, y: int) -> Colour:
        for centre_x, centre_y, squared, colour in discs:
            if (x - centre_x) ** 2 + (y - centre_y) ** 2 <= squared:
                return colour
        return ground

    return paint


def _squares(numbers: Numbers, _width: int, _height: int) -> Callable[[int, int], Colour]:
    side = 1 + numbers.below(12)
    colours = numbers.colour(), numbers.colour()
    return lambda x, y: colours[(x // side + y // side) % 2]


def _centred(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    """Return a cross in the middle, symmetric both ways, where many coefficients are 0."""
    ground, colour = numbers.colour(), numbers.colour()

    def paint(x: int, y: int) -> Colour:
        across, along = abs(2 * x + 1 - width), abs(2 * y + 1 - height)
        inside = (across * 4 < width and along * 2 < height) or (
            across * 2 < width and along * 5 < height
        )
        return colour if inside else ground

    return paint


def _mirrored(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    half = [[numbers.colour() for _ in range((width + 1) // 2)] for _ in range(height)]
    return lambda x, y: half[y][min(x, width - 1 - x)]


def _lines(numbers: Numbers, width: int, height: int) -> Callable[[int, int], Colour]:
    rows = {numbers.below(height): numbers.colour() for _ in range(3)}
    columns = {numbers.below(width): numbers.colour() for _ in range(3)}
    return lambda x, y: rows.get(y) or columns.get(x) or (250, 250, 250)


def _flat(numbers: Numbers, _width: int, _height: int) -> Callable[[int, int], Colour]:
    colour = numbers.colour()
    return lambda _x, _y: colour


KINDS: dict[str, Callable[[Numbers, int, int], Callable[[int, int], Colour]]] = {
    "noise": _noise,
    "black and white": _black_and_white,
    "slope": _slope,
    "patches": _patches,
    "grainy": _grainy,
    "discs": _discs,
    "squares": _squares,
    "centred": _centred,
    "mirrored": _mirrored,
    "lines": _lines,
    "flat": _flat,
}
_LARGER = [("grainy", 480, 320), ("grainy", 321, 517), ("discs", 640, 120), ("patches", 515, 514)]


def golden_images() -> Iterator[GoldenImage]:
    """Make all of them, every fourth gray."""
    wanted = [(kind, *size) for kind, size in itertools.product(KINDS, SIZES)]
    for number, (kind, width, height) in enumerate([*wanted, *_LARGER, *_LARGER, *wanted[::4]]):
        numbers = Numbers(number)
        paint = KINDS[kind](numbers, width, height)
        colours = [paint(x, y) for y in range(height) for x in range(width)]
        mode = "L" if number % 4 == 3 else "RGB"
        pixels = (
            bytes(colour[1] for colour in colours)
            if mode == "L"
            else bytes(itertools.chain.from_iterable(colours))
        )
        yield GoldenImage(f"{number}, {kind}, {mode}", mode, width, height, pixels)
