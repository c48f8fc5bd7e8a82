# SPDX-License-Identifier: Apache-2.0
"""Polars: the verbs in the namespace ``dittograph`` of every expression and Series.

To import this module registers them. They are elementwise, so that a lazy query may stream, and
Polars' views of strings are read where they lie.

Example:
    >>> import polars as pl
    >>> import dittograph.engines.polars
    >>> frame = pl.LazyFrame({"text": ["bookkeeper", None, "hello"]})
    >>> frame.select(pl.col("text").dittograph.count_doubles()).collect()["text"].to_list()
    [3, None, 1]
    >>> pl.Series(["sooo  goood"]).dittograph.squeeze(max_run=2).to_list()
    ['soo  good']
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dittograph.engines.verbs import VERBS, Call, define, require

if TYPE_CHECKING:
    import polars as pl
else:
    pl = require("polars", "polars")

_RETURNS = "As many rows of the same name, null for null."
_TYPES = {"int64": pl.Int64, "bool": pl.Boolean}


class SeriesVerbs:
    """The verbs of a Series: they return a Series of the same name and length."""

    def __init__(self, series: pl.Series) -> None:
        self._subject = series


class ExpressionVerbs:
    """The verbs of an expression: they return an expression of the same name."""

    def __init__(self, expression: pl.Expr) -> None:
        self._subject = expression


def _of_series(call: Call, series: pl.Series, threads: int | None = 1) -> pl.Series:
    result = pl.Series(call(series, threads)).alias(series.name)
    # What is squeezed out of categories comes back as strings.
    return result.cast(series.dtype) if call.verb.returns == "text" else result


def _series(call: Call, verbs: SeriesVerbs) -> pl.Series:
    return _of_series(call, verbs._subject, threads=None)


def _expression(call: Call, verbs: ExpressionVerbs) -> pl.Expr:
    return verbs._subject.map_batches(
        partial(_of_series, call),
        return_dtype=_TYPES.get(call.verb.returns) or pl.self_dtype(),
        is_elementwise=True,
    )


for _verb in VERBS:
    setattr(SeriesVerbs, _verb.name, define(_verb, _series, "self", _RETURNS))
    setattr(ExpressionVerbs, _verb.name, define(_verb, _expression, "self", _RETURNS))
pl.api.register_series_namespace("dittograph")(SeriesVerbs)
pl.api.register_expr_namespace("dittograph")(ExpressionVerbs)
