# SPDX-License-Identifier: Apache-2.0
"""pandas: text of every dtype."""

from __future__ import annotations

import dittograph.engines.pandas
import pandas as pd
import pyarrow as pa
import pytest
from dittograph.engines.verbs import find
from law import EVERY_CALL, EVERY_ROWS, TEXTS, Rows, expected, run_docstrings, run_section

DTYPES = {
    "object": object,
    "str": pd.StringDtype(na_value=float("nan")),
    "str, of objects": pd.StringDtype("python", na_value=float("nan")),
    "string[python]": pd.StringDtype("python"),
    "string[pyarrow]": pd.StringDtype("pyarrow"),
    "Arrow's string": pd.ArrowDtype(pa.string()),
    "Arrow's large_string": pd.ArrowDtype(pa.large_string()),
}
EVERY_DTYPE = pytest.mark.parametrize("dtype", [*DTYPES.values()], ids=[*DTYPES])


def plain(series: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in series]


@EVERY_CALL
@EVERY_ROWS
@EVERY_DTYPE
def test_every_dtype(verb: str, arguments: dict[str, int], rows: Rows, dtype: object) -> None:
    index = pd.RangeIndex(5, 5 + len(rows), name="row")
    series = pd.Series(rows, index=index, name="text", dtype=dtype)
    made = getattr(series.dittograph, verb)(**arguments)
    assert plain(made) == expected(verb, rows, arguments)
    assert made.index.equals(index)
    assert (made.name, made.index.name) == ("text", "row")
    of_arrow = isinstance(dtype, pd.ArrowDtype)
    number = pd.ArrowDtype(pa.int64()) if of_arrow else pd.Int64Dtype()
    truth = pd.ArrowDtype(pa.bool_()) if of_arrow else pd.BooleanDtype()
    assert made.dtype == {"text": dtype, "int64": number, "bool": truth}[find(verb).returns]


@EVERY_DTYPE
def test_chunks_slices_and_an_index_that_repeats(dtype: object) -> None:
    pieces = [
        pd.Series(TEXTS[:3], index=list("aab"), dtype=dtype),
        pd.Series(TEXTS[3:5], index=list("ca"), dtype=dtype),
    ]
    made = pd.concat(pieces).iloc[1:].dittograph.count_doubles()
    assert plain(made) == expected("count_doubles", TEXTS[1:5], {})
    assert [*made.index] == ["a", "b", "c", "a"]


def test_categories() -> None:
    series = pd.Series(TEXTS, dtype="str").astype("category")
    assert plain(series.dittograph.count_doubles()) == expected("count_doubles", TEXTS, {})
    assert plain(series.dittograph.squeeze()) == expected("squeeze", TEXTS, {})
    assert series.dittograph.squeeze().dtype == "str"


def test_views_of_arrow() -> None:
    array = pa.array(["aab", None], pa.string_view())
    series = pd.Series(pd.arrays.ArrowExtensionArray(array))
    assert pa.chunked_array(series.dittograph.count_doubles()).to_pylist() == [1, None]
    squeezed = pa.chunked_array(series.dittograph.squeeze())
    assert squeezed.to_pylist() == ["ab", None]
    assert squeezed.type == array.type


def test_nulls_of_objects() -> None:
    series = pd.Series(["aa", None, float("nan"), pd.NA], dtype=object)
    assert plain(series.dittograph.count_doubles()) == [1, None, None, None]


