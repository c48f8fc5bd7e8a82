# SPDX-License-Identifier: Apache-2.0
"""A file that remembers what was computed of images, for as long as they stay as they are.

It is text: a line that says what it is, a line for each image, and the checksum of all that. What
is looked up are lines; only those that are wanted are parsed.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dittograph.cli import report
from dittograph.cli.ending import BeforeEnding
from dittograph.cli.entries import explain
from dittograph.cli.output import Output
from dittograph.images import Fingerprint, ImageHash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dittograph.cli.image_files import Settings

# To be raised when lines, or the hashes of any image, come to be others than before.
VERSION = 1
MOST_IMAGES = 1 << 20
_MOST_BYTES = 1 << 30
_NAME = b'{"dittograph": "image hashes", "version": '
_HEAD = b"%s%d}\n" % (_NAME, VERSION)
_SUM = b"sha256 "
# Who writes to a file twice within a tick of the file system's clock leaves it with one time: what
# was changed just now may be changed again, unseen. 2 s are the tick of FAT, the longest.
_TICK_NS = 2_000_000_000


class NotACacheError(Exception):
    """A file is something else, and must not be overwritten."""


class Cache:
    """Remembers fingerprints by path, size, time of change and inode.

    Args:
        path: The file. What is damaged, or of another version, is told and made anew.

    Raises:
        NotACacheError: There is something else.
        report.OutputError: There is nothing, and it cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lines: dict[bytes, bytes] = {}  # by path; those of use last come last
        self._changed = False
        try:
            self._load()
        except FileNotFoundError:
            Output(path).discard()  # or all would be read, and nothing remembered
        except OSError as error:
            report.complain(f"warning: cache is not used: {explain(error)}", path)

    def get(self, path: str, status: os.stat_result, settings: Settings) -> Fingerprint | None:
        """Return what is known of an image, if all that is asked for is known of this very file."""
        line = self._lines.get(_key(path))
        if line is None:
            return None
        try:
            stamp, kinds = json.loads(line)
            known = kinds.get(_kind(settings))
            if stamp != _stamp(status) or known is None:
                return None
            found = _from_values(known, settings)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            return None  # with the right checksum: written by hand
        limits = settings.limits
        if found is None or found.width * found.height > limits.max_pixels:
            return None
        if status.st_size > limits.max_bytes:
            return None
        self._lines[_key(path)] = self._lines.pop(_key(path))
        return found

    def put(
        self, path: str, status: os.stat_result, settings: Settings, found: Fingerprint
    ) -> None:
        """Remember what came of an image; `status` is from before it was read."""
        if found.partial:  # which is not always wanted
            return
        if time.time_ns() - status.st_mtime_ns < _TICK_NS:
            return
        key, stamp = _key(path), _stamp(status)
        kind = _kind(settings)
        kinds: dict[str, Any] = {}
        hashes: dict[str, Any] = {}
        try:
            old_stamp, old_kinds = json.loads(self._lines.pop(key, b"[[], {}]"))
            if old_stamp == stamp:
                hashes = dict(old_kinds[kind]["hashes"]) if kind in old_kinds else {}
                kinds = dict(old_kinds)
        except (KeyError, TypeError, ValueError, RecursionError):
            pass  # written by hand, and gone now
        kinds[kind] = _to_values(found, hashes)
        self._lines[key] = json.dumps([stamp, kinds]).encode()
        self._changed = True

    def save(self) -> None:
        """Write it, whole or not at all; that it cannot be written is told and no error."""
        if not self._changed:
            return
        first = max(0, len(self._lines) - MOST_IMAGES)
        lines = itertools.islice(self._lines.items(), first, None)
        data = _HEAD + b"".join(b"%s\t%s\n" % line for line in lines)
        try:
            with Output(self._path) as out:
                out.write(memoryview(data))
                out.write(memoryview(_sum_line(data)))
                out.complete()
        except report.OutputError as error:
            report.complain(f"warning: cache cannot be written: {error}", self._path)
        self._changed = False

    def _load(self) -> None:
        with open(self._path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotACacheError
            head = file.readline(len(_HEAD) + 20)
            if not head:
                return  # as mktemp leaves it
            if not head.startswith(_NAME):
                raise NotACacheError
            if head != _HEAD:
                self._warn("is of another version of dittograph")
                return
            data = file.read(_MOST_BYTES + 1)
        body, mark, digest = data.rpartition(_SUM)
        if len(data) > _MOST_BYTES or mark + digest != _sum_line(head + body):
            self._warn("is damaged")
            return
        for line in body.splitlines():
            key, _, values = line.partition(b"\t")
            self._lines[key] = values

    def _warn(self, what: str) -> None:
        self._changed = True
        report.complain(f"warning: cache {what} and is made anew", self._path)


@contextlib.contextmanager
def saving(cache: Cache | None) -> Iterator[None]:
    """Save a cache at the end, whether that is as intended, by Ctrl-C, SIGTERM or SIGHUP."""
    if cache is None:
        yield
        return
    with BeforeEnding(cache.save):
        try:
            yield
        finally:
            cache.save()


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; not to wait, if it is a pipe, for somebody who writes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _sum_line(data: bytes) -> bytes:
    return _SUM + hashlib.sha256(data).hexdigest().encode() + b"\n"


def _key(path: str) -> bytes:
    # ASCII, in which JSON has an escape for every tab, end of line and byte that is not UTF-8.
    return json.dumps(str(Path(path).absolute())).encode()


def _stamp(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _kind(settings: Settings) -> str:
    """Return what hashes depend on besides the algorithm."""
    return f"{settings.compat or 'upright'}-{settings.mode}"


def _to_values(found: Fingerprint, hashes: dict[str, Any]) -> dict[str, Any]:
    for name, one in found.hashes.items():
        hashes[name] = [one.hex(), one.quality]
    return {
        "width": found.width,
        "height": found.height,
        "orientation": found.orientation,
        "quality": found.quality,
        "hashes": hashes,
    }


def _from_values(known: Mapping[str, Any], settings: Settings) -> Fingerprint | None:
    if not known["hashes"].keys() >= set(settings.algorithms):
        return None
    rule = "imagededup" if settings.compat == "imagededup" else None
    hashes: dict[str, ImageHash] = {}
    for name in settings.algorithms:
        digits, quality = known["hashes"][name]
        value = ImageHash.from_hex(digits, name)
        hashes[name] = ImageHash(value, name, rule=rule, mode=settings.mode, quality=quality)
    numbers = [known[name] for name in ("width", "height", "orientation", "quality")]
    if not all(type(number) is int for number in numbers):
        return None
    width, height, orientation, quality = numbers
    return Fingerprint(hashes, width, height, orientation, quality)
