# SPDX-License-Identifier: Apache-2.0
"""Reads what the documentation's pages consist of, as far as tests can check it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of code, and where its first line stands in the file."""

    language: str
    text: str
    line: int


def code_blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(match[1], match[2], text.count("\n", 0, match.start(2)) + 1)
        for match in FENCE.finditer(text)
    ]


def prose(page: Path) -> str:
    """Return a page without its blocks of code, and without code in lines."""
    return re.sub(r"`[^`\n]*`", "``", FENCE.sub("", page.read_text(encoding="utf-8")))


def links(page: Path) -> list[str]:
    """Return the targets of a page's links."""
    return LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Return what links into the page may name, as GitHub makes it out of headings."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
        for heading in headings
    }


@dataclass(frozen=True)
class Command:
    """A command of a console block, and what it prints according to the page."""

    command: str
    output: str


def commands(block: str) -> list[Command]:
    """Return the commands of a console block: lines after "$ ", continued after "> "."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    if parts[0]:
        message = f"a console block must start with a line '$ command', got {parts[0]!r}"
        raise ValueError(message)
    found = []
    for part in parts[1:]:
        command, *rest = part.splitlines(keepends=True)
        while rest and rest[0].startswith("> "):
            command += rest.pop(0)[2:]
        found.append(Command(command.rstrip("\n"), "".join(rest)))
    return found
