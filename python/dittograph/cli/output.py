# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH105, PTH108, PTH116, PTH118, PTH120 - pathlib takes longer to import than a small file takes to squeeze
"""Where a command writes data, as it comes: standard output, or a file that is whole or not there.

Unlike `report`, which writes lines, this writes large pieces, at once and without a copy.
"""

from __future__ import annotations

import os
import stat
import sys

from dittograph.cli import report
from dittograph.cli.entries import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Protocol, Self

    class HasFileno(Protocol):
        """A file of Python's."""

        def fileno(self) -> int:
            """Return its descriptor."""


# What a pipe of Linux may hold at most unless the administrator says otherwise, and not 64 KiB: the
# two ends then wait for each other a sixteenth as often.
_PIPE_SIZE = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ, which the module fcntl knows only on Linux


class Output:
    """Standard output, or a file, open for writing.

    A file is written under another name in the same folder and gets its own when it is complete, so
    that there is never half of it; what is no regular file (a device, a named pipe) is written to
    directly.

    Args:
        path: The file; None for standard output.

    Raises:
        report.OutputError: It cannot be opened, or written to; `name` says which it is.
    """

    def __init__(self, path: str | None = None) -> None:
        self.name = "standard output" if path is None else report.visible(path)
        self._temporary: str | None = None
        self._path = ""
        if path is None:
            if sys.stdout is None:
                raise report.OutputError("it is closed")
            report.flush()
            self.fd = sys.stdout.fileno()
            return
        try:
            self._open(os.path.realpath(path))  # so that a symbolic link stays one
        except OSError as error:
            raise report.OutputError(explain(error), self.name) from error

    def _open(self, path: str) -> None:
        flags = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            mode = None
        if mode is not None and not stat.S_ISREG(mode):
            self.fd = os.open(path, flags)
            return
        if mode is not None and not os.access(path, os.W_OK):  # as if it was written to itself
            self.fd = os.open(path, flags)
            os.close(self.fd)
        name = f".dittograph-{os.urandom(6).hex()}.part"
        temporary = os.path.join(os.path.dirname(path), name)
        self.fd = os.open(temporary, flags | os.O_CREAT | os.O_EXCL, 0o666)
        self._temporary, self._path = temporary, path
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(self.fd, stat.S_IMODE(mode))

    def write(self, data: memoryview) -> None:
        """Write all of it.

        Raises:
            BrokenPipeError: Nobody reads it any more.
            report.OutputError: It cannot be written.
        """
        try:
            while data:
                try:
                    data = data[os.write(self.fd, data) :]
                except BlockingIOError:  # somebody has set it to non-blocking, and it is full
                    import select

                    select.select([], [self.fd], [])
        except BrokenPipeError:
            raise
        except OSError as error:
            raise report.OutputError(explain(error), self.name) from error

    def complete(self) -> None:
        """Say that all is written: now a file gets its name."""
        if self._temporary is None:
            return
        try:
            os.close(self.fd)
            self.fd = -1
            os.replace(self._temporary, self._path)
        except OSError as error:
            raise report.OutputError(explain(error), self.name) from error
        self._temporary = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._temporary is not None:
            if self.fd >= 0:
                os.close(self.fd)
            os.unlink(self._temporary)
        elif self.name != "standard output" and self.fd >= 0:
            os.close(self.fd)


def widen(file: int | HasFileno) -> None:
    """Let a pipe hold more, if it is one and the system allows it."""
    try:
        import fcntl

        fcntl.fcntl(file, _SET_PIPE_SIZE, _PIPE_SIZE)
    except (ImportError, OSError):
        pass
