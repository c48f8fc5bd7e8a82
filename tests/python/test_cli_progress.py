# SPDX-License-Identifier: Apache-2.0
"""The progress bar, on a terminal and elsewhere."""

from __future__ import annotations

import errno
import io
import os
import re
import struct
import subprocess
import sys
import threading
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from dittograph.cli import progress
from dittograph.cli.progress import Progress

if sys.platform == "win32":
    pytest.skip("pseudo-terminals of POSIX", allow_module_level=True)

import fcntl
import pty
import termios

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEGABYTE = 1 << 20
PATIENCE = 60  # seconds until a process that does not end fails its test

# A bar from the first piece on, without waiting for work that takes its time.
IMPATIENT = """
import sys
from dittograph.cli import main, progress
progress.DELAY = progress.INTERVAL = 0
sys.exit(main({arguments!r}))
"""


def collect(parent: int, shown: bytearray) -> None:
    """Read what a terminal shows until its other side is closed."""
    try:
        while data := os.read(parent, 1 << 16):
            shown.extend(data)
    except OSError:  # how Linux says that it is
        pass


def in_terminal(code: str, columns: int, **environment: str) -> tuple[bytes, bytes]:
    """Run code with a terminal for standard error; return standard output and what it shows."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    shown = bytearray()
    collector = threading.Thread(target=collect, args=(parent, shown))
    collector.start()
    try:
        result = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=child,
            env={**os.environ, "TERM": "xterm", **environment},
        )
    finally:
        os.close(child)
        collector.join()
        os.close(parent)
    return result.stdout, bytes(shown)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """128 MiB of NUL that take no room on the disk."""
    path = tmp_path / "text"
    with path.open("wb") as file:
        file.truncate(128 * MEGABYTE)
    return path


def frames(shown: bytes) -> list[str]:
    """Return what the terminal showed one after the other, without control sequences."""
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    lines = [line for line in re.split(r"[\r\n]+", plain) if line]
    assert lines
    return [line for line in lines if not line.startswith("looking for files ")]


@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("columns", [60, 100])
def test_bar_on_a_terminal(text: Path, threads: str, columns: int) -> None:
    arguments = ["count", "--threads", threads, str(text)]
    out, shown = in_terminal(IMPATIENT.format(arguments=arguments), columns)
    assert out == b"%d %s\n" % (128 * MEGABYTE - 1, os.fsencode(text))
    for frame in frames(shown):
        assert len(frame) <= columns
        assert re.fullmatch(r"counting .*\d+% .*/134\.2 MB .*eta .*", frame)
    assert b"\x1b[?25h" in shown  # The cursor is there again,
    assert shown.endswith(b"\x1b[2K")  # and nothing in its line.


def test_bar_of_what_may_be_of_any_size(text: Path) -> None:
    fifo = text.with_name("fifo")
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_bytes, args=(bytes(MEGABYTE),))
    writer.start()
    _, shown = in_terminal(IMPATIENT.format(arguments=["count", str(fifo)]), 60)
    writer.join()
    assert frames(shown)
    for frame in frames(shown):
        assert len(frame) <= 60
        assert re.fullmatch(r"counting .*/\? bytes.*|counting .* [kM]?B.*", frame)
        assert "eta" not in frame


def test_bar_of_a_comparison(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("well, hello\n" * 1000)
    _, shown = in_terminal(IMPATIENT.format(arguments=["compare", str(path)]), 60)
    steps = " ".join(frames(shown))
    for step in ("checking zip loop", "checking dittograph", "timing zip loop", "timing regex"):
        assert step in steps
    assert re.search(r"checking regex .* 66% .*eta", steps)  # of the two that take time
    assert max(map(len, frames(shown))) <= 60


def test_no_colour_where_none_is_wanted(text: Path) -> None:
    code = IMPATIENT.format(arguments=["count", "--threads", "1", str(text)])
    colours = re.compile(rb"\x1b\[[0-9;]*3[0-9][0-9;]*m")
    assert colours.search(in_terminal(code, 80)[1])
    _, shown = in_terminal(code, 80, NO_COLOR="1")
    assert frames(shown)
    assert not colours.search(shown)


def test_no_bar_for_short_work(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_text("aa")
    code = f"from dittograph.cli import main; main(['count', {str(path)!r}])"
    assert in_terminal(code, 80)[1] == b""


@pytest.mark.parametrize("step", ["update", "refresh", "stop"])
def test_a_bar_that_cannot_be_drawn_is_given_up(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    class Bar:
        def __init__(self) -> None:
            self.calls: list[str] = []

        def __getattr__(self, name: str) -> Callable[..., None]:
            def call(*_: object, **__: object) -> None:
                self.calls.append(name)
                if name == step:
                    raise OSError(errno.EIO, "Input/output error")

            return call

    bar = Bar()
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(Progress, "_draw", lambda _: (bar, 0))
    with Progress("counting", 9, delay=0) as shown:
        shown.update(1)
        shown.update(2)
    assert bar.calls.count(step) == 1
    assert bar.calls[-1] == "stop"


# Closes the other side of its terminal after the first frames.
GOES_AWAY = """
import os, sys
from dittograph.cli import progress
update, frames = progress.Progress.update, []
def update_and_leave(self, *arguments):
    update(self, *arguments)
    frames.append(arguments)
    if self._bar is not None and len(frames) > 3 and {parent} not in closed:
        os.close({parent})
        closed.append({parent})
