# SPDX-License-Identifier: Apache-2.0
"""Nothing stays behind: no reference, no memory, no hold on a buffer; after errors neither."""

from __future__ import annotations

import contextlib
import gc
import sys
from array import array
from typing import TYPE_CHECKING

import dittograph
import pytest
from dittograph import Utf8DoublesCounter, Utf8Squeezer, _core
from helpers import PEAK, SANITIZED, VERBS, on_linux, run_python

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES_FUNCTIONS: list[Callable[..., object]] = [
    dittograph.count_doubles_utf8,
    dittograph.find_doubles_utf8,
    dittograph.tally_doubles_utf8,
    dittograph.longest_run_utf8,
    dittograph.count_runs_utf8,
    dittograph.find_runs_utf8,
    dittograph.squeeze_utf8,
    lambda data: Utf8DoublesCounter().update(data),  # a new one: after an error it ignores the rest
    lambda data: _core.Utf8DoublesTallier().update(data),
    lambda data: _core.DoublesTallier().update(data),
    lambda data: Utf8Squeezer().update(data),
    lambda data: Utf8Squeezer().update(data, bytearray(len(data) + 3)),
    lambda data: _core.Utf8RunsCounter().update(data),
    lambda data: _core.Utf8RunsFinder().update(data),
]
every_function = pytest.mark.parametrize("function", VERBS + BYTES_FUNCTIONS)

LARGE = 2**20


def call(function: Callable[..., object], *arguments: object) -> None:
    """Call the function; the errors that it may raise are part of what is looked at."""
    with contextlib.suppress(TypeError, ValueError, BufferError):
        function(*arguments)


@every_function
@pytest.mark.parametrize(
    "text",
    [
        b"aabb" * 10,
        b"aab\xff",
        b"aa" * LARGE,
        b"a" * LARGE + b"\xff",
        "aabb",
        "яя" * LARGE,
        array("f", [1.0]),
        memoryview(bytes(8)).cast("i", [1, 2]),
        memoryview(b"abcd")[::2],
        memoryview(b"abcd").cast("h"),
        None,
        3.5,
    ],
    ids=lambda text: f"{type(text).__name__} {text!s:.5}",
)
def test_references_to_the_argument(function: Callable[..., object], text: object) -> None:
    call(function, text)
    before = sys.getrefcount(text)
    for _ in range(50):
        call(function, text)
    assert abs(sys.getrefcount(text) - before) < 25  # of None there are others' references, too


@every_function
@pytest.mark.parametrize("content", [b"", b"aab", b"aab\xff", b"a" * LARGE, b"a" * LARGE + b"\xff"])
def test_buffer_is_not_held_after_the_call(function: Callable[..., object], content: bytes) -> None:
    data = bytearray(content)
    call(function, data)
    data.append(1)  # a BufferError if somebody still looks at it


@every_function
@pytest.mark.parametrize(
    "refused",
    [
        lambda data: memoryview(data).cast("f"),
        lambda data: memoryview(data).cast("B", [2, 4]),
        lambda data: memoryview(data)[::2],
    ],
    ids=["items", "dimensions", "strides"],
)
def test_buffer_is_not_held_after_a_refusal(
    function: Callable[..., object], refused: Callable[[bytearray], memoryview]
) -> None:
    data = bytearray(8)
    with pytest.raises((TypeError, ValueError, BufferError)), refused(data) as view:
        function(view)
    data.append(1)


def test_unicode_error_does_not_hold_the_buffer() -> None:
    data = bytearray(b"aa\xff")
    with pytest.raises(UnicodeDecodeError) as caught:
        dittograph.count_doubles_utf8(data)
    data.append(1)
    assert caught.value.object == b"aa\xff"


def test_positions_do_not_hold_the_text() -> None:
    data = bytearray(b"aabb")
    positions = dittograph.find_doubles(data)
    data.extend(b"cc")
    assert positions.tolist() == [0, 2]


