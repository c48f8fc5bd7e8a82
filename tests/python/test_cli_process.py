# SPDX-License-Identifier: Apache-2.0
"""The command as the shell sees it: pipes, disks that are full, closed streams, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from helpers import SANITIZED

if sys.platform == "win32":
    pytest.skip("named pipes, signals and limits of POSIX", allow_module_level=True)

import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="Linux's /proc, /dev/full and limit of addresses"
)
not_sanitized = pytest.mark.skipif(
    SANITIZED, reason="AddressSanitizer needs terabytes of addresses"
)

COMMAND = [sys.executable, "-m", "dittograph"]
GIGABYTE = 1 << 30
PATIENCE = 60  # seconds until a process that does not end fails its test


def run(
    *arguments: str | Path,
    stdin: IO[bytes] | int | None = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.PIPE,
    preexec_fn: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        timeout=PATIENCE,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=preexec_fn,
    )


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A gigabyte of NUL that takes no room on the disk."""
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(GIGABYTE)
    return path


@linux
@not_sanitized
@pytest.mark.parametrize(("tally", "redirected"), [([], False), ([], True), (["--tally"], False)])
def test_memory_does_not_grow_with_the_file(
    sparse: Path, tally: list[str], redirected: bool
) -> None:
    limit, size = GIGABYTE // 2, 6 * GIGABYTE // 10
    os.truncate(sparse, size)

    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    with sparse.open("rb") as file:
        result = run(
            "count",
            "--threads",
            "2",
            *tally,
            *([] if redirected else [sparse]),
            stdin=file,
            preexec_fn=limit_memory,
        )
    assert (result.returncode, result.stderr) == (0, b"")
    assert int(result.stdout.split()[0]) == size - 1


@linux
@not_sanitized
def test_memory_does_not_grow_with_a_pipe() -> None:
    limit, size = GIGABYTE // 4, GIGABYTE // 2

    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    with subprocess.Popen(["head", "-c", str(size), "/dev/zero"], stdout=subprocess.PIPE) as head:
        result = run("count", stdin=head.stdout, preexec_fn=limit_memory)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"%d\n" % (size - 1), b"")


def test_redirected_input_is_read_from_where_it_stands_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"aaaa\xffbbb" + b"c" * 1000)
    with path.open("rb") as file:
        os.lseek(file.fileno(), 5, os.SEEK_SET)
        assert run("count", stdin=file).stdout == b"1001\n"
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 1008
        os.lseek(file.fileno(), 3, os.SEEK_SET)
        assert b"at byte 1 " in run("count", "-", stdin=file).stderr
        assert run("count", "/dev/stdin", stdin=file).returncode == 1


@pytest.mark.parametrize("piped", [False, True])
def test_standard_input_is_counted_once(tmp_path: Path, piped: bool) -> None:
    path = tmp_path / "text"
    path.write_text("aaa")
    with path.open("rb") as file:
        if piped:
            with subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE) as cat:
                result = run("count", "-", path, "-", stdin=cat.stdout)
        else:
            result = run("count", "-", path, "-", stdin=file)
    expected = b"2 -\n2 %s\n0 -\n4 total\n" % os.fsencode(path)
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, b"")


def test_more_threads_than_open_files(tmp_path: Path) -> None:
    names = [tmp_path / f"{number:02}" for number in range(99)]
    for name in names:
        name.touch()
        os.truncate(name, 4_000_000)

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))

    result = run("count", "--threads", "99", *names, preexec_fn=limit_files)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.endswith(b"%d total\n" % (99 * 3_999_999))


def test_a_character_cut_by_the_end_of_a_pipe() -> None:
    reader, writer = os.pipe()
    os.write(writer, "aaж".encode()[:-1])
    os.close(writer)
    with open(reader, "rb") as pipe:  # noqa: PTH123 - a descriptor
        result = run("count", stdin=pipe)
    message = b"dittograph: -: invalid UTF-8 at byte 2 (use --bytes to count bytes)\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, b"", message)


def test_named_pipe(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    text = "ж" * 100_000
    writer = threading.Thread(target=fifo.write_text, args=(text,), kwargs={"encoding": "utf-8"})
    writer.start()
    result = run("count", fifo)
    writer.join()
    assert (result.stdout, result.stderr) == (b"99999 %s\n" % os.fsencode(fifo), b"")


def test_closed_standard_input() -> None:
    result = run("count", preexec_fn=lambda: os.close(0))
    assert result.returncode == 1
    assert result.stderr == b"dittograph: -: Bad file descriptor\n"


@linux
def test_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("aa")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - not a path of the tests
        result = run("count", tmp_path / "a", stdout=full)
    assert result.returncode == 1
    message = b"dittograph: cannot write to standard output: No space left on device\n"
    assert result.stderr == message


def test_closed_standard_output(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("aa")
    result = run("count", tmp_path / "a", preexec_fn=lambda: os.close(1))
    assert result.returncode == 1
    assert result.stderr == b"dittograph: cannot write to standard output: it is closed\n"


SHOWN = [["--help"], ["-h"], ["--version"], ["count", "--help"], ["compare", "-h"]]


@linux
@pytest.mark.parametrize("arguments", SHOWN)
def test_help_on_a_full_disk(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - not a path of the tests
        result = run(*arguments, stdout=full)
    message = b"dittograph: cannot write to standard output: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, message)


@pytest.mark.parametrize("arguments", SHOWN)
def test_help_on_closed_standard_output(arguments: list[str]) -> None:
    result = run(*arguments, preexec_fn=lambda: os.close(1))
    message = b"dittograph: cannot write to standard output: it is closed\n"
    assert (result.returncode, result.stderr) == (1, message)


@pytest.mark.parametrize("option", [[], ["--json"], ["--tally"]])
def test_broken_pipe_is_quiet(tmp_path: Path, option: list[str]) -> None:
    names = [tmp_path / str(number) for number in range(50)]
    for name in names:
        name.write_text("aa")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = run("count", *option, *names, stdout=writer)
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (141, b"")
