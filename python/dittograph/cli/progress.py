# SPDX-License-Identifier: Apache-2.0
"""The progress bar: on standard error, if that is a terminal and the work takes its time."""

from __future__ import annotations

import os
import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn, Task, TaskID

DELAY = 1.0  # seconds until a bar is worth drawing
INTERVAL = 0.1


def bar_delay(output: int | None) -> float | None:
    """Return how long to wait with a bar while data is written: for ever, if it goes to a terminal.

    Args:
        output: The descriptor it goes to; None if it is no file of the system's.
    """
    return float("inf") if output is not None and os.isatty(output) else None


class Progress:
    """Draws how far the work is, from the thread that tells it so.

    rich would redraw from a thread of its own; a call now and then costs less and disturbs nothing
    that is being timed. Without rich there is no bar, and the work goes on; so it does when the
    terminal goes away.

    Args:
        description: What is going on.
        total: How much there is to do, or None if that is not known.
        unit: What it is counted in; "" if that is nobody's concern.
        delay: How many seconds pass before the bar appears; None for `DELAY`.
    """

    def __init__(
        self,
        description: str,
        total: int | None,
        unit: str = "bytes",
        delay: float | None = None,
    ) -> None:
        self._description = description
        self._total = total
        self._unit = unit
        self._next = monotonic() + (DELAY if delay is None else delay)
        self._bar: tuple[Bar, TaskID] | None = None
        if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            self._next = float("inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._erase()

    def update(self, done: int, description: str | None = None) -> None:
        """Say how much has been done, and perhaps what is going on now."""
        if description is not None:
            self._description = description
        now = monotonic()
        if now < self._next:
            return
        self._next = now + INTERVAL
        try:
            if self._bar is None:
                self._bar = self._draw()
            bar, task = self._bar
            total = None if self._total is None else max(self._total, done)  # a file may have grown
            bar.update(task, completed=done, total=total, description=self._description)
            bar.refresh()
        except (ModuleNotFoundError, OSError):  # no rich, or no terminal any more
            self._erase()
            self._next = float("inf")

    def hide(self) -> None:
        """Take the bar away for the time being, where the user is about to type."""
        self._erase()
        self._next = max(self._next, monotonic() + DELAY)

    def _erase(self) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar[0], None
            try:  # noqa: SIM105 - contextlib takes long to import
                bar.stop()
            except OSError:
                pass  # The terminal has gone, and with it the bar.

    def _draw(self) -> tuple[Bar, TaskID]:
        from rich import progress
        from rich.console import Console
        from rich.table import Column

        columns: list[progress.ProgressColumn] = [
            progress.TextColumn("{task.description}"),
            progress.BarColumn(bar_width=None),
        ]
        if self._total is not None:
            columns.append(progress.TaskProgressColumn())
        if self._unit == "bytes":
            # Where there is little room, the bar is what gets shorter.
            columns.append(progress.DownloadColumn(table_column=Column(no_wrap=True)))
            columns.append(progress.TransferSpeedColumn(table_column=Column(no_wrap=True)))
        elif self._unit:
            columns.append(progress.TextColumn(f"{{task.completed:,}} {self._unit}"))
            if self._total is not None:
                columns.append(_rate_column())
        if self._total is not None:
            columns += [progress.TextColumn("eta"), progress.TimeRemainingColumn(compact=True)]
        bar = progress.Progress(
            *columns,
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            expand=True,
        )
        task = bar.add_task(self._description, total=self._total)
        bar.start()
        return bar, task


def _rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:,.0f}/s")

    return Rate()