def test_references_inside_results() -> None:
    """To one-letter strings and small integers, of which the interpreter has one each."""
    letter, number = "\xe9", 300  # the letter is one of the interpreter's own, the number is not
    before = sys.getrefcount(letter)
    for _ in range(100):
        dittograph.tally_doubles(letter * number)
        dittograph.tally_doubles_utf8((letter * number).encode())
    assert sys.getrefcount(letter) == before


def test_objects_go_when_nobody_wants_them() -> None:
    gc.collect()
    before = len(gc.get_objects()), sys.getrefcount(Utf8DoublesCounter)
    for _ in range(100):
        counter = Utf8DoublesCounter()
        counter.update(b"aa")
        assert counter.count == 1
        tallier = _core.Utf8DoublesTallier()
        tallier.merge(tallier)
        tallier.tally()
    del counter, tallier
    gc.collect()
    assert sys.getrefcount(Utf8DoublesCounter) == before[1]
    assert abs(len(gc.get_objects()) - before[0]) < 50


# Prints how many kilobytes 50,000 calls add to what 2,000 have taken. The smallest piece of memory
# that can be lost has 16 bytes, and would come to 781.
GROWTH = (
    PEAK
    + """
import contextlib
import dittograph
from dittograph import _core, columns

def go(calls):
    for i in range(calls):
        with contextlib.suppress(TypeError, ValueError, BufferError, IndexError):
            {call}

go(2_000)
before = peak()
go(50_000)
print(peak() - before)
"""
)


@on_linux
@pytest.mark.skipif(SANITIZED, reason="AddressSanitizer keeps freed memory for a while")
@pytest.mark.parametrize(
    "call",
    [
        "dittograph.count_doubles('aabb')",
        "dittograph.count_doubles(bytearray(b'aabb'))",
        "dittograph.find_doubles('aabb' * 10)",
        "dittograph.tally_doubles('aabb' + chr(i) * 2)",
        "dittograph.tally_doubles(memoryview(b'aabb').cast('h'))",
        "dittograph.find_doubles_utf8(b'aabb')",
        "dittograph.tally_doubles_utf8((chr(1000 + i % 50_000) * 2).encode())",
        "_core.Utf8DoublesCounter().update(b'aab')",
        "_core.Utf8DoublesTallier().update((chr(1000 + i % 50_000) * 2).encode())",
        "t = _core.DoublesTallier(); t.update(b'aab'); t.merge(t); t.tally()",
        "dittograph.longest_run('a' + chr(i) * 2)",
        "dittograph.longest_run(bytearray(b'aabb'))",
        "dittograph.find_runs('aabb' * 10)[::2]",
        "[*dittograph.find_runs(b'aabb' * 10)]",
        "hash(dittograph.find_runs('aabb')) == dittograph.find_runs(b'aabb')",
        "dittograph.find_runs('aabb').__reduce__()",
        "dittograph.squeeze('aabb'), dittograph.squeeze('ab')",
        "dittograph.squeeze(bytearray(b'aab')), dittograph.squeeze(memoryview(b'aab'))",
        "runs = dittograph.find_runs('aabb'); [*reversed(runs)], runs.index(runs[1]), None in runs",
        "dittograph.Run(i, 1, 'a') == dittograph.Run(i, 1, 3)",
        "[*dittograph.find_repeats('abab' * 10)[::-1]], dittograph.has_repeat(b'abab')",
        "dittograph.find_repeats('abab') == dittograph.find_repeats('xyxy')",
        "hash(dittograph.find_repeats('abab')), dittograph.find_repeats('abab').__reduce__()",
        "dittograph.ends_in_repeat([i, 2**40 + i] * 9), dittograph.ends_in_repeat((i,))",
        "dittograph.squeeze_utf8(b'aabb'), dittograph.squeeze_utf8(b'ab')",
        "dittograph.find_runs_utf8((chr(1000 + i % 50_000) * 2).encode())[0]",
        "dittograph.longest_run_utf8(b'aabb'), dittograph.count_runs_utf8(b'aabb')",
        "_core.Utf8Squeezer(2).update(b'aab'), _core.Squeezer().update(b'aab', bytearray(6))",
        "c = _core.Utf8RunsCounter(); c.update(b'aab'); c.longest, c.count",
        "f = _core.RunsFinder(); [*f.update(b'aab')], f.finish()",
        "columns.count_doubles(['aabb', None, 'яя'])",
        "columns.count_doubles(columns.squeeze(['aabb', None]))",
        "columns.squeeze(columns.squeeze(['aabb' * 9]), max_chunk_bytes=1).to_pylist()",
        "columns.squeeze(['aabb']).__arrow_c_array__()",
        "columns.squeeze(['aabb']).__arrow_c_stream__()",
        "columns.count_doubles(columns.squeeze(['aabb']).__arrow_c_stream__())",
        # and what goes wrong
        "dittograph.ends_in_repeat([i, 2**64, 1, 1]), dittograph.ends_in_repeat([None] * 8)",
        "dittograph.find_repeats('abab', 1)",
        "dittograph.Repeat(0, 2, 3)",
        "dittograph.Repeats(b'', b'', bytes(8))",
        "dittograph.find_runs('aab')[2**100]",
        "dittograph.find_runs('aab').index(None)",
        "dittograph.Run(0, 1, 'ab')",
        "dittograph.squeeze_utf8(b'aab\\xff')",
        "_core.Utf8Squeezer(0)",
        "_core.Utf8Squeezer().update(b'aab', bytearray(1))",
        "columns.count_doubles(['aabb', 3])",
        "columns.count_doubles(columns.count_doubles(['aabb']))",
        "columns.squeeze(['aabb', '\\ud800'])",
        "dittograph.squeeze('aab', 0)",
        "dittograph.find_runs(b'aab', None)",
        "dittograph.Runs(b'', b'', 'a', '')",
        "dittograph.count_doubles(3.5)",
        "dittograph.count_doubles(None)",
        "dittograph.count_doubles()",
        "dittograph.count_doubles(memoryview(b'abcd').cast('f'))",
        "dittograph.find_doubles(memoryview(b'abcd')[::2])",
        "dittograph.tally_doubles(memoryview(b'abcd').cast('B', [2, 2]))",
        "dittograph.count_doubles_utf8(b'aab\\xff')",
        "dittograph.tally_doubles_utf8(b'aab\\xff')",
        "_core.Utf8DoublesCounter().update('aab')",
        "_core.Utf8DoublesCounter(i)",
    ],
)
def test_memory_does_not_grow(call: str) -> None:
    kilobytes = int(run_python(GROWTH.format(call=call)))
    assert kilobytes < 512


@on_linux
@pytest.mark.skipif(SANITIZED, reason="AddressSanitizer needs terabytes of addresses")
@pytest.mark.parametrize("find", ["find_doubles", "find_doubles_utf8"])
def test_too_little_memory_is_a_memory_error_and_nothing_is_held(find: str) -> None:
    run_python(f"""
import resource
from dittograph import {find}
text = bytearray(2**27)
resource.setrlimit(resource.RLIMIT_AS, (2**29, -1))  # more than the text, less than its positions
try:
    {find}(text)
except MemoryError:
    text.append(1)
else:
    raise AssertionError
""")


@pytest.mark.parametrize("kept", ["Utf8DoublesCounter()", "count_doubles", "find_doubles('aa')"])
def test_nothing_is_said_at_exit_about_what_others_keep(kept: str) -> None:
    """As a module does that holds on to an object and is not collected itself."""
    run_python(f"""
import ctypes
from dittograph import *
ctypes.pythonapi.Py_IncRef(ctypes.py_object({kept}))
""")
