# SPDX-License-Identifier: Apache-2.0
"""Runs the command inside the process of the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Outcome(NamedTuple):
    """What the shell would see."""

    status: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Outcome]
"""What the fixture `run` gives."""
