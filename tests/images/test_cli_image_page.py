# SPDX-License-Identifier: Apache-2.0
"""`dittograph images duplicates --html`: a page that shows what there is, and harms nobody."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

import photographs
import pytest
from dittograph import images
from files import decoded, encoded, oriented
from PIL import Image
from shell import write

if TYPE_CHECKING:
    from shell import Run

COFFEE = photographs.photograph("coffee").resize((300, 200))


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for name, attrs in self.tags if name == tag]


HOSTILE = [
    b"<script>alert(1)<\xe2\x88\x95script>.jpg", b"'\"><img src=x onerror=alert(1)>.jpg",
    b"&lt;b&gt; &amp;.jpg", b"new\nline\ttab.jpg", b"a b#c?d=e%20f.jpg", b"\xff\xfe.jpg",
    b"\xd7\x90\xe2\x80\xae gpj.jpg", b"javascript:alert(1).jpg", b"</figure></ul></style>.jpg"[2:],
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_page_with_hostile_names(run: Run) -> None:
    data = encoded(COFFEE, "JPEG")
    names = [os.fsdecode(name.replace(b"/", b"\xe2\x88\x95")) for name in HOSTILE]
    for name in names:
        write(f"<script>alert(2)</{name}", data)
    outcome = run("duplicates", "--html", "page.html", "<script>alert(2)<")
    assert outcome.status == 0
    page = Page(Path("page.html").read_text("utf-8"))
    assert page.open == []
    used = {tag for tag, _ in page.tags}
    assert not used & {"script", "b", "iframe", "link", "object", "base", "form"}
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    links = page.values("a", "href")
    assert all(link.isascii() and link.isprintable() and '"' not in link for link in links)
    # Each link is of the very file, byte for byte.
    found = sorted(unquote_to_bytes(urlsplit(link).path) for link in links)
    here = os.fsencode(Path.cwd().resolve())
    assert found == sorted(here + b"/" + os.fsencode(f"<script>alert(2)</{n}") for n in names)
    assert {urlsplit(link).scheme for link in links} == {"file"}
    assert not any(urlsplit(link).query or urlsplit(link).fragment for link in links)
    assert "<script>alert(2)</" in page.text  # to be read, and nothing else
    assert "\u202e" not in page.text
    sources = page.values("img", "src")
    assert len(sources) == len(names)
    assert all(source.startswith("data:image/jpeg;base64,") for source in sources)


def test_page_loads_nothing_and_can_be_read_aloud(folder: Run) -> None:
    folder("duplicates", "--html", "page.html", "p")
    text = Path("page.html").read_text("utf-8")
    page = Page(text)
    assert not re.search(r"https?:|url\(|@import|<script", text)
    (policy,) = (attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs)
    assert policy is not None
    assert "default-src 'none'" in policy
    assert [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]
    assert all(page.values("img", "alt"))
    assert ("html", {"lang": "en"}) in page.tags
    assert "width=device-width" in text
    assert "prefers-color-scheme: dark" in text
    for words in ("8 images, 2 groups", "300 \u00d7 200", "keep", "coffee.png", "2 images show"):
        assert words in page.text
    for source in page.values("img", "src"):
        thumbnail = decoded(base64.b64decode(source.partition(",")[2]))
        assert max(thumbnail.size) <= 160


def luminance(color: str) -> float:
    digits = color if len(color) == 6 else "".join(2 * digit for digit in color)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_page_has_contrast_in_both_schemes() -> None:
    """At least 4.5 to 1, as WCAG 2 asks of text."""
    from dittograph.cli.image_page import _STYLE

    light, dark = (dict(re.findall(r"--([\w-]+): #(\w+);", part))
                   for part in _STYLE.split("@media (prefers-color-scheme: dark)"))  # fmt: skip
    assert light.keys() == dark.keys()
    pairs = [("text", "page"), ("text", "card"), ("soft", "page"), ("soft", "card"),
             ("link", "card"), ("keep", "keep-back")]  # fmt: skip
    for scheme in (light, dark):
        for front, back in pairs:
            low, high = sorted(luminance(scheme[name]) for name in (front, back))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (front, back)


def test_thumbnails_are_upright_and_on_white(run: Run) -> None:
    clear = Image.new("RGBA", COFFEE.size)
    clear.paste(COFFEE, (0, 0))
    clear.paste((0, 0, 0, 0), (0, 0, 100, 200))
    for name in ("a.png", "b.png"):
        write(f"clear/{name}", encoded(clear, "PNG"))
        write(f"turned/{name}", oriented(COFFEE, 6))
    seen = []
    for folder in ("clear", "turned"):
        run("duplicates", "--html", "page.html", folder)
        source = Page(Path("page.html").read_text("utf-8")).values("img", "src")[0]
        seen.append(decoded(base64.b64decode(source.partition(",")[2])))
    clear, turned = seen
    assert clear.size == (160, 107)
    assert min(clear.crop((20, 50, 21, 51)).tobytes()) > 245
    assert turned.size == (107, 160)
    assert images.perceptual_hash(turned) - images.perceptual_hash(oriented(COFFEE, 6)) <= 6


def test_page_that_cannot_be_written_is_refused_before_anything_is_read(run: Run) -> None:
    write("no.jpg", b"no image")
    outcome = run("duplicates", "--html", "missing/page.html", "no.jpg")
    error = "dittograph: cannot write to missing/page.html: No such file or directory\n"
    assert outcome == (1, "", error)


def test_page_and_last_lines_say_what_could_not_be_read(run: Run) -> None:
    write("a.jpg", encoded(COFFEE, "JPEG"))
    write("no.jpg", b"no image")
    outcome = run("duplicates", "--html", "page.html", "a.jpg", "no.jpg", "missing.jpg")
    assert outcome.out.splitlines()[1:] == ["2 files could not be read"]
    assert "2 files could not be read" in Page(Path("page.html").read_text()).text


@pytest.mark.usefixtures("folder")
def test_page_without_pillow() -> None:
    """Then it has planes of the average colour; other formats than JPEG are errors."""
    blue = Image.blend(COFFEE, Image.new("RGB", COFFEE.size, (20, 60, 220)), 0.7)
    for edge in (200, 120):
        write(f"q/{edge}.jpg", encoded(blue.resize((edge, edge)), "JPEG", quality=90))
    code = (
        "import sys; sys.modules['PIL'] = sys.modules['PIL.Image'] = None;"
        "from dittograph.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["images", "duplicates", "--html", "page.html", "q", "p/coffee.png"]
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith("dittograph: 1 file cannot be read as long as Pillow ")
    assert "dittograph[images]" in result.stderr
    page = Page(Path("page.html").read_text("utf-8"))
    assert "img" not in {tag for tag, _ in page.tags}
    colors = re.findall(r"background:#(\w{6});width:160px", Path("page.html").read_text())
    assert len(colors) == 2
    average = blue.resize((1, 1), Image.Resampling.BOX).tobytes()
    for color in colors:
        got = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
        assert all(abs(a - b) < 12 for a, b in zip(got, average, strict=True)), (got, average)
