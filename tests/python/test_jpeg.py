# SPDX-License-Identifier: Apache-2.0
"""JPEG files as rows of pixels, without Pillow; tests/cpp has the pixels of every kind of file."""

from __future__ import annotations

import base64
import ctypes
import gc
import hashlib
import inspect
import sys
import threading
from typing import Any

import pytest
from dittograph import _core, _jpeg
from dittograph.images import errors
from helpers import run_python

# Written by Pillow 13.0; the hashes are those of the pixels that it reads.
COLOUR = base64.b64decode("""
/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABQODxIPDRQS
EBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjsh
ITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAANABUDASIA
AhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABAAD/8QAGRAAAwEBAQAAAAAAAAAAAAAAAAECEhEh/8QAFwEAAwEAAAAA
AAAAAAAAAAAAAwQFBv/EABsRAAICAwEAAAAAAAAAAAAAAAABAgQREjFB/9oADAMBAAIRAxEAPwBbj0zuBbldM7lC8aq1
JlPwJghGUQdVVg0MeH//2Q==
""")
COLOUR_PIXELS = "f04df9e0e97d894a9fb6aad5370eb4eaac10b0ea8be04b9d921f17209ac74400"
PROGRESSIVE_GRAY = base64.b64decode("""
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVG
ZIhlbXd7gYKBTmCNl4x9lnN+gXz/wgALCAARAAkBAREA/8QAFwABAAMAAAAAAAAAAAAAAAAAAwABAv/aAAgBAQAAAAFY
laL/xAAXEAADAQAAAAAAAAAAAAAAAAAAASAx/9oACAEBAAEFAoeH/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAG
PwJf/8QAGRAAAwADAAAAAAAAAAAAAAAAAAERECFR/9oACAEBAAE/IYQaNdzf/9oACAEBAAAAEL//xAAaEAACAgMAAAAA
AAAAAAAAAAABIQAQMXGR/9oACAEBAAE/EC9QhlTR2ZK//9k=
""")
GRAY_PIXELS = "ecaf219e454771e2ef7be457cbb1958327a9290281404227558bad05b1466fcd"
CMYK = base64.b64decode("""
/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTmw6Cq2q2KjMj/
y9ru9f///5vB////+v/m/f/4/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAUE/8QAGhAA
AgIDAAAAAAAAAAAAAAAAAAMBAgQhIv/aAA4EQwBNAFkASwAAPwA5NRVpEvG7jQyf/9k=
""")


def digest(pixels: bytes) -> str:
    return hashlib.sha256(pixels).hexdigest()


def without_padding(pixels: bytes) -> bytes:
    return b"".join(pixels[i : i + 3] for i in range(0, len(pixels), 4))