closed = []
progress.Progress.update = update_and_leave
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_counting_survives_its_terminal(text: Path, threads: str) -> None:
    parent, child = pty.openpty()
    arguments = ["count", "--threads", threads, str(text)]
    code = GOES_AWAY.format(parent=parent) + IMPATIENT.format(arguments=arguments)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=child,
        env={**os.environ, "TERM": "xterm"},
        pass_fds=[parent],
        start_new_session=True,
    )
    os.close(parent)
    os.close(child)
    out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, b"134217727 %s\n" % os.fsencode(text))


def test_no_bar_where_nothing_moves(text: Path) -> None:
    code = IMPATIENT.format(arguments=["count", str(text)])
    assert in_terminal(code, 80, TERM="dumb")[1] == b""


TYPED = """
import os, sys, termios
from dittograph.cli import main, progress
progress.DELAY = progress.INTERVAL = 0
os.dup2(2, 0)
quiet = termios.tcgetattr(0)
quiet[3] &= ~termios.ECHO
termios.tcsetattr(0, termios.TCSANOW, quiet)
os.write(1, b"ready\\n")
sys.exit(main({arguments!r}))
"""


@pytest.mark.parametrize("command", ["count", "compare"])
def test_no_bar_where_the_user_types(command: str) -> None:
    parent, child = pty.openpty()
    arguments = ["count"] if command == "count" else ["compare", "--json", "-"]
    process = subprocess.Popen(
        [sys.executable, "-c", TYPED.format(arguments=arguments)],
        stdout=subprocess.PIPE,
        stderr=child,
        env={**os.environ, "TERM": "xterm"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    os.close(child)
    shown = bytearray()
    collector = threading.Thread(target=collect, args=(parent, shown))
    collector.start()
    for line in (b"aab\n", b"bbb\n", b"\x04"):
        os.write(parent, line)
    out, _ = process.communicate(timeout=PATIENCE)
    collector.join()
    os.close(parent)
    assert process.returncode == 0
    assert out == b"3\n" if command == "count" else b'"doubles": 3' in out
    for description in (b"counting", b"reading"):
        assert description not in shown


def test_bar_comes_back_behind_what_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[mock.MagicMock] = []

    def draw(_: Progress) -> tuple[mock.MagicMock, int]:
        drawn.append(mock.MagicMock())
        return drawn[-1], 0

    monkeypatch.setattr(Progress, "_draw", draw)
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "INTERVAL", 0)
    shown = Progress("counting", None, delay=0)
    shown._next = 0
    shown.update(1)
    shown.hide()
    assert [bar.stop.called for bar in drawn] == [True]
    shown.update(2)
    assert [bar.stop.called for bar in drawn] == [True, False]


def test_no_bar_without_a_terminal(text: Path) -> None:
    code = IMPATIENT.format(arguments=["count", str(text)])
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stderr == b""


def test_no_bar_without_rich(text: Path) -> None:
    code = "import sys; sys.modules['rich'] = None\n"
    code += IMPATIENT.format(arguments=["count", str(text)])
    out, shown = in_terminal(code, 80)
    assert out.startswith(b"134217727 ")
    assert shown == b""
