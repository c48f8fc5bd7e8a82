# SPDX-License-Identifier: Apache-2.0
"""The command as the tests run it, and files for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and users of POSIX")

LONG_AGO = 1_600_000_000


class Outcome(NamedTuple):
    """What the shell would see."""

    status: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Outcome]
"""What the fixture `run` gives."""


def write(path: str | Path, data: bytes) -> Path:
    """Write a file that is as old as a file usually is."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    os.utime(file, (LONG_AGO, LONG_AGO))
    return file


@contextmanager
def nobody() -> Iterator[None]:
    """Be somebody who may read and write only what everybody may, and not root, if it is root."""
    if os.getuid() != 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setgroups(groups)
