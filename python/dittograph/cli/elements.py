# SPDX-License-Identifier: Apache-2.0
"""How an element is shown to people: something to look at, its code, its name."""

from __future__ import annotations

import unicodedata

from dittograph.cli.report import can_show

_PICTURES = 0x2400  # ␀ stands for 0x00, and so on to ␠ for the space
_DELETE, _PICTURE_OF_DELETE = 0x7F, "␡"
_NAMELESS = {"Cc": "control", "Co": "private use", "Cs": "surrogate"}


def describe(element: str | int) -> str:
    r"""Return a column to look at that is two wide, the code, and the name if there is one.

    >>> describe("l")
    'l   U+006C  LATIN SMALL LETTER L'
    >>> describe("\n")
    '␊   U+000A  LINE FEED'
    >>> describe(0xFF)
    '    0xFF'
    """
    if isinstance(element, int):
        glyph, name = _look(chr(element)) if element < 0x80 else ("", "")
        code = f"0x{element:02X}"
    else:
        glyph, name = _look(element)
        code = f"U+{ord(element):04X}"
    if not can_show(glyph):  # Escaped, it would be wider than its column, and tell no more.
        glyph = ""
    return f"{glyph}{' ' * (2 - _width(glyph))}  {code}  {name}".rstrip()


def _look(character: str) -> tuple[str, str]:
    """Return something visible of one or two columns, or nothing, and the name."""
    code = ord(character)
    if code <= 0x20 or code == _DELETE:
        picture = _PICTURE_OF_DELETE if code == _DELETE else chr(_PICTURES + code)
        return picture, unicodedata.name(picture).removeprefix("SYMBOL FOR ")
    category = unicodedata.category(character)
    name = unicodedata.name(character, _NAMELESS.get(category, "unassigned"))
    if category[0] in "CZ":  # Would not be seen, or would turn the line around.
        return "", name
    if category[0] == "M":
        return "◌" + character, name
    return character, name


def _width(glyph: str) -> int:
    return 2 if glyph and unicodedata.east_asian_width(glyph[0]) in "WF" else len(glyph[:1])
