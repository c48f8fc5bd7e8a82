# SPDX-License-Identifier: Apache-2.0
"""Buffers that are odd, wrong, or run Python code while they are taken and released."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, NoReturn

import dittograph
import pytest
from dittograph import (
    Utf8DoublesCounter,
    count_doubles,
    count_runs,
    find_runs,
    longest_run,
    pure,
    squeeze,
)
from exporters import make_exporter
from helpers import FUNCTIONS, assert_equals_pure

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

every_function = pytest.mark.parametrize("function", FUNCTIONS)

DATA = b"aabbccdd"


def test_missing_format_means_bytes() -> None:
    assert_equals_pure(make_exporter(DATA, shape=[8]), DATA)


@pytest.mark.parametrize("itemsize", [0, 2, 4, 8])
@every_function
def test_missing_format_with_other_items_is_refused(
    function: Callable[..., object], itemsize: int
) -> None:
    with pytest.raises(TypeError, match=f"got format 'B' with items of {itemsize} bytes$"):
        function(make_exporter(DATA, itemsize=itemsize, shape=[8 // itemsize if itemsize else 0]))


@pytest.mark.parametrize("itemsize", [-4, 0, 1, 3, 8])
def test_item_size_that_contradicts_the_format_is_refused(itemsize: int) -> None:
    exporter = make_exporter(DATA, itemsize=itemsize, shape=[2], format=b"i")
    with pytest.raises(TypeError, match=f"got format 'i' with items of {itemsize} bytes$"):
        count_doubles(exporter)


@pytest.mark.parametrize("code", [b"", b"@", b"@@B", b"2B", b"BB", b"(2)B", b"&B", b"P", b"\xff"])
def test_other_formats_are_refused(code: bytes) -> None:
    exporter = make_exporter(DATA, shape=[8], format=code)
    with pytest.raises(TypeError, match=r"got format '.*' with items of 1 bytes$"):
        count_doubles(exporter)


def test_long_format_is_cut_in_the_message() -> None:
    exporter = make_exporter(DATA, shape=[8], format=b"x" * 10_000)
    with pytest.raises(TypeError, match=r"got format 'x{50}' with items"):
        count_doubles(exporter)


def test_bytes_that_fill_no_whole_item_are_left_out() -> None:
    exporter = make_exporter(b"\1\0\0\0\1\0\0\0\1\0", itemsize=4, shape=[2], format=b"i")
    assert_equals_pure(exporter, [1, 1])


@every_function
def test_null_pointer_to_nothing(function: Callable[..., object]) -> None:
    assert function(make_exporter(None, shape=[0])) == function(b"")


def test_strides_may_be_missing() -> None:
    exporter = make_exporter(b"\1\0\1\0", itemsize=2, shape=[2], format=b"h")
    assert_equals_pure(exporter, [1, 1])


@every_function
def test_pointers_in_between_are_refused(function: Callable[..., object]) -> None:
    exporter = make_exporter(DATA, shape=[8], strides=[1], suboffsets=[0], format=b"B")
    with pytest.raises(BufferError, match="contiguous in memory, got an indirect view"):
        function(exporter)


@pytest.mark.parametrize("ndim", [0, 2, 64])
@every_function
def test_dimensions_are_looked_at_first(function: Callable[..., object], ndim: int) -> None:
    exporter = make_exporter(DATA, itemsize=4, ndim=ndim, format=b"f")  # and no shape at all
    with pytest.raises(ValueError, match=f"one-dimensional buffer, got {ndim} dimensions"):
        function(exporter)


@pytest.mark.parametrize("base", [bytes, bytearray])
@pytest.mark.parametrize("code", ["h", "i", "q"])
def test_subclass_of_bytes_with_wider_items(base: type, code: str) -> None:
    """What is written must be as large as what is read, not as what the class suggests."""
    items = array(code, [1, 1, 2, 3, 3, 3] * 1000)
    exporter = make_exporter(
        items.tobytes(),
        itemsize=items.itemsize,
        shape=[len(items)],
        format=code.encode(),
        base=base,
    )
    assert isinstance(exporter, base)
    with pytest.raises(TypeError, match=f"must be a buffer of bytes .* got format '{code}' with"):
        squeeze(exporter)
    assert find_runs(exporter) == find_runs(items)
    assert find_runs(exporter, 1) == find_runs(items, 1)
    assert count_runs(exporter) == count_runs(items)
    assert longest_run(exporter) == longest_run(items)


@pytest.mark.parametrize("base", [bytes, bytearray])
def test_subclass_of_bytes_with_other_bytes(base: type) -> None:
    exporter = make_exporter(DATA, shape=[8], base=base)
    squeezed = squeeze(exporter)
    assert type(squeezed) is base
    assert bytes(squeezed) == b"abcd"
    assert [*find_runs(exporter)] == pure.find_runs(DATA)


class Exporter:
    """Exports with Python code, and counts what is still out."""

    def __init__(self, exported: Buffer) -> None:
        self.exported = exported
        self.taken = self.released = 0

    def __buffer__(self, flags: int) -> memoryview:
        self.taken += 1
        return memoryview(self.exported)

    def __release_buffer__(self, view: memoryview) -> None:
        self.released += 1
        view.release()


class Unwilling(Exporter):
    def __buffer__(self, flags: int) -> NoReturn:
        raise KeyboardInterrupt(flags)


class Lying(Exporter):
    def __buffer__(self, flags: int) -> memoryview:
        return b"aa"  # type: ignore[return-value]


class Failing(Exporter):
    def __release_buffer__(self, view: memoryview) -> None:
        super().__release_buffer__(view)
        raise ZeroDivisionError


class Busy(Exporter):
    """Uses the very counter that is about to read it, or has read it."""

    counter = Utf8DoublesCounter()

    def __buffer__(self, flags: int) -> memoryview:
        self.counter.update(b"bb")
        return super().__buffer__(flags)

    def __release_buffer__(self, view: memoryview) -> None:
        super().__release_buffer__(view)
        self.counter.update(b"cc")


exported_by_python_code = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="classes written in Python export buffers from 3.12 on"
)


@exported_by_python_code
@every_function
def test_buffer_is_released_after_success(function: Callable[..., object]) -> None:
    exporter = Exporter(b"aabb")
    function(exporter)
    assert (exporter.taken, exporter.released) == (1, 1)


@exported_by_python_code
@pytest.mark.parametrize(
    ("exported", "error"),
    [
        (memoryview(bytes(4)).cast("f"), TypeError),
        (memoryview(bytes(4)).cast("B", [2, 2]), ValueError),
        (memoryview(bytes(4))[::2], BufferError),
    ],
)
@every_function
def test_buffer_is_released_after_refusal(
    function: Callable[..., object], exported: memoryview, error: type[Exception]
) -> None:
    exporter = Exporter(exported)
    with pytest.raises(error):
        function(exporter)
    assert (exporter.taken, exporter.released) == (1, 1)


@exported_by_python_code
@every_function
def test_errors_of_the_exporter_are_passed_on(function: Callable[..., object]) -> None:
    with pytest.raises(KeyboardInterrupt):
        function(Unwilling(b""))
    with pytest.raises(TypeError, match="__buffer__ returned non-memoryview object"):
        function(Lying(b""))


@exported_by_python_code
def test_error_while_releasing_neither_hides_result_nor_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unraisable: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda hook: unraisable.append(hook.exc_type))
    assert count_doubles(Failing(b"aab")) == 1
    with pytest.raises(UnicodeDecodeError):
        dittograph.count_doubles_utf8(Failing(b"\xff"))
    with pytest.raises(BufferError, match="contiguous"):
        count_doubles(Failing(memoryview(b"abab")[::2]))
    assert unraisable == [ZeroDivisionError] * 3


@exported_by_python_code
def test_counter_may_be_used_while_its_own_buffer_is_taken_and_released() -> None:
    Busy.counter.update(Busy(b"bd"))
    assert Busy.counter.count == 3  # "bb" + "bd" + "cc"
