# SPDX-License-Identifier: Apache-2.0
"""What is left to be done when a signal ends the process. Ctrl-C does not: it raises."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class BeforeEnding:
    """Calls a function before SIGHUP or SIGTERM ends the process, unless they are not to end it.

    Args:
        function: What is called; by a thread that is not the main one, for which there are no
            signals, it never is.
    """

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function
        self._signals: list[int] = []
        for name in ("SIGHUP", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is not signal.SIG_DFL:
                continue
            try:
                signal.signal(number, self._end)
            except ValueError:  # not the main thread
                return
            self._signals.append(number)

    def forget(self) -> None:
        """Let signals end the process as they did before."""
        while self._signals:
            signal.signal(self._signals.pop(), signal.SIG_DFL)

    def _end(self, number: int, _: object) -> None:
        self.forget()
        self._function()
        os.kill(os.getpid(), number)
