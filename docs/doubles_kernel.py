# SPDX-License-Identifier: Apache-2.0
"""Draws docs/doubles-kernel.svg: ``python docs/doubles_kernel.py > docs/doubles-kernel.svg``.

Masks and positions are worked out from the texts, not typed. The background comes with the picture,
so that it is readable whatever lies behind it; both follow the reader's light or dark setting.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STYLE = """
  svg { color-scheme: light dark; }
  .page { fill: #ffffff; stroke: #d1d9e0; }
  text { fill: #1f2328; font: 13px system-ui, "DejaVu Sans", sans-serif; }
  .title { font-size: 15px; font-weight: 600; }
  .soft { fill: #59636e; }
  .mono { font: 14px ui-monospace, "DejaVu Sans Mono", monospace; text-anchor: middle; }
  .label { text-anchor: end; }
  .below { text-anchor: middle; font-size: 12px; }
  rect { stroke: #818b98; }
  .plain { fill: #ffffff; }
  .first { fill: #cfe5ff; }
  .second { fill: #ffdfb8; }
  .faint { fill: #eff2f5; }
  .hit { fill: #1a7f37; }
  .on-hit { fill: #ffffff; font-weight: 600; }
  .line { stroke: #59636e; fill: none; stroke-width: 1.5; }
  .border { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d; }
    text { fill: #e6edf3; }
    .soft { fill: #9ea7b1; }
    rect { stroke: #656c76; }
    .plain { fill: #0d1117; }
    .first { fill: #153e70; }
    .second { fill: #6b4310; }
    .faint { fill: #1c222b; }
    .hit { fill: #238636; }
    .on-hit { fill: #ffffff; }
    .line { stroke: #9ea7b1; }
    .border { stroke: #ff7b72; }
  }
"""
WIDTH = 920
HEIGHT = 990
LEFT = 190  # where cells begin, right of their labels
ROW = 26


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """A line of text whose baseline is at `y`."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(words)}</text>'


def box(x: float, y: float, width: float, kind: str, words: str = "", height: float = ROW) -> str:
    """A rectangle with a word in its middle."""
    drawn = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" class="{kind}"/>'
    if not words:
        return drawn
    on = "mono on-hit" if kind == "hit" else "mono"
    return drawn + text(x + width / 2, y + height / 2 + 5, words, on)


def row(
    y: float, label: str, words: Sequence[str], kinds: Sequence[str], width: float
) -> Iterable[str]:
    """A label and a box for each word."""
    yield text(LEFT - 12, y + ROW / 2 + 5, label, "label")
    for i, (word, kind) in enumerate(zip(words, kinds, strict=True)):
        yield box(LEFT + i * width, y, width, kind, word)


def bits(y: float, label: str, values: Sequence[bool], width: float) -> Iterable[str]:
    """A row of ones, which stand out, and zeros."""
    words = ["1" if value else "0" for value in values]
    return row(y, label, words, ["hit" if value else "plain" for value in values], width)


def counting(y: float) -> Iterable[str]:
    """Two vectors of eight lanes, the one one element further on, and the mask."""
    content, lanes, width = "bookkeeper needs", 8, 36
    vector, following = content[:lanes], content[1 : lanes + 1]
    shown = ["␣" if character == " " else character for character in content]
    colours = ["first"] * lanes + ["second"] * lanes
    equal = [a == b for a, b in zip(vector, following, strict=True)]

    yield text(24, y, "1  Compare each vector with the one that begins one element later", "title")
    yield from row(y + 16, "memory", shown, colours, width)
    yield from row(y + 52, "the vector at i", shown[:lanes], colours[:lanes], width)
    yield from row(
        y + 82, "the vector at i + 1", shown[1 : lanes + 1], colours[1 : lanes + 1], width
    )
    yield from bits(y + 112, "equal", equal, width)
    x = LEFT + lanes * width + 16
    yield text(x, y + 69, "loaded once, aligned", "soft")
    yield text(x, y + 99, "seven lanes of it, and one of the next vector", "soft")
    yield text(x, y + 129, f"the sum grows by {sum(equal)}: the mask's population,", "soft")
    yield text(x, y + 146, "or one counter a lane where there are no mask registers", "soft")


def neighbours(y: float) -> Iterable[str]:
    """Cache lines with the vectors in them, and which neighbour would straddle two lines."""
    line, lines = 224, 2
    rows = (
        (
            64,
            "64-byte vectors",
            "a second load always straddles two",
            "lines: shuffle both registers",
        ),
        (32, "32-byte vectors", "inside a line a second load,", "at its end a shuffle"),
        (16, "16-byte vectors", "to shuffle two registers is one", "instruction: palignr, ext"),
    )
    yield text(24, y, "2  Where the vector at i + 1 comes from", "title")
    yield text(LEFT + 6, y + 24, "one cache line of 64 bytes", "soft")
    yield text(LEFT + line + 6, y + 24, "the next", "soft")
    for k, (size, label, first, second) in enumerate(rows):
        top = y + 34 + k * 58
        width = line * size // 64
        yield text(LEFT - 12, top + 17, label, "label")
        for i in range(lines * 64 // size):
            yield box(LEFT + i * width, top, width, "first" if i % 2 == 0 else "faint", height=20)
        for i in range(64 // size):
            x = LEFT + i * width + 7
            yield f'<path d="M{x:g} {top + 24:g}v6h{width - 4:g}v-6" class="line"/>'
            # Loaded again, or put together from two registers.
            loaded = size == 32 and i == 0
            yield text(x + (width - 4) / 2, top + 42, "load" if loaded else "shuffle", "below")
        yield text(LEFT + lines * line + 16, top + 13, first, "soft")
        yield text(LEFT + lines * line + 16, top + 30, second, "soft")
    x = LEFT + line
    yield f'<path d="M{x} {y + 12}v196" class="border"/>'


def buffer(y: float) -> Iterable[str]:
    """A whole buffer: head, strides, rest."""
    yield text(24, y, "3  From the first pair to the last", "title")
    parts = (
        (70, "faint", "head"),
        (210, "first", "8 vectors"),
        (210, "first", "8 vectors"),
        (60, "faint", "1"),
        (60, "faint", "1"),
        (24, "second", ""),
    )
    x = float(LEFT)
    yield text(LEFT - 12, y + 34, "a buffer", "label")
    for width, kind, words in parts:
        yield box(x, y + 16, width, kind, words)
        x += width
    yield f'<path d="M{x - 60:g} {y + 46:g}v6h60v-6" class="line"/>'
    yield text(LEFT, y + 66, "up to a cache", "soft")
    yield text(LEFT, y + 83, "line's start", "soft")
    yield text(LEFT + 100, y + 66, "strides: four sums side by side, memory", "soft")
    yield text(LEFT + 100, y + 83, "asked for a kilobyte ahead", "soft")
    yield text(LEFT + 420, y + 66, "the last vector ends with the last pair;", "soft")
    yield text(LEFT + 420, y + 83, "lanes counted before are left out", "soft")


def utf8(y: float) -> Iterable[str]:
    """The words of bits that find doubles of two and of three bytes."""
    content, width = "жж€€!", 40
    data = content.encode()
    lengths = [len(character.encode()) for character in content]
    starts = [byte & 0xC0 != 0x80 for byte in data]

    def doubled(length: int) -> tuple[list[bool], list[bool]]:
        """Leads of that length; where as many bytes in a row equal those `length` further on."""
        lead_of = {2: range(0xC0, 0xE0), 3: range(0xE0, 0xF0)}[length]
        equal = [data[i : i + 1] == data[i + length : i + length + 1] for i in range(len(data))]
        in_a_row = [
            all(equal[i : i + length]) and i + 2 * length <= len(data) for i in range(len(data))
        ]
        return [byte in lead_of for byte in data], in_a_row

    lead2, equal2 = doubled(2)
    lead3, equal3 = doubled(3)
    doubles = [(lead2[i] and equal2[i]) or (lead3[i] and equal3[i]) for i in range(len(data))]

    yield text(24, y, "4  UTF-8 as it lies: one bit a byte, 64 bytes at a time", "title")
    yield text(LEFT - 12, y + 34, "code points", "label")
    x = LEFT
    for character, length in zip(content, lengths, strict=True):
        yield box(x, y + 16, length * width, "plain", character)
        x += length * width
    colours = [
        ["", "faint", "first", "second"][length] for length in lengths for _ in range(length)
    ]
    yield from row(y + 46, "bytes", [f"{byte:02X}" for byte in data], colours, width)
    yield from bits(y + 82, "leads of two bytes", lead2, width)
    yield from bits(y + 110, "equal 2 on, 2 in a row", equal2, width)
    yield from bits(y + 146, "leads of three bytes", lead3, width)
    yield from bits(y + 174, "equal 3 on, 3 in a row", equal3, width)
    yield from bits(y + 210, "doubles", doubles, width)
    yield from bits(y + 238, "code points begin", starts, width)
    side = LEFT + len(data) * width + 16
    positions = [sum(starts[:i]) for i, double in enumerate(doubles) if double]
    yield text(side, y + 113, "and", "soft")
    yield text(side, y + 177, "and", "soft")
    yield text(side, y + 227, "or: a double begins here", "soft")
    yield text(side, y + 255, f"set before them: {positions[0]} and {positions[1]},", "soft")
    yield text(side, y + 272, "their positions", "soft")

    top = y + 290
    scale = 440 / 124
    for k, offset in enumerate((0, 60)):
        begin = LEFT + offset * scale
        y_bar = top + k * 24
        yield text(LEFT - 12, y_bar + 15, ("a block", "the next")[k], "label")
        yield box(begin, y_bar, 60 * scale, "first", "", 20)
        yield box(begin + 60 * scale, y_bar, 4 * scale, "second", "", 20)
    yield text(side, top + 15, "64 bytes tell about 60 positions:", "soft")
    yield text(side, top + 32, "four bytes take four bits in a row", "soft")


def picture() -> str:
    """The whole SVG file."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">',
        "<!-- Drawn by docs/doubles_kernel.py. -->",
        '<title id="t">How doubles are counted</title>',
        '<desc id="d">The section of docs/doubles.md with this picture says it in words.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8" class="page"/>',
        *counting(40),
        *neighbours(236),
        *buffer(490),
        *utf8(622),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(picture())
