# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C ends the command, whatever it is doing, with one line and its exit status."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux's /proc")

COMMAND = [sys.executable, "-m", "dittograph"]
GIGABYTE = 1 << 30
PATIENCE = 60  # seconds until a process that does not end fails its test


def default_interrupt() -> None:
    """Let the child take Ctrl-C even if the tests run in the background, where it is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


@pytest.fixture
def interrupted() -> Iterator[Callable[..., tuple[int, bytes, bytes]]]:
    processes: list[subprocess.Popen[bytes]] = []

    def start_and_interrupt(
        *arguments: str | Path, when: Callable[[int], bool], stdin: int = subprocess.DEVNULL
    ) -> tuple[int, bytes, bytes]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=default_interrupt,
        )
        processes.append(process)
        until(lambda: when(process.pid))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err

    yield start_and_interrupt
    for process in processes:
        process.kill()
        process.communicate()


def has_open(pid: int, path: Path) -> bool:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if descriptor.readlink() == path:
                return True
        except FileNotFoundError:  # closed since it was listed
            pass
    return False


INTERRUPTED = 130, b"", b"dittograph: interrupted\n"


@linux
@pytest.mark.parametrize("threads", ["1", "2"])
def test_interrupt_while_counting(
    tmp_path: Path, interrupted: Callable[..., tuple[int, bytes, bytes]], threads: str
) -> None:
    small, big = tmp_path / "small", tmp_path / "big"
    small.write_text("aa")
    with big.open("wb") as file:
        file.truncate(256 * GIGABYTE)  # more than a minute of work

    result = interrupted(
        "count", "--threads", threads, small, big, when=lambda pid: has_open(pid, big)
    )
    assert result == INTERRUPTED


@linux
def test_interrupt_while_looking_for_repeats(
    tmp_path: Path, interrupted: Callable[..., tuple[int, bytes, bytes]]
) -> None:
    text = tmp_path / "text"
    text.write_bytes(random.Random(1).randbytes(20_000_000))

    def is_computing(pid: int) -> bool:
        """Whether there is the thread that Ctrl-C leaves behind."""
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1

    # More than a minute of work, in one call of the library.
    arguments = ("repeats", "--bytes", "--max-period", "100000", text)
    assert interrupted(*arguments, when=is_computing) == INTERRUPTED


def test_interrupt_while_waiting_for_input(
    interrupted: Callable[..., tuple[int, bytes, bytes]],
) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"aa")
    try:
        # What was in the pipe has been read: counting has begun, and waits for more.
        result = interrupted(
            "count", stdin=reader, when=lambda _: not select.select([reader], [], [], 0)[0]
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert result == INTERRUPTED
