# SPDX-License-Identifier: Apache-2.0
"""Whole processes: the command on a file in the page cache, against `wc -l` and `tr -s`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import texts
from benchmarks.interleave import Medians, Sampler, compare
from benchmarks.peers import NotRunError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 16 * texts.MILLION
_CORES = 2


def compare_with_wc(
    language: str, size: int, *, folder: Path | None, seconds: float
) -> tuple[Medians, int]:
    """Count a file of running text against `wc -l` of it plus a bare start of Python.

    Args:
        language: One of texts.LANGUAGES.
        size: About how many bytes the file has.
        folder: Where the file is written; None: the folder for temporary files.
        seconds: About how long to measure.

    Returns:
        The medians and the size of the file.

    Raises:
        NotRunError: A program is missing.
    """
    dittograph = _command()
    wc = shutil.which("wc")
    if wc is None:
        raise NotRunError("wc is not installed")
    with _file(language, size, folder) as (path, doubles), _on_cores(_CORES):
        ours = [dittograph, "count", str(path)]
        assert int(_output(ours).split()[0]) == doubles
        assert int(_output([wc, "-l", str(path)]).split()[0]) > 0
        wc_sampler = _process([wc, "-l", str(path)])
        bare_sampler = _process([sys.executable, "-c", "pass"])
        medians = compare(
            (_process(ours), lambda: wc_sampler() + bare_sampler()),
            seconds=seconds,
            fewest=15,
        )
        return medians, path.stat().st_size


def compare_with_tr(
    size: int, *, to_pipe: bool, folder: Path | None, seconds: float
) -> tuple[Medians, int]:
    """Squeeze ASCII text that comes through a pipe, against `tr -s` in its place.

    Args:
        size: About how many bytes the text has.
        to_pipe: Whether the result goes through a pipe, too, and not to /dev/null.
        folder: Where the file is written; None: the folder for temporary files.
        seconds: About how long to measure.

    Returns:
        The medians and the size of the text.

    Raises:
        NotRunError: A program is missing.
    """
    dittograph = shlex.quote(_command())
    for program in ("cat", "tr", "cksum"):
        if shutil.which(program) is None:
            raise NotRunError(f"{program} is not installed")
    with _file("ASCII", size, folder) as (path, _), _on_cores(_CORES):
        commands = (f"{dittograph} squeeze", "tr -s '\\000-\\377'")
        pipelines = [f"cat {shlex.quote(str(path))} | {command}" for command in commands]
        ours, theirs = (_output(["sh", "-c", f"{each} | cksum"]) for each in pipelines)
        assert ours == theirs
        end = " | cat > /dev/null" if to_pipe else " > /dev/null"
        our_sampler, tr_sampler = (_process(["sh", "-c", each + end]) for each in pipelines)
        medians = compare((our_sampler, tr_sampler), seconds=seconds, fewest=5)
        return medians, path.stat().st_size


def _command() -> str:
    """The `dittograph` of the running Python, once it is seen to start."""
    path = Path(sys.executable).with_name("dittograph")
    if not path.exists():
        raise NotRunError("the dittograph command is not installed beside this Python")
    started = subprocess.run([path, "count", "--help"], capture_output=True, text=True, check=False)
    if started.returncode != 0:
        said = (started.stderr.splitlines() or ["it says nothing"])[-1]
        raise NotRunError(f"the dittograph command does not start: {said}")
    return str(path)


def _output(command: list[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def _process(command: list[str]) -> Sampler:
    def sample() -> float:
        start = time.perf_counter_ns()
        _output(command)
        return time.perf_counter_ns() - start

    return sample


@contextmanager
def _file(language: str, size: int, folder: Path | None) -> Iterator[tuple[Path, int]]:
    """Write running text into a temporary file; gives its path and the number of its doubles."""
    piece = texts.running_utf8(language, min(size, _PIECE))
    copies = size // len(piece.text)
    rest = texts.running_utf8(language, size - copies * len(piece.text))
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        path = Path(scratch) / "text"
        with path.open("wb") as file:
            for _ in range(copies):
                file.write(piece.text)
            file.write(rest.text)
            file.flush()
            os.fsync(file.fileno())  # now, and not while others are measured
        yield path, copies * piece.doubles + rest.doubles


@contextmanager
def _on_cores(number: int) -> Iterator[None]:
    """Give this process and its children at most so many cores, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
