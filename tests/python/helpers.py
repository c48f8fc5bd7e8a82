# SPDX-License-Identifier: Apache-2.0
"""What several test files need."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dittograph
import pytest
from dittograph import Utf8DoublesCounter, Utf8Squeezer, _core, pure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt
    from typing_extensions import Buffer

ROOT = Path(__file__).parents[2]

# AddressSanitizer reserves terabytes of addresses and keeps freed memory back, so that what a test
# says about memory limits does not hold under it. Its runtime is then among the loaded libraries.
SANITIZED = hasattr(ctypes.pythonapi, "__asan_init")

# From here on the bindings release the GIL (kReleaseGilFrom in bindings/gil.h).
RELEASES_GIL_FROM = 256 * 1024

# The size of a text that takes long enough for another thread to get on meanwhile.
LARGE = 4 * RELEASES_GIL_FROM


VERBS: list[Callable[..., object]] = [
    dittograph.count_doubles,
    dittograph.find_doubles,
    dittograph.tally_doubles,
    dittograph.longest_run,
    dittograph.count_runs,
    dittograph.find_runs,
    dittograph.squeeze,
    dittograph.find_repeats,
    dittograph.has_repeat,
]
"""What takes a str or a buffer."""

FUNCTIONS: list[Callable[..., object]] = [
    *VERBS,
    dittograph.count_doubles_utf8,
    dittograph.find_doubles_utf8,
    dittograph.tally_doubles_utf8,
    dittograph.longest_run_utf8,
    dittograph.count_runs_utf8,
    dittograph.find_runs_utf8,
    dittograph.squeeze_utf8,
    Utf8DoublesCounter().update,
    Utf8Squeezer().update,
    _core.Squeezer().update,
    _core.Utf8RunsCounter().update,
    _core.RunsCounter().update,
    _core.Utf8RunsFinder().update,
    _core.RunsFinder().update,
    _core.Utf8DoublesTallier().update,
    _core.DoublesTallier().update,
]
"""All that reads a buffer of bytes. What counts a stream takes it as one more piece."""


def installed_command() -> Path:
    """Return where the command `dittograph` was installed, which need not be beside Python."""
    installed = metadata.files("dittograph") or []
    (command,) = (f for f in installed if f.stem == "dittograph" and f.suffix in {"", ".exe"})
    recorded = Path(command.locate()).resolve()
    # What pip installs with --target is not where its record says. The command beside Python then
    # runs the package that PYTHONPATH names, as do all tests.
    return recorded if recorded.exists() else Path(sys.executable).with_name(command.name)


def assert_equals_pure(
    text: str | Buffer | npt.NDArray[Any], elements: Sequence[str] | Sequence[int]
) -> None:
    """Check the three verbs on `text` against the oracle on its elements."""
    assert dittograph.count_doubles(text) == pure.count_doubles(elements)
    assert dittograph.find_doubles(text).tolist() == pure.find_doubles(elements).tolist()
    tally: dict[str, int] | dict[int, int] = dittograph.tally_doubles(text)
    assert [*tally.items()] == [*pure.tally_doubles(elements).items()]  # the order counts, too
    assert {type(key) for key in tally} <= {str if isinstance(text, str) else int}


# For programs of run_python: the most memory that was ever in use, in kilobytes. getrusage will not
# do: it says no less than what the parent process had when it started this one.
PEAK = """
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads memory's size from /proc")


def run_python(program: str, *arguments: str) -> str:
    """Run a program of its own in a new interpreter; return what it printed.

    Fails if the program fails, or if it has anything to say on stderr: a warning, a leak report.
    """
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout
