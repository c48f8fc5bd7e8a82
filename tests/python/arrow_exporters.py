# SPDX-License-Identifier: Apache-2.0
"""Objects that export Arrow data made by hand, and keep count of what is released.

They need no package that knows Arrow: the structs are those of its C interfaces.
"""

from __future__ import annotations

import ctypes
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from ctypes import _Pointer


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


_ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
_ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
_ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
_GetError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Stream))

Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", _ReleaseSchema),
    ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", _ReleaseArray),
    ("private_data", ctypes.c_void_p),
]
Stream._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetError),
    ("release", _ReleaseStream),
    ("private_data", ctypes.c_void_p),
]

_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
_new_capsule.restype = ctypes.py_object


class Exporter:
    """Rows of bytes as a utf8 array, or as a stream of such arrays.

    Attributes:
        released: What has been released, in that order: "schema", "array", "stream".
    """

    def __init__(
        self,
        chunks: Sequence[Sequence[bytes]],
        *,
        format_: bytes = b"u",
        fail_at: int | None = None,
        error: bytes | None = b"the disk is on fire",
        change: Callable[[Array], None] = lambda _: None,
    ) -> None:
        self.released: list[str] = []
        self._chunks = chunks
        self._format = format_
        self._fail_at = fail_at
        self._error = error
        self._change = change
        self._next = 0
        self._kept: list[object] = []

    def _release(self, what: str) -> Callable[[_Pointer[ctypes.Structure]], None]:
        def release(released: _Pointer[ctypes.Structure]) -> None:
            self.released.append(what)
            struct = released.contents
            struct.release = type(struct.release)()  # NULL

        return release

    def _fill_schema(self, schema: Schema) -> None:
        schema.format = self._format
        schema.name = b"texts"
        schema.release = _ReleaseSchema(self._release("schema"))
        self._kept.append(schema.release)

    def _fill_array(self, rows: Sequence[bytes], array: Array) -> None:
        ends = [0]
        for row in rows:
            ends.append(ends[-1] + len(row))
        offsets = ctypes.create_string_buffer(struct.pack(f"{len(ends)}i", *ends))
        data = ctypes.create_string_buffer(b"".join(rows))
        buffers = (ctypes.c_void_p * 3)(None, ctypes.addressof(offsets), ctypes.addressof(data))
        array.length = len(rows)
        array.null_count = 0
        array.n_buffers = 3
        array.buffers = buffers
        array.release = _ReleaseArray(self._release("array"))
        self._change(array)
        self._kept += [offsets, data, buffers, array.release]

    def _capsule(self, filled: ctypes.Structure, name: bytes) -> object:
        self._kept.append(filled)
        return _new_capsule(ctypes.addressof(filled), name, None)


class ArrayExporter(Exporter):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        assert requested_schema is None
        schema, array = Schema(), Array()
        self._fill_schema(schema)
        self._fill_array(self._chunks[0], array)
        return self._capsule(schema, b"arrow_schema"), self._capsule(array, b"arrow_array")


class StreamExporter(Exporter):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        assert requested_schema is None
        text = ctypes.create_string_buffer(self._error) if self._error is not None else None

        def get_schema(_: object, out: _Pointer[Schema]) -> int:
            if self._fail_at == -1:
                return 22
            self._fill_schema(out.contents)
            return 0

        def get_next(_: object, out: _Pointer[Array]) -> int:
            if self._next == self._fail_at:
                return 5
            if self._next < len(self._chunks):
                self._fill_array(self._chunks[self._next], out.contents)
                self._next += 1
            return 0

        def get_last_error(_: object) -> int | None:
            return ctypes.addressof(text) if text is not None else None

        stream = Stream(
            _GetSchema(get_schema),
            _GetNext(get_next),
            _GetError(get_last_error),
            _ReleaseStream(self._release("stream")),
        )
        self._kept.append(text)
        return self._capsule(stream, b"arrow_array_stream")
