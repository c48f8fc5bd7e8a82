# SPDX-License-Identifier: Apache-2.0
"""`dittograph squeeze --output`: which file there is in the end, and whose."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from pathlib import Path

import pytest
from commands import Outcome, Run

BAD = b"aabb\xff\xffcc"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_output_to_a_file(run: Run) -> None:
    Path("a").write_text("aabb")
    assert run("squeeze", "--output", "new", "a") == (0, "", "")
    assert Path("new").read_text() == "ab"
    assert sorted(Path().iterdir()) == [Path("a"), Path("new")]


def test_output_to_the_file_that_is_read(run: Run) -> None:
    Path("a").write_text("aabb")
    assert run("squeeze", "--output", "a", "a") == (0, "", "")
    assert Path("a").read_text() == "ab"


@pytest.mark.parametrize("wrong", ["bad", "nowhere"])
def test_after_an_error_there_is_no_output(run: Run, wrong: str) -> None:
    Path("a").write_text("aabb")
    Path("bad").write_bytes(BAD)
    Path("old").write_text("what was there")
    for output in ("old", "new"):
        status, out, err = run("squeeze", "--output", output, "a", wrong)
        assert (status, out) == (1, "")
        assert err.startswith(f"dittograph: {wrong}: ")
    assert Path("old").read_text() == "what was there"
    assert sorted(Path().iterdir()) == [Path("a"), Path("bad"), Path("old")]


@posix
def test_output_keeps_mode_and_link(run: Run) -> None:
    Path("a").write_text("aabb")
    Path("a").chmod(0o640)
    Path("link").symlink_to("a")
    assert run("squeeze", "--output", "link", "link") == (0, "", "")
    assert Path("link").is_symlink()
    assert Path("a").read_text() == "ab"
    assert stat.S_IMODE(Path("a").stat().st_mode) == 0o640


@posix
def test_a_new_file_has_the_mode_of_new_files(run: Run) -> None:
    Path("a").write_text("aabb")
    before = os.umask(0o027)
    try:
        run("squeeze", "--output", "new", "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("new").stat().st_mode) == 0o640


@posix
def test_output_to_a_device(run: Run) -> None:
    Path("a").write_text("aabb")
    assert run("squeeze", "--output", "/dev/null", "a") == (0, "", "")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("nowhere/new", "No such file or directory"),
        ("d", "Is a directory"),
        ("new/", "Is a directory"),
        ("a/", "Not a directory"),
    ],
)
def test_output_that_cannot_be_written(run: Run, output: str, reason: str) -> None:
    Path("a").write_text("aabb")
    Path("d").mkdir()
    expected = Outcome(1, "", f"dittograph: cannot write to {output}: {reason}\n")
    assert run("squeeze", "--output", output, "a") == expected
    assert sorted(Path().iterdir()) == [Path("a"), Path("d")]
    assert Path("a").read_text() == "aabb"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_to_a_full_disk(run: Run) -> None:
    Path("a").write_text("aabb")
    message = "dittograph: cannot write to /dev/full: No space left on device\n"
    assert run("squeeze", "--output", "/dev/full", "a") == (1, "", message)


@posix
def test_the_new_text_of_a_private_file_is_private_from_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a").write_text("aabb")
    Path("a").chmod(0o600)
    modes = []
    make_like = os.fchmod

    def fchmod(fd: int, mode: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(fd).st_mode))
        make_like(fd, mode)

    monkeypatch.setattr("os.fchmod", fchmod)
    assert run("squeeze", "--output", "a", "a") == (0, "", "")
    assert modes == [0o600]


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files away")
def test_output_keeps_owner_but_not_set_user_id(run: Run) -> None:
    Path("a").write_text("aabb")
    os.chown("a", 1234, 4321)
    try:
        Path("a").chmod(0o4750)
    except PermissionError:  # forbidden in builds of Nix, to root as well
        Path("a").chmod(0o750)
    assert run("squeeze", "--output", "a", "a") == (0, "", "")
    status = Path("a").stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 4321, 0o750)


@posix
def test_an_owner_that_may_not_be_given_is_left_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a").write_text("aabb")
    asked = []

    def refuse(_: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("os.fchown", refuse)
    assert run("squeeze", "--output", "a", "a") == (0, "", "")
    status = Path("a").stat()
    assert asked == [(status.st_uid, status.st_gid), (-1, status.st_gid)]
    assert Path("a").read_text() == "ab"


@posix
@pytest.mark.parametrize("step", ["fchmod", "fsync", "close", "replace"])
def test_whatever_goes_wrong_nothing_is_left(
    run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    Path("a").write_text("aabb")
    done = getattr(os, step)

    def fail(first: int | str, *_: object) -> None:
        if step == "close":
            done(first)
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{step}", fail)
        status, out, err = run("squeeze", "--output", "a", "a")
    reason = os.strerror(errno.EDQUOT)
    assert (status, out, err) == (1, "", f"dittograph: cannot write to a: {reason}\n")
    assert [*Path().iterdir()] == [Path("a")]
    assert Path("a").read_text() == "aabb"


@posix
def test_signals_are_as_before(run: Run) -> None:
    Path("a").write_text("aabb")
    before = [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)]
    for operand in ("a", "nowhere"):
        run("squeeze", "--output", "new", operand)
        after = [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)]
        assert after == before
