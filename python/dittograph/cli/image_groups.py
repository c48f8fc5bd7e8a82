# SPDX-License-Identifier: Apache-2.0
"""``dittograph images duplicates``: groups of images that look the same. Nothing is deleted."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dittograph.cli import report
from dittograph.cli.image_cache import saving
from dittograph.cli.image_files import gather_images, read_images
from dittograph.cli.output import Output
from dittograph.cli.progress import Progress
from dittograph.cli.waiting import wait_for
from dittograph.hamming import near_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dittograph.cli.entries import Entry
    from dittograph.cli.image_cache import Cache
    from dittograph.cli.image_files import Image, Settings
    from dittograph.images import ImageHash


@dataclass(slots=True)
class Member:
    """An image of a group."""

    entry: Entry
    bytes: int
    width: int  # as it is shown
    height: int
    hash: ImageHash
    distance: int = 0  # from the first of the group


@dataclass(slots=True)
class Findings:
    """What there is to report."""

    images: int = 0
    groups: list[list[Member]] = field(default_factory=list)
    featureless: list[str] = field(default_factory=list)
    is_without_featureless: bool = True
    again: int = 0  # names of files that have been read under another one
    unread: int = 0  # what could not be read as an image, folders as well

    @property
    def copies(self) -> int:
        """How many images there would be less with one left of each group."""
        return sum(len(group) - 1 for group in self.groups)

    @property
    def bytes(self) -> int:
        """How many bytes there would be less then."""
        return sum(freed(group) for group in self.groups)


def freed(group: Sequence[Member]) -> int:
    """Return how many bytes the copies in a group have, all but the first."""
    return sum(member.bytes for member in group[1:])


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    distance: int,
    include_featureless: bool = False,
    form: str | None = None,
    page: str | None = None,
    cache: Cache | None = None,
) -> int:
    """Print the groups and return the exit status.

    Args:
        paths: Files and directories.
        settings: What to compute, with one algorithm.
        distance: In how many bits two images differ at most to be of one group.
        include_featureless: Whether to put images into groups in which there is nothing to see.
        form: ``"csv"``, ``"json"``, or None for lines to read.
        page: The HTML file to write, or None.
        cache: Where to look up what is known, and to remember what is not.
    """
    entries = gather_images(paths)
    with contextlib.nullcontext() if page is None else Output(page) as out:
        with saving(cache):
            findings, members = _read(entries, settings, cache, include_featureless)
        findings.groups = _groups(members, distance, settings)
        if out is not None:
            from dittograph.cli.image_page import write_page

            write_page(out, findings, distance, settings)
    if form == "json":
        _write_document(findings, entries, distance, settings)
    elif form == "csv":
        _write_rows(findings)
    else:
        _write_lines(findings)
    return 1 if any(entry.error is not None for entry in entries) else 0


def _read(
    entries: Sequence[Entry], settings: Settings, cache: Cache | None, include_featureless: bool
) -> tuple[Findings, list[Member]]:
    findings = Findings(is_without_featureless=not include_featureless)
    members = []
    seen: set[tuple[int, int]] = set()
    with Progress("reading images", len(entries), "images") as progress:
        for image in read_images(entries, settings, cache, progress):
            if image.found is None:
                findings.unread += 1
                continue
            status = image.status
            if status is not None and status.st_ino:
                # A file is no copy of itself, whatever names it has.
                if (status.st_dev, status.st_ino) in seen:
                    findings.again += 1
                    continue
                seen.add((status.st_dev, status.st_ino))
            findings.images += 1
            if image.found.featureless:
                findings.featureless.append(image.entry.name)
                if not include_featureless:
                    continue
            members.append(_member(image))
    return findings, members


def _member(image: Image) -> Member:
    found = image.found
    assert found is not None  # noqa: S101 - the caller has looked
    (one,) = found.hashes.values()
    width, height = found.width, found.height
    if found.orientation >= 5:  # it lies on its side
        width, height = height, width
    return Member(image.entry, image.status.st_size if image.status else 0, width, height, one)


def _groups(members: Sequence[Member], distance: int, settings: Settings) -> list[list[Member]]:
    if len(members) < 2:
        return []
    bits = members[0].hash.bits
    hashes = [int(member.hash) for member in members]
    # All copies of one image are within twice the distance of each other. More would be a chain, in
    # which each resembles the next and the last has nothing of the first.
    widest = min(2 * distance, bits)
    found = wait_for(
        lambda: near_groups(
            hashes, distance, max_diameter=widest, bits=bits, threads=settings.threads
        )
    )
    groups = []
    for positions in found:
        group = [members[position] for position in positions]
        group.sort(key=lambda one: (-one.width * one.height, -one.bytes, one.entry.name))
        for member in group:
            member.distance = member.hash - group[0].hash
        groups.append(group)
    groups.sort(key=freed, reverse=True)
    return groups


def size_text(number: int) -> str:
    """Return a number of bytes in words, with two or three digits.

    >>> size_text(999), size_text(1_250_000), size_text(123_456_789)
    ('999 B', '1.2 MB', '123 MB')
    """
    if number < 1000:
        return f"{number} B"
    size = float(number)
    for unit in ("kB", "MB", "GB", "TB"):
        size /= 1000
        if size < 9.95:
            return f"{size:.1f} {unit}"
        if size < 999.5:
            return f"{size:.0f} {unit}"
    return f"{size:,.0f} TB"


def counted(number: int, noun: str, nouns: str) -> str:
    """Return a number with what it is of: '1 copy', '2,000 copies'."""
    return f"{number:,} {noun if number == 1 else nouns}"


def summary(findings: Findings) -> str:
    """Return all of it in a line."""
    return ", ".join(
        [
            counted(findings.images, "image", "images"),
            counted(len(findings.groups), "group", "groups"),
            counted(findings.copies, "copy", "copies"),
            f"{size_text(findings.bytes)} could be freed",
        ]
    )


def remarks(findings: Findings) -> list[str]:
    """Return what else the user should know, a line each."""
    lines = []
    if findings.unread:
        lines.append(f"{counted(findings.unread, 'file', 'files')} could not be read")
    number = len(findings.featureless)
    if number and findings.is_without_featureless:
        images = counted(number, "image shows", "images show")
        lines.append(
            f"{images} too little to be told from others (a plain colour, a fog): in no group "
            "unless asked for by --include-featureless"
        )
    if findings.again:
        one, more = "more name leads to a file", "more names lead to files"
        lines.append(f"{counted(findings.again, one, more)} counted already")
    return lines


def _write_lines(findings: Findings) -> None:
    for number, group in enumerate(findings.groups, 1):
        copies = counted(len(group) - 1, "copy", "copies")
        report.write(f"group {number}: {copies}, {size_text(freed(group))} could be freed\n")
        rows = [
            (
                str(member.distance) if at else "keep",
                f"{member.width} x {member.height}",
                size_text(member.bytes),
            )
            for at, member in enumerate(group)
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row, member in zip(rows, group, strict=True):
            cells = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            report.write(f"  {cells}  {report.visible(member.entry.name)}\n")
        report.write("\n")
    report.write(f"{summary(findings)}\n")
    for line in remarks(findings):
        report.write(f"{line}\n")


def _write_rows(findings: Findings) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["group", "distance", "bytes", "width", "height", "hash", "name"])
    for number, group in enumerate(findings.groups, 1):
        for one in group:
            numbers = [number, one.distance, one.bytes, one.width, one.height]
            writer.writerow([*numbers, one.hash.hex(), one.entry.name])
    report.write(text.getvalue())


def _write_document(
    findings: Findings, entries: Sequence[Entry], distance: int, settings: Settings
) -> None:
    def image(one: Member) -> dict[str, Any]:
        return {
            "name": one.entry.name,
            "bytes": one.bytes,
            "width": one.width,
            "height": one.height,
            "hash": one.hash.hex(),
            "distance": one.distance,
        }

    document = {
        "algorithm": settings.algorithms[0],
        "mode": settings.mode,
        "compat": settings.compat,
        "distance": distance,
        "groups": [
            {"bytes_to_free": freed(group), "images": [image(one) for one in group]}
            for group in findings.groups
        ],
        "featureless": findings.featureless,
        "errors": [{"name": e.name, "message": e.error} for e in entries if e.error is not None],
        "total": {
            "images": findings.images,
            "groups": len(findings.groups),
            "copies": findings.copies,
            "bytes_to_free": findings.bytes,
        },
    }
    report.write(json.dumps(document, indent=2) + "\n")
