# SPDX-License-Identifier: Apache-2.0
"""The page of ``dittograph images duplicates``: one file, which loads nothing from anywhere."""

from __future__ import annotations

import base64
import io
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from dittograph.cli import report
from dittograph.cli.image_groups import counted, freed, remarks, size_text, summary
from dittograph.cli.progress import Progress
from dittograph.images import fingerprint
from dittograph.images.many import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from dittograph.cli.image_files import Settings
    from dittograph.cli.image_groups import Findings, Member
    from dittograph.cli.output import Output

_EDGE = 160  # pixels of a thumbnail, across or down
# A thumbnail is some 6 kB: browsers still scroll through so many of them.
_MOST_THUMBNAILS = 5000

# Nothing on the page may run or be fetched, whatever a file is called.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

_STYLE = """\
:root { color-scheme: light dark; --page: #f4f4f2; --card: #fff; --text: #1c1c1a; --soft: #5a5a56;
  --line: #d8d8d3; --link: #0b57b0; --keep: #1b6e3c; --keep-back: #e2f3e8; --tile: #ebebe7; }
@media (prefers-color-scheme: dark) { :root { --page: #161615; --card: #21211f; --text: #ececea;
  --soft: #a9a9a4; --line: #3a3a37; --link: #8ab8f5; --keep: #8fdcae; --keep-back: #163323;
  --tile: #2b2b28; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; background: var(--page);
  color: var(--text); font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
header p { margin: .25rem 0; max-width: 46rem; }
.soft, figcaption, h2 small { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  margin-top: 1rem; padding: .75rem 1rem 1rem; content-visibility: auto;
  contain-intrinsic-size: auto 20rem; }
h2 { font-size: 1rem; margin: 0 0 .6rem; }
h2 small { font-size: .875rem; font-weight: normal; margin-left: .4rem; }
ul { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
  list-style: none; margin: 0; padding: 0; }
figure { margin: 0; }
figure a { color: var(--link); }
.tile { align-items: center; background: var(--tile); border-radius: .35rem; display: flex;
  height: 10rem; justify-content: center; overflow: hidden; }
.tile img { display: block; height: auto; max-height: 100%; max-width: 100%; width: auto; }
.blank { border-radius: .35rem; display: block; max-height: 100%; max-width: 100%; }
figcaption { font-size: .8125rem; margin-top: .4rem; }
.size { white-space: nowrap; }
.name { display: block; overflow-wrap: anywhere; }
.keep { background: var(--keep-back); border-radius: .25rem; color: var(--keep); font-weight: 600;
  padding: 0 .35rem; }
@media (max-width: 26rem) { ul { grid-template-columns: repeat(2, 1fr); }
  section { padding: .6rem .7rem .8rem; } .tile { height: 8rem; } }
@media print { section { break-inside: avoid; } }
"""


def write_page(out: Output, findings: Findings, distance: int, settings: Settings) -> None:
    """Write the page, and complete it.

    Raises:
        report.OutputError: It cannot be written.
    """
    members = [member for group in findings.groups for member in group]
    with Progress("making thumbnails", len(members), "images") as progress:
        _write(out, _head(findings, distance, settings, len(members)))
        tiles = _tiles(members[:_MOST_THUMBNAILS], settings)
        done = 0
        for number, group in enumerate(findings.groups, 1):
            parts = [_group_heading(number, group)]
            for member in group:
                parts.append(_figure(member, next(tiles, _blank(member)), member is group[0]))
                done += 1
                progress.update(done)
            _write(out, "".join([*parts, "</ul>\n</section>\n"]))
        _write(out, "</main>\n</body>\n</html>\n")
        out.complete()


def _write(out: Output, text: str) -> None:
    # Bytes of names that are no UTF-8 cannot be shown; the links have them.
    out.write(memoryview(text.encode(errors="surrogateescape").decode(errors="replace").encode()))


