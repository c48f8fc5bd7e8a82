# SPDX-License-Identifier: Apache-2.0
"""Reads and writes the result files, benchmarks/results/*.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"


def write(path: Path, head: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Write `head` and then `rows`, one a line, so that a difference can be read."""
    top = json.dumps(head, indent=1, ensure_ascii=False).removesuffix("\n}")
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(f'{top},\n "rows": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    unfinished.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Read what `write` wrote: the head, and under "rows" the rows."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def rounded(value: float, digits: int = 4) -> float:
    """Round to so many significant digits: more would be noise."""
    return float(f"{value:.{digits}g}")
