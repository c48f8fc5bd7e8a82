# SPDX-License-Identifier: Apache-2.0
"""What a type checker tells users: their right code is right, and their mistakes are found."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RIGHT = """
from array import array
from collections.abc import Sequence
from mmap import mmap

import dittograph
import numpy as np
import numpy.typing as npt
from dittograph import (
    Repeat, Run, Runs, Utf8DoublesCounter, Utf8Squeezer, columns, count_doubles, ends_in_repeat,
    find_doubles, find_repeats, find_runs, find_runs_utf8, has_repeat, longest_run,
    longest_run_utf8, pure, regex, squeeze, squeeze_utf8, tally_doubles, tally_doubles_utf8
)

def use(text: str, mapped: mmap, numbers_of_numpy: npt.NDArray[np.uint16]) -> None:
    count: int = count_doubles(text) + count_doubles(b"aa") + count_doubles(mapped)
    count += count_doubles(bytearray()) + count_doubles(array("q")) + count_doubles(memoryview(b""))
    count += count_doubles(numbers_of_numpy) + find_doubles(np.zeros(2, np.int64)).nbytes
    by_number: dict[int, int] = tally_doubles(numbers_of_numpy)
    positions: memoryview = find_doubles(text)
    first: int = positions[0]
    numbers: list[int] = positions.tolist()
    by_character: dict[str, int] = tally_doubles(text)
    by_byte: dict[int, int] = tally_doubles(b"aa")
    by_code_point: dict[str, int] = tally_doubles_utf8(b"aa")
    counter = Utf8DoublesCounter()
    valid: bool = counter.update(b"aa") and counter.finish()
    offset: int | None = counter.error_offset
    count += counter.count
    squeezer = Utf8Squeezer(max_run=2)
    squeezed_utf8: bytes = squeezer.update(b"aa") + squeeze_utf8(bytearray(), 2)
    written: int = squeezer.update(b"aa", bytearray(5))
    runs_utf8: Runs = find_runs_utf8(b"aa", min_length=3)
    longest_utf8: Run | None = longest_run_utf8(memoryview(b""))
    oracle: dict[str, int] = pure.tally_doubles(text)
    bytes_oracle: dict[int, int] = regex.tally_doubles(bytearray())
    version: str = dittograph.__version__
    column: columns.Column = columns.count_doubles(["aab", None], threads=2)
    column = columns.squeeze(column, 2, validate=True)
    column = columns.count_runs((row for row in (text, None)), min_length=3)
    rows: int = len(column) + column.null_count
    runs: Sequence[Run] = find_runs(text)
    last: Run = find_runs(text)[-1]
    rest: Sequence[Run] = find_runs(text)[1:]
    place: int = runs.index(last) + runs.count(last) + len([*reversed(runs)])
    longest: Run | None = longest_run(b"aa")
    squeezed: tuple[str, bytes, memoryview] = squeeze(text), squeeze(b"a"), squeeze(array("q"))
    repeats: Sequence[Repeat] = find_repeats(text)[1:]
    loops: bool = has_repeat(b"aa") or bool(ends_in_repeat([1, 2]) + ends_in_repeat((1, 2)))
    match find_runs(text):
        case [first_run, *_]:
            place += first_run.start
"""

# Each line ends with what mypy calls the mistake.
WRONG = """
from array import array
from dittograph import (
    Utf8DoublesCounter, Utf8Squeezer, columns, count_doubles, count_doubles_utf8, find_doubles,
    pure, regex, tally_doubles
)
count_doubles(3.5)  # arg-type
count_doubles(None)  # arg-type
count_doubles(["a", "a"])  # arg-type
count_doubles()  # call-arg
count_doubles("aa", "bb")  # call-arg
count_doubles(text="aa")  # call-arg
find_doubles(3)  # arg-type
positions: list[int] = find_doubles("aa")  # assignment
tally_doubles(3.5)  # call-overload
by_character: dict[int, int] = tally_doubles("aa")  # assignment
by_byte: dict[str, int] = tally_doubles(b"aa")  # assignment
count_doubles_utf8("aa")  # arg-type
counter = Utf8DoublesCounter(1)  # call-arg
counter.update("aa")  # arg-type
counter.count = 1  # misc
counter.error_offset + 1  # operator
Utf8Squeezer("1")  # arg-type
Utf8Squeezer().update(b"aa", 3)  # call-overload
pure.count_doubles(3)  # arg-type
regex.count_doubles(array("i"))  # arg-type
columns.count_doubles(["aab", 3])  # list-item
columns.count_doubles(3)  # arg-type
columns.count_doubles(["aab"], 2)  # call-arg
columns.squeeze(["aab"], max_run="2")  # arg-type
"""


def run_mypy(program: str, directory: Path) -> list[str]:
    """Check the program strictly, as a user's project would; return mypy's lines."""
    (directory / "program.py").write_text(program, encoding="utf-8")
    # The preloaded runtime of a sanitizer is for the extension, which mypy does not load.
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    options = ["--strict", "--no-error-summary", "--show-error-codes", "--config-file="]
    finished = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "program.py"],
        capture_output=True,
        check=False,
        cwd=directory,
        env=environment,
        text=True,
    )
    assert finished.stderr == ""
    return finished.stdout.splitlines()


def test_right_code_is_right(tmp_path: Path) -> None:
    assert run_mypy(RIGHT, tmp_path) == []


def test_every_mistake_is_found(tmp_path: Path) -> None:
    mistakes = {
        (number, line.rpartition("# ")[2])
        for number, line in enumerate(WRONG.splitlines(), start=1)
        if "  # " in line
    }
    found = {
        (int(error[1]), error[2])
        for line in run_mypy(WRONG, tmp_path)
        if (error := re.fullmatch(r"program\.py:(\d+): error: .*\[([a-z-]+)\]", line))
    }
    assert found == mistakes
