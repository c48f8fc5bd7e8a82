# SPDX-License-Identifier: Apache-2.0
"""Runs and squeezing, compared with what one writes in Python for want of them."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Any

from dittograph import pure

from benchmarks import texts
from benchmarks.comparisons import LETTERS, Comparison
from benchmarks.texts import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterator


def runs() -> Iterator[Comparison]:
    """The longest run of the input of 2017; real text, squeezed."""
    yield Comparison(
        "runs",
        f"{LETTERS}, the longest run",
        MILLION,
        _letters,
        peer="`max` over `itertools.groupby`",
        code="max(sum(1 for _ in run) for _, run in groupby(text))",
        ours="longest_run(text).length",
        goal=1000.0,
    )
    for language, goal in (("ASCII", 50.0), ("Russian", 50.0)):
        yield Comparison(
            "runs",
            f"1 MB of text, {language}, squeezed",
            MILLION,
            functools.partial(_words, language),
            peer=r'`re.sub(r"(.)\1+", r"\1", text, flags=re.DOTALL)`',
            code=r'sub(r"\1", text)',
            ours="squeeze(text)",
            goal=goal,
        )
    for language in texts.LANGUAGES:
        called = "English with emoji" if language == "English" else language
        yield Comparison(
            "runs",
            f"1 MB of UTF-8, {called}, squeezed",
            MILLION,
            functools.partial(_data, language),
            peer="`decode`, our own `squeeze` of the `str`, `encode`",
            code="squeeze(data.decode()).encode()",
            ours="squeeze_utf8(data)",
            goal=3.0,
        )


def _letters() -> dict[str, Any]:
    text = texts.random_str(1, MILLION).text
    longest = pure.longest_run(text)
    return {"text": text, "groupby": itertools.groupby, "expected": longest and longest.length}


def _words(language: str) -> dict[str, Any]:
    text = texts.running_utf8(language, MILLION).text.decode()
    sub = re.compile(r"(.)\1+", re.DOTALL).sub
    return {"text": text, "sub": sub, "expected": "".join(pure.squeeze(text))}


def _data(language: str) -> dict[str, Any]:
    data = texts.running_utf8(language, MILLION).text
    return {"data": data, "expected": "".join(pure.squeeze(data.decode())).encode()}
