# SPDX-License-Identifier: Apache-2.0
"""Everything said is executed: examples of pages and docstrings, commands with their output, links.

In a page, a python block runs after the ones before it; a console block runs in an empty folder and
must print what it shows, where "..." stands for anything. Blocks of other languages are not run
here: pycon needs other packages, and is run by tests/columns and tests/engines, which have them.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import dittograph
import pytest
from dittograph import _core
from helpers import ROOT, installed_command
from pages import anchors, code_blocks, commands, links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def in_repository(path: Path) -> str:
    return str(path.relative_to(ROOT))


def pages_with(language: str) -> pytest.MarkDecorator:
    """Parametrise a test with the pages that have blocks of this language."""
    pages = [page for page in PAGES if any(b.language == language for b in code_blocks(page))]
    return pytest.mark.parametrize("page", pages, ids=in_repository)


def run_examples(examples: doctest.DocTest) -> dict[str, object]:
    """Run a doctest; fail with its report, or return the names that it leaves behind."""
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=report.append, clear_globs=False)
    if report:
        pytest.fail("".join(report), pytrace=False)
    return examples.globs


@pages_with("python")
def test_python_in_pages(page: Path) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    parser = doctest.DocTestParser()
    for block in code_blocks(page):
        if block.language != "python":
            continue
        if ">>> " in block.text:
            name = in_repository(page)
            names = run_examples(parser.get_doctest(block.text, names, name, name, block.line - 1))
        else:
            padded = "\n" * (block.line - 1) + block.text
            exec(compile(padded, page, "exec"), names)  # noqa: S102 (our own pages)


@pages_with("console")
def test_commands_in_pages(page: Path, tmp_path: Path) -> None:
    # The Python that runs this, which need not be called python, or be on the way.
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    path = os.pathsep.join(map(str, [python.parent, installed_command().parent]))
    path += os.pathsep + os.environ["PATH"]
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    folder = tmp_path / "empty"
    folder.mkdir()
    checker = doctest.OutputChecker()
    for block in code_blocks(page):
        if block.language != "console":
            continue
        for command, output in ((c.command, c.output) for c in commands(block.text)):
            finished = subprocess.run(
                ["bash", "-c", command],
                check=False,
                cwd=folder,
                env=environment,
                encoding="utf-8",
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
            )
            if not checker.check_output(output, finished.stdout, doctest.ELLIPSIS):
                expected = f"expected:\n{output}got:\n{finished.stdout}"
                pytest.fail(f"{in_repository(page)}:\n$ {command}\n{expected}", pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=in_repository)
def test_links_inside_the_repository(page: Path) -> None:
    missing = []
    for link in links(page):
        if link.partition(":")[0] in {"http", "https", "mailto"}:
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(link)
    assert missing == []


def modules() -> Iterator[ModuleType]:
    """Every module of the package that can be imported without running something.

    Not those that need an engine: tests/engines has the engines, and runs their examples.
    """
    yield dittograph
    for found in pkgutil.walk_packages(dittograph.__path__, "dittograph."):
        if re.match(r"dittograph\.engines\.(?!verbs$)", found.name):
            continue
        if not found.name.endswith(".__main__"):
            yield importlib.import_module(found.name)


@pytest.mark.parametrize("module", [*modules()], ids=lambda module: module.__name__)
def test_docstrings_of_modules(module: ModuleType) -> None:
    assert module.__doc__
    for examples in doctest.DocTestFinder(exclude_empty=True).find(module):
        run_examples(examples)


def documented_in_the_extension() -> Iterator[tuple[str, str]]:
    """Names and docstrings of its functions, classes and their members."""
    for name, value in vars(_core).items():
        if name.startswith("_"):
            continue
        yield name, inspect.getdoc(value) or ""
        if inspect.isclass(value):
            for member, of_class in vars(value).items():
                if not member.startswith("_"):
                    yield f"{name}.{member}", inspect.getdoc(of_class) or ""


@pytest.mark.parametrize(("name", "docstring"), [*documented_in_the_extension()])
def test_docstrings_of_the_extension(name: str, docstring: str) -> None:
    assert docstring.strip(), f"{name} has no docstring"
    run_examples(doctest.DocTestParser().get_doctest(docstring, {}, name, name, 0))


@pytest.mark.parametrize("name", dittograph.__all__)
def test_everything_offered_has_an_example(name: str) -> None:
    assert ">>> " in (inspect.getdoc(getattr(dittograph, name)) or "")


def test_readme_and_page_of_the_subject_have_examples() -> None:
    """So that the tests above have something to run."""
    for page, languages in [("README.md", {"python", "console"}), ("docs/doubles.md", {"python"})]:
        assert languages <= {block.language for block in code_blocks(ROOT / page)}


@pytest.mark.parametrize("script", sorted(ROOT.glob("docs/*.py")), ids=in_repository)
def test_drawings_are_what_their_script_draws(script: Path) -> None:
    drawn = subprocess.run([sys.executable, script], capture_output=True, check=True).stdout
    assert drawn == script.with_name(script.stem.replace("_", "-") + ".svg").read_bytes()
