# SPDX-License-Identifier: Apache-2.0
"""Measures one job inside Spark, Ray and Dask: the doubles of a Parquet file of texts, summed.

The job is done with a function in pure Python, with ours, and with one that returns a number a row
without looking at the rows, whose time is the engine's own. `make bench-engines` calls this with
the Python that has the engines.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file
# Before Ray is imported: nothing is sent to anybody, and no token written to the home directory.
os.environ |= {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}

import pyarrow as pa
import pyarrow.parquet as pq
from dittograph import pure

from benchmarks import machine, peers, results, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Job = Callable[[], int]

QUICK, FULL = 10_000_000, 1_000_000_000
_CORES = 2
_PACKAGES = ("pyspark", "ray", "dask", "pandas", "pyarrow")
_OURS, _PURE, _NOTHING = "ours", "pure Python", "nothing"


def count_in_python(column: pa.Array) -> pa.Array:
    """Return the doubles of each row, as the loop counts them."""
    return pa.array([pure.count_doubles(text) for text in column.to_pylist()], pa.int64())


def count_nothing(column: pa.Array) -> pa.Array:
    """Return a number a row: what is left of the job is the engine's."""
    zeros = pa.py_buffer(bytes(8 * len(column)))
    return pa.Array.from_buffers(pa.int64(), len(column), [None, zeros])


_PEERS = {_PURE: count_in_python, _NOTHING: count_nothing}


