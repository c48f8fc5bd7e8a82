# SPDX-License-Identifier: Apache-2.0
"""What dittograph is compared with, on which input, and how much faster it is wanted."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import dittograph

from benchmarks import dispatch, texts
from benchmarks.implementations import IMPLEMENTATIONS, Implementation
from benchmarks.interleave import Medians, compare, statement
from benchmarks.peers import NotRunError
from benchmarks.texts import ASCII_STR, MILLION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READ = 'data.find(b"!")'
LETTERS = "1,000,000 random ASCII letters"

_LETTERS_GOALS = {
    "zip loop": 1500.0,
    "regex": 700.0,
    "Rust, chars().zip(skip(1))": 85.0,
    "Rust, chars() once": 35.0,  # whichever is the fastest of the article
    "Rust, bytes() once": 35.0,
    "numpy": 4.0,
}
_READ_GOALS = {
    "AVX3_SPR": 0.9,
    "AVX3_ZEN4": 0.9,
    "AVX3_DL": 0.9,
    "AVX3": 0.9,
    "AVX2": 0.75,
}
# Which physical pages a text gets decides how well it fits into a cache, by some 5 % of the speed
# of a megabyte: inputs that a cache may hold are measured at several places.
_COPIES = 5
_CACHED = 4 * MILLION
_SHORT = (0, 5, 20, 60, 1000)


@dataclass(frozen=True)
class Comparison:
    """One pair: two Python expressions over the names that `prepare` gives.

    Attributes:
        group: The kind of question, for the tables.
        input: What is counted.
        size: The bytes that one call of ours reads.
        prepare: Gives the names in both expressions, and `expected`; raises NotRunError.
        peer: What we are compared with.
        code: The peer's expression.
        ours: Our expression.
        goal: How many times the peer's speed is wanted; None: it is only reported.
        peer_counts: Whether the peer gives the same result.
        target: The SIMD target that dispatch is lowered to; None: the best.
    """

    group: str
    input: str
    size: int
    prepare: Callable[[], dict[str, Any]] = field(repr=False)
    peer: str
    code: str
    ours: str = "count_doubles(text)"
    goal: float | None = None
    peer_counts: bool = True
    target: str | None = None

    def measure(self, seconds: float) -> Medians:
        """Check that the results are right, then run both in turn."""
        pairs = []
        copies = []  # kept, so that the next one lies elsewhere
        with dispatch.lowered(self.target):
            for _ in range(_COPIES if self.size <= _CACHED else 1):
                names = {
                    **{name: getattr(dittograph, name) for name in dittograph.__all__},
                    **self.prepare(),
                }
                copies.append(names)
                code = f"{self.ours}, {self.code}"
                results = eval(code, names)  # noqa: S307 - written in this file
                assert results[0] == names["expected"], self
                assert results[1] == names["expected"] or not self.peer_counts, self
                pairs.append((statement(self.ours, names), statement(self.code, names)))
            return compare(*pairs, seconds=seconds)


def _letters() -> dict[str, Any]:
    sample = texts.random_str(1, MILLION)
    return {"text": sample.text, "data": sample.text.encode(), "expected": sample.doubles}


_read = functools.partial(
    Comparison, peer="one read: `bytes.find` of an absent byte", code=READ, peer_counts=False
)


def letters() -> Iterator[Comparison]:
    """The input of 2017 against everything, first against one read of it."""
    try:
        best, *lower = dispatch.targets()
    except NotRunError:
        best, lower = "", ["AVX2"]  # a row that says what is missing
    # Of a target that nobody has thought of, as much is wanted as of the best.
    goal = _READ_GOALS.get(best, max(_READ_GOALS.values()))
    yield _read("letters", LETTERS, MILLION, _letters, goal=goal)
    for target in lower:
        # Of the others as much as there is: no machine that we aim at has them for its best.
        lower_goal = _READ_GOALS[target] if target == "AVX2" else None
        yield _read("targets", LETTERS, MILLION, _letters, goal=lower_goal, target=target)
    for one in IMPLEMENTATIONS:
        if one.counts and one.name != "dittograph" and ASCII_STR in one.widths:
            prepare = functools.partial(_with_peer, one)
            peer_goal = _LETTERS_GOALS.get(one.name)
            code = "peer(its_text)"
            yield Comparison("letters", LETTERS, MILLION, prepare, one.name, code, goal=peer_goal)


def _with_peer(one: Implementation) -> dict[str, Any]:
    names = _letters()
    return {**names, "peer": one.load(), "its_text": one.prepare(names["text"])}


def wide(huge: int) -> Iterator[Comparison]:
    """Wider strings and much memory, against one read of as many bytes."""
    for width in (2, 4):
        what = f"1,000,000 characters of {width}-byte `str`"
        yield _read("reads", what, width * MILLION, functools.partial(_wide_str, width), goal=0.9)
    what = f"{huge // MILLION} MB of bytes"
    prepare = functools.partial(_huge_bytes, huge)
    yield _read("reads", what, huge, prepare, ours="count_doubles(data)", goal=0.9)


def _wide_str(width: int) -> dict[str, Any]:
    sample = texts.random_str(width, MILLION)
    data = texts.random_bytes(width * MILLION).text
    return {"text": sample.text, "data": data, "expected": sample.doubles}


def _huge_bytes(size: int) -> dict[str, Any]:
    sample = texts.random_bytes(size)
    return {"data": sample.text, "expected": sample.doubles}


def short() -> Iterator[Comparison]:
    """One call on a short string, against a call that CPython has built in."""
    for size in _SHORT:
        what = f"`str` of {size:,} characters"
        prepare = functools.partial(_short_str, size)
        code = 'text.count("q")'
        yield Comparison(
            "calls", what, size, prepare, f"`{code}`", code, goal=1.0, peer_counts=False
        )


def _short_str(size: int) -> dict[str, Any]:
    sample = texts.random_str(1, size)
    return {"text": sample.text, "expected": sample.doubles}


def utf8(sizes: tuple[int, ...]) -> Iterator[Comparison]:
    """UTF-8, validated and counted, against decoding it and counting the str."""
    for size in sizes:
        for language in texts.LANGUAGES:
            called = "English with emoji" if language == "English" else language
            yield Comparison(
                "utf8",
                f"{size // MILLION} MB of UTF-8, {called}",
                size,
                functools.partial(_utf8, language, size),
                "`decode`, then our own count on the `str`",
                "count_doubles(data.decode())",
                ours="count_doubles_utf8(data)",
                goal=4.0,
            )


def _utf8(language: str, size: int) -> dict[str, Any]:
    sample = texts.running_utf8(language, size)
    return {"data": sample.text, "expected": sample.doubles}
