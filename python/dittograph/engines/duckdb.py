# SPDX-License-Identifier: Apache-2.0
"""DuckDB: the verbs as functions of SQL.

Example:
    >>> import duckdb
    >>> from dittograph.engines.duckdb import register
    >>> with duckdb.connect() as connection:
    ...     names = register(connection)
    ...     connection.sql("SELECT dittograph_count_doubles('bookkeeper')").fetchall()
    ...     connection.sql("SELECT dittograph_squeeze('sooo  goood', 2)").fetchall()
    [(3,)]
    [('soo  good',)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dittograph.engines.verbs import VERBS, Call, Verb, require

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    duckdb = require("duckdb", "duckdb")
    pa = require("pyarrow", "duckdb")
    pc = require("pyarrow.compute", "duckdb")

_TYPES = {
    "int64": ("BIGINT", pa.int64()),
    "bool": ("BOOLEAN", pa.bool_()),
    "text": ("VARCHAR", pa.string()),
}


def register(connection: duckdb.DuckDBPyConnection, prefix: str = "dittograph_") -> list[str]:
    """Register the verbs as functions of a connection.

    They take VARCHAR and the arguments of the verb, which may be left out and may differ from row
    to row; NULL for NULL, of an argument as well.

    Args:
        connection: Where.
        prefix: What the names of the functions begin with.

    Returns:
        Their names.

    Raises:
        duckdb.NotImplementedException: There is a function of that name already.

    Example:
        >>> import duckdb
        >>> with duckdb.connect() as connection:
        ...     register(connection, prefix="d_")[0]
        'd_count_doubles'
    """
    for verb in VERBS:
        connection.create_function(
            prefix + verb.name,
            _function(verb),
            ["VARCHAR"],
            _TYPES[verb.returns][0],
            type="arrow",
            null_handling="special",
        )
    return [prefix + verb.name for verb in VERBS]


def _function(verb: Verb) -> Callable[..., pa.ChunkedArray]:
    # DuckDB tells from the signature how many arguments there may be: with a star one of the type
    # that it was given, and any others.
    if verb.parameters:
        return lambda *arguments: _evaluate(verb, *arguments)
    return lambda column: _evaluate(verb, column)


def _evaluate(verb: Verb, column: pa.ChunkedArray, *arguments: pa.ChunkedArray) -> pa.ChunkedArray:
    if len(arguments) > len(verb.parameters):
        message = f"{verb.name} takes a text and {', '.join(verb.parameters)}, got more"
        raise TypeError(message)
    if all(len(pc.unique(argument)) == 1 for argument in arguments):
        return _evaluate_rows(verb, column, *(argument[0].as_py() for argument in arguments))
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, values in enumerate(zip(*(a.to_pylist() for a in arguments), strict=True)):
        groups.setdefault(values, []).append(row)
    results = [_evaluate_rows(verb, column.take(rows), *key) for key, rows in groups.items()]
    order = pc.sort_indices(pa.array([row for rows in groups.values() for row in rows]))
    # Of text it may be string or large_string, as the connection is set; nulls alone fit either.
    types = [result.type for result in results if result.null_count != len(result)]
    type_ = types[0] if types else _TYPES[verb.returns][1]
    chunks = [chunk for result in results for chunk in result.cast(type_).chunks]
    return pa.chunked_array(chunks, type_).take(order)


def _evaluate_rows(verb: Verb, column: pa.ChunkedArray, *values: object) -> pa.ChunkedArray:
    if None in values:
        return pa.chunked_array([pa.nulls(len(column), _TYPES[verb.returns][1])])
    arguments = dict(zip(verb.parameters, values, strict=False))
    return pa.chunked_array(Call(verb, arguments)(column))
