# SPDX-License-Identifier: Apache-2.0
"""The rows that every engine gets, and what it has to make of them: what a list of them gives."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dittograph import columns
from dittograph.engines.verbs import VERBS, Call, Verb
from pages import code_blocks

if TYPE_CHECKING:
    from types import ModuleType

Rows = list[str | None]

TEXTS: Rows = [
    *("bookkeeper", None, "", "hmmm, well", "a", "aa", "sooo  goood", "x" * 12, "x" * 13),
    *("wkwkwk", "no no no no ", "日月日月日月日月"),
    *("Длинная шея", "ääh", "e\u0301e\u0301", "日日月", "🙂🙂", "👩‍👩‍👧", "a\0\0b", "\t\t\n\n"),
]
ROWS: dict[str, Rows] = {
    "texts": TEXTS,
    "no rows": [],
    "no nulls": [text for text in TEXTS if text is not None],
    "only nulls": [None] * 9,
    "long texts": ["ab" * 50_000 + "bb", None, "ä" * 100_001, "x🙂🙂" * 30_000],
    "many": TEXTS * 300,  # more than what DuckDB gives at a time, and a batch of the others
}
EVERY_ROWS = pytest.mark.parametrize("rows", [*ROWS.values()], ids=[*ROWS])


def takes(verb: Verb, arguments: dict[str, int]) -> bool:
    """Whether the verb allows these values."""
    try:
        Call(verb, arguments)
    except ValueError:
        return False
    return True


# Every verb with what it does if it is not told, and with every parameter of other values.
CALLS: list[tuple[str, dict[str, int]]] = [
    *((verb.name, {}) for verb in VERBS),
    *(
        (verb.name, {name: n})
        for verb in VERBS
        for name in verb.parameters
        for n in (1, 2, 3, 7)
        if takes(verb, {name: n})
    ),
]
EVERY_CALL = pytest.mark.parametrize(
    ("verb", "arguments"), CALLS, ids=[f"{name}-{[*given.values()]}" for name, given in CALLS]
)


def expected(verb: str, rows: Rows, arguments: dict[str, int]) -> list[Any]:
    """What the rows of a list give."""
    values: list[Any] = getattr(columns, verb)(rows, **arguments).to_pylist()
    return values


def cut(rows: Rows) -> list[Rows]:
    """The rows in two pieces."""
    return [rows[: len(rows) // 3], rows[len(rows) // 3 :]]


def run_section(heading: str) -> None:
    """Run the examples that stand below a heading of the page, and compare what they print."""
    page = Path(__file__).parents[2] / "docs" / "engines.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    first = lines.index(f"## {heading}")
    ends = [i for i, line in enumerate(lines) if line.startswith("## ") and i > first]
    blocks = [
        block
        for block in code_blocks(page)
        if block.language == "pycon" and first < block.line <= min(ends, default=len(lines))
    ]
    assert blocks
    run_examples("".join(block.text for block in blocks), heading)


def run_docstrings(module: ModuleType) -> None:
    """Run the examples of a module's docstrings."""
    examples = [
        test for test in doctest.DocTestFinder(exclude_empty=True).find(module) if test.examples
    ]
    assert examples
    for test in examples:
        run(test)


def run_examples(text: str, name: str) -> None:
    """Run the examples in a text."""
    run(doctest.DocTestParser().get_doctest(text, {}, name, name, 0))


def run(test: doctest.DocTest) -> None:
    """Run a test; fail with its report."""
    report: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    if report:
        pytest.fail("".join(report), pytrace=False)
