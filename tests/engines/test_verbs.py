# SPDX-License-Identifier: Apache-2.0
"""The table of verbs, and engines that are not installed."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys

import pytest
from dittograph import columns
from dittograph.engines.verbs import VERBS, Call, find, require
from helpers import ROOT

NEEDS = {
    "polars": ["polars"],
    "pandas": ["pandas", "pyarrow"],
    "duckdb": ["duckdb", "pyarrow"],
    "spark": ["pyspark", "pyarrow"],
    "ray": ["ray"],
    "dask": ["dask", "pandas", "pyarrow"],
}


def test_table_has_every_verb_of_columns() -> None:
    assert sorted(verb.name for verb in VERBS) == sorted({*columns.__all__} - {"Column"})


def test_page_lists_every_verb() -> None:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    for verb in VERBS:
        given = ", ".join(f"`{name}={default}`" for name, default in verb.parameters.items())
        row = f"| `{verb.name}` | {given} | {verb.returns} |".replace("|  |", "| |")
        assert row in page.splitlines()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_table_says_what_columns_do(verb: object) -> None:
    assert isinstance(verb, type(VERBS[0]))
    made = Call(verb, {})(["aab", None])
    of_column = {str: "text", int: "int64", bool: "bool"}
    assert of_column[type(made.to_pylist()[0])] == verb.returns
    assert made.to_pylist() == Call(verb, verb.parameters)(["aab", None]).to_pylist()


def test_calls_are_sent_as_they_are() -> None:
    call = Call(find("count_runs"), {"min_length": 3})
    sent = pickle.loads(pickle.dumps(call))  # noqa: S301 (our own)
    assert sent == call
    assert sent(["aaab"]).to_pylist() == [1]


@pytest.mark.parametrize(
    ("engine", "missing"), [(engine, name) for engine, names in NEEDS.items() for name in names]
)
def test_engine_that_is_not_installed(engine: str, missing: str) -> None:
    hidden = f"import sys; sys.modules[{missing!r}] = None; import dittograph.engines.{engine}"
    finished = subprocess.run(
        [sys.executable, "-c", hidden], capture_output=True, check=False, encoding="utf-8"
    )
    assert finished.returncode == 1
    assert f"needs {missing}, which is not installed: " in finished.stderr.splitlines()[-1]
    assert f"pip install 'dittograph[{engine}]'" in finished.stderr


def test_failures_of_an_engine_that_is_installed_are_its_own() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'json\.nothing'"):
        require("json.nothing", "json")


def test_functions_say_what_they_take() -> None:
    from dittograph.engines.polars import ExpressionVerbs

    count_runs = vars(ExpressionVerbs)["count_runs"]
    assert str(inspect.signature(count_runs)) == "(self, /, min_length=2)"
    assert (
        inspect.getdoc(count_runs)
        == """\
Count the runs of at least ``min_length`` elements of each row.

The same as ``dittograph.columns.count_runs`` of the rows.

Args:
    min_length: As in ``dittograph.columns.count_runs``.

Returns:
    As many rows of the same name, null for null.

Raises:
    TypeError, ValueError: An argument is not one that the verb takes."""
    )


def test_package_imports_no_engine() -> None:
    program = "import sys, dittograph.engines, dittograph.columns; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {*printed.stdout.decode().split()} & set().union(*NEEDS.values())
