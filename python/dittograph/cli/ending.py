# SPDX-License-Identifier: Apache-2.0
"""What is left to be done when a signal ends the process. Ctrl-C does not: it raises."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ClassVar, Self


class BeforeEnding:
    """Calls a function before SIGHUP or SIGTERM ends the process, unless they are not to end it.

    Of several that wait at a time the last comes first.

    Args:
        function: What is called; by a thread that is not the main one, for which there are no
            signals, it never is.
    """

    _waiting: ClassVar[list[BeforeEnding]] = []
    _signals: ClassVar[list[int]] = []

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function
        for name in ("SIGHUP", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is not signal.SIG_DFL:
                continue
            try:
                signal.signal(number, self._end)
            except ValueError:  # not the main thread
                return
            self._signals.append(number)
        self._waiting.append(self)

    def forget(self) -> None:
        """Let signals end the process as they did before."""
        if self in self._waiting:
            self._waiting.remove(self)
        while self._signals and not self._waiting:
            signal.signal(self._signals.pop(), signal.SIG_DFL)

    @classmethod
    def _end(cls, number: int, _: object) -> None:
        waiting = cls._waiting[::-1]
        for one in waiting:
            one.forget()  # before any is called: the next signal ends the process
        for one in waiting:
            one._function()
        os.kill(os.getpid(), number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.forget()
