# SPDX-License-Identifier: Apache-2.0
"""Spark: two workers in one Java machine, which the tests start and stop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import dittograph.engines.spark as of_spark
import pytest
from dittograph.engines.verbs import VERBS, find
from law import CALLS, EVERY_ROWS, ROWS, TEXTS, Rows, expected, run_docstrings, run_section
from pyspark.errors import AnalysisException, PythonException
from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

# mapInArrow asks for the version of pandas, though no pandas comes into it.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

TYPES = {"text": "string", "int64": "bigint", "bool": "boolean"}
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("dittograph")
    folder = tmp_path_factory.mktemp("spark")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    for key in ("spark.sql.warehouse.dir", "spark.local.dir"):
        builder = builder.config(key, str(folder))
    started = builder.getOrCreate()
    started.sparkContext.setLogLevel("OFF")
    yield started
    started.stop()


def frame_of(session: SparkSession, rows: Rows) -> DataFrame:
    numbered = session.createDataFrame([*enumerate(rows)], "row long, text string")
    return numbered.repartition(2, "row")


@EVERY_ROWS
def test_columns(session: SparkSession, rows: Rows) -> None:
    made = frame_of(session, rows).select(
        "row", *(getattr(of_spark, verb)("text", **arguments) for verb, arguments in CALLS)
    )
    types = [kind for _, kind in made.dtypes[1:]]
    assert types == [TYPES[find(verb).returns] for verb, _ in CALLS]
    collected = sorted(made.collect())
    for i, (verb, arguments) in enumerate(CALLS):
        assert [row[i + 1] for row in collected] == expected(verb, rows, arguments)


@EVERY_ROWS
def test_map_in_arrow(session: SparkSession, rows: Rows) -> None:
    made = frame_of(session, rows)
    # Each pass has workers of its own, which take a second to start: one value of each parameter.
    calls: list[tuple[str, dict[str, Any]]] = [
        (verb.name, dict.fromkeys(verb.parameters, 3)) for verb in VERBS
    ]
    for verb, arguments in calls:
        made = of_spark.map_in_arrow(made, verb, "text", **arguments)
    collected = sorted(made.collect(), key=lambda row: row["row"])
    for verb, arguments in calls:
        assert [row[verb] for row in collected] == expected(verb, rows, arguments)


def test_small_batches_and_large_types(session: SparkSession) -> None:
    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
        "spark.sql.execution.arrow.useLargeVarTypes": "true",
    }
    for key, value in settings.items():
        session.conf.set(key, value)
    try:
        for verb in ("count_doubles", "squeeze"):
            frame = frame_of(session, ROWS["texts"])
            for made in (
                frame.select("row", getattr(of_spark, verb)(frame.text).alias("made")),
                of_spark.map_in_arrow(frame, verb, "text", into="made").select("row", "made"),
            ):
                assert [row["made"] for row in sorted(made.collect())] == expected(verb, TEXTS, {})
    finally:
        for key in settings:
            session.conf.unset(key)


def test_into_the_same_column_and_binary(session: SparkSession) -> None:
    frame = frame_of(session, ["aab"]).selectExpr("cast(text AS binary) AS text", "row")
    made = of_spark.map_in_arrow(frame, "squeeze", "text", into="text")
    assert made.dtypes == [("text", "binary"), ("row", "bigint")]
    assert [bytes(row["text"]) for row in made.collect()] == [b"ab"]


COUNTS = expected("count_doubles", ["aab", None], {})


def test_names_with_dots(session: SparkSession) -> None:
    frame = session.createDataFrame(
        [(1, "aab", ("zz",), "a"), (2, None, None, None)],
        "row long, `a.text` string, a struct<text: string>, `a``b` string",
    )
    made = frame.select(of_spark.count_doubles("`a.text`"), of_spark.count_doubles("a.text"))
    assert [tuple(row) for row in made.collect()] == [(1, 1), (None, None)]
    for name in ("a.text", "`a.text`"):
        made = of_spark.map_in_arrow(frame, "count_doubles", name, into="of.it")
        assert made.columns == [*frame.columns, "of.it"]
        assert made.drop("of.it").collect() == frame.collect()
        assert [row["of.it"] for row in made.collect()] == COUNTS
    made = of_spark.map_in_arrow(frame, "squeeze", "a.text", into="a.text")
    assert made.schema == frame.schema
    assert [row["a.text"] for row in made.collect()] == ["ab", None]
    for name in ("a`b", "`a``b`"):
        made = of_spark.map_in_arrow(frame, "count_doubles", name)
        assert [row["count_doubles"] for row in made.collect()] == [0, None]
    renamed = frame.withColumnRenamed("a.text", "text")
    with pytest.raises(KeyError, match=r"no column 'a.text' .* make one of .*frame\['a.text'\]"):
        of_spark.map_in_arrow(renamed, "count_doubles", "a.text")
    field = renamed.withColumn("field", renamed["a.text"])
    made = of_spark.map_in_arrow(field, "count_doubles", "field")
    assert [row["count_doubles"] for row in made.collect()] == [1, None]


def test_columns_of_equal_names(session: SparkSession) -> None:
    frame = session.createDataFrame([("aab", 1), (None, 2)], "text string, row long")
    twice = frame.select("text", "row", frame.row.alias("row"))
    made = of_spark.map_in_arrow(twice, "count_doubles", "text")
    assert made.columns == ["text", "row", "row", "count_doubles"]
    assert [tuple(row) for row in made.collect()] == [("aab", 1, 1, 1), (None, 2, 2, None)]
    message = "2 columns of the frame are called 'row'; give each a name of its own"
    for column, into in (("row", "made"), ("text", "row")):
        with pytest.raises(ValueError, match=message):
            of_spark.map_in_arrow(twice, "squeeze", column, into=into)
    named = twice.toDF("text", "row", "other")
    assert of_spark.map_in_arrow(named, "squeeze", "text", into="row").columns == named.columns
    # Without map_in_arrow it is Spark that refuses the name, and the columns have no doubt.
    left, right = frame.alias("left"), frame.alias("right")
    both = left.crossJoin(right)
    with pytest.raises(AnalysisException, match="AMBIGUOUS_REFERENCE"):
        both.select(of_spark.count_doubles("text"))
    made = both.select(of_spark.count_doubles("left.text"), of_spark.squeeze("right.text"))
    pairs = {(1, "ab"), (1, None), (None, "ab"), (None, None)}
    assert {tuple(row) for row in made.collect()} == pairs


def test_in_sql(session: SparkSession) -> None:
    frame = frame_of(session, TEXTS)
    found = frame.filter(of_spark.count_runs("text", min_length=4) > 0).sort("row").collect()
    assert [row["text"] for row in found] == ["x" * 12, "x" * 13]


def test_refusals(session: SparkSession) -> None:
    frame = frame_of(session, TEXTS)
    for made in (
        frame.select(of_spark.count_doubles("row")),
        of_spark.map_in_arrow(frame, "count_doubles", "row"),
    ):
        with pytest.raises(PythonException, match="TypeError: column must be of Arrow type utf8"):
            made.collect()
    with pytest.raises(ValueError, match="min_length must be at least 1"):
        of_spark.count_runs("text", 0)
    with pytest.raises(ValueError, match=r"verb must be one of count_doubles, .*, got 'count'"):
        of_spark.map_in_arrow(frame, "count", "text")
    with pytest.raises(KeyError, match="nothing"):
        of_spark.map_in_arrow(frame, "count_doubles", "nothing")


@pytest.mark.usefixtures("session")
def test_examples() -> None:
    run_docstrings(of_spark)
    run_section("Spark")
