# SPDX-License-Identifier: Apache-2.0
"""Makes the Markdown of README and docs/benchmarks.md out of the results."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks import markdown
from benchmarks.implementations import IMPLEMENTATIONS, READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Results: TypeAlias = dict[str, dict[str, Any]]
Row: TypeAlias = dict[str, Any]

_GROUPS = {
    "letters": "From Python, the input of 2017: 1,000,000 random ASCII letters",
    "targets": "The same with dispatch lowered to older SIMD targets",
    "reads": "Wider strings, more memory",
    "calls": "One call on a short string",
    "utf8": "UTF-8 bytes, validated and counted",
    "runs": "Runs, found and squeezed",
    "repeats": "Repeats, found",
    "columns": "Columns, a value a row",
    "hashes": "Hashes, searched for similar ones",
    "images": "Images, hashed",
    "files": "The command, a whole process on two cores",
}
_README_PEERS = (
    "one read: `bytes.find` of an absent byte",
    "C",
    "numpy",
    "Rust, chars() once",
    "Rust, chars().zip(skip(1))",
    "regex",
    "zip loop",
)
_README_CALLS = ("`str` of 0 characters", "`str` of 20 characters", "`str` of 1,000 characters")
_PACKAGES = {"Spark": "pyspark", "Ray": "ray", "Dask": "dask"}
_OURS = "dittograph"
_LABELS = {one.name: one.label for one in IMPLEMENTATIONS if one.label}


def readme(results: Results) -> str:
    """The table of README, a choice of the comparisons; where we lose; the plot."""
    rows = [row for row in results["ratios"]["rows"] if _in_readme(row)]
    measured_on = results["ratios"]["machine"]
    python = measured_on["versions"]["Python"]
    described = f"{measured_on['cpu']}, {measured_on['target']}, {python}"
    losses = _losses(rows, results["counting"]["rows"])
    lines = [
        _ratio_table(rows, full=False),
        "",
        f"Medians of interleaved runs, results checked first; {described}. {losses}",
        "",
        "![Speed of each implementation over the size of the text](docs/counting.svg)",
    ]
    return "\n".join(lines)


def _in_readme(row: Row) -> bool:
    if row["group"] == "letters":
        return row["peer"] in _README_PEERS
    if row["group"] == "calls":
        return row["input"] in _README_CALLS
    if row["group"] == "utf8":
        return not str(row["input"]).startswith("1 MB")
    if row["group"] == "runs":
        return "UTF-8" not in str(row["input"])
    if row["group"] in ("columns", "hashes", "images"):
        is_other = row["peer"] != "the same with one thread"
        return is_other and row["goal"] is not None and not str(row["input"]).endswith("Russian")
    return str(row["group"]) != "targets"


def _losses(rows: Iterable[Row], cases: Sequence[Row]) -> str:
    """Say who is faster than dittograph on what: among `rows`, and among `cases` of other sizes."""
    lost: dict[str, list[str]] = {}
    for row in rows:
        if float(f"{row.get('ratio', 1.0):.3g}") < 1.0:  # as it is shown
            lost.setdefault(_peer(row), []).append(
                f"{row['input']} ({markdown.ratio(row['ratio'])})"
            )
    for name, inputs in _lost_cases(cases).items():
        lost.setdefault(_LABELS[name], []).extend(inputs)
    if not lost:
        return "Nothing here is faster than dittograph."
    each_peer = "; ".join(f"{peer} on {', '.join(inputs)}" for peer, inputs in lost.items())
    return f"Faster than dittograph: {each_peer}."


def _lost_cases(cases: Sequence[Row]) -> dict[str, list[str]]:
    """List for each implementation that is faster the sizes and of which widths they are."""
    counted = [row for row in cases if row.get("implementation", READ) != READ]
    ours = {_case(row): float(row["ns"]) for row in counted if row["implementation"] == _OURS}
    widths: dict[str, dict[str, list[str]]] = {}  # by implementation and size
    for row in sorted(counted, key=lambda row: int(row["bytes"])):
        if float(row["ns"]) < ours[_case(row)]:
            sizes = widths.setdefault(row["implementation"], {})
            sizes.setdefault(row["size"], []).append(row["width"])
    every = {row["width"] for row in counted}
    lost: dict[str, list[str]] = {}
    for name, by_size in widths.items():
        together: dict[str, list[str]] = {}
        for size, of in by_size.items():
            shown = "every width" if set(of) == every else " and of ".join(markdown.distinct(of))
            together.setdefault(shown, []).append(size)
        lost[name] = [f"{markdown.listed(sizes)} of {of}" for of, sizes in together.items()]
    return lost


def _case(row: Row) -> tuple[str, str]:
    return row["width"], row["size"]


def _fastest(rows: Iterable[Row]) -> str:
    counted = (row for row in rows if row["implementation"] != READ)
    return str(min(counted, key=lambda row: float(row["ns"]))["implementation"])


def ratios(results: Results) -> str:
    """All comparisons with their goals, in groups."""
    rows = results["ratios"]["rows"]
    parts = []
    for group, title in _GROUPS.items():
        here = [row for row in rows if row["group"] == group]
        if not here:  # measured before the group was there
            continue
        parts += [f"### {title}", "", _ratio_table(here), ""]
    return "\n".join(parts).rstrip()


def _ratio_table(rows: Sequence[Row], *, full: bool = True) -> str:
    """Peers of the same input from the fastest to the slowest; `full` adds spread and goal."""
    inputs = markdown.distinct(_input(row) for row in rows)
    ordered = sorted(rows, key=lambda row: (inputs.index(_input(row)), row.get("ratio", math.inf)))
    head = ["input", "peer", "time", "GB/s", "dittograph", "GB/s", "times as fast"]
    body = []
    before = ""
    for row in ordered:
        shown = "" if _input(row) == before else _input(row)
        before = _input(row)
        if "not_run" in row:
            cells = [shown, _peer(row), f"NOT RUN: {row['not_run']}", "", "", "", ""]
            spread = ""
        else:
            peer, ours = (
                [markdown.time(row[key]), _speed(row, key)] for key in ("peer_ns", "ours_ns")
            )
            cells = [shown, _peer(row), *peer, *ours, f"**{markdown.ratio(row['ratio'])}**"]
            spread = " to ".join(map(markdown.ratio, row["quartiles"]))
        body.append([*cells, *([spread, _goal(row)] if full else [])])
    more = ["middle half of the rounds", "goal"] if full else []
    return markdown.table([*head, *more], body, text_columns=2)


def _input(row: Row) -> str:
    lowered = f", on {row['target']}" if row["target"] else ""
    return f"{row['input']}{lowered}"


def _speed(row: Row, key: str) -> str:
    # Of a short call, it is the call that is measured.
    # A search among hashes reads few of them, and of an image it is the file that is read.
    is_read = row["size"] >= 10_000 and row["group"] not in ("hashes", "images")
    return markdown.digits(row["size"] / row[key]) if is_read else ""


def _goal(row: Row) -> str:
    if row["goal"] is None:
        return ""
    if "not_run" in row:
        return markdown.ratio(row["goal"])
    return f"{markdown.ratio(row['goal'])}, {'met' if row['met'] else '**missed**'}"


def counting(results: Results) -> str:
    """The medians of `pytest benchmarks/counting.py`: a table for each width."""
    rows = [row for row in results["counting"]["rows"] if "not_run" not in row]
    missing = [row["not_run"] for row in results["counting"]["rows"] if "not_run" in row]
    parts = []
    for width in markdown.distinct(row["width"] for row in rows):
        here = [row for row in rows if row["width"] == width]
        sizes = markdown.distinct(
            row["size"] for row in sorted(here, key=lambda row: int(row["bytes"]))
        )
        times = {(row["implementation"], row["size"]): markdown.time(row["ns"]) for row in here}
        for size in sizes:
            fastest = _fastest(row for row in here if row["size"] == size)
            times[fastest, size] = f"**{times[fastest, size]}**"
        names = markdown.distinct(row["implementation"] for row in here)
        body = [[name, *(times.get((name, size), "") for size in sizes)] for name in names]
        parts += [f"### {width}", "", markdown.table(["implementation", *sizes], body), ""]
    parts += [f"- NOT RUN: {reason}" for reason in missing]
    return "\n".join(parts).rstrip()


def targets(results: Results) -> str:
    """GB/s of each function on each SIMD target: a table for each size."""
    rows = results["targets"]["rows"]
    if "not_run" in rows[0]:
        return f"NOT RUN: {rows[0]['not_run']}"
    parts = []
    for size in markdown.distinct(row["size"] for row in rows):
        here = [row for row in rows if row["size"] == size]
        speed = {(r["function"], r["target"]): markdown.digits(r["size"] / r["ns"]) for r in here}
        names = markdown.distinct(row["target"] for row in here if row["function"] != "memchr")
        body = [
            [function, *(speed[function, name] for name in names)]
            for function in markdown.distinct(row["function"] for row in here)
            if function != "memchr"
        ]
        limit = speed["memchr", "libc"]
        parts += [f"### {markdown.size(size)}: GB/s, of {limit} that `memchr` reads", ""]
        parts += [markdown.table(["function", *names], body), ""]
    return "\n".join(parts).rstrip()


def engines(results: Results) -> str:
    """How long the job takes in each engine, and how much of that is the engine's own."""
    measured = results["engines"]
    versions = measured["machine"]["versions"]
    body = [
        [
            f"{row['engine']} {versions[_PACKAGES[row['engine']]]}",
            *(
                f"{markdown.digits(row[f'{name} s'])} s"
                for name in ("nothing", "ours", "pure Python")
            ),
            f"**{markdown.ratio(row['ratio'])}**",
        ]
        for row in measured["rows"]
    ]
    head = ["engine", "the engine's own", "dittograph", "pure Python", "times as fast"]
    cpu, python = measured["machine"]["cpu"], versions["Python"]
    described = f"{measured['rows'][0]['input']}, {measured['rows'][0]['cores']} cores"
    return f"{markdown.table(head, body)}\n\nMedians; {described}; {cpu}, {python}."


def machine(results: Results) -> str:
    """What the results were measured on; where the files differ, each of them."""
    facts: dict[str, dict[str, str]] = {}
    for name, result in results.items():
        if name in ("engines", "drift", "quality"):  # on pages of their own
            continue
        described = dict(result["machine"])
        described |= described.pop("versions")
        for key, value in described.items():
            facts.setdefault(key, {})[name] = str(value)
    body = []
    for key, values in facts.items():
        each = "; ".join(f"{name}: {value}" for name, value in values.items())
        body.append([key, next(iter(values.values())) if len(set(values.values())) == 1 else each])
    return markdown.table(["", ""], body, text_columns=2)


BLOCKS = {
    "benchmarks": readme,
    "benchmarks-ratios": ratios,
    "benchmarks-counting": counting,
    "benchmarks-targets": targets,
    "benchmarks-machine": machine,
    "engines": engines,
}
"""What stands between `<!-- NAME:start -->` and `<!-- NAME:end -->`."""


def _peer(row: Row) -> str:
    return _LABELS.get(row["peer"]) or str(row["peer"])
