# SPDX-License-Identifier: Apache-2.0
"""What becomes of the threads and of open files when something goes wrong."""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from dittograph.cli import work
from dittograph.cli.entries import find_entries
from dittograph.cli.measures import Utf8Count
from dittograph.cli.progress import Progress
from dittograph.cli.work import Work
from helpers import run_python

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dittograph.cli.entries import Entry

PARTS, PART_SIZE = 50, 10


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text"
    path.write_bytes(b"a" * PARTS * PART_SIZE)
    return path


def count(path: Path, threads: int, progress: Progress | None = None) -> Entry:
    (entry,) = find_entries([str(path)])
    progress = progress or Progress("", None)
    Work([entry], progress, part_size=PART_SIZE, piece_size=PART_SIZE).run(threads)
    return entry


def open_files() -> list[int]:
    return [fd for fd in range(100) if is_open(fd)]


def is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


class Broken(Utf8Count):
    """Fails at the third part; the others go on as long as nobody stops them."""

    made = 0

    def update(self, piece: memoryview) -> bool:
        type(self).made += 1
        if type(self).made == 3:
            raise ZeroDivisionError
        return super().update(piece)


@pytest.mark.parametrize("threads", [1, 4])
def test_an_unexpected_error_stops_all_and_is_raised(
    text: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(work, "Utf8Count", Broken)
    monkeypatch.setattr(Broken, "made", 0)
    before = open_files(), threading.active_count()
    with pytest.raises(ZeroDivisionError):
        count(text, threads)
    assert (open_files(), threading.active_count()) == before


class Interrupts(Progress):
    """Presses Ctrl-C when it is first told how far the work is."""

    def __init__(self) -> None:
        super().__init__("", None)
        self.pressed = threading.Event()

    def update(self, done: int, description: str | None = None) -> None:  # noqa: ARG002
        self.pressed.set()
        raise KeyboardInterrupt


@pytest.mark.parametrize("threads", [1, 4])
def test_an_interrupt_stops_all(text: Path, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    progress = Interrupts()

    class Patient(Utf8Count):
        def update(self, piece: memoryview) -> bool:
            return progress.pressed.wait(60) and super().update(piece)

    monkeypatch.setattr(work, "Utf8Count", Patient)
    before = open_files(), threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        count(text, threads, progress)
    assert (open_files(), threading.active_count()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_threads_have_ended_when_an_interrupt_is_reported(text: Path) -> None:
    """Those that have not, at exit, may abort the process."""
    run_python(
        """
import signal, sys, threading, time
from dittograph.cli import main, work
from dittograph.cli.measures import Utf8Count

class Slow(Utf8Count):
    pieces = []
    def update(self, piece):
        self.pieces.append(piece)
        first = len(self.pieces) == 1
        if len(self.pieces) == 3:
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        time.sleep(0.5 if first else 0.1)  # The main thread waits for the first one first.
        return True

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.stderr = None
work.Utf8Count = Slow
work.Work.__init__.__kwdefaults__["part_size"] = 10
assert main(["count", "--threads", "3", sys.argv[1]]) == 130
assert len(Slow.pieces) == 3
assert len(sys._current_frames()) == 1
""",
        str(text),
    )


@pytest.mark.parametrize("allowed", [0, 1, 3])
def test_a_system_that_allows_few_threads(
    text: Path, monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    start = threading.Thread.start
    started: list[threading.Thread] = []

    def start_or_refuse(thread: threading.Thread) -> None:
        if len(started) == allowed:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_or_refuse)
    assert count(text, 8).doubles == PARTS * PART_SIZE - 1
    assert len(started) == allowed


def test_no_more_threads_than_are_of_use(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(work, "MOST_THREADS", 3)
    monkeypatch.setattr(Work, "_work_in_threads", lambda _, threads: asked.append(threads))
    count(text, 100_000)
    assert asked == [3]


@pytest.mark.parametrize("threads", [1, 2, 30])
@pytest.mark.parametrize("reason", [errno.EMFILE, errno.ENFILE])
@pytest.mark.parametrize("allowed", [1, 2, 10])
def test_a_system_that_allows_few_open_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: int, reason: int, threads: int
) -> None:
    paths = [tmp_path / f"{number:03}" for number in range(100)]
    for number, path in enumerate(paths):
        path.write_bytes(b"a" * number)
    opens, closes = os.open, os.close
    opened: set[int] = set()

    def open_or_refuse(path: str, flags: int) -> int:
        if len(opened) == allowed:
            raise OSError(reason, os.strerror(reason), path)
        fd = opens(path, flags)
        opened.add(fd)
        return fd

    def close(fd: int) -> None:
        opened.remove(fd)
        closes(fd)

    monkeypatch.setattr(os, "open", open_or_refuse)
    monkeypatch.setattr(os, "close", close)
    entries = list(find_entries([str(path) for path in paths]))
    Work(entries, Progress("", None), part_size=16, piece_size=8).run(threads)
    monkeypatch.undo()
    assert [e.error for e in entries] == [None] * 100
    assert [e.doubles for e in entries] == [max(0, number - 1) for number in range(100)]


def test_a_system_that_allows_no_open_file(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:  # noqa: ARG001
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), path)

    monkeypatch.setattr(os, "open", refuse)
    assert count(text, 4).error == os.strerror(errno.EMFILE)


def test_no_more_threads_than_parts(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = []
    do_work = Work._work

    def note_and_work(self: Work, slot: int) -> None:
        slots.append(slot)
        do_work(self, slot)

    monkeypatch.setattr(Work, "_work", note_and_work)
    assert count(text, 1000).doubles == PARTS * PART_SIZE - 1
    assert sorted(slots) == list(range(1, PARTS + 1))
    slots.clear()
    assert count(text, 1).doubles == PARTS * PART_SIZE - 1
    assert slots == [0]  # the main thread


def test_files_are_closed_and_results_in_order(tmp_path: Path) -> None:
    before = open_files()
    paths = [tmp_path / f"{number:03}" for number in range(200)]
    for number, path in enumerate(paths):
        path.write_bytes(b"a" * number)
    entries = list(find_entries([str(path) for path in paths]))
    total = Work(entries, Progress("", None), part_size=16, piece_size=8).run(5)
    assert [e.doubles for e in entries] == [max(0, number - 1) for number in range(200)]
    assert total.doubles() == sum(range(199))
    assert open_files() == before


@pytest.mark.parametrize("as_stream", [False, True])
def test_a_read_error_inside_a_character_has_no_offset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_stream: bool
) -> None:
    """The text is no shorter than UTF-8 allows: its end has not been read."""
    path = tmp_path / "text"
    path.write_text("a" * (PART_SIZE - 1) + "\u00e9", encoding="utf-8")
    reads = 0

    def read_once(read: Callable[..., int]) -> Callable[..., int]:
        def read_or_fail(*arguments: object) -> int:
            nonlocal reads
            reads += 1
            if reads > 1:
                raise OSError(errno.EIO, "Input/output error")
            return read(*arguments)

        return read_or_fail

    class Stream(io.FileIO):
        readinto = read_once(io.FileIO.readinto)

    monkeypatch.setattr(os, "preadv", read_once(os.preadv), raising=False)
    monkeypatch.setattr("dittograph.cli.entries.open_stream", lambda entry: Stream(entry.path))
    (entry,) = find_entries([str(path)])
    if as_stream:
        entry.size = None
    Work([entry], Progress("", None), piece_size=PART_SIZE).run(1)
    assert (entry.error, entry.error_offset) == ("Input/output error", None)
