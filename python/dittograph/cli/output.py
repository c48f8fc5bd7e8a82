# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH105, PTH108, PTH116, PTH118, PTH119, PTH120 - pathlib takes longer to import than a small file takes to squeeze
"""Where a command writes data, as it comes: standard output, or a file that is whole or not there.

Unlike `report`, which writes lines, this writes large pieces, at once and without a copy.
"""

from __future__ import annotations

import errno
import os
import stat
import sys

from dittograph.cli import report
from dittograph.cli.entries import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Protocol, Self

    from dittograph.cli.ending import BeforeEnding

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
        self._is_standard = path is None
        self._temporary: str | None = None
        self._path = ""
        self._before_ending: BeforeEnding | None = None
        if path is None:
            if sys.stdout is None:
                raise report.OutputError("it is closed")
            report.flush()
            self.fd = sys.stdout.fileno()
            return
        self.fd = -1
        try:
            self._open(path)
        except OSError as error:
            raise report.OutputError(explain(error), self.name) from error

    def _open(self, path: str) -> None:
        own = _own_descriptor(path)
        if own is not None:
            self.fd = os.dup(own)  # which goes on where it is, at the end of a file as well
            return
        flags = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            status = os.stat(path)
        except FileNotFoundError:
            if not os.path.basename(path):  # It ends with a slash, and is no folder.
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)) from None
            status = None
        if status is not None and not stat.S_ISREG(status.st_mode):
            self.fd = os.open(path, flags)
            return
        if status is not None and not os.access(path, os.W_OK):  # as if it was written to itself
            os.close(os.open(path, flags))
        from dittograph.cli.ending import BeforeEnding

        # So that a symbolic link stays one.
        self._path = os.path.realpath(path)
        name = f".dittograph-{os.urandom(6).hex()}.part"
        temporary = os.path.join(os.path.dirname(self._path), name)
        try:
            self._before_ending = BeforeEnding(self._discard)
            # Who may not read the file may not read what is to become of it either.
            mode = 0o666 if status is None else 0o600
            self.fd = os.open(temporary, flags | os.O_CREAT | os.O_EXCL, mode)
            self._temporary = temporary
            if status is not None:
                _make_like(self.fd, status)
        except BaseException:
            self._discard()
            raise

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
        if self._is_standard:
            return
        try:
            if self._temporary is not None:
                os.fsync(self.fd)  # or the name could outlive a power cut, and the text not
            self._close()
            if self._temporary is not None:
                os.replace(self._temporary, self._path)
        except OSError as error:
            raise report.OutputError(explain(error), self.name) from error
        self._temporary = None

    def discard(self) -> None:
        """Leave what was there, which could have been written to."""
        if not self._is_standard:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    def _close(self) -> None:
        fd, self.fd = self.fd, -1  # closed even if that goes wrong
        if fd >= 0:
            os.close(fd)

    def _discard(self) -> None:
        """Leave nothing behind that is not complete. What goes wrong here is not worth a word."""
        try:  # noqa: SIM105 - contextlib takes long to import
            self._close()
        except OSError:
            pass
        temporary, self._temporary = self._temporary, None
        if temporary is not None:
            try:  # noqa: SIM105 - likewise
                os.unlink(temporary)
            except OSError:
                pass
        if self._before_ending is not None:
            self._before_ending.forget()


def _own_descriptor(path: str) -> int | None:
    """Return the descriptor of this process for which a path stands, if it stands for one."""
    if path in ("/dev/stdout", "/dev/stderr"):
        return 1 if path == "/dev/stdout" else 2
    folder, _, number = path.rpartition("/")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    return int(number) if folder in ("/dev/fd", "/proc/self/fd") and is_number else None


def _make_like(fd: int, status: os.stat_result) -> None:
    """Give a file the owner, as far as that is allowed, and the mode of another one."""
    if hasattr(os, "fchown"):
        for owner in (status.st_uid, -1):
            try:
                os.fchown(fd, owner, status.st_gid)
                break
            except OSError:
                pass
    if hasattr(os, "fchmod"):
        # Without set-user-ID and its like, which writing to a file takes from it, too.
        os.fchmod(fd, status.st_mode & 0o777)


def widen(file: int | HasFileno) -> None:
    """Let a pipe hold more, if it is one and the system allows it."""
    try:
        import fcntl

        fcntl.fcntl(file, _SET_PIPE_SIZE, _PIPE_SIZE)
    except (ImportError, OSError):
        pass
