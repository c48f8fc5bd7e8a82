# SPDX-License-Identifier: Apache-2.0
"""Images among files: finding them, and reading each once, on several threads."""

from __future__ import annotations

import os
import stat
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dittograph.cli import report
from dittograph.cli.entries import Entry, explain, find_entries, open_stream
from dittograph.cli.progress import Progress
from dittograph.cli.spans import read_stream
from dittograph.images import Limits, fingerprint
from dittograph.images.errors import UnsupportedImageError
from dittograph.images.many import in_order
from dittograph.images.opening import NEEDS_PILLOW, has_pillow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dittograph.cli.image_cache import Cache
    from dittograph.images import Fingerprint
    from dittograph.images.image_hash import Mode
    from dittograph.images.opening import Compat

EXTENSIONS = ("avif", "bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp")
# Of names in directories, in upper and lower case.
_PATTERNS = [f"*.{''.join(f'[{c}{c.upper()}]' for c in one)}" for one in EXTENSIONS]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is computed of each image, and of which images at all."""

    algorithms: tuple[str, ...]
    compat: Compat = None
    mode: Mode = "exact"
    limits: Limits = field(default_factory=Limits)
    threads: int | None = None


@dataclass(slots=True)
class Image:
    """A file that should be an image, and what came of it."""

    entry: Entry
    status: os.stat_result | None = None
    found: Fingerprint | None = None
    data: bytes | None = None  # of what is no regular file, until it has been read


def is_named_like_image(path: str) -> bool:
    """Return whether a file in a directory would be taken for an image."""
    return path.lower().endswith(tuple(f".{one}" for one in EXTENSIONS))


def gather_images(paths: Sequence[str]) -> list[Entry]:
    """Return the files that are named, and the images in the directories that are."""
    entries = []
    with Progress("looking for images", None, "images") as progress:
        for entry in find_entries(paths, recursive=True, include=_PATTERNS):
            entries.append(entry)
            progress.update(len(entries))
    if not entries:
        others = sum(1 for _ in find_entries(paths, recursive=True))
        files = f"{others:,} other {'one was' if others == 1 else 'ones were'} passed over"
        names = ", ".join(EXTENSIONS)
        report.complain(
            f"warning: no file is named like an image ({names})"
            f"{'; ' + files if others else ', nor otherwise'}"
        )
    return entries


def read_images(
    entries: Sequence[Entry], settings: Settings, cache: Cache | None, progress: Progress
) -> Iterator[Image]:
    """Yield each entry with its fingerprint, in order.

    What went wrong is noted in the entry, and told; but that Pillow is missing, once for all files.
    """
    unread = 0

    def read(image: Image) -> Fingerprint | None:
        if image.found is not None or image.entry.error is not None:
            return image.found
        source = image.entry.path if image.data is None else image.data
        assert source is not None  # noqa: S101 - standard input has been read
        return fingerprint(
            source,
            settings.algorithms,
            (),
            compat=settings.compat,
            mode=settings.mode,
            limits=settings.limits,
        )

    prepared = (_prepare(entry, settings, cache) for entry in entries)
    with warnings.catch_warnings():
        # Pillow warns of what it passes over; what it does not pass over are errors.
        warnings.filterwarnings("ignore", module=r"PIL\b")
        for number, done in enumerate(in_order(read, prepared, threads=settings.threads), 1):
            image = done.item
            image.data = None
            if done.error is not None:
                image.entry.error = describe(done.error)
            if isinstance(done.error, UnsupportedImageError) and not has_pillow():
                unread += 1
            elif image.entry.error is not None:
                progress.hide()
                report.complain(image.entry.error, image.entry.name)
            elif done.result is not None:
                if cache is not None and image.found is None:
                    _remember(cache, image, done.result, settings)
                image.found = done.result
            progress.update(number)
            yield image
    if unread:
        progress.hide()
        report.complain(f"{unread:,} {'file' if unread == 1 else 'files'} {NEEDS_PILLOW}")


def describe(error: Exception) -> str:
    """Return what is wrong with a file, for the user."""
    if isinstance(error, MemoryError):
        return "out of memory"
    if getattr(error, "__notes__", ()):  # what Python can do about it
        return f"{error} (use --partial to hash what there is)"
    return explain(error) if isinstance(error, OSError) else str(error)


def _prepare(entry: Entry, settings: Settings, cache: Cache | None) -> Image:
    """Do what is the main thread's: what may wait for somebody, so that Ctrl-C ends the wait."""
    image = Image(entry)
    if entry.error is not None:
        return image
    try:
        if entry.path is None:
            image.data = _read_to_end(entry, settings.limits.max_bytes)
            return image
        image.status = os.stat(entry.path)  # noqa: PTH116 - of a str
        if not stat.S_ISREG(image.status.st_mode):
            image.data = _read_to_end(entry, settings.limits.max_bytes)
        elif cache is not None:
            image.found = cache.get(entry.path, image.status, settings)
    except OSError as error:
        entry.error = explain(error)
    return image


def _read_to_end(entry: Entry, max_bytes: int) -> bytes:
    """Read a pipe, a terminal or a device, or more than an image may have of it."""
    data = bytearray()
    stream = open_stream(entry)
    try:
        # In pieces, as Python sees signals between two of its instructions.
        for piece in read_stream(stream, memoryview(bytearray(1 << 18))):
            data += piece
            if len(data) > max_bytes:
                break
    finally:
        if entry.path is not None:
            stream.close()
    return bytes(data)


def _remember(cache: Cache, image: Image, found: Fingerprint, settings: Settings) -> None:
    if image.entry.path is not None and image.status is not None and image.data is None:
        cache.put(image.entry.path, image.status, settings, found)
