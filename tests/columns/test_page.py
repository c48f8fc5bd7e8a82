# SPDX-License-Identifier: Apache-2.0
"""The examples that need other packages: blocks that pages call pycon."""

from __future__ import annotations

import doctest

import pytest
from helpers import ROOT
from pages import code_blocks


@pytest.mark.parametrize("page", ["docs/columns.md"])
def test_examples(page: str) -> None:
    blocks = [block for block in code_blocks(ROOT / page) if block.language == "pycon"]
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        parser = doctest.DocTestParser()
        examples = parser.get_doctest(block.text, names, page, page, block.line - 1)
        report: list[str] = []
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        runner.run(examples, out=report.append)
        assert not report, "".join(report)
