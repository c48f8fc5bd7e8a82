# SPDX-License-Identifier: Apache-2.0
"""Draws the tables and the plot of README and docs: ``python benchmarks/render.py``.

With --check it writes nothing and fails if anything is not what the results give.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file
from benchmarks import image_tables, plot, results, tables

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ("ratios", "counting", "targets", "engines", "drift", "quality")
BLOCKS = tables.BLOCKS | image_tables.BLOCKS
PAGES = {
    "README.md": ("benchmarks",),
    "docs/benchmarks.md": tuple(name for name in tables.BLOCKS if "-" in name),
    "docs/engines.md": ("engines",),
    "docs/images.md": tuple(image_tables.BLOCKS),
}
PLOT = "docs/counting.svg"


class RenderError(Exception):
    """A page or a result file is not as it must be; the message is one line."""


def load(folder: Path) -> tables.Results:
    """Read the result files of one full run."""
    loaded = {}
    for name in RESULTS:
        path = folder / f"{name}.json"
        if not path.exists():
            raise RenderError(
                f"{path}: not there; make bench, bench-engines or bench-images writes it"
            )
        loaded[name] = results.read(path)
    return loaded


def render(page: str, text: str, measured: tables.Results) -> str:
    """Return `text`, the page, with all its blocks drawn anew."""
    for name in PAGES[page]:
        block = f"<!-- {name}:start -->\n{BLOCKS[name](measured)}\n<!-- {name}:end -->"
        parts = re.split(rf"<!-- {name}:start -->\n.*?<!-- {name}:end -->", text, flags=re.DOTALL)
        if len(parts) != 2:
            raise RenderError(
                f"{page}: has {len(parts) - 1} blocks from <!-- {name}:start --> to "
                f"<!-- {name}:end -->, wanted is one"
            )
        text = block.join(parts)
    return text


def outdated(root: Path, measured: tables.Results) -> list[str]:
    """List the files that are not what the results give."""
    old = []
    for page in PAGES:
        text = (root / page).read_text(encoding="utf-8")
        if render(page, text, measured) != text:
            old.append(page)
    if plot.digest(measured) not in (root / PLOT).read_text(encoding="utf-8"):
        old.append(PLOT)
    return old


def write(root: Path, measured: tables.Results) -> None:
    """Draw all pages and the plot anew."""
    drawn = {
        page: render(page, (root / page).read_text(encoding="utf-8"), measured) for page in PAGES
    }
    for page, text in drawn.items():
        (root / page).write_text(text, encoding="utf-8")
    plot.draw(measured, root / PLOT)


def main(arguments: list[str] | None = None) -> int:
    """Render or check. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks/render.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if outdated")
    parser.add_argument("--results", type=Path, default=results.FOLDER, metavar="DIR")
    parser.add_argument(
        "--root",
        type=Path,
        default=ROOT,
        metavar="DIR",
        help="where README.md and docs are (default: this project)",
    )
    options = parser.parse_args(arguments)
    try:
        measured = load(options.results)
        if not options.check:
            write(options.root, measured)
            return 0
        old = outdated(options.root, measured)
    except (RenderError, OSError) as failure:
        print(f"benchmarks: {failure}", file=sys.stderr)
        return 1
    for name in old:
        print(
            f"benchmarks: {name} is not what the results give: python benchmarks/render.py",
            file=sys.stderr,
        )
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
