# SPDX-License-Identifier: Apache-2.0
"""``dittograph images hash``: a line with the hashes of each image."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from dittograph.cli import report
from dittograph.cli.image_cache import saving
from dittograph.cli.image_files import gather_images, read_images
from dittograph.cli.output import Output
from dittograph.cli.progress import Progress, bar_delay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

    from dittograph.cli.image_cache import Cache
    from dittograph.cli.image_files import Image, Settings

_COLUMNS = ("name", "width", "height", "orientation", "quality")


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    form: str | None = None,
    output: str | None = None,
    cache: Cache | None = None,
) -> int:
    """Print the hashes and return the exit status.

    Args:
        paths: Files and directories; none stands for standard input.
        settings: What to compute.
        form: ``"csv"``, ``"json"``, or None for lines of hashes and names.
        output: The file to write, None for standard output.
        cache: Where to look up what is known, and to remember what is not.
    """
    entries = gather_images(paths)
    show: Callable[[Image], str] = {None: _line, "csv": _row, "json": _object}[form]
    delay = bar_delay(report.output_descriptor()) if output is None else None
    with saving(cache), _Writer(output) as writer:
        if form == "csv":
            writer.write(_csv([*_COLUMNS, *settings.algorithms]))
        with Progress("hashing", len(entries), "images", delay) as progress:
            for image in read_images(entries, settings, cache, progress):
                if image.found is not None or form == "json":
                    writer.write(show(image))
        writer.complete()
    return 1 if any(entry.error is not None for entry in entries) else 0


class _Writer:
    """Writes text to standard output, or to a file that is whole or not there."""

    def __init__(self, path: str | None) -> None:
        self._output = None if path is None else Output(path)
        self._text: list[str] = []
        self._size = 0

    def write(self, text: str) -> None:
        if self._output is None:
            report.write(text)
            return
        self._text.append(text)
        self._size += len(text)
        if self._size >= 1 << 16:
            self._flush()

    def complete(self) -> None:
        if self._output is not None:
            self._flush()
            self._output.complete()

    def _flush(self) -> None:
        if self._output is not None:
            # As names are encoded by the system, so that they can be found again.
            self._output.write(memoryview("".join(self._text).encode(errors="surrogateescape")))
        self._text.clear()
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._output is not None:
            self._output.__exit__(None, None, None)


def _line(image: Image) -> str:
    assert image.found is not None  # noqa: S101 - or it is not shown
    hashes = " ".join(one.hex() for one in image.found.hashes.values())
    return f"{hashes}  {report.visible(image.entry.name)}\n"


def _row(image: Image) -> str:
    found = image.found
    assert found is not None  # noqa: S101 - likewise
    numbers = [found.width, found.height, found.orientation, found.quality]
    return _csv([image.entry.name, *numbers, *(one.hex() for one in found.hashes.values())])


def _csv(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _object(image: Image) -> str:
    entry, found = image.entry, image.found
    if found is None:
        return json.dumps({"name": entry.name, "error": entry.error}) + "\n"
    line = {
        "name": entry.name,
        "width": found.width,
        "height": found.height,
        "orientation": found.orientation,
        "quality": found.quality,
        "featureless": found.featureless,
        "hashes": {name: one.hex() for name, one in found.hashes.items()},
        "partial": found.partial,
        "error": None,
    }
    return json.dumps(line) + "\n"
