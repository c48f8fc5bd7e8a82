# SPDX-License-Identifier: Apache-2.0
"""Repeats, compared with the patterns that people write for them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from dittograph import find_repeats, find_runs

from benchmarks import texts
from benchmarks.comparisons import Comparison
from benchmarks.peers import NotRunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DOCUMENT = 3000
_PATTERN = r"(.{1,64}?)\1{3,}"


def repeats() -> Iterator[Comparison]:
    """Documents of 3 kB: what the patterns find, ours finds, too."""
    for language in ("ASCII", "Russian"):
        yield Comparison(
            "repeats",
            f"{_DOCUMENT // 1000} kB of text, {language}",
            _DOCUMENT,
            functools.partial(_document, language, _with_pattern),
            peer=rf'`re.findall(r"{_PATTERN}", text, re.DOTALL)`',
            code="findall(text)",
            ours="find_repeats(text, max_period=64)",
            goal=100.0,
            peer_counts=False,
        )
    yield Comparison(
        "repeats",
        f"{_DOCUMENT // 1000} kB of text, ASCII",
        _DOCUMENT,
        functools.partial(_document, "ASCII", _with_zxcvbn),
        peer="`zxcvbn.matching.repeat_match`",
        code="repeat_match(text)",
        ours="find_repeats(text, max_period=64)",
        goal=100.0,
        peer_counts=False,
    )


def _document(language: str, with_peer: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    text = texts.running_utf8(language, _DOCUMENT).text.decode()
    # So that there is something to find, and at different places.
    text = text[:700] + "la" * 9 + text[700:1400] + "=" * 30 + text[1400:] + "ha ha ha ha ha"
    found = find_repeats(text, max_period=64)
    return {"text": text, "expected": found, **with_peer(text)}


def _with_pattern(text: str) -> dict[str, Any]:
    pattern = re.compile(_PATTERN, re.DOTALL)
    _assert_all_lie_inside(text, (match.span() for match in pattern.finditer(text)))
    return {"findall": pattern.findall}


def _with_zxcvbn(text: str) -> dict[str, Any]:
    try:
        from zxcvbn.matching import repeat_match
    except ImportError:
        reason = "zxcvbn is not installed"
        raise NotRunError(reason) from None
    matches = repeat_match(text)
    _assert_all_lie_inside(
        text,
        ((m["i"], m["j"] + 1) for m in matches if _smallest_period(m["base_token"]) <= 64),
    )
    return {"repeat_match": repeat_match}


def _smallest_period(token: str) -> int:
    return (token + token).find(token, 1)


def _assert_all_lie_inside(text: str, spans: Iterable[tuple[int, int]]) -> None:
    """Check that every match of a peer is a part of one of our repeats or runs."""
    ours = [range(one.start, one.start + one.length) for one in find_repeats(text)]
    ours += [range(one.start, one.start + one.length) for one in find_runs(text)]
    checked = 0
    for start, end in spans:
        assert any(start in one and end - 1 in one for one in ours), (start, end)
        checked += 1
    assert checked, "the peer found nothing to compare"
