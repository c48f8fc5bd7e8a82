# SPDX-License-Identifier: Apache-2.0
"""Dask: the verbs as ``series.dittograph``, partition by partition, on every scheduler.

To import this module registers them. Each partition is a Series of pandas and gives what
``dittograph.engines.pandas`` makes of it.

Example:
    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> import dittograph.engines.dask
    >>> frame = dd.from_pandas(pd.DataFrame({"text": ["bookkeeper", None, "hello"]}), npartitions=2)
    >>> frame.text.dittograph.count_doubles().sum().compute()
    np.int64(4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dittograph.engines.verbs import VERBS, Call, define, require

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd
    from dask.dataframe.extensions import register_series_accessor

    from dittograph.engines import pandas as of_pandas
else:
    pd = require("pandas", "dask")
    for _package in ("dask", "pyarrow"):
        require(_package, "dask")
    dd = require("dask.dataframe", "dask")
    register_series_accessor = require("dask.dataframe.extensions", "dask").register_series_accessor
    of_pandas = require("dittograph.engines.pandas", "dask")

_RETURNS = "A Series of the same divisions, index and name, null for null."


class SeriesVerbs:
    """The verbs of a Series: they return a Series of the same divisions, index and name."""

    def __init__(self, series: dd.Series) -> None:
        self._series = series


def _of_partition(series: pd.Series, call: Call) -> pd.Series:
    return of_pandas.evaluate(call, series, threads=1)


def _of_unknown_categories(series: pd.Series, call: Call, dtype: object) -> pd.Series:
    # They are those that a partition happens to have: texts of any dtype, and where all of it is
    # null none at all, which pandas takes for numbers.
    categories = series.cat.categories
    made = _of_partition(series if len(categories) else series.astype("str"), call)
    if made.dtype == dtype:
        return made
    if pd.api.types.infer_dtype(categories) == "bytes":
        message = (
            f"unknown categories must be text, got bytes; cat.as_known() before {call.verb.name}"
        )
        raise TypeError(message)
    return made.astype(dtype)


def _apply(call: Call, verbs: SeriesVerbs) -> dd.Series:
    series = verbs._series
    # What comes out of no rows has the dtype, and is refused if the Series is not of text.
    meta = _of_partition(series._meta, call)
    if isinstance(series.dtype, pd.CategoricalDtype) and not series.cat.known:
        return series.map_partitions(_of_unknown_categories, call, meta.dtype, meta=meta)
    return series.map_partitions(_of_partition, call, meta=meta)


for _verb in VERBS:
    setattr(SeriesVerbs, _verb.name, define(_verb, _apply, "self", _RETURNS))
register_series_accessor("dittograph")(SeriesVerbs)
