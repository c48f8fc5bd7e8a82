# SPDX-License-Identifier: Apache-2.0
"""Texts that another thread changes while they are read."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING

import dittograph
import numpy as np
import pytest
from dittograph import count_runs, find_runs, longest_run, squeeze
from helpers import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def share_the_gil() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def check_positions(positions: memoryview) -> None:
    """Check that they are inside a text of LARGE bytes."""
    numbers = np.asarray(positions)
    assert np.all((numbers >= 0) & (numbers < LARGE - 1))


@pytest.mark.usefixtures("share_the_gil")
@pytest.mark.parametrize("others", ["ab", "🙂", "яя"])
def test_text_that_another_thread_changes(others: str) -> None:
    """The result means nothing then, but it keeps within the text, and nothing breaks."""
    text = bytearray(b"a" * LARGE)
    states = [bytes(text), (others * LARGE).encode()[:LARGE]]
    done = threading.Event()

    def change() -> None:
        view = memoryview(text)
        while not done.is_set():
            for state in states:
                view[:] = state

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(30):
            assert 0 <= dittograph.count_doubles(text) < LARGE
            check_positions(dittograph.find_doubles(text))
            assert 0 <= sum(dittograph.tally_doubles(text).values()) < LARGE
            # Half one state, half the other is no UTF-8.
            with contextlib.suppress(ValueError, RuntimeError):
                assert 0 <= dittograph.count_doubles_utf8(text) < LARGE
            with contextlib.suppress(ValueError, RuntimeError):
                check_positions(dittograph.find_doubles_utf8(text))
            with contextlib.suppress(ValueError, RuntimeError):
                assert 0 <= sum(dittograph.tally_doubles_utf8(text).values()) < LARGE
            with contextlib.suppress(ValueError, RuntimeError):
                assert 0 <= dittograph.count_runs_utf8(text) <= LARGE
            with contextlib.suppress(ValueError, RuntimeError):
                assert sum(dittograph.find_runs_utf8(text).lengths) <= LARGE
            with contextlib.suppress(ValueError, RuntimeError):
                assert len(dittograph.squeeze_utf8(text)) <= LARGE
    finally:
        done.set()
        changing.join()


@pytest.mark.usefixtures("share_the_gil")
@pytest.mark.parametrize("kind", ["bytearray", "numpy"])
def test_runs_of_a_text_that_another_thread_changes(kind: str) -> None:
    """That is an error, or not noticed; then the result means nothing, but nothing breaks."""
    memory = bytearray(LARGE)
    text = memory if kind == "bytearray" else np.frombuffer(memory, np.uint16)
    view = memoryview(memory)
    states = [bytes(LARGE), b"aabbccdd" * (LARGE // 8), b"aaaaaabb" * (LARGE // 8)]
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            for state in states:
                view[:] = state

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for length in [1, 2, 3, 70] * 10:
            assert 0 <= count_runs(text, length) <= len(text)
            longest = longest_run(text)
            assert longest is not None
            assert 0 <= longest.start < longest.start + longest.length <= len(text)
            with contextlib.suppress(RuntimeError):
                runs = find_runs(text, length)
                starts, lengths = np.asarray(runs.starts), np.asarray(runs.lengths)
                assert len(runs.elements) == len(runs)
                assert np.all((starts >= 0) & (lengths >= length) & (starts + lengths <= len(text)))
            with contextlib.suppress(RuntimeError):
                squeezed = squeeze(text, length)
                assert type(squeezed) is (bytearray if kind == "bytearray" else memoryview)
                assert len(squeezed) <= len(text)
    finally:
        done.set()
        changing.join()
