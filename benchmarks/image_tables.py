# SPDX-License-Identifier: Apache-2.0
"""Makes the Markdown of docs/images.md out of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.markdown import table

if TYPE_CHECKING:
    from benchmarks.tables import Results


def drift(results: Results) -> str:
    """The table of how far hashes of fast mode are from exact ones."""
    rows = results["drift"]["rows"]
    sizes = list(dict.fromkeys(row["size"] for row in rows))
    body = []
    for name in dict.fromkeys(row["hash"] for row in rows):
        by_size = {row["size"]: row["files by bits"] for row in rows if row["hash"] == name}
        every = _added(list(by_size.values()))
        bits = sum(bits * files for bits, files in enumerate(every))
        body.append([
            f"`{name}`",
            _percent(every[0], sum(every)),
            f"{bits / sum(every):.2f}",
            str(len(every) - 1),
            *(_percent(counts[0], sum(counts)) for counts in by_size.values()),
        ])  # fmt: skip
    head = ["hash", "identical", "mean bits", "most bits", *(f"identical at {s}" for s in sizes)]
    of_first = [row for row in rows if row["hash"] == rows[0]["hash"]]
    files = sum(row["files"] for row in of_first)
    versions = results["drift"]["machine"]["versions"]
    described = f"{files:,} files of {rows[0]['photographs']} photographs; {versions['libjpeg']}."
    return f"{table(head, body)}\n\n{described}"


def quality(results: Results) -> str:
    """The table of which copies hashes miss at each quality, and what they take for copies."""
    rows = results["quality"]["rows"]
    names = list(rows[0]["copies far"])
    body = []
    for row in rows:
        low, high = row["lowest"], row["highest"]
        body.append([
            str(low) if low == high else f"{low} to {high}",
            f"{row['images']:,}",
            *(
                f"{_percent(row['copies far'][name], row['copies'])}, "
                f"{_percent(row['others near'][name], row['others'])}"
                for name in names
            ),
        ])  # fmt: skip
    return table(["quality", "images", *(f"`{name}`" for name in names)], body)


def _added(counts: list[list[int]]) -> list[int]:
    length = max(map(len, counts))
    padded = [each + [0] * (length - len(each)) for each in counts]
    return [sum(column) for column in zip(*padded, strict=True)]


def _percent(part: int, whole: int) -> str:
    """Write a share with one place; 0 and 100 only if there is no exception."""
    if part in (0, whole):
        return "0 %" if part == 0 else "100 %"
    tenths = min(max(round(1000 * part / whole), 1), 999)
    return f"{tenths / 10:.1f} %"


BLOCKS: dict[str, Any] = {"drift": drift, "quality": quality}
