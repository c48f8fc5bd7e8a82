# SPDX-License-Identifier: Apache-2.0
"""Ray: the verbs as functions for ``Dataset.map_batches`` with batches of pyarrow.

A block is read where it lies in the object store, and the other columns are not copied in Python.
The workers need dittograph.

Example:
    >>> import ray.data
    >>> from dittograph.engines.ray import count_doubles
    >>> dataset = ray.data.from_items([{"text": "bookkeeper"}, {"text": None}])
    >>> counted = dataset.map_batches(count_doubles("text"), batch_format="pyarrow")
    >>> counted.take_all()
    [{'text': 'bookkeeper', 'count_doubles': 3}, {'text': None, 'count_doubles': None}]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dittograph.engines.verbs import VERBS, AddColumn, Call, define, require

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    def __getattr__(name: str) -> Callable[..., Callable[[pa.Table], pa.Table]]: ...

else:
    require("ray.data", "ray")


def _of_batches(call: Call, column: str, *, into: str | None) -> Callable[[pa.Table], pa.Table]:
    return AddColumn(call, column, call.verb.name if into is None else into)


for _verb in VERBS:
    globals()[_verb.name] = define(
        _verb,
        _of_batches,
        "column",
        "A function that takes a table of pyarrow and returns it with the column more.",
        {
            "column": "The name of a column of text.",
            "into": "The name of the new column, that of the verb if None; one there is replaced.",
        },
        into=None,
    )
