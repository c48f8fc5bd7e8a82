# SPDX-License-Identifier: Apache-2.0
"""The same verbs over columns: a text a row in, a value a row out, null for null.

>>> from dittograph import columns
>>> columns.count_doubles(["bookkeeper", None, "hello"]).to_pylist()
[3, None, 1]

A column is whatever exports Arrow data (pyarrow, Polars, pandas from 3 on, DuckDB ...), an iterable
of ``str`` and None, or a numpy array of them. What comes back exports Arrow data as well:
``pyarrow.array(result)``, ``polars.Series(result)``, ``pandas.Series.from_arrow(result)``,
``numpy.asarray(result)``. None of these packages is needed to import this module.
"""

from dittograph._core import Column, ColumnVerbs

count_doubles = ColumnVerbs.count_doubles
count_runs = ColumnVerbs.count_runs
ends_in_repeat = ColumnVerbs.ends_in_repeat
has_repeat = ColumnVerbs.has_repeat
longest_run_length = ColumnVerbs.longest_run_length
squeeze = ColumnVerbs.squeeze

__all__ = [
    "Column",
    "count_doubles",
    "count_runs",
    "ends_in_repeat",
    "has_repeat",
    "longest_run_length",
    "squeeze",
]
