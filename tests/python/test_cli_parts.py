# SPDX-License-Identifier: Apache-2.0
"""Files counted in parts, however small, give what one pass over the text gives."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest
from dittograph import pure
from dittograph.cli.entries import Entry, find_entries
from dittograph.cli.measures import InOrder
from dittograph.cli.progress import Progress
from dittograph.cli.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Leads of every length, continuation bytes at the limits that some leads set, a byte of no UTF-8.
BYTES = [0x61, 0x80, 0x90, 0xBF, 0xC3, 0xE0, 0xED, 0xE2, 0xF0, 0xF4, 0xFF]
CHARACTERS = "aaab\n\u00e9\u00e9\u0416\u20ac\u20ac\u4e16\U0001f389\U0001f389\U0010ffff"


class Watcher(Progress):
    """Calls a function after the first piece."""

    def __init__(self, after_first: Callable[[], object]) -> None:
        super().__init__("", None)
        self.after_first = after_first
        self.calls = 0

    def update(self, done: int, description: str | None = None) -> None:  # noqa: ARG002
        self.calls += 1
        if self.calls == 1:
            self.after_first()


def measure(
    path: Path,
    *,
    part_size: int,
    piece_size: int,
    threads: int = 1,
    as_bytes: bool = False,
    tally: bool = False,
    progress: Progress | None = None,
) -> Entry:
    (entry,) = find_entries([str(path)])
    work = Work(
        [entry],
        progress or Progress("", None),
        as_bytes=as_bytes,
        tally=tally,
        part_size=part_size,
        piece_size=piece_size,
    )
    work.run(threads)
    return entry


def fill(path: Path, data: bytes) -> None:
    """Write a file anew. To truncate it to nothing first is what file systems are slow at."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(data)
        file.truncate()


def decode(data: bytes) -> tuple[str, int | None]:
    """Return the text, or where it is not UTF-8, by Python's own decoder."""
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        return "", error.start


def assert_like_one_pass(path: Path, data: bytes, part_size: int, piece_size: int) -> None:
    """Check the count and the offset of the error against Python's own decoder."""
    fill(path, data)
    entry = measure(path, part_size=part_size, piece_size=piece_size)
    case = (data, part_size, piece_size)
    text, error_offset = decode(data)
    assert entry.error_offset == error_offset, case
    if error_offset is not None:
        assert f" at byte {error_offset} " in str(entry.error), case
        return
    assert entry.error is None, case
    assert entry.doubles == pure.count_doubles(text), case
    assert entry.bytes == len(data), case


def test_every_short_row_of_bytes(tmp_path: Path) -> None:
    path = tmp_path / "text"
    for length in (1, 2, 3):
        for row in itertools.product(BYTES, repeat=length):
            for part_size in range(1, length + 1):
                assert_like_one_pass(path, b"a" + bytes(row) + b"a", part_size, 3)


@pytest.mark.parametrize("part_size", [1, 2, 3, 4, 5, 7, 16])
def test_long_rows_of_continuation_bytes(tmp_path: Path, part_size: int) -> None:
    for before in (b"", b"a", b"ab", "é".encode(), "€".encode(), "🎉".encode(), b"\xf0\x9f"):
        for length in range(9):
            data = before + b"\x80" * length + "€€".encode()
            assert_like_one_pass(tmp_path / "text", data, part_size, 4)


def test_random_rows_of_bytes(tmp_path: Path) -> None:
    generator = random.Random(1)
    for _ in range(2000):
        data = bytes(generator.choices(BYTES, k=generator.randint(0, 12)))
        sizes = generator.randint(1, 6), generator.randint(1, 6)
        assert_like_one_pass(tmp_path / "text", data, *sizes)


def test_random_text_and_one_bad_byte(tmp_path: Path) -> None:
    generator = random.Random(2)
    for turn in range(2000):
        data = bytearray(
            "".join(generator.choices(CHARACTERS, k=generator.randint(1, 25))).encode()
        )
        if turn % 2:
            data[generator.randrange(len(data))] = generator.choice(BYTES)
        sizes = generator.randint(1, 9), generator.randint(1, 9)
        assert_like_one_pass(tmp_path / "text", bytes(data), *sizes)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_tallies_keep_the_order_of_first_occurrence(tmp_path: Path, threads: int) -> None:
    generator = random.Random(3)
    path = tmp_path / "text"
    for _ in range(150):
        text = "".join(generator.choices(CHARACTERS, k=60))
        data = text.encode()
        fill(path, data)
        for part_size in (1, 3, 10, 1000):
            sizes = {"part_size": part_size, "piece_size": 7, "threads": threads}
            entry = measure(path, **sizes, tally=True)  # type: ignore[arg-type]
            assert entry.tally is not None
            assert list(entry.tally.items()) == list(pure.tally_doubles(text).items())
            entry = measure(path, **sizes, tally=True, as_bytes=True)  # type: ignore[arg-type]
            assert entry.tally is not None
            assert list(entry.tally.items()) == list(pure.tally_doubles(data).items())


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_bytes_of_any_kind(tmp_path: Path, threads: int) -> None:
    generator = random.Random(4)
    path = tmp_path / "data"
    for part_size, piece_size in itertools.product((1, 2, 5, 64), (1, 3, 64)):
        data = bytes(generator.choices(b"\x00\x80\xff", k=200))
        fill(path, data)
        entry = measure(
            path, part_size=part_size, piece_size=piece_size, threads=threads, as_bytes=True
        )
        assert (entry.doubles, entry.bytes) == (pure.count_doubles(data), 200)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_first_error_of_many_is_reported(tmp_path: Path, threads: int) -> None:
    path = tmp_path / "text"
    for first in range(0, 400, 7):
        fill(path, b"a" * first + b"\xff" + b"b\xff" * 300)
        entry = measure(path, part_size=16, piece_size=8, threads=threads)
        assert entry.error_offset == first


@pytest.mark.parametrize("left", [0, 1, 10, 11, 50, 99])
@pytest.mark.parametrize("as_bytes", [False, True])
def test_a_file_that_shrinks_ends_where_it_ends(tmp_path: Path, left: int, as_bytes: bool) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"a" * 100)
    with path.open("r+b") as file:
        watcher = Watcher(lambda: file.truncate(left))
        entry = measure(path, part_size=10, piece_size=5, as_bytes=as_bytes, progress=watcher)
    # The first piece had been read by then.
    assert entry.error is None
    assert entry.bytes == max(left, 5)
    assert entry.doubles == max(left, 5) - 1


def test_a_file_that_grows_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes("é".encode() * 50)
    with path.open("ab", buffering=0) as file:
        watcher = Watcher(lambda: file.write("é".encode() * 7))
        entry = measure(path, part_size=10, piece_size=5, progress=watcher)
    assert (entry.error, entry.bytes, entry.doubles) == (None, 114, 56)


class Letters:
    """A measure that shows what was merged with what."""

    error_offset = None

    def __init__(self, text: str) -> None:
        self.text = text

    def merge(self, later: Letters) -> None:
        self.text += later.text


def test_parts_merge_in_the_order_of_the_text() -> None:
    for order in itertools.permutations(range(6)):
        in_order = InOrder()
        for part in order:
            in_order.add(part, Letters("abcdef"[part]))  # type: ignore[arg-type]
        assert in_order.whole().text == "abcdef"  # type: ignore[attr-defined]


def test_neighbours_merge_at_once() -> None:
    in_order = InOrder()
    for part in range(1, 1000):  # The first part is slow.
        in_order.add(part, Letters("."))  # type: ignore[arg-type]
        assert len(in_order._stretches) == 1
