# SPDX-License-Identifier: Apache-2.0
"""The text on which implementations are compared."""

from __future__ import annotations

import codecs
import random
import string

from dittograph.cli.entries import Entry, is_typed, open_stream
from dittograph.cli.progress import Progress
from dittograph.cli.report import visible
from dittograph.cli.spans import read_stream
from dittograph.cli.work import PIECE_SIZE

LIMIT = 64_000_000
"""How many bytes of a file are taken; the slowest implementations need seconds for as much."""

LETTERS, SEED = 1_000_000, 2017


class Sample:
    """A text to compare implementations on.

    Attributes:
        name: What it is.
        text: ``str``, or bytes if it is not UTF-8.
        size: How many bytes it has as a file.
        notes: What the user should know about it, a line each.
    """

    def __init__(self, name: str, text: str | bytes, size: int, notes: list[str]) -> None:
        self.name = name
        self.text = text
        self.size = size
        self.notes = notes


def random_letters() -> Sample:
    """Return the text of the experiment of 2017, the same every time."""
    generator = random.Random(SEED)  # noqa: S311 - nothing secret about it
    text = "".join(generator.choices(string.ascii_letters, k=LETTERS))
    return Sample(f"{LETTERS:,} random ASCII letters", text, len(text), [])


def read_sample(path: str, limit: int = LIMIT) -> Sample:
    """Read the beginning of a file, or of standard input if the path is "-".

    Args:
        path: The file.
        limit: How many bytes to take.

    Raises:
        OSError: It cannot be read.
    """
    data = _read(path, limit + 1)
    notes = []
    name = "standard input" if path == "-" else visible(path)
    is_cut = len(data) > limit
    if is_cut:
        del data[limit:]
        notes.append(f"{name} is long: only its first {limit / 1e6:,.0f} MB are compared")
    # Being incremental, it leaves out a character that the cut has gone through.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data, final=not is_cut)
    except UnicodeDecodeError as error:
        notes.append(
            f"{name} is not UTF-8 (see byte {error.start}): bytes are compared, not code points"
        )
        return Sample(name, bytes(data), len(data), notes)
    return Sample(name, text, len(data) - len(decoder.getstate()[0]), notes)


def _read(path: str, limit: int) -> bytearray:
    data = bytearray()
    buffer = memoryview(bytearray(PIECE_SIZE))
    entry = Entry(path, None if path == "-" else path)
    stream = open_stream(entry)
    try:
        with Progress("reading", None) as progress:
            for piece in read_stream(stream, buffer):
                data += piece[: limit - len(data)]
                if not is_typed(stream):
                    progress.update(len(data))
                if len(data) == limit:
                    break
    finally:
        if entry.path is not None:
            stream.close()
    return data
