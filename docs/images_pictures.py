# SPDX-License-Identifier: Apache-2.0
"""Draws docs/images-pictures.svg: ``python docs/images_pictures.py > docs/images-pictures.svg``.

The photograph is one that Matplotlib comes with (Grace Hopper; U.S. Navy, public domain), put in as
the file that it is, so that no encoder has a say in the picture. The gray pixels are Pillow's, the
bits those of dittograph. The background comes with the picture, for light and for dark pages.
"""

from __future__ import annotations

import base64
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

import matplotlib as mpl
from dittograph import images
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PHOTOGRAPH = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
STYLE = """
  svg { color-scheme: light dark; }
  .page { fill: #ffffff; stroke: #d1d9e0; }
  text { fill: #1f2328; font: 13px system-ui, "DejaVu Sans", sans-serif; }
  .title { font-size: 15px; font-weight: 600; }
  .soft { fill: #59636e; }
  .mono { font: 14px ui-monospace, "DejaVu Sans Mono", monospace; }
  .frame { fill: none; stroke: #818b98; }
  .lines { fill: none; stroke: #818b98; stroke-opacity: 0.5; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d; }
    text { fill: #e6edf3; }
    .soft { fill: #9ea7b1; }
    .frame, .lines { stroke: #656c76; }
  }
"""
DESCRIPTION = (
    "A portrait; what is left of it as 32 x 32, 9 x 8 and 8 x 8 gray pixels; and the 64 bits of "
    "three hashes as black and white squares."
)
WIDTH = 900
HEIGHT = 536
SIDE = 176  # of a square of bits
CELL = SIDE // 8
GRAYS = 64  # where grays begin, from the top
BITS = 304


class Hash(NamedTuple):
    """One hash, and where it is drawn."""

    x: int
    name: str
    size: tuple[int, int]
    value: images.ImageHash
    rule: str


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """A line of text whose baseline is at `y`."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(words)}</text>'


def tiles(x: float, y: float, cell: float, width: int, values: Sequence[int]) -> Iterable[str]:
    """Rows of squares, each of a gray from 0 to 255; a path for each gray."""
    squares: dict[int, list[str]] = defaultdict(list)
    for i, value in enumerate(values):
        squares[value].append(f"M{i % width} {i // width}h1v1h-1z")
    yield f'<g transform="translate({x:g} {y:g}) scale({cell:g})" shape-rendering="crispEdges">'
    for value, paths in sorted(squares.items()):
        yield f'<path fill="#{value:02x}{value:02x}{value:02x}" d="{"".join(paths)}"/>'
    yield "</g>"
    height = len(values) // width
    frame = f'width="{width * cell:g}" height="{height * cell:g}"'
    yield f'<rect x="{x:g}" y="{y:g}" {frame} class="frame"/>'


def grid(x: float, y: float) -> str:
    """Lines between bits, so that neighbours can be told."""
    lines = "".join(
        f"M{x + i * CELL:g} {y:g}v{SIDE}M{x:g} {y + i * CELL:g}h{SIDE}" for i in range(1, 8)
    )
    return f'<path d="{lines}" class="lines"/>'


def column(drawn: Hash, photograph: Image.Image) -> Iterable[str]:
    """What is left of the photograph, and below it the bits."""
    width, height = drawn.size
    small = photograph.convert("L").resize(drawn.size, Image.Resampling.LANCZOS)
    bits = [int(drawn.value) >> (63 - i) & 1 for i in range(64)]
    yield text(drawn.x, 36, drawn.name, "title")
    yield text(drawn.x, 54, f"{width} x {height} pixels, gray", "soft")
    yield from tiles(drawn.x, GRAYS, SIDE / height, width, small.tobytes())
    first, second = drawn.rule.split("\n")
    yield text(drawn.x, GRAYS + SIDE + 24, "White, a one, stands for")
    yield text(drawn.x, GRAYS + SIDE + 41, first)
    yield text(drawn.x, GRAYS + SIDE + 58, second)
    yield from tiles(drawn.x, BITS + 4, CELL, 8, [255 * bit for bit in bits])
    yield grid(drawn.x, BITS + 4)
    yield text(drawn.x, BITS + SIDE + 28, str(drawn.value), "mono")


def picture() -> str:
    """The whole SVG file."""
    with Image.open(PHOTOGRAPH) as opened:
        photograph = opened.convert("RGB")
    hashes = [
        Hash(
            250,
            "perceptual_hash",
            (32, 32),
            images.perceptual_hash(PHOTOGRAPH),
            "a frequency above the\nmedian; the lowest upper left.",
        ),
        Hash(
            462,
            "difference_hash",
            (9, 8),
            images.difference_hash(PHOTOGRAPH),
            "a pixel brighter than\nits left neighbour.",
        ),
        Hash(
            696,
            "average_hash",
            (8, 8),
            images.average_hash(PHOTOGRAPH),
            "a pixel brighter than\nthe mean of all.",
        ),
    ]
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    data = base64.b64encode(PHOTOGRAPH.read_bytes()).decode()
    width = 192
    height = width * photograph.height // photograph.width
    place = f'x="24" y="{GRAYS}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">',
        "<!-- Drawn by docs/images_pictures.py. -->",
        '<title id="t">What hashes see of a photograph</title>',
        f'<desc id="d">{DESCRIPTION}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8" class="page"/>',
        text(24, 36, "a photograph", "title"),
        text(24, 54, f"{photograph.width} x {photograph.height} pixels", "soft"),
        f'<image {place} href="data:image/jpeg;base64,{data}"/>',
        f'<rect {place} class="frame"/>',
        text(24, GRAYS + height + 22, "Grace Hopper;", "soft"),
        text(24, GRAYS + height + 39, "U.S. Navy, public domain", "soft"),
        *(part for each in hashes for part in column(each, photograph)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(picture())
