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
        column: The name of a column of strings or binary.
        into: The name of the new column, that of the verb if None; a column that has it is
            replaced.
        arguments: Those of the verb.

    Returns:
        The rows with the column more.

    Raises:
        KeyError: There is no such column.
        TypeError, ValueError: There is no such verb, or it does not take these arguments.
    """
    call = Call(find(verb), arguments)
    add = AddColumn(call, column, verb if into is None else into)
    of_text = frame.schema[column].dataType
    returned = of_text if call.verb.returns == "text" else _TYPES[call.verb.returns]
    fields = {field.name: field for field in frame.schema}
    fields[add.into] = types.StructField(add.into, returned)
    return frame.mapInArrow(partial(_add_to_batches, add), types.StructType([*fields.values()]))


def _add_to_batches(add: AddColumn, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from add(pa.Table.from_batches([batch])).to_batches()
