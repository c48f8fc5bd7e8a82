# SPDX-License-Identifier: Apache-2.0
"""What the functions refuse, and that they say what they got and what they take."""

from __future__ import annotations

import ctypes
import re
import sys
from array import array
from typing import TYPE_CHECKING, Any

import dittograph
import numpy as np
import pytest
from dittograph import Utf8DoublesCounter, Utf8Squeezer, _core
from helpers import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

    Function = Callable[..., object]

# With the name of their argument.
BYTES_FUNCTIONS: list[tuple[str, Function]] = [
    ("data", dittograph.count_doubles_utf8),
    ("data", dittograph.find_doubles_utf8),
    ("data", dittograph.tally_doubles_utf8),
    ("data", dittograph.longest_run_utf8),
    ("data", dittograph.count_runs_utf8),
    ("data", dittograph.find_runs_utf8),
    ("data", dittograph.squeeze_utf8),
    ("piece", Utf8DoublesCounter().update),
    ("piece", _core.Utf8DoublesTallier().update),
    ("piece", _core.DoublesTallier().update),
    ("piece", Utf8Squeezer().update),
    ("piece", _core.Utf8RunsCounter().update),
    ("piece", _core.Utf8RunsFinder().update),
]

OTHER_OBJECTS = [None, 3, 3.5, 3j, [1, 1], (1, 1), {"a": 1}, iter("aa"), object(), str, ...]

# By format: what cannot have doubles, or is not an integer as this machine reads it.
OTHER_ITEMS: dict[str, Any] = {
    "f": array("f", [1.0, 1.0]),
    "d": array("d", [1.0, 1.0]),
    "e": np.array([1, 1], np.float16),
    "g": np.array([1, 1], np.longdouble),
    "Zd": np.array([1j, 1j]),
    "w": array("w" if sys.version_info >= (3, 13) else "u", "aa"),
    "1w": np.array(["a", "a"]),
    "2s": np.array([b"ab", b"ab"]),
    "T{b:x:b:y:}": np.zeros(2, [("x", np.int8), ("y", np.int8)]),
    ">h": np.array([1, 1], ">i2"),
    ">i": np.array([1, 1], ">i4"),
    ">Q": np.array([1, 1], ">u8"),
    "=i": np.frombuffer(bytes(9), np.uint8)[1:].view(np.int32),  # its address is odd
    "<i": (ctypes.c_int * 2)(1, 1),
    "<B": (ctypes.c_ubyte * 2)(1, 1),
    "<c": (ctypes.c_char * 2)(b"a", b"a"),
    "<?": (ctypes.c_bool * 2)(True, True),
    "O": np.array([None, None]),
}
FORMATS = "B, b, c, ?, h, H, i, I, l, L, q, Q, n or N"


def names(function: Function) -> str:
    return f"{getattr(function, '__self__', _core).__class__.__name__}.{function.__name__}"


@pytest.mark.parametrize("function", VERBS, ids=names)
@pytest.mark.parametrize("text", OTHER_OBJECTS, ids=repr)
def test_verbs_refuse_other_objects(function: Function, text: object) -> None:
    message = f"text must be a str or a buffer of integers, not {type(text).__name__}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(text)


@pytest.mark.parametrize(("name", "function"), BYTES_FUNCTIONS)
@pytest.mark.parametrize("data", [*OTHER_OBJECTS, "text"], ids=repr)
def test_bytes_functions_refuse_other_objects(name: str, function: Function, data: object) -> None:
    message = f"{name} must be a bytes-like object, not {type(data).__name__}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(data)


@pytest.mark.parametrize("function", VERBS, ids=names)
@pytest.mark.parametrize("code", OTHER_ITEMS)
def test_verbs_refuse_other_items(function: Function, code: str) -> None:
    view = memoryview(OTHER_ITEMS[code])
    assert view.format == code
    message = (
        f"text must be a buffer of native integers (format {FORMATS}), "
        f"got format '{code}' with items of {view.itemsize} bytes"
    )
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(OTHER_ITEMS[code])


@pytest.mark.parametrize(("name", "function"), BYTES_FUNCTIONS)
@pytest.mark.parametrize("items", [*OTHER_ITEMS.values(), *(array(c) for c in "hHiIlLqQ")])
def test_bytes_functions_refuse_other_items(name: str, function: Function, items: Buffer) -> None:
    view = memoryview(items)
    message = (
        f"{name} must be a buffer of bytes (format B, b, c or ?), "
        f"got format '{view.format}' with items of {view.itemsize} bytes"
    )
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(items)