NO_TEXTS = {
    "objects": pd.Series([None, None]),
    "objects of other nulls": pd.Series([float("nan"), pd.NA, None], dtype=object),
    "no objects": pd.Series([], dtype=object),
    "nothing said": pd.Series([]),
    "no str": pd.Series([], dtype="str"),
    "string": pd.Series([None, None], dtype="string"),
    "string[python]": pd.Series([None, None], dtype=pd.StringDtype("python")),
    "str": pd.Series([None, None], dtype="str"),
    "Arrow's string": pd.Series([None, None], dtype=pd.ArrowDtype(pa.string())),
    "no categories": pd.Series(pd.Categorical([None, None], categories=[])),
    "no categories, no rows": pd.Series([], dtype="category"),
    "no categories of str": pd.Series(pd.Categorical([None], categories=pd.Index([], dtype="str"))),
    "categories that no row has": pd.Series(pd.Categorical([None], categories=["aab"])),
    "no number": pd.Series([float("nan"), float("nan")]),
    "no float": pd.Series([], dtype=float),
    "no Int64": pd.Series([None], dtype="Int64"),
    "no categories of numbers": pd.Series([None, None], dtype="category"),
    "no time": pd.Series([pd.NaT, pd.NaT]),
}


@EVERY_CALL
@pytest.mark.parametrize("series", [*NO_TEXTS.values()], ids=[*NO_TEXTS])
def test_no_text_at_all(verb: str, arguments: dict[str, int], series: pd.Series) -> None:
    """What pandas' own accessor takes gives nulls, what it refuses is refused."""
    try:
        lengths = series.str.len()
    except AttributeError:
        with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
            getattr(series.dittograph, verb)(**arguments)
        return
    assert lengths.isna().all()
    made = getattr(series.dittograph, verb)(**arguments)
    assert plain(made) == [None] * len(series)
    assert made.index.equals(series.index)
    texts = series.cat.categories.dtype if series.dtype == "category" else series.dtype
    of_arrow = isinstance(series.dtype, pd.ArrowDtype)
    number = pd.ArrowDtype(pa.int64()) if of_arrow else pd.Int64Dtype()
    truth = pd.ArrowDtype(pa.bool_()) if of_arrow else pd.BooleanDtype()
    assert made.dtype == {"text": texts, "int64": number, "bool": truth}[find(verb).returns]


def test_null_type_of_arrow() -> None:
    series = pd.Series([None, None], index=["a", "b"], dtype=pd.ArrowDtype(pa.null()))
    for some in (series, series.iloc[:0], pd.concat([series, series])):
        assert plain(some.dittograph.count_doubles()) == [None] * len(some)
        squeezed = some.dittograph.squeeze()
        assert plain(squeezed) == [None] * len(some)
        assert squeezed.dtype == series.dtype
        assert squeezed.index.equals(some.index)


def test_categories_that_arrow_cannot_hold() -> None:
    surrogates = "a\ud800\ud800"
    categories = pd.Index([surrogates, "aab"], dtype=object)
    series = pd.Series(pd.Categorical.from_codes([1, -1, 0], categories=categories))
    assert plain(series.dittograph.count_doubles()) == [1, None, 1]
    assert plain(series.iloc[:2].dittograph.squeeze()) == ["ab", None]
    for others in (["aab", 1], [2, "aab"]):
        mixed = pd.Series(pd.Categorical([None, *others, None]))
        with pytest.raises(TypeError, match=r"rows must be str or None, row \d is int"):
            mixed.dittograph.count_doubles()


def test_refusals() -> None:
    for numbers in (pd.Series([1j]), pd.Series(pd.arrays.SparseArray([0, 1]))):
        with pytest.raises(TypeError, match="rows must be str or None, row 0 is"):
            numbers.dittograph.count_doubles()
    with pytest.raises(TypeError, match="column must be of Arrow type utf8"):
        pd.Series([1, 2]).dittograph.count_doubles()
    with pytest.raises(TypeError, match="rows must be str or None, row 1 is int"):
        pd.Series(["a", 2], dtype=object).dittograph.count_doubles()
    with pytest.raises(ValueError, match="max_run must be at least 1"):
        pd.Series(["aa"]).dittograph.squeeze(0)
    with pytest.raises(TypeError, match=r"squeeze.*too many positional"):
        pd.Series(["aa"]).dittograph.squeeze(1, 2)


def test_examples() -> None:
    run_docstrings(dittograph.engines.pandas)
    run_section("pandas")