def enlarged(file: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its header."""
    at = file.index(b"\xff\xc0\x00\x11\x08") + 5
    return file[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + file[at + 4 :]


def test_pixels_of_colours_are_those_of_pillow() -> None:
    rows = _jpeg.open(COLOUR)
    assert (rows.width, rows.height, rows.orientation, rows.progressive) == (21, 13, 6, False)
    assert (rows.row_width, rows.row_height, rows.bytes_per_pixel) == (21, 13, 4)
    assert digest(without_padding(rows.read())) == COLOUR_PIXELS
    assert (rows.scale_denominator, rows.is_partial, rows.warnings) == (1, False, 0)
    assert (rows.failure, rows.kind) == (None, None)
    assert rows.read() == b""
    rows.check()


def test_pixels_of_gray_are_those_of_pillow() -> None:
    rows = _jpeg.open(PROGRESSIVE_GRAY)
    assert (rows.width, rows.height, rows.orientation, rows.progressive) == (9, 17, 1, True)
    assert (rows.row_width, rows.row_height, rows.bytes_per_pixel) == (9, 17, 1)
    assert digest(rows.read()) == GRAY_PIXELS


def test_fast_is_gray_and_reduced() -> None:
    rows = _jpeg.open(COLOUR, fast=True)
    assert (rows.scale_denominator, rows.bytes_per_pixel) == (1, 1)
    assert len(rows.read()) == 21 * 13
    rows = _jpeg.open(enlarged(COLOUR, 1100, 2003), fast=True, partial=True)
    assert (rows.width, rows.height, rows.scale_denominator) == (1100, 2003, 8)
    assert (rows.row_width, rows.row_height) == (138, 251)
    assert len(rows.read()) == 138 * 251


@pytest.mark.parametrize(
    "data",
    [
        bytearray(COLOUR),
        memoryview(COLOUR),
        memoryview(COLOUR).cast("c"),
        memoryview(b"xx" + COLOUR)[2:],
    ],
)
def test_bytes_like_objects(data: bytes) -> None:
    assert digest(without_padding(_jpeg.open(data).read())) == COLOUR_PIXELS


def test_buffer_is_held_as_long_as_it_is_read() -> None:
    data = bytearray(COLOUR)
    rows = _jpeg.open(data)
    capsule = rows.row_source
    del rows
    gc.collect()
    with pytest.raises(BufferError):
        data.append(1)
    del capsule
    gc.collect()
    data.append(1)


def test_buffer_is_not_held_after_a_refusal() -> None:
    data = bytearray(b"GIF89a")
    with pytest.raises(errors.CorruptImageError):
        _jpeg.open(data)
    data.append(1)


def test_references() -> None:
    data = bytes(bytearray(COLOUR))
    before = sys.getrefcount(data)
    for _ in range(50):
        rows = _jpeg.open(data)
        rows.read()
        capsules = [rows.row_source for _ in range(3)]
        del capsules, rows
    assert sys.getrefcount(data) == before


def test_capsule_has_the_object() -> None:
    capsule = _jpeg.open(COLOUR).row_source
    get_pointer: Any = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype = ctypes.c_void_p
    get_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    assert get_pointer(capsule, b"dittograph.RowSource")


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", errors.TruncatedImageError, "the file ends after 0 bytes, in its header"),
        (COLOUR[:100], errors.TruncatedImageError, "the file ends after 100 bytes, in its header"),
        (b"GIF89a", errors.CorruptImageError, "Not a JPEG file: starts with 0x47 0x49"),
        (
            CMYK,
            errors.UnsupportedImageError,
            "the image has 4 components of 8 bits; only gray, YCbCr and RGB of 8 are read",
        ),
        (
            enlarged(COLOUR, 65500, 65500),
            errors.ImageTooLargeError,
            "image must have at most 178956970 pixels, got 65500 x 65500",
        ),
    ],
)
def test_refusals(data: bytes, kind: type[errors.ImageError], message: str) -> None:
    for partial in (False, True):
        with pytest.raises(kind) as caught:
            _jpeg.open(data, partial=partial)
        assert type(caught.value) is kind
        prefix = "" if kind is errors.ImageTooLargeError else "data cannot be read as a JPEG file: "
        assert str(caught.value) == prefix + message


def test_limits() -> None:
    assert _jpeg.open(COLOUR, max_pixels=21 * 13).width == 21
    with pytest.raises(errors.ImageTooLargeError):
        _jpeg.open(COLOUR, max_pixels=21 * 13 - 1)
    assert _jpeg.open(COLOUR, max_pixels=2**100, max_scans=2**100).width == 21
    assert len(_jpeg.open(PROGRESSIVE_GRAY, max_scans=6).read()) == 9 * 17
    rows = _jpeg.open(PROGRESSIVE_GRAY, max_scans=5)
    with pytest.raises(errors.ImageTooLargeError, match="at most 5 scans, got more"):
        rows.read()
    assert (rows.failure, rows.kind) == ("image must have at most 5 scans, got more", "too_large")


def test_truncated_files() -> None:
    cut = COLOUR[:-15]
    rows = _jpeg.open(cut)
    assert [rows.failure, rows.kind] == [None, None]
    message = f"the file ends after {len(cut)} bytes, before the image does"
    for function in (rows.read, rows.check, rows.read):
        with pytest.raises(errors.TruncatedImageError, match=message):
            function()
    assert (rows.failure, rows.kind, rows.is_partial) == (message, "truncated", False)
    partial = _jpeg.open(cut, partial=True)
    assert len(partial.read()) == 21 * 13 * 4
    assert (partial.failure, partial.kind, partial.is_partial) == (None, None, True)


def test_damage_is_counted() -> None:
    at = len(COLOUR) - 20
    rows = _jpeg.open(COLOUR[:at] + b"\xff\xd9")
    rows.read()
    assert rows.warnings > 0
    assert (rows.failure, rows.is_partial) == (None, False)


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ("text", {}, "data must be a bytes-like object, not str"),
        (None, {}, "data must be a bytes-like object, not NoneType"),
        (COLOUR, {"max_pixels": 0}, "max_pixels must be at least 1, got 0"),
        (COLOUR, {"max_pixels": None}, "max_pixels must be an integer, not NoneType"),
        (COLOUR, {"max_scans": -1}, "max_scans must be at least 1, got -1"),
        (memoryview(COLOUR)[::2], {}, "data must be contiguous in memory"),
    ],
)
def test_wrong_arguments(data: object, options: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError, BufferError)) as caught:
        _jpeg.open(data, **options)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
    assert not isinstance(caught.value, errors.ImageError)


def test_threads_share_the_rows() -> None:
    file = enlarged(COLOUR, 2000, 2000)
    rows = _jpeg.open(file, partial=True)
    parts: list[bytes] = []
    threads = [threading.Thread(target=lambda: parts.append(rows.read())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(map(len, parts)) <= 2000 * 2000 * 4
    assert rows.failure is None


def test_classes_of_errors() -> None:
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.ImageError)
    assert issubclass(errors.ImageError, ValueError)


def test_everything_has_a_docstring() -> None:
    for owner in (_jpeg, _jpeg.JpegRows):
        for name, value in vars(owner).items():
            if not name.startswith("_") and not isinstance(value, str):
                assert inspect.getdoc(value), name


def test_names_its_library() -> None:
    assert _jpeg.libjpeg_version.startswith("libjpeg-turbo ")


def test_package_does_not_load_it() -> None:
    printed = run_python("import sys, dittograph; print('dittograph._jpeg' in sys.modules)")
    assert printed.strip() == "False"
    assert not hasattr(_core, "libjpeg_version")