def spark_jobs(file: Path) -> Iterator[dict[str, Job]]:
    """Yield the jobs, and stop Spark afterwards. All are UDFs of Arrow."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from dittograph.engines.spark import count_doubles
    from pyspark.sql import SparkSession, functions

    builder = SparkSession.builder.master(f"local[{_CORES}]").appName("dittograph")
    for key, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.local.dir": str(file.parent),
        "spark.sql.warehouse.dir": str(file.parent),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    frame = session.read.parquet(str(file))

    def job(function: Callable[[Any], Any]) -> Job:
        return lambda: int(frame.select(functions.sum(function(frame.text))).collect()[0][0])

    udfs = {name: functions.arrow_udf(peer, "bigint") for name, peer in _PEERS.items()}
    yield {_OURS: job(count_doubles), **{name: job(udf) for name, udf in udfs.items()}}
    session.stop()


def ray_jobs(file: Path) -> Iterator[dict[str, Job]]:
    """Yield the jobs, and stop Ray afterwards. All take whole blocks as tables of pyarrow."""
    import ray
    import ray.data
    from dittograph.engines.ray import count_doubles

    ray.init(
        num_cpus=_CORES,
        object_store_memory=max(80 << 20, 2 * file.stat().st_size),
        include_dashboard=False,
        log_to_driver=False,
        _temp_dir=str(file.parent),
        logging_level="warning",
    )
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    ray.data.DataContext.get_current().enable_progress_bars = False

    def adding(peer: Callable[[pa.Array], pa.Array]) -> Callable[[pa.Table], pa.Table]:
        def add(table: pa.Table) -> pa.Table:
            chunks = [peer(chunk) for chunk in table["text"].chunks]
            return table.append_column("count_doubles", pa.chunked_array(chunks, pa.int64()))

        return add

    def job(function: Callable[[pa.Table], pa.Table]) -> Job:
        def run() -> int:
            dataset = ray.data.read_parquet(str(file))
            made = dataset.map_batches(function, batch_format="pyarrow", batch_size=None)
            return int(made.sum("count_doubles"))

        return run

    jobs = {name: job(adding(peer)) for name, peer in _PEERS.items()}
    yield {_OURS: job(count_doubles("text")), **jobs}
    ray.shutdown()


def _of_series(series: Any, peer: Callable[[pa.Array], pa.Array]) -> Any:  # noqa: ANN401 (pandas)
    import pandas as pd

    chunks = [peer(chunk) for chunk in pa.chunked_array(series).chunks]
    values = pa.chunked_array(chunks, pa.int64()).to_numpy()
    return pd.Series(values, index=series.index, name=series.name)


def dask_jobs(file: Path) -> Iterator[dict[str, Job]]:
    """Yield the jobs. Pure Python has processes, as threads would only wait for each other."""
    import dask.dataframe as dd
    import dittograph.engines.dask  # noqa: F401 (registers the accessor)

    series = dd.read_parquet(file, columns=["text"], split_row_groups=True).text
    ours = series.dittograph.count_doubles().sum()
    made = {
        name: series.map_partitions(_of_series, peer, meta=("text", "int64")).sum()
        for name, peer in _PEERS.items()
    }
    schedulers = {_OURS: "threads", _NOTHING: "threads", _PURE: "processes"}

    def job(name: str, value: Any) -> Job:  # noqa: ANN401 (Dask)
        scheduler = schedulers[name]
        return lambda: int(value.compute(scheduler=scheduler, num_workers=_CORES))

    yield {name: job(name, value) for name, value in {_OURS: ours, **made}.items()}


ENGINES: dict[str, Callable[[Path], Iterator[dict[str, Job]]]] = {
    "Spark": spark_jobs,
    "Ray": ray_jobs,
    "Dask": dask_jobs,
}


def write_texts(file: Path, size: int) -> tuple[int, int]:
    """Write running English, a line a row. Returns the rows and the doubles in them."""
    sample = texts.running_utf8("English", size)
    lines = pa.array(sample.text.decode().splitlines())
    pq.write_table(pa.table({"text": lines}), file, row_group_size=100_000, compression="NONE")
    return len(lines), sample.doubles


def measure(engine: str, file: Path, doubles: int, rounds: int) -> dict[str, float]:
    """Return the seconds of each job, the median of so many rounds, in which they take turns."""
    jobs = next(opened := ENGINES[engine](file))
    expected = {_OURS: doubles, _PURE: doubles, _NOTHING: 0}
    for name in (_OURS, _NOTHING):  # workers start, files are read into the system's cache
        jobs[name]()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            got = job()
            seconds[name].append(time.perf_counter() - start)
            if got != expected[name]:
                message = f"{engine}, {name}: {got} doubles instead of {expected[name]}"
                raise RuntimeError(message)
    next(opened, None)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/engines.py", description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="engine", help=", ".join(ENGINES))
    parser.add_argument("--size", type=int, help=f"bytes of text (default: {FULL})")
    parser.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"{QUICK} bytes and one round, to see that it works; the result goes to "
        "build/benchmarks/quick unless --output says otherwise",
    )
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the result goes")
    parser.add_argument("--scratch", type=Path, metavar="DIR", help="where the file may lie")
    parsed = parser.parse_args(arguments)
    for engine in parsed.engines:
        if engine not in ENGINES:
            parser.error(f"argument engine: got {engine!r}, allowed is {', '.join(ENGINES)}")
    quick = peers.ROOT / "build" / "benchmarks" / "quick"
    parsed.output = parsed.output or (quick if parsed.quick else results.FOLDER)
    parsed.size = parsed.size or (QUICK if parsed.quick else FULL)
    parsed.rounds = 1 if parsed.quick else parsed.rounds
    return parsed


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a line an engine, write engines.json. Returns the exit status."""
    options = _arguments(arguments)
    head = {"machine": machine.describe(), "quick": options.quick}
    head["machine"]["versions"] |= {name: importlib.metadata.version(name) for name in _PACKAGES}
    rows = []
    with tempfile.TemporaryDirectory(dir=options.scratch, ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "texts.parquet"
        count, doubles = write_texts(file, options.size)
        for engine in options.engines or ENGINES:
            seconds = measure(engine, file, doubles, options.rounds)
            size = f"{file.stat().st_size / 1e9:.2f} GB"
            row = {
                "engine": engine,
                "input": f"{count:,} lines of English in {size} of Parquet",
                "cores": _CORES,
                "rounds": options.rounds,
                **{f"{name} s": results.rounded(taken) for name, taken in seconds.items()},
                "ratio": results.rounded(seconds[_PURE] / seconds[_OURS], 3),
                "engine's share": results.rounded(seconds[_NOTHING] / seconds[_OURS], 3),
            }
            rows.append(row)
            print(
                f"{engine}: {row['ratio']} times as fast as pure Python; "
                f"{seconds[_NOTHING] / seconds[_OURS]:.0%} of the time is the engine's",
                flush=True,
            )
    results.write(options.output / "engines.json", head, rows)
    print(f"results: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