def _head(findings: Findings, distance: int, settings: Settings, members: int) -> str:
    bits = 256 if settings.algorithms == ("pdq",) else 64
    notes = [escape(line) for line in remarks(findings)]
    if members > _MOST_THUMBNAILS:
        notes.append(f"Thumbnails are shown of the first {_MOST_THUMBNAILS:,} images alone.")
    if not findings.groups:
        notes.append("No two images look the same.")
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            (
                f"<title>{escape(counted(len(findings.groups), 'group', 'groups'))} of images that "
                f"look the same</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<header>\n"
            ),
            f"<h1>Images that look the same</h1>\n<p>{escape(summary(findings))}</p>\n",
            (
                '<p class="soft">Each image of a group has another one whose hash '
                f"({escape(settings.algorithms[0])}) differs in at most {distance} of {bits} bits. "
                "The first has the most pixels, and of equals the most bytes: it is the largest, "
                "and need not be the best. Nothing has been deleted.</p>\n"
            ),
            *(f'<p class="soft">{note}</p>\n' for note in notes),
            "</header>\n<main>\n",
        ]
    )


def _group_heading(number: int, group: Sequence[Member]) -> str:
    copies = counted(len(group) - 1, "copy", "copies")
    return (
        f'<section aria-labelledby="g{number}">\n<h2 id="g{number}">Group {number} '
        f"<small>{copies}, {size_text(freed(group))} could be freed</small></h2>\n<ul>\n"
    )


def _figure(member: Member, tile: str, is_first: bool) -> str:
    name = report.visible(member.entry.name)
    folder, slash, last = name.rpartition("/")
    if is_first:
        place = '<span class="keep">keep</span>'
    else:
        place = counted(member.distance, "bit differs", "bits differ")
    shown = f"{escape(folder + slash)}<strong>{escape(last)}</strong>"
    return (
        f'<li><figure><div class="tile">{tile}</div>\n<figcaption>{place}<br>'
        f'<span class="size">{member.width} &times; {member.height}</span> &middot; '
        f'<span class="size">{size_text(member.bytes)}</span>'
        f'<a class="name" href="{escape(_link(member))}">{shown}</a></figcaption></figure></li>\n'
    )


def _link(member: Member) -> str:
    # as_uri() writes each byte of a name that is not plain as %XX.
    return Path(os.path.realpath(member.entry.name)).as_uri()


def _alt(member: Member) -> str:
    return escape(f"Thumbnail of {Path(report.visible(member.entry.name)).name}")


def _tiles(members: Sequence[Member], settings: Settings) -> Iterator[str]:
    try:
        import PIL.Image  # noqa: F401 - whether it is installed
    except ImportError:
        make = _colored
    else:
        make = _thumbnail
    for done in in_order(lambda one: make(one, settings), members, threads=settings.threads):
        # It was an image a moment ago. What has become of it is not this page's concern.
        yield done.result or _blank(done.item)


def _thumbnail(member: Member, settings: Settings) -> str:
    from PIL import Image, ImageOps

    from dittograph.images.pillow import open_file

    with open(member.entry.name, "rb") as file:  # noqa: PTH123 - of a str
        image: Image.Image = open_file(file, settings.limits.max_pixels)
        image.draft("RGB", (2 * _EDGE, 2 * _EDGE))
        image.thumbnail((2 * _EDGE, 2 * _EDGE), Image.Resampling.BOX)  # so that little is turned
        image = _on_white(ImageOps.exif_transpose(image))
        image.thumbnail((_EDGE, _EDGE))
        data = io.BytesIO()
        image.save(data, "JPEG", quality=80)
    text = base64.b64encode(data.getvalue()).decode()
    return (
        f'<img src="data:image/jpeg;base64,{text}" width="{image.width}" height="{image.height}" '
        f'alt="{_alt(member)}">'
    )


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    from dittograph.images.pillow import to_upright_channels

    image = to_upright_channels(image)
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def _colored(member: Member, settings: Settings) -> str:
    """Return a plane of the average colour, which stands at the head of a ThumbHash."""
    placeholders = ("thumbhash",)
    found = fingerprint(member.entry.name, (), placeholders, limits=settings.limits)
    head = int.from_bytes(found.thumbhash[:3], "little")
    lightness = (head & 63) / 63
    yellow, red = (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1
    blue = lightness - yellow * 2 / 3
    most = (3 * lightness - blue + red) / 2
    channels = (most, most - red, blue)
    color = "".join(f"{round(255 * min(1, max(0, value))):02x}" for value in channels)
    return _blank(member, f"#{color}")


def _blank(member: Member, color: str = "transparent") -> str:
    scale = _EDGE / max(member.width, member.height)
    width, height = (max(1, round(scale * edge)) for edge in (member.width, member.height))
    return (
        f'<span class="blank" role="img" aria-label="{_alt(member)}" '
        f'style="background:{color};width:{width}px;height:{height}px"></span>'
    )
