# SPDX-License-Identifier: Apache-2.0
"""Objects that export buffers as no Python class can, but an extension in C may.

`make_exporter` makes a type whose `bf_getbuffer` answers with the very Py_buffer it is told to.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, ClassVar, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Buffer


class PyBuffer(ctypes.Structure):
    """Py_buffer of pybuffer.h."""

    _fields_: ClassVar = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
        ("strides", ctypes.POINTER(ctypes.c_ssize_t)),
        ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)),
        ("internal", ctypes.c_void_p),
    ]


class _Slot(ctypes.Structure):
    """PyType_Slot of object.h."""

    _fields_: ClassVar = [("slot", ctypes.c_int), ("function", ctypes.c_void_p)]


class _Spec(ctypes.Structure):
    """PyType_Spec of object.h."""

    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("basicsize", ctypes.c_int),
        ("itemsize", ctypes.c_int),
        ("flags", ctypes.c_uint),
        ("slots", ctypes.POINTER(_Slot)),
    ]


_BF_GETBUFFER, _BF_RELEASEBUFFER = 1, 2  # of typeslots.h
_GetBuffer = ctypes.PYFUNCTYPE(
    ctypes.c_int, ctypes.py_object, ctypes.POINTER(PyBuffer), ctypes.c_int
)
_ReleaseBuffer = ctypes.PYFUNCTYPE(None, ctypes.py_object, ctypes.POINTER(PyBuffer))
_make_type = ctypes.pythonapi.PyType_FromSpecWithBases
_make_type.argtypes = [ctypes.POINTER(_Spec), ctypes.py_object]
_make_type.restype = ctypes.py_object


def make_exporter(
    data: bytes | None,
    *,
    itemsize: int = 1,
    shape: Sequence[int] | None = None,
    strides: Sequence[int] | None = None,
    suboffsets: Sequence[int] | None = None,
    ndim: int = 1,
    format: bytes | None = None,  # noqa: A002 (the field's name)
    base: type = object,
) -> Buffer:
    """Make an object with this one buffer, whatever flags it is asked with. None is a NULL.

    It is an instance of a subclass of `base`, which may have a buffer of its own.
    """
    memory = None if data is None else ctypes.create_string_buffer(data, len(data))

    def dimensions(numbers: Sequence[int] | None) -> ctypes.Array[ctypes.c_ssize_t] | None:
        return None if numbers is None else (ctypes.c_ssize_t * len(numbers))(*numbers)

    arrays = [dimensions(numbers) for numbers in (shape, strides, suboffsets)]

    def get_buffer(exporter: object, view: ctypes._Pointer[PyBuffer], flags: int) -> int:
        del flags
        ctypes.memset(view, 0, ctypes.sizeof(PyBuffer))
        view[0].buf = None if memory is None else ctypes.addressof(memory)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(exporter))  # what PyBuffer_Release gives back
        view[0].obj = exporter
        view[0].len = 0 if data is None else len(data)
        view[0].itemsize = itemsize
        view[0].readonly = 1
        view[0].ndim = ndim
        view[0].format = format
        for name, numbers in zip(("shape", "strides", "suboffsets"), arrays, strict=True):
            if numbers is not None:
                setattr(view[0], name, numbers)
        return 0

    def release_buffer(exporter: object, view: ctypes._Pointer[PyBuffer]) -> None:
        """Do nothing, where `base` would take it for a buffer of its own."""

    functions = _GetBuffer(get_buffer), _ReleaseBuffer(release_buffer)
    slots = (_Slot * 3)(
        _Slot(_BF_GETBUFFER, ctypes.cast(functions[0], ctypes.c_void_p)),
        _Slot(_BF_RELEASEBUFFER, ctypes.cast(functions[1], ctypes.c_void_p)),
    )
    exporter = _make_type(_Spec(b"exporters.Exporter", 0, 0, 0, slots), (base,))
    exporter.keep_alive = (memory, arrays, functions, slots)
    return cast("Buffer", exporter())
