# SPDX-License-Identifier: Apache-2.0
"""The ways to count doubles that are compared, each as one call on one text.

The zip loop and the regex are those of the 2017 experiment. ``prepare`` runs outside the measured
time: it gives an implementation the same memory in the form it asks for.
"""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import dittograph
from dittograph import pure, regex

from benchmarks import peers
from benchmarks.texts import ASCII_STR, MILLION, WIDTHS, Text, random_bytes

if TYPE_CHECKING:
    from numpy import unsignedinteger
    from numpy.typing import NDArray

Count: TypeAlias = Callable[[Any], int]

READ = "one read: bytes.find"


def _one_pass(text: Text) -> int:
    total = 0
    elements = iter(text)
    previous = next(elements, None)
    for current in elements:
        if current == previous:
            total += 1
        previous = current
    return total


def _with_itertools(text: Text) -> int:
    return sum(a == b for a, b in itertools.pairwise(text))


def _comprehension(text: Text) -> int:
    return sum([1 for a, b in itertools.pairwise(text) if a == b])


def _same(text: Text) -> Text:
    return text


def _as_numpy(text: Text) -> NDArray[unsignedinteger[Any]]:
    import numpy

    if not isinstance(text, str):
        return numpy.frombuffer(text, numpy.uint8 if isinstance(text, bytes) else text.typecode)
    if text.isascii():
        return numpy.frombuffer(text.encode(), numpy.uint8)
    if max(text) < "\U00010000":
        return numpy.frombuffer(text.encode("utf-16-le"), numpy.uint16)
    return numpy.frombuffer(text.encode("utf-32-le"), numpy.uint32)


def _as_many_bytes(text: Text) -> bytes:
    if isinstance(text, str):
        width = 1 if text.isascii() else 2 if max(text) < "\U00010000" else 4
        return random_bytes(width * len(text)).text
    return random_bytes(memoryview(text).nbytes).text


def _read(data: bytes) -> int:
    return data.find(b"!")


def _load_numpy() -> Count:
    if importlib.util.find_spec("numpy") is None:
        raise peers.NotRunError("numpy is not installed")
    from numpy import count_nonzero

    return lambda a: int(count_nonzero(a[:-1] == a[1:]))


_EVERY_WIDTH = tuple(WIDTHS)
_STR = tuple(name for name in WIDTHS if name.startswith("str"))


@dataclass(frozen=True)
class Implementation:
    """One row of the table.

    Attributes:
        name: What it is called in the results.
        load: Gives the function, or raises NotRunError.
        widths: The names of the WIDTHS it can count.
        largest: The most bytes it is run on; beyond, one call takes too long.
        prepare: Makes its argument of the text.
        counts: Whether it counts doubles, or only shows what the memory gives.
        label: What it is called in the tables, as Markdown: the code that runs, where it is short.
    """

    name: str
    load: Callable[[], Count]
    widths: tuple[str, ...] = _EVERY_WIDTH
    largest: int = 256 * MILLION
    prepare: Callable[[Text], Any] = _same
    counts: bool = True
    label: str = ""


def _native(module: str, function: str = "count_doubles") -> Callable[[], Count]:
    def load() -> Count:
        loaded: Count = getattr(peers.load(module), function)
        return loaded

    return load


def _encode(text: Text) -> bytes:
    return text.encode() if isinstance(text, str) else bytes(text)


IMPLEMENTATIONS = (
    Implementation(
        "zip loop",
        lambda: pure.count_doubles,
        largest=MILLION,
        label="`for a, b in zip(text, text[1:])`",
    ),
    Implementation(
        "one-pass loop",
        lambda: _one_pass,
        largest=MILLION,
        label="Python loop that remembers one character",
    ),
    Implementation(
        "itertools.pairwise",
        lambda: _with_itertools,
        largest=MILLION,
        label="`sum(a == b for a, b in itertools.pairwise(text))`",
    ),
    Implementation(
        "comprehension",
        lambda: _comprehension,
        largest=MILLION,
        label="`sum([1 for a, b in itertools.pairwise(text) if a == b])`",
    ),
    Implementation(
        "regex",
        lambda: regex.count_doubles,
        widths=("bytes", *_STR),
        largest=MILLION,
        label=r'`len(double.findall(text))`, `double = re.compile(r"(?=(.)\1)", re.DOTALL)`',
    ),
    Implementation(
        "numpy",
        _load_numpy,
        prepare=_as_numpy,
        label="numpy, `count_nonzero(a[:-1] == a[1:])`",
    ),
    Implementation("C", _native("doubles_c"), label="C, `for` loop, `cc -O3`"),
    Implementation(
        "C, -march=native",
        _native("doubles_c_native"),
        label="C, `for` loop, `cc -O3 -march=native`",
    ),
    Implementation(
        "Rust, chars().zip(skip(1))",
        _native("doubles_rust"),
        widths=_STR,
        label="Rust, `text.chars().zip(text.chars().skip(1))`",
    ),
    Implementation(
        "Rust, chars() once",
        _native("doubles_rust", "count_doubles_once"),
        widths=_STR,
        label="Rust, `chars()`, one pass",
    ),
    Implementation(
        "Rust, bytes() once",
        _native("doubles_rust", "count_doubles_once_bytes"),
        widths=(ASCII_STR,),
        label="Rust, `bytes()`, one pass",
    ),
    Implementation(
        "Rust, slices",
        _native("doubles_rust", "count_doubles_slices"),
        widths=("bytes", ASCII_STR),
        prepare=_encode,
        label="Rust, a slice zipped with itself",
    ),
    Implementation("dittograph", lambda: dittograph.count_doubles),
    Implementation(READ, lambda: _read, prepare=_as_many_bytes, counts=False),
)
