# SPDX-License-Identifier: Apache-2.0
"""The verbs over columns inside engines, each an extra of that name.

==========  ===========================================================================
`polars`    ``pl.col("text").dittograph.count_doubles()``, of a Series as well
`pandas`    ``series.dittograph.count_doubles()``
`duckdb`    ``register(connection)``, then ``SELECT dittograph_count_doubles(text)``
`spark`     ``frame.select(count_doubles("text"))``
`ray`       ``dataset.map_batches(count_doubles("text"), batch_format="pyarrow")``
`dask`      ``frame.text.dittograph.count_doubles()``
==========  ===========================================================================

Nothing is imported until one of these modules is. They all run ``dittograph.columns``, so that
results are the same everywhere; `verbs` has the table of what there is.
"""
