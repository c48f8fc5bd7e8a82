# SPDX-License-Identifier: Apache-2.0
"""Columns that are Arrow data made by hand: what happens to the structs, and what is refused."""

from __future__ import annotations

import dittograph
import pytest
from arrow_exporters import Array, ArrayExporter, StreamExporter
from dittograph import columns


def test_arrays_and_streams_are_released_once() -> None:
    array = ArrayExporter([[b"aab", b"bb"]])
    assert columns.count_doubles(array).to_pylist() == [1, 1]
    assert sorted(array.released) == ["array", "schema"]
    stream = StreamExporter([[b"aab"], [], [b"bb", b""]])
    assert columns.count_doubles(stream).to_pylist() == [1, 1, 0]
    assert sorted(stream.released) == ["array", "array", "array", "schema", "stream"]


@pytest.mark.parametrize(
    ("fail_at", "error", "message", "released"),
    [
        (-1, b"no type", "column's stream failed: no type .*22", ["stream"]),
        (0, b"no rows", "failed: no rows .*error 5", ["schema", "stream"]),
        (1, "ü".encode(), "failed: ü", ["array", "schema", "stream"]),
        (1, None, "failed: it does not say why", ["array", "schema", "stream"]),
    ],
)
def test_stream_that_fails(
    fail_at: int, error: bytes | None, message: str, released: list[str]
) -> None:
    stream = StreamExporter([[b"aab"]] * 3, fail_at=fail_at, error=error)
    with pytest.raises(RuntimeError, match=message):
        columns.count_doubles(stream)
    assert sorted(stream.released) == released


@pytest.mark.parametrize("exporter", [ArrayExporter, StreamExporter])
def test_what_is_refused_is_released(exporter: type[ArrayExporter | StreamExporter]) -> None:
    numbers = exporter([[b"aab"]], format_=b"l")
    with pytest.raises(TypeError, match="got format 'l' in 'texts'"):
        columns.count_doubles(numbers)
    assert "schema" in numbers.released
    assert "array" in numbers.released

    def negative(array: Array) -> None:
        array.length = -1

    broken = exporter([[b"aab"]], change=negative)
    with pytest.raises(ValueError, match="column's Arrow array is broken"):
        columns.count_doubles(broken)
    assert "array" in broken.released


def test_invalid_utf8() -> None:
    rows = [b"aab", "яя".encode(), b"ok\xe2\x82", b"\xff"]
    assert columns.count_doubles(ArrayExporter([rows])).to_pylist()[:2] == [1, 1]
    with pytest.raises(UnicodeDecodeError) as caught:
        columns.count_doubles(ArrayExporter([rows]), validate=True)
    assert caught.value.object == rows[2]
    assert (caught.value.start, caught.value.end) == (2, 4)
    assert caught.value.reason == "unexpected end of data, in row 2"
    assert columns.squeeze(ArrayExporter([rows], format_=b"z"), validate=True).to_pylist() == [
        dittograph.squeeze(row) for row in rows
    ]


def test_exports_that_are_no_capsules() -> None:
    class Wrong:
        def __init__(self, exported: object) -> None:
            self.exported = exported

        def __arrow_c_array__(self) -> object:
            return self.exported

    for exported in (None, (1, 2), (1,)):
        with pytest.raises(TypeError, match="column"):
            columns.count_doubles(Wrong(exported))  # type: ignore[arg-type] # not what a type checker knows
    capsules = ArrayExporter([[b"aab"]]).__arrow_c_array__()
    assert columns.count_doubles(Wrong(capsules)).to_pylist() == [1]  # type: ignore[arg-type] # not what a type checker knows
    with pytest.raises(ValueError, match="has been used already"):
        columns.count_doubles(Wrong(capsules))  # type: ignore[arg-type] # not what a type checker knows


def test_bare_capsule_of_a_stream() -> None:
    stream = StreamExporter([[b"aab"]])
    assert columns.count_doubles(stream.__arrow_c_stream__()).to_pylist() == [1]  # type: ignore[arg-type] # not what a type checker knows
    assert sorted(stream.released) == ["array", "schema", "stream"]
