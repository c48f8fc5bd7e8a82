# SPDX-License-Identifier: Apache-2.0
"""A column of short texts, compared with one read of its bytes and with a call a row."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import dittograph
from dittograph import columns as verbs

from benchmarks import texts
from benchmarks.comparisons import READ, Comparison
from benchmarks.texts import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES_A_ROW = 40
_OURS = "len(columns.count_doubles(column, threads=1))"


def columns(rows: int) -> Iterator[Comparison]:
    """So many rows of about 40 bytes, as Arrow has them."""
    for language in ("ASCII", "Russian"):
        what = f"{rows:,} rows of about {_BYTES_A_ROW} bytes, {language}"
        prepare = functools.partial(_column, language, rows)
        compare = functools.partial(Comparison, "columns", what, rows * _BYTES_A_ROW, prepare)
        yield compare(
            peer="one read: `bytes.find` of an absent byte",
            code=READ,
            ours=_OURS,
            goal=0.25 if language == "ASCII" else None,
            peer_counts=False,
        )
        yield compare(
            peer="`count_doubles` of each `str` of a list",
            code="len([count_doubles(row) for row in rows])",
            ours=_OURS,
            goal=4.0,
        )
        yield compare(
            peer="the same with one thread",
            code=_OURS,
            ours="len(columns.count_doubles(column, threads=2))",
            goal=1.8 if language == "ASCII" and rows >= MILLION else None,
        )
        yield compare(
            peer="`squeeze` of each `str` of a list",
            code="len([squeeze(row) for row in rows])",
            ours="len(columns.squeeze(column, threads=1))",
        )


@functools.lru_cache(maxsize=1)
def _column(language: str, rows: int) -> dict[str, Any]:
    text = texts.running_utf8(language, rows * _BYTES_A_ROW).text.decode()
    step = len(text) // rows
    strings = [text[i * step : (i + 1) * step] for i in range(rows)]
    column = verbs.squeeze(strings, max_run=len(text))  # nothing is left out: the same as utf8
    assert column.to_pylist() == strings
    counts = [dittograph.count_doubles(row) for row in strings]
    assert verbs.count_doubles(column).to_pylist() == counts
    squeezed = [dittograph.squeeze(row) for row in strings]
    assert verbs.squeeze(column).to_pylist() == squeezed
    return {
        "columns": verbs,
        "column": column,
        "rows": strings,
        "data": "".join(strings).encode(),
        "expected": rows,
    }
