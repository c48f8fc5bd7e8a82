# SPDX-License-Identifier: Apache-2.0
"""DuckDB: functions of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dittograph.engines.duckdb
import duckdb
import pyarrow as pa
import pytest
from dittograph.engines.verbs import VERBS, find
from law import EVERY_CALL, EVERY_ROWS, TEXTS, Rows, cut, expected, run_docstrings, run_section

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connected:
        connected.execute("SET threads = 2")
        names = dittograph.engines.duckdb.register(connected)
        assert names == [f"dittograph_{verb.name}" for verb in VERBS]
        yield connected


def answers(connection: duckdb.DuckDBPyConnection, query: str) -> list[object]:
    return [row for (row,) in connection.execute(query).fetchall()]


@EVERY_CALL
@EVERY_ROWS
def test_rows(
    connection: duckdb.DuckDBPyConnection, verb: str, arguments: dict[str, int], rows: Rows
) -> None:
    pieces = [pa.table({"text": pa.array(piece, pa.string())}) for piece in cut(rows)]
    connection.register("given", pa.concat_tables(pieces))
    values = {**find(verb).parameters, **arguments} if arguments else {}
    inside = ", ".join(["text", *map(str, values.values())])
    query = f"SELECT dittograph_{verb}({inside}) AS made FROM given"  # noqa: S608 (our own)
    assert answers(connection, query) == expected(verb, rows, arguments)
    kind = {"text": "VARCHAR", "bool": "BOOLEAN", "int64": "BIGINT"}[find(verb).returns]
    assert connection.sql(query).types == [kind]


def test_arguments_that_differ_from_row_to_row(connection: duckdb.DuckDBPyConnection) -> None:
    lengths = [None if i == 4 else i % 3 + 1 for i in range(len(TEXTS))]
    connection.register("given", pa.table({"text": TEXTS, "length": lengths}))
    want = [
        None if length is None else expected("count_runs", [text], {"min_length": length})[0]
        for text, length in zip(TEXTS, lengths, strict=True)
    ]
    assert answers(connection, "SELECT dittograph_count_runs(text, length) FROM given") == want
    nulls = answers(connection, "SELECT dittograph_squeeze(text, NULL) FROM given")
    assert nulls == [None] * len(TEXTS)


@pytest.mark.parametrize("setting", ["arrow_large_buffer_size", "produce_arrow_string_view"])
def test_arguments_that_differ_and_other_types_of_text(
    connection: duckdb.DuckDBPyConnection, setting: str
) -> None:
    connection.execute(f"SET {setting} = true")
    given = "(VALUES ('aab', 1), ('aab', NULL), (NULL, 2), ('cccc', 2)) AS given(text, length)"
    query = f"SELECT dittograph_squeeze(text, length) FROM {given}"  # noqa: S608 (our own)
    assert answers(connection, query) == ["ab", None, None, "cc"]


def test_in_a_condition_and_in_groups(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE made AS SELECT 'aab' || i AS text FROM range(9) t(i)")
    doubles = "SELECT sum(dittograph_count_doubles(text)) FROM made"
    assert answers(connection, f"{doubles} WHERE dittograph_squeeze(text) > 'ab3'") == [5]


def test_refusals(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.BinderException, match=r"dittograph_count_doubles\(BIGINT\)"):
        connection.execute("SELECT dittograph_count_doubles(i) FROM range(3) t(i)")
    with pytest.raises(duckdb.InvalidInputException, match="min_length must be at least 1"):
        connection.execute("SELECT dittograph_count_runs('a', 0)").fetchall()
    with pytest.raises(duckdb.InvalidInputException, match="takes a text and min_length, got more"):
        connection.execute("SELECT dittograph_count_runs('a', 1, 2)").fetchall()
    with pytest.raises(duckdb.NotImplementedException, match="already"):
        dittograph.engines.duckdb.register(connection)


def test_prefix() -> None:
    with duckdb.connect() as connected:
        dittograph.engines.duckdb.register(connected, prefix="")
        assert answers(connected, "SELECT count_doubles('bookkeeper')") == [3]


def test_examples() -> None:
    run_docstrings(dittograph.engines.duckdb)
    run_section("DuckDB")
