# SPDX-License-Identifier: Apache-2.0
"""Many threads at once; and that they can really run while a large text is read.

Nothing is timed. The interpreter is told not to take the GIL away from anybody (`hold_the_gil`), so
that another thread gets on if, and only if, the function called gives the GIL up by itself.
"""

from __future__ import annotations

import random
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import dittograph
import pytest
from dittograph import Utf8DoublesCounter, _core, columns, pure
from helpers import FUNCTIONS, LARGE, RELEASES_GIL_FROM, VERBS, run_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANY = 8
TEXT = "".join(random.Random(7).choices("abя🙂", k=LARGE // 4))
DATA = TEXT.encode()


@pytest.fixture
def hold_the_gil() -> Iterator[None]:
    """Let no thread lose the GIL unless it gives it up."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def another_thread_ran_during(call: Callable[[], object], attempts: int) -> bool:
    """Whether a thread that only waits for the GIL ever got it while `call` was under way."""
    go = threading.Lock()
    ran = threading.Event()
    go.acquire()

    def wait_for_the_gil() -> None:
        with go:
            ran.set()

    thread = threading.Thread(target=wait_for_the_gil)
    thread.start()
    try:
        go.release()
        for _ in range(attempts):  # how soon the system wakes a thread is not for us to say
            call()
            if ran.is_set():
                return True
        return False
    finally:
        thread.join()


@pytest.mark.usefixtures("hold_the_gil")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_other_threads_run_while_a_large_text_is_read(function: Callable[[bytes], object]) -> None:
    # has_repeat stops at the first, and there is none in a run.
    text = b"a" * LARGE if function is dittograph.has_repeat else DATA
    assert another_thread_ran_during(lambda: function(text), attempts=10_000)


@pytest.mark.usefixtures("hold_the_gil")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_other_threads_wait_while_a_small_text_is_read(function: Callable[[bytes], object]) -> None:
    """Also the proof that the test before would fail if the GIL were kept."""
    # Repeats are looked for in the text once for each period.
    searches = 64 if "repeat" in function.__name__ else 1
    small = b"a" * (RELEASES_GIL_FROM // searches - 1)
    assert not another_thread_ran_during(lambda: function(small), attempts=100)


@pytest.mark.usefixtures("hold_the_gil")
@pytest.mark.parametrize("function", VERBS)
@pytest.mark.parametrize("letter", ["a", "я", "🙂"])
def test_other_threads_run_while_a_large_str_is_read(
    function: Callable[[object], object], letter: str
) -> None:
    text = letter * LARGE  # a run, in which has_repeat finds nothing to stop at
    assert another_thread_ran_during(lambda: function(text), attempts=10_000)


@pytest.mark.usefixtures("hold_the_gil")
@pytest.mark.parametrize("verb", [columns.count_doubles, columns.count_runs, columns.squeeze])
@pytest.mark.parametrize("threads", [1, 2])
def test_other_threads_run_while_a_column_is_read(
    verb: Callable[..., object], threads: int
) -> None:
    column = columns.squeeze(["ab" * 20] * (LARGE // 40))
    for rows in (column, ["ab" * LARGE]):
        assert another_thread_ran_during(lambda: verb(rows, threads=threads), attempts=10_000)  # noqa: B023


@pytest.mark.usefixtures("hold_the_gil")
@pytest.mark.parametrize("kind", [str, bytes, list])
def test_other_threads_run_while_the_end_of_a_large_text_is_read(kind: type) -> None:
    items = DATA.decode("latin-1") if kind is str else kind(DATA)

    def call() -> object:
        return dittograph.ends_in_repeat(items, max_period=len(items), min_copies=2)

    assert another_thread_ran_during(call, attempts=10_000)


@pytest.mark.usefixtures("hold_the_gil")
def test_waiting_for_a_busy_counter_does_not_hold_the_gil() -> None:
    """The updating thread needs the GIL to get on; to ask for the count must not keep it away."""
    counter = Utf8DoublesCounter()
    started = threading.Event()
    events = []

    def update() -> None:
        started.set()
        counter.update(b"a" * (64 * LARGE))  # gives up the GIL, so that the main thread goes on
        events.append("updated")

    thread = threading.Thread(target=update)
    thread.start()
    started.wait()
    assert counter.count == 64 * LARGE - 1
    events.append("counted")
    thread.join()
    assert events == ["updated", "counted"]


def in_threads(function: Callable[[], object]) -> list[object]:
    """Call the function from many threads at once."""
    barrier = threading.Barrier(MANY)

    def call() -> object:
        barrier.wait()
        return function()

    with ThreadPoolExecutor(MANY) as pool:
        return [future.result() for future in [pool.submit(call) for _ in range(MANY)]]


@pytest.mark.parametrize(
    "text", [TEXT, DATA, bytearray(DATA)], ids=lambda text: type(text).__name__
)
def test_one_text_read_by_many_threads(text: str | bytes | bytearray) -> None:
    assert in_threads(lambda: dittograph.count_doubles(text)) == [pure.count_doubles(text)] * MANY
    assert in_threads(lambda: dittograph.find_doubles(text)) == [pure.find_doubles(text)] * MANY
    assert in_threads(lambda: dittograph.tally_doubles(text)) == [pure.tally_doubles(text)] * MANY


def test_counter_shared_by_threads_counts_every_piece() -> None:
    counter = Utf8DoublesCounter()
    piece = "äab🙂🙂aa".encode() * (LARGE // 16)  # "a" + "ä" at the seams: no doubles there
    in_threads(lambda: counter.update(piece))
    assert counter.finish()
    assert counter.count == MANY * pure.count_doubles(piece.decode())


@pytest.mark.parametrize("kind", [_core.DoublesTallier, _core.Utf8DoublesTallier])
def test_tally_never_shows_half_an_update(
    kind: Callable[[], Any],
) -> None:
    tallier = kind()
    piece = b"aab" * LARGE
    done = threading.Event()

    def update() -> None:
        for _ in range(10):
            tallier.update(piece)
        done.set()

    thread = threading.Thread(target=update)
    thread.start()
    while not done.is_set():
        merged = kind()
        merged.merge(tallier)
        for tally in (tallier.tally(), merged.tally()):
            assert sum(tally.values()) % LARGE == 0
    thread.join()
    assert [*tallier.tally().values()] == [10 * LARGE]


@pytest.mark.parametrize("kind", [_core.DoublesTallier, _core.Utf8DoublesTallier])
def test_talliers_merged_with_each_other_and_with_themselves(
    kind: Callable[[], Any],
) -> None:
    """Two threads that locked the two in opposite order would wait for each other for ever."""
    one, two = kind(), kind()
    barrier = threading.Barrier(2)

    def merge_many_times(merge: Callable[[object], None], later: object) -> None:
        barrier.wait()
        for _ in range(10_000):
            merge(later)

    threads = [
        threading.Thread(target=merge_many_times, args=arguments)
        for arguments in [(one.merge, two), (two.merge, one)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.tally() == {}
    one.update(b"aab")
    one.merge(one)
    assert [*one.tally().values()] == [2]


# Before CPython 3.14 a daemon thread that asks for the GIL when the interpreter goes is unwound.
EXIT_WHILE_READING = """
import threading
from dittograph import count_doubles
text = bytes(4_000_000)
def read():
    while True:
        count_doubles(text)
for _ in range(4):
    threading.Thread(target=read, daemon=True).start()
"""


def test_interpreter_goes_while_daemon_threads_read() -> None:
    for _ in range(5):
        run_python(EXIT_WHILE_READING)
