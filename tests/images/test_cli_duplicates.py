# SPDX-License-Identifier: Apache-2.0
"""`dittograph images duplicates`: groups and totals."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import photographs
import pytest
from dittograph import images
from files import decoded, encoded, oriented
from PIL import Image
from shell import write

if TYPE_CHECKING:
    from shell import Run

COFFEE = photographs.photograph("coffee").resize((300, 200))


COFFEES = ["p/coffee.png", "p/same size.jpg", "p/small.jpg"]  # most pixels, then most bytes
ROCKETS = ["p/rocket.jpg", "p/rocket.webp"]


def size(*paths: str) -> int:
    return sum(Path(path).stat().st_size for path in paths)


def test_lines(folder: Run) -> None:
    outcome = folder("duplicates", "p")
    assert (outcome.status, outcome.err) == (0, "")
    first, second, totals = outcome.out.split("\n\n")
    assert re.fullmatch(r"group 1: 2 copies, \d+ kB could be freed", first.splitlines()[0])
    assert [line.partition("  p/")[2] for line in first.splitlines()[1:]] == [
        name.removeprefix("p/") for name in COFFEES
    ]
    assert second.splitlines()[1].split()[0] == "keep"
    assert "240 x 160" in second.splitlines()[1]
    assert totals.splitlines()[0].startswith("8 images, 2 groups, 3 copies, ")
    assert totals.splitlines()[1].startswith("2 images show too little")


def test_document(folder: Run) -> None:
    found = json.loads(folder("duplicates", "--json", "p").out)
    groups = [[one["name"] for one in group["images"]] for group in found["groups"]]
    assert groups == [COFFEES, ROCKETS]
    assert [group["bytes_to_free"] for group in found["groups"]] == [
        size(*COFFEES[1:]), size(*ROCKETS[1:])
    ]  # fmt: skip
    for group in found["groups"]:
        first = images.perceptual_hash(group["images"][0]["name"])
        for one in group["images"]:
            own = images.perceptual_hash(one["name"])
            assert one["hash"] == str(own)
            assert one["distance"] == own - first <= 10
            assert one["bytes"] == size(one["name"])
            assert [one["width"], one["height"]] == [*decoded(Path(one["name"]).read_bytes()).size]
    assert found["total"] == {
        "images": 8,
        "groups": 2,
        "copies": 3,
        "bytes_to_free": size(*COFFEES[1:], *ROCKETS[1:]),
    }
    assert found["featureless"] == ["p/flat 2.png", "p/flat.png"]
    assert (found["algorithm"], found["distance"], found["errors"]) == ("perceptual", 10, [])


def test_rows(folder: Run) -> None:
    head, *rows = csv.reader(io.StringIO(folder("duplicates", "--csv", "p").out))
    assert head == ["group", "distance", "bytes", "width", "height", "hash", "name"]
    assert [(row[0], row[-1]) for row in rows] == [
        *(("1", name) for name in COFFEES), *(("2", name) for name in ROCKETS)
    ]  # fmt: skip


def test_nothing_is_deleted_or_changed(folder: Run) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in Path("p").iterdir()}

    before = state()
    folder("duplicates", "--html", "page.html", "--cache", "c", "p")
    assert state() == before
    assert {path.name for path in Path().iterdir()} == {"p", "page.html", "c"}


def test_featureless_if_asked_for(folder: Run) -> None:
    found = json.loads(folder("duplicates", "--json", "--include-featureless", "p").out)
    assert ["p/flat 2.png", "p/flat.png"] in [
        [one["name"] for one in group["images"]] for group in found["groups"]
    ]
    assert "too little" not in folder("duplicates", "--include-featureless", "p").out


@pytest.mark.parametrize("algorithm", ["average", "difference", "wavelet", "pdq"])
def test_other_algorithms(folder: Run, algorithm: str) -> None:
    found = json.loads(folder("duplicates", "--json", "--algorithm", algorithm, "p").out)
    assert found["distance"] == (31 if algorithm == "pdq" else 10)
    assert [[one["name"] for one in group["images"]] for group in found["groups"]] == [
        COFFEES, ROCKETS
    ]  # fmt: skip


def test_distance(run: Run) -> None:
    """Exactly the pairs within it, and chains no longer than twice as far."""
    names = [f"{number}.jpg" for number in range(8)]
    for number, name in enumerate(names):
        angle = COFFEE.rotate(number * 1.5, Image.Resampling.BICUBIC)
        write(name, encoded(angle, "JPEG", quality=90))
    hashes = {name: images.perceptual_hash(name) for name in names}
    for distance in range(0, 25, 2):
        found = json.loads(run("duplicates", "--json", "--distance", distance, ".").out)
        grouped = set()
        for group in found["groups"]:
            members = [one["name"].removeprefix("./") for one in group["images"]]
            grouped.update(members)
            for one in members:
                apart = [hashes[one] - hashes[other] for other in members if other != one]
                assert min(apart) <= distance
                assert max(apart) <= 2 * distance
        assert found["total"]["copies"] == len(grouped) - len(found["groups"])
        near = {a for a in names for b in names if a < b and hashes[a] - hashes[b] <= distance}
        assert bool(near) == bool(grouped)


def test_a_file_is_no_copy_of_itself(run: Run) -> None:
    write("a.jpg", encoded(COFFEE, "JPEG"))
    Path("b.jpg").hardlink_to("a.jpg")
    Path("c.jpg").symlink_to("a.jpg")
    outcome = run("duplicates", ".", "a.jpg", "./a.jpg", "c.jpg")
    first, second = outcome.out.splitlines()
    assert first == "1 image, 0 groups, 0 copies, 0 B could be freed"
    assert second == "4 more names lead to files counted already"


def test_errors(folder: Run) -> None:
    write("p/broken.jpg", encoded(COFFEE, "JPEG")[:300])
    outcome = folder("duplicates", "--json", "p", "missing")
    found = json.loads(outcome.out)
    assert outcome.status == 1
    assert [one["name"] for one in found["errors"]] == ["p/broken.jpg", "missing"]
    assert len(outcome.err.splitlines()) == 2
    assert found["total"]["images"] == 8


def test_turned_images_have_the_size_that_is_seen(run: Run) -> None:
    write("turned.jpg", oriented(COFFEE, 6))
    upright = decoded(oriented(COFFEE, 6)).transpose(Image.Transpose.ROTATE_270)
    write("upright.jpg", encoded(upright, "JPEG", quality=60))
    (group,) = json.loads(run("duplicates", "--json", ".").out)["groups"]
    assert [(one["width"], one["height"]) for one in group["images"]] == [(200, 300)] * 2


def test_standard_input_is_an_image_like_others(run: Run) -> None:
    """Not a file that is called so."""
    write("-", b"no image")
    write("a.jpg", encoded(COFFEE, "JPEG"))
    result = subprocess.run(
        [sys.executable, "-m", "dittograph", "images", "duplicates", "--json", "-", "a.jpg"],
        input=encoded(COFFEE, "PNG"),
        capture_output=True,
        check=True,
    )
    (group,) = json.loads(result.stdout)["groups"]
    assert {one["name"] for one in group["images"]} == {"-", "a.jpg"}
    assert run("duplicates", "./-").status == 1


def test_nothing_at_all(run: Run) -> None:
    Path("empty").mkdir()
    outcome = run("duplicates", "--html", "page.html", "empty")
    assert outcome[:2] == (0, "0 images, 0 groups, 0 copies, 0 B could be freed\n")
    assert outcome.err.startswith("dittograph: warning: no file is named like an image (avif, ")
    assert "No two images look the same" in Path("page.html").read_text()