@pytest.mark.parametrize(("name", "function"), [("text", f) for f in VERBS] + BYTES_FUNCTIONS)
@pytest.mark.parametrize("shape", [(), (2, 2), (1, 4), (0, 0), (1, 2, 2)])
def test_other_dimensions_are_refused(name: str, function: Function, shape: tuple[int]) -> None:
    message = f"{name} must be a one-dimensional buffer, got {len(shape)} dimensions"
    with pytest.raises(ValueError, match=f"^{message}$"):
        function(np.zeros(shape, np.uint8))


def test_numpy_number_is_a_buffer_without_dimensions() -> None:
    with pytest.raises(ValueError, match="got 0 dimensions"):
        dittograph.count_doubles(np.int64(3))


@pytest.mark.parametrize("function", VERBS, ids=names)
@pytest.mark.parametrize("step", [-3, -1, 2])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64])
def test_verbs_refuse_strides(function: Function, step: int, dtype: type) -> None:
    size = np.dtype(dtype).itemsize
    message = (
        f"text must be contiguous in memory, got a view with a stride of {step * size} bytes "
        f"for items of {size}; copy it first, for example with bytes() or numpy.ascontiguousarray()"
    )
    with pytest.raises(BufferError, match=f"^{re.escape(message)}$"):
        function(np.zeros(10, dtype)[::step])


@pytest.mark.parametrize(("name", "function"), BYTES_FUNCTIONS)
def test_bytes_functions_refuse_strides(name: str, function: Function) -> None:
    with pytest.raises(BufferError, match=f"^{name} must be contiguous .* a stride of 2 bytes"):
        function(memoryview(b"abcd")[::2])


def test_one_number_for_all_items_is_a_stride_of_none() -> None:
    with pytest.raises(BufferError, match="a stride of 0 bytes for items of 8"):
        dittograph.count_doubles(np.broadcast_to(np.int64(3), 5))


@pytest.mark.parametrize("function", [*VERBS, *(f for _, f in BYTES_FUNCTIONS)])
def test_wrong_number_of_arguments(function: Function) -> None:
    with pytest.raises(TypeError, match=r"(?s)\) ->.*Invoked with types: "):
        function()
    with pytest.raises(TypeError, match=r"(?s)\) ->.*Invoked with types: .*bytes, int, int, int"):
        function(b"", 2, 2, 2)


@pytest.mark.parametrize(("name", "function"), [("text", f) for f in VERBS] + BYTES_FUNCTIONS)
def test_what_is_read_has_no_keyword(name: str, function: Function) -> None:
    with pytest.raises(TypeError, match=rf"(?s)\) ->.*kwargs = {{ {name}: bytes }}"):
        function(**{name: b""})


def test_exporters_that_refuse() -> None:
    released = memoryview(b"aa")
    released.release()
    with pytest.raises(ValueError, match="released memoryview"):
        dittograph.count_doubles(released)
    with pytest.raises(ValueError, match="cannot include dtype 'M' in a buffer"):
        dittograph.count_doubles(np.zeros(2, "M8[s]"))


@pytest.mark.parametrize("kind", [Utf8DoublesCounter, _core.Utf8DoublesTallier])
def test_streams_have_a_fixed_shape(kind: type[Utf8DoublesCounter]) -> None:
    with pytest.raises(TypeError, match=r"Invoked with types: .*int"):
        kind(3)  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="has no setter"):
        kind().error_offset = 3  # type: ignore[misc]


@pytest.mark.parametrize("kind", [_core.DoublesTallier, _core.Utf8DoublesTallier])
def test_only_a_tallier_of_the_same_kind_can_be_merged(kind: type) -> None:
    with pytest.raises(TypeError, match=f"(?s)later: {kind.__name__}.*Utf8DoublesCounter"):
        kind().merge(Utf8DoublesCounter())


def test_stream_that_was_never_initialised_is_refused() -> None:
    counter = Utf8DoublesCounter.__new__(Utf8DoublesCounter)
    with (
        pytest.warns(RuntimeWarning, match="uninitialized instance of type"),
        pytest.raises(TypeError, match="update"),
    ):
        counter.update(b"")
