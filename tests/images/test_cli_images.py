# SPDX-License-Identifier: Apache-2.0
"""`dittograph images hash`: what it prints, what it reads, what it remembers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dittograph import images
from files import encoded, oriented
from generated import sample
from shell import nobody, posix, write

if TYPE_CHECKING:
    from shell import Run

SCENE = sample("blurred", "RGB", 200, 150).image
OTHER = sample("disc", "RGB", 160, 160).image
JPEG, PNG = encoded(SCENE, "JPEG"), encoded(OTHER, "PNG")
HASH = images.perceptual_hash(JPEG)


def test_lines(run: Run) -> None:
    write("a.jpg", JPEG)
    write("b b.png", PNG)
    expected = f"{images.perceptual_hash(JPEG)}  a.jpg\n{images.perceptual_hash(PNG)}  b b.png\n"
    assert run("hash", "a.jpg", "b b.png") == (0, expected, "")
    assert run("hash", "--threads", "1", "a.jpg", "b b.png").out == expected


def test_algorithms_in_the_order_asked_for(run: Run) -> None:
    write("a.jpg", JPEG)
    outcome = run("hash", "--algorithm", "pdq", "--algorithm", "average", "a.jpg")
    assert outcome.out == f"{images.pdq_hash(JPEG)} {images.average_hash(JPEG)}  a.jpg\n"


def test_fast_and_compat(run: Run) -> None:
    large = encoded(SCENE.resize((1003, 701)), "JPEG")
    write("a.jpg", large)
    write("t.jpg", oriented(SCENE, 6))
    fast = images.perceptual_hash(large, mode="fast")
    assert run("hash", "--fast", "a.jpg").out == f"{fast}  a.jpg\n"
    turned = Path("t.jpg").read_bytes()
    for compat in (None, "imagehash", "imagededup"):
        options = [] if compat is None else ["--compat", compat]
        expected = images.wavelet_hash(turned, compat=compat)
        outcome = run("hash", *options, "--algorithm", "wavelet", "t.jpg")
        assert outcome.out == f"{expected}  t.jpg\n"


def test_json_lines(run: Run) -> None:
    write("a.jpg", oriented(SCENE, 8))
    write("flat.png", encoded(sample("flat", "RGB", 30, 20).image, "PNG"))
    write("no.jpg", b"no image")
    outcome = run("hash", "--json", "a.jpg", "no.jpg", "flat.png")
    assert outcome.status == 1
    scene, no, flat = map(json.loads, outcome.out.splitlines())
    assert scene["hashes"] == {"perceptual": str(images.perceptual_hash(oriented(SCENE, 8)))}
    assert (scene["width"], scene["height"], scene["orientation"]) == (*SCENE.size, 8)
    assert (scene["featureless"], scene["error"], flat["featureless"]) == (False, None, True)
    assert no == {"name": "no.jpg", "error": outcome.err.split(": ", 2)[2].rstrip("\n")}


def test_csv_with_odd_names(run: Run) -> None:
    names = ['a,b"c".jpg', "new\nline.jpg", " =1+2.jpg", "\u00fc \U0001f600.jpg", "'.jpg"]
    if sys.platform == "linux":
        names.append(os.fsdecode(b"\xff.jpg"))
    for name in names:
        write(name, JPEG)
    outcome = run("hash", "--csv", "--algorithm", "average", *names)
    head, *rows = csv.reader(io.StringIO(outcome.out))
    assert head == ["name", "width", "height", "orientation", "quality", "average"]
    assert [row[0] for row in rows] == names
    assert {row[5] for row in rows} == {str(images.average_hash(JPEG))}
    assert outcome.status == 0
    lines = run("hash", *names).out.splitlines()
    assert len(lines) == len(names)
    assert lines[1].endswith("  $'new\\nline.jpg'")


def test_directory_with_all_kinds_of_things(run: Run) -> None:
    for name in ("d/a.jpg", "d/B.JPG", "d/.hidden/c.jpeg", "d/e.txt", "d/e", "d/a.jpg.bak"):
        write(name, JPEG)
    write("d/deep/er/p.PNG", PNG)
    write("d/deep/film.mp4", b"no image")
    Path("d/deep/loop").symlink_to("..")
    Path("d/link.jpg").symlink_to("a.jpg")
    Path("d/folder.jpg").mkdir()
    outcome = run("hash", "d")
    names = [line.split("  ")[1] for line in outcome.out.splitlines()]
    assert names == ["d/.hidden/c.jpeg", "d/B.JPG", "d/a.jpg", "d/deep/er/p.PNG"]
    assert (outcome.status, outcome.err) == (0, "")


def test_what_is_no_image_is_an_error_where_it_is_named(run: Run) -> None:
    write("text.txt", b"text")
    write("empty.jpg", b"")
    write("good.jpg", JPEG)
    outcome = run("hash", "text.txt", "missing.jpg", "empty.jpg", "good.jpg")
    assert outcome.status == 1
    assert outcome.out == f"{images.perceptual_hash(JPEG)}  good.jpg\n"
    complaints = outcome.err.splitlines()
    assert [one.split(": ")[:2] for one in complaints] == [
        ["dittograph", name] for name in ("text.txt", "missing.jpg", "empty.jpg")
    ]
    assert complaints[1].endswith("No such file or directory")


def test_large_image_is_refused(run: Run) -> None:
    write("a.jpg", JPEG)
    outcome = run("hash", "--max-pixels", "29999", "--cache", "c", "a.jpg")
    assert (outcome.status, outcome.out) == (1, "")
    assert "29999" in outcome.err
    assert run("hash", "--max-pixels", "30000", "--cache", "c", "a.jpg").status == 0
    assert run("hash", "--max-pixels", "29999", "--cache", "c", "a.jpg") == outcome


def test_standard_input() -> None:
    for arguments in ([], ["-"]):
        result = subprocess.run(
            [sys.executable, "-m", "dittograph", "images", "hash", *arguments],
            input=PNG,
            capture_output=True,
            check=False,
        )
        assert result.stdout.decode() == f"{images.perceptual_hash(PNG)}  -\n"
        assert (result.returncode, result.stderr) == (0, b"")


def test_output_file(run: Run) -> None:
    write("a.jpg", JPEG)
    write("no.jpg", b"no image")
    expected = run("hash", "a.jpg").out
    assert run("hash", "-o", "out.txt", "a.jpg") == (0, "", "")
    assert Path("out.txt").read_text() == expected
    assert run("hash", "-o", "out.txt", "no.jpg", "a.jpg").status == 1
    assert Path("out.txt").read_text() == expected  # of those that could be read


@pytest.mark.parametrize(
    "arguments",
    [
        ("hash", "-o", "a.jpg", "b.jpg"),
        ("hash", "--cache", "a.jpg", "b.jpg"),
        ("duplicates", "--html", "A.JPG", "b.jpg"),
        ("duplicates", "--html", "link", "b.jpg"),
        ("hash", "-o", "nameless", "b.jpg", "./nameless"),
        ("hash", "-o", "c", "--cache", "./c", "b.jpg"),
        ("hash", "--csv", "--json", "b.jpg"),
        ("hash", "--algorithm", "phash", "b.jpg"),
        ("hash", "--algorithm", "pdq", "--compat", "imagededup", "b.jpg"),
        ("hash", "--algorithm", "pdq", "--fast", "b.jpg"),
        ("duplicates", "--algorithm", "pdq", "--fast", "b.jpg"),
        ("duplicates", "--algorithm", "pdq", "--algorithm", "average", "b.jpg"),
        ("hash", "--max-bytes", "0", "b.jpg"),
        ("hash", "--threads", "0", "b.jpg"),
        ("hash", "--max-pixels", "0", "b.jpg"),
        ("duplicates", "--distance", "65", "b.jpg"),
        ("duplicates", "--distance", "-1", "b.jpg"),
        ("duplicates",),
        ("delete",),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """Above all, no image is overwritten by who types `-o *.jpg`."""
    for name in ("a.jpg", "b.jpg", "nameless"):
        write(name, JPEG)
    Path("link").symlink_to("a.jpg")
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    for name in ("a.jpg", "b.jpg", "nameless"):
        assert Path(name).read_bytes() == JPEG


@posix
@pytest.mark.parametrize("command", ["hash", "duplicates"])
def test_file_that_may_not_be_read_is_reported(run: Run, tmp_path: Path, command: str) -> None:
    write("secret.jpg", JPEG).chmod(0)
    write("a.jpg", JPEG)
    run(command, "a.jpg")  # imports what nobody might not
    tmp_path.chmod(0o755)
    with nobody():
        outcome = run(command, "secret.jpg", "a.jpg")
    assert (outcome.status, outcome.err) == (1, "dittograph: secret.jpg: Permission denied\n")
    assert outcome.out.startswith("1 image," if command == "duplicates" else str(HASH))


def test_group_alone_shows_its_help(run: Run) -> None:
    outcome = run()
    assert outcome == run("--help")
    assert outcome.out.startswith("Usage: dittograph images ")


def test_refusals_say_what_to_do(run: Run) -> None:
    write("letter.txt", b"Dear all,\n")
    refusals = {
        ("hash", "-o", "x.png", "a.jpg"): "'x.png' is named like an image: choose another name for"
        " --output",
        ("duplicates", "--html", "a", "./a"): "'a' is one of the images: choose another name for"
        " --html",
        ("hash", "--cache", "letter.txt"): "--cache 'letter.txt' is no cache of dittograph",
    }
    for arguments, message in refusals.items():
        outcome = run(*arguments)
        assert outcome.status == 2
        assert outcome.err.startswith(f"dittograph: {message}")
        assert outcome.err.endswith(f" (see 'dittograph images {arguments[0]} --help')\n")


def test_cut_file_is_hashed_if_that_is_asked_for(run: Run) -> None:
    write("a.jpg", JPEG[:-500])
    outcome = run("hash", "a.jpg")
    assert outcome.status == 1
    assert outcome.err.endswith("(use --partial to hash what there is)\n")
    part = images.perceptual_hash(JPEG[:-500], limits=images.Limits(partial=True))
    assert run("hash", "--partial", "a.jpg") == (0, f"{part}  a.jpg\n", "")
    assert json.loads(run("hash", "--partial", "--json", "a.jpg").out)["partial"] is True
    assert json.loads(run("duplicates", "--partial", "--json", "a.jpg").out)["total"]["images"] == 1


def test_that_pillow_is_missing_is_told_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.png", "b.png", "c.png"):
        write(name, PNG)
    write("d.jpg", JPEG)
    write("e.jpg", b"")
    monkeypatch.setitem(sys.modules, "dittograph.images.pillow", None)
    monkeypatch.delattr(images, "pillow", raising=False)
    for command in ("hash", "duplicates"):
        outcome = run(command, ".")
        assert outcome.status == 1
        empty, missing = outcome.err.splitlines()
        assert empty == "dittograph: ./e.jpg: the file is empty"
        assert missing.startswith("dittograph: 3 files cannot be read as long as Pillow ")
        assert missing.endswith('pip install "dittograph[images]"')
    first = json.loads(run("hash", "--json", "a.png").out)
    assert first["error"].endswith('pip install "dittograph[images]"')


def test_folder_without_images_is_told(run: Run) -> None:
    write("d/photo.heic", b"no image")
    write("d/deep/letter.txt", b"no image")
    outcome = run("hash", "d")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.startswith("dittograph: warning: no file is named like an image (avif, bmp,")
    assert outcome.err.endswith("; 2 other ones were passed over\n")
    write("d/a.jpg", JPEG)
    assert run("hash", "d").err == ""
