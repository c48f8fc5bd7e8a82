# SPDX-License-Identifier: Apache-2.0
"""Waits for long calls in such a way that Ctrl-C ends the wait."""

from __future__ import annotations

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Result = TypeVar("_Result")


def wait_for(function: Callable[[], _Result]) -> _Result:
    """Call a function on another thread and return its result, or raise its exception.

    Python sees signals between two of its instructions, and a call into the extension is one of
    them, however long it takes. Waiting for a thread is not. After Ctrl-C the thread is left to
    itself, so this is for a process that ends then.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - it is raised again
            errors.append(error)

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join()
    for error in errors:
        raise error
    return results[0]
