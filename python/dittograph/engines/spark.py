# SPDX-License-Identifier: Apache-2.0
"""Spark: the verbs as functions that make columns, and as a pass over batches of Arrow.

What Spark sends to a worker of Python's is Arrow data already. It is counted where it lies, and
never becomes objects of Python or pandas. The workers need dittograph and pyarrow.

Example:
    >>> from pyspark.sql import SparkSession
    >>> from dittograph.engines.spark import count_doubles, map_in_arrow
    >>> session = SparkSession.builder.getOrCreate()
    >>> frame = session.createDataFrame([("bookkeeper",), (None,)], "text string")
    >>> frame.select(count_doubles("text")).collect()
    [Row(count_doubles(text)=3), Row(count_doubles(text)=None)]
    >>> map_in_arrow(frame, "squeeze", "text", into="text", max_run=1).collect()
    [Row(text='bokeper'), Row(text=None)]
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dittograph.engines.verbs import VERBS, AddColumn, Call, define, find, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    import pyspark.sql as sql
    from pyspark.sql import functions, types

    def __getattr__(name: str) -> Callable[..., sql.Column]: ...

else:
    pa = require("pyarrow", "spark")
    sql = require("pyspark.sql", "spark")
    functions = require("pyspark.sql.functions", "spark")
    types = require("pyspark.sql.types", "spark")

_TYPES = {
    "int64": types.LongType(),
    "bool": types.BooleanType(),
    "text": types.StringType(),
}


def _column(call: Call, column: sql.Column | str) -> sql.Column:
    def evaluate(rows: pa.Array) -> pa.Array:
        return pa.array(call(rows))

    evaluate.__name__ = call.verb.name  # Spark names the column after it.
    return functions.arrow_udf(evaluate, _TYPES[call.verb.returns])(column)


for _verb in VERBS:
    globals()[_verb.name] = define(
        _verb,
        _column,
        "column",
        "A column, null for null.",
        {"column": "A column of strings, or its name."},
    )


def map_in_arrow(
    frame: sql.DataFrame, verb: str, column: str, *, into: str | None = None, **arguments: int
) -> sql.DataFrame:
    """Add what a verb makes of a column, with ``DataFrame.mapInArrow``.

    The whole row goes through Python, but nothing of it is copied there. Strings and binary alike.

    Args:
        frame: What is added to.
        verb: The name of the verb.
        column: The name of a column of strings or binary, as ``frame.columns`` has it or in
            backticks.
        into: The name of the new column, that of the verb if None; a column that has it is
            replaced.
        arguments: Those of the verb.

    Returns:
        The rows with the column more.

    Raises:
        KeyError: There is no such column.
        TypeError, ValueError: There is no such verb, or it does not take these arguments. Several
            columns have one of these names; others may have equal names.
    """
    call = Call(find(verb), arguments)
    fields = [*frame.schema]
    names = [field.name for field in fields]
    subject = _find_column(names, column)
    made = verb if into is None else into
    place = _position(names, made)
    of_text = fields[subject].dataType
    returned = of_text if call.verb.returns == "text" else _TYPES[call.verb.returns]
    fields[place : place + 1] = [types.StructField(made, returned)]
    # Spark looks the columns that it sends up by their names, which fails with all of them if one
    # has a dot in it, or the name of another. So they are numbered meanwhile.
    numbered = frame.toDF(*map(str, range(len(names))))
    add = AddColumn(call, str(subject), str(place))
    return numbered.mapInArrow(partial(_add_to_batches, add), types.StructType(fields))


def _find_column(names: list[str], column: str) -> int:
    position = _position(names, column)
    if position == len(names) and len(column) > 1 and column[0] == column[-1] == "`":
        position = _position(names, column[1:-1].replace("``", "`"))
    if position == len(names):
        message = f"there is no column {column!r} in the frame, which has {', '.join(names)}"
        if "." in column:
            message += f"; make one of a struct's field: frame.withColumn(name, frame[{column!r}])"
        raise KeyError(message)
    return position


def _position(names: list[str], name: str) -> int:
    """Where the name is, or the number of names."""
    if (count := names.count(name)) > 1:
        message = (
            f"{count} columns of the frame are called {name!r}; give each a name of its own first, "
            "as frame.toDF(...) does"
        )
        raise ValueError(message)
    return names.index(name) if count else len(names)


def _add_to_batches(add: AddColumn, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from add(pa.Table.from_batches([batch])).to_batches()
