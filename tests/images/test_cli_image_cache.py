# SPDX-License-Identifier: Apache-2.0
"""`dittograph images --cache`: what is remembered, and when it is not believed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dittograph import images
from files import encoded
from generated import sample
from shell import LONG_AGO, nobody, posix, write

if TYPE_CHECKING:
    import pytest
    from shell import Run

SCENE = sample("blurred", "RGB", 200, 150).image
JPEG = encoded(SCENE, "JPEG")
PNG = encoded(sample("disc", "RGB", 160, 160).image, "PNG")


def poison(cache: Path) -> None:
    """Let a cache say what is not so, in order to see that it is believed."""
    from dittograph.cli import image_cache

    lines = cache.read_bytes().splitlines(keepends=True)
    right, wrong = str(images.perceptual_hash(JPEG)).encode(), b"0123456789abcdef"
    data = b"".join(lines[:-1]).replace(right, wrong)
    cache.write_bytes(data + image_cache._sum_line(data))


def test_cache_is_believed_as_long_as_a_file_stays_as_it_is(run: Run) -> None:
    file = write("a.jpg", JPEG)
    right, wrong = f"{images.perceptual_hash(JPEG)}  a.jpg\n", "0123456789abcdef  a.jpg\n"
    assert run("hash", "--cache", "c", "a.jpg") == (0, right, "")
    poison(Path("c"))
    assert run("hash", "--cache", "c", "a.jpg") == (0, wrong, "")
    # Neither of another name, time, size, inode, nor computed otherwise.
    write("b.jpg", JPEG)
    assert run("hash", "--cache", "c", "b.jpg").out == right.replace("a.jpg", "b.jpg")
    assert run("hash", "--cache", "c", "--fast", "a.jpg").out != wrong
    assert run("hash", "--cache", "c", "--compat", "imagehash", "a.jpg").out != wrong
    assert run("hash", "--cache", "c", "a.jpg").out == wrong
    os.utime(file, ns=(LONG_AGO * 10**9, LONG_AGO * 10**9 + 1))
    assert run("hash", "--cache", "c", "a.jpg").out == right
    poison(Path("c"))
    assert run("hash", "--cache", "c", "a.jpg").out == wrong
    new = write("new", JPEG)
    os.utime(new, ns=(LONG_AGO * 10**9, LONG_AGO * 10**9 + 1))
    new.replace(file)
    assert run("hash", "--cache", "c", "a.jpg").out == right
    poison(Path("c"))
    write("a.jpg", JPEG + b"\0")
    assert run("hash", "--cache", "c", "a.jpg").out == right


def test_cache_knows_each_algorithm(run: Run) -> None:
    write("a.jpg", JPEG)
    for algorithm in ("perceptual", "pdq", "average"):
        run("hash", "--cache", "c", "--algorithm", algorithm, "a.jpg")
    poison(Path("c"))
    arguments = [f"--algorithm={one}" for one in ("pdq", "perceptual", "average")]
    pdq, wrong, average, _, _ = run("hash", "--cache", "c", *arguments, "a.jpg").out.split(" ")
    assert wrong == "0123456789abcdef"
    assert (pdq, average) == (str(images.pdq_hash(JPEG)), str(images.average_hash(JPEG)))
    outcome = run("hash", "--json", "--cache", "c", "a.jpg")
    assert json.loads(outcome.out)["width"] == SCENE.width


def test_cache_does_not_know_what_was_written_just_now(run: Run) -> None:
    """It might be written again within the same tick of the clock."""
    write("a.jpg", JPEG)
    os.utime("a.jpg")
    run("hash", "--cache", "c", "a.jpg")
    assert not Path("c").exists()


def test_damaged_cache_is_told_and_made_anew(run: Run) -> None:
    write("a.jpg", JPEG)
    write(os.fsdecode("\u00fc\n\t.jpg".encode()), PNG)
    good = run("hash", "--cache", "c", ".")
    whole = Path("c").read_bytes()
    assert run("hash", "--cache", "c", ".") == good
    head = whole.index(b"\n") + 1
    damaged = [whole[:-1], whole[:head], whole[: len(whole) // 2], whole + b"x"]
    for position in range(head, len(whole), 17):
        flipped = bytearray(whole)
        flipped[position] ^= 1
        damaged.append(bytes(flipped))
    for data in damaged:
        Path("c").write_bytes(data)
        outcome = run("hash", "--cache", "c", ".")
        assert outcome[:2] == good[:2]
        assert outcome.err == "dittograph: c: warning: cache is damaged and is made anew\n"
        assert sorted(Path("c").read_bytes().splitlines()[:-1]) == sorted(whole.splitlines()[:-1])


def test_cache_of_another_version(run: Run) -> None:
    write("a.jpg", JPEG)
    good = run("hash", "--cache", "c", "a.jpg")
    whole = Path("c").read_bytes()
    Path("c").write_bytes(whole.replace(b'"version": 1', b'"version": 77'))
    outcome = run("hash", "--cache", "c", "a.jpg")
    assert outcome[:2] == good[:2]
    assert "another version" in outcome.err
    assert Path("c").read_bytes() == whole
    Path("c").write_bytes(b"")  # as mktemp leaves it
    assert run("hash", "--cache", "c", "a.jpg") == good
    assert Path("c").read_bytes() == whole


def test_another_file_is_not_overwritten_by_the_cache(run: Run) -> None:
    write("a.jpg", JPEG)
    write("letter.txt", b"Dear all,\n")
    outcome = run("hash", "--cache", "letter.txt", "a.jpg")
    assert (outcome.status, outcome.out) == (2, "")
    assert "letter.txt" in outcome.err
    assert Path("letter.txt").read_bytes() == b"Dear all,\n"


def test_new_cache_that_cannot_be_written_is_refused_before_anything_is_read(run: Run) -> None:
    write("a.jpg", JPEG)
    for command in ("hash", "duplicates"):
        outcome = run(command, "--cache", "missing/c", "a.jpg")
        error = "dittograph: cannot write to missing/c: No such file or directory\n"
        assert outcome == (1, "", error)


@posix
def test_cache_that_can_only_be_read_is_used(run: Run, tmp_path: Path) -> None:
    write("a.jpg", JPEG)
    write("b.jpg", JPEG)
    run("hash", "--cache", "c", "a.jpg")
    poison(Path("c"))
    tmp_path.chmod(0o555)
    with nobody():
        outcome = run("hash", "--cache", "c", "a.jpg", "b.jpg")
    tmp_path.chmod(0o755)
    expected = f"0123456789abcdef  a.jpg\n{images.perceptual_hash(JPEG)}  b.jpg\n"
    assert (outcome.status, outcome.out) == (0, expected)
    assert outcome.err == "dittograph: c: warning: cache cannot be written: Permission denied\n"


def test_part_of_a_file_is_not_remembered(run: Run) -> None:
    write("a.jpg", JPEG[:-500])
    outcome = run("hash", "--partial", "--cache", "c", "a.jpg")
    assert (outcome.status, outcome.err) == (0, "")
    refused = run("hash", "--cache", "c", "a.jpg")
    assert (refused.status, refused.out) == (1, "")


def test_cache_does_not_know_more_than_is_allowed(run: Run) -> None:
    write("a.jpg", JPEG)
    most = ("--max-bytes", len(JPEG) - 1)
    refused = run("hash", "--cache", "c", *most, "a.jpg")
    assert (refused.status, refused.out) == (1, "")
    assert f"at most {most[1]} bytes" in refused.err
    assert run("hash", "--cache", "c", "--max-bytes", len(JPEG), "a.jpg").status == 0
    assert run("hash", "--cache", "c", *most, "a.jpg") == refused


def test_cache_is_bounded(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked up last stays."""
    monkeypatch.setattr("dittograph.cli.image_cache.MOST_IMAGES", 3)
    for name in "abcd":
        write(f"{name}.jpg", JPEG)
    run("hash", "--cache", "c", "a.jpg", "b.jpg", "c.jpg")
    run("hash", "--cache", "c", "a.jpg", "d.jpg")
    text = Path("c").read_text()
    assert [name for name in "abcd" if f"{name}.jpg" in text] == ["a", "c", "d"]
