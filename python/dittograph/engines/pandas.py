# SPDX-License-Identifier: Apache-2.0
"""pandas: the verbs as ``series.dittograph``, on text of every dtype.

To import this module registers them. Index and name are kept. Numbers come as the dtype that
holds them together with nulls: ``int64[pyarrow]`` of a Series of Arrow's own dtypes, ``Int64`` of
all others, whether there are nulls or not. Squeezed text has the dtype of the text.

Example:
    >>> import pandas as pd
    >>> import dittograph.engines.pandas
    >>> pd.Series(["bookkeeper", None], index=["a", "b"], name="text").dittograph.count_doubles()
    a       3
    b    <NA>
    Name: text, dtype: Int64
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dittograph.engines.verbs import VERBS, Call, define, require

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
else:
    pd = require("pandas", "pandas")
    pa = require("pyarrow", "pandas")

_RETURNS = "A Series of the same index and name, null for null."
_TYPES = {"int64": pd.Int64Dtype(), "bool": pd.BooleanDtype()}
_ARROW_TYPES = {"int64": pd.ArrowDtype(pa.int64()), "bool": pd.ArrowDtype(pa.bool_())}
_ARROW_NULL = pd.ArrowDtype(pa.null())


def _objects(series: pd.Series) -> object:
    return series.to_numpy(dtype=object, na_value=None)


def _is_object(dtype: object) -> bool:
    # Not pandas' is_object_dtype, which knows nothing of Arrow's views and raises an error.
    return str(dtype) == "object"


class SeriesVerbs:
    """The verbs of a Series: they return a Series of the same index and name."""

    def __init__(self, series: pd.Series) -> None:
        self._series = series


def evaluate(call: Call, series: pd.Series, threads: int | None = None) -> pd.Series:
    """Evaluate a verb.

    Args:
        call: The verb and its arguments.
        series: Text.
        threads: As for ``dittograph.columns``.

    Returns:
        A Series of the same index and name.

    Raises:
        TypeError: The Series is not of text.
    """
    dtype: Any = series.dtype
    # Objects, and strings that are kept as objects, are read where they lie, too.
    is_objects = _is_object(dtype) or getattr(dtype, "storage", None) == "python"
    if is_objects:
        result = call(_objects(series), threads)
    else:
        try:
            result = call(series, threads)
        except (pa.ArrowException, UnicodeEncodeError):
            # Arrow cannot hold it, as categories of which some are no text. Rows of str need no
            # Arrow, and of others it is told what they are.
            result = call(_objects(series), threads)
    if call.verb.returns != "text":
        of_arrow = isinstance(dtype, pd.ArrowDtype)
        dtype = (_ARROW_TYPES if of_arrow else _TYPES)[call.verb.returns]
    elif isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    values: Any
    if _is_object(dtype):
        values = result.to_pylist()
    elif call.verb.returns == "text" and dtype == _ARROW_NULL:
        values = series.array  # texts of that type are none
    else:
        values = dtype.__from_arrow__(pa.chunked_array(result))
    return pd.Series(values, index=series.index, name=series.name, dtype=dtype, copy=False)


def _apply(call: Call, verbs: SeriesVerbs) -> pd.Series:
    return evaluate(call, verbs._series)


for _verb in VERBS:
    setattr(SeriesVerbs, _verb.name, define(_verb, _apply, "self", _RETURNS))
pd.api.extensions.register_series_accessor("dittograph")(SeriesVerbs)
