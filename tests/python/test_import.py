# SPDX-License-Identifier: Apache-2.0
"""What `import dittograph` brings in, and what it offers."""

from __future__ import annotations

import inspect
import sys

import dittograph
import pytest
from dittograph import _core, columns, pure, regex
from helpers import run_python

VERBS = ["count_doubles", "find_doubles", "tally_doubles"]


def imported_by(statement: str) -> set[str]:
    """The modules that the statement adds to those of an interpreter just started."""
    printed = run_python(
        f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    )
    return set(printed.split())


def test_package_imports_nothing_but_itself() -> None:
    """And what is built into the interpreter, which costs no look at the disk."""
    modules = imported_by("import dittograph")
    assert modules - set(sys.builtin_module_names) == {"dittograph", "dittograph._core"}


@pytest.mark.parametrize("module", ["pure", "regex"])
def test_twins_import_the_standard_library_alone(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported_by(f"import dittograph.{module}")}
    assert "dittograph" in roots
    assert roots - {"dittograph"} <= set(sys.stdlib_module_names)


def test_results_need_no_numpy() -> None:
    printed = run_python("""
import sys
import dittograph
print(dittograph.find_doubles("bookkeeper").tolist(), dittograph.tally_doubles(b"aa"))
print("numpy" in sys.modules)
""")
    assert printed.splitlines() == ["[1, 3, 5] {97: 1}", "False"]


def test_extension_comes_from_the_package_that_is_tested() -> None:
    assert inspect.getfile(_core).startswith(
        inspect.getfile(dittograph).removesuffix("__init__.py")
    )


def test_offered_names() -> None:
    public = {name for name in vars(dittograph) if not name.startswith("_")}
    assert set(dittograph.__all__) <= public
    assert public - set(dittograph.__all__) <= {
        *(
            "pure",
            "regex",
            "columns",
            "hamming",
            "images",
            "engines",
            "threads",
            "cli",
        )  # modules, once imported
    }
    assert dittograph.__all__ == sorted(dittograph.__all__)


def test_columns_import_nothing_more() -> None:
    modules = imported_by("import dittograph.columns")
    assert modules - set(sys.builtin_module_names) == {
        *("dittograph", "dittograph._core", "dittograph.columns")
    }


@pytest.mark.parametrize("name", columns.__all__)
def test_columns_are_the_extension_s_own(name: str) -> None:
    verbs = vars(_core) | vars(_core.ColumnVerbs)
    assert getattr(columns, name) is getattr(_core.ColumnVerbs, name, verbs.get(name))
    assert ">>> " in (inspect.getdoc(getattr(columns, name)) or "")


@pytest.mark.parametrize("verb", VERBS)
def test_same_names_in_the_twins(verb: str) -> None:
    for module in (dittograph, pure, regex):
        assert verb in vars(module)
        assert inspect.getdoc(getattr(module, verb))


@pytest.mark.parametrize("name", dittograph.__all__)
def test_functions_are_the_extension_s_own(name: str) -> None:
    """A wrapper around them would cost more than they do on a short text."""
    assert getattr(dittograph, name) is getattr(_core, name)
    assert (getattr(dittograph, name).__doc__ or "").strip()
