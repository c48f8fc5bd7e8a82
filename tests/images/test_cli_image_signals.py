# SPDX-License-Identifier: Apache-2.0
"""`dittograph images`: what is left when a signal ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from dittograph import images
from files import encoded
from generated import sample
from shell import posix, write

if TYPE_CHECKING:
    from pathlib import Path

JPEG = encoded(sample("blurred", "RGB", 200, 150).image, "JPEG")


def start(*arguments: str | Path, command: str = "hash") -> subprocess.Popen[bytes]:
    """Start `dittograph images` so that it takes Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-m", "dittograph", "images", command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


ENDS = [(signal.SIGINT, 130, b"dittograph: interrupted\n")]
if sys.platform != "win32":
    ENDS += [(one, -one, b"") for one in (signal.SIGTERM, signal.SIGHUP)]


@posix
@pytest.mark.parametrize(("ending", "status", "message"), ENDS)
@pytest.mark.parametrize("threads", ["1", "2"])
def test_signal_leaves_no_output_and_no_part_of_it(
    tmp_path: Path, threads: str, ending: signal.Signals, status: int, message: bytes
) -> None:
    """What has been hashed until then is remembered all the same."""
    photographs = tmp_path / "photographs"
    write(photographs / "a.jpg", JPEG)
    for number in range(3000):
        (photographs / f"b{number}.jpg").hardlink_to(photographs / "a.jpg")
    arguments: list[str | Path] = [
        "--threads",
        threads,
        "-o",
        tmp_path / "out",
        "--cache",
        tmp_path / "c",
    ]
    process = start(*arguments, photographs)
    end = time.monotonic() + 60
    while not list(tmp_path.glob(".dittograph-*.part")):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.001)
    time.sleep(0.05)  # some are done
    process.send_signal(ending)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (status, b"", message)
    left = {path.name for path in tmp_path.iterdir()} - {"photographs"}
    assert left <= {"c"}


def opened_for_writing(pipe: Path) -> int:
    """Wait until somebody reads a pipe."""
    end = time.monotonic() + 60
    while True:
        assert time.monotonic() < end
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody does yet
            time.sleep(0.005)


@posix
@pytest.mark.parametrize(("ending", "status", "message"), ENDS)
@pytest.mark.parametrize("command", ["hash", "duplicates"])
def test_what_has_been_hashed_is_remembered(
    tmp_path: Path, command: str, ending: signal.Signals, status: int, message: bytes
) -> None:
    write(tmp_path / "a.jpg", JPEG)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    written = tmp_path / "written"
    process = start(
        *("--threads", "1", "--cache", tmp_path / "c"),
        *("-o" if command == "hash" else "--html", written, tmp_path / "a.jpg", pipe),
        command=command,
    )
    writer = opened_for_writing(pipe)  # after the image
    process.send_signal(ending)
    try:
        out, err = process.communicate(timeout=60)
    finally:
        os.close(writer)
        process.kill()
        process.communicate()
    assert (process.returncode, out, err) == (status, b"", message)
    assert {path.name for path in tmp_path.iterdir()} == {"a.jpg", "c", "pipe"}
    assert str(images.perceptual_hash(JPEG)) in (tmp_path / "c").read_text()


@posix
@pytest.mark.parametrize("threads", ["1", "2"])
def test_ctrl_c_while_waiting_for_a_pipe(tmp_path: Path, threads: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = start("--threads", threads, pipe)
    writer = opened_for_writing(pipe)
    os.write(writer, JPEG[:100])
    time.sleep(0.3)  # By now it waits for more.
    process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=60)
    finally:
        os.close(writer)
        process.kill()
        process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"dittograph: interrupted\n")
