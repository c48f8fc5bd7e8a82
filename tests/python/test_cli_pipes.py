# SPDX-License-Identifier: Apache-2.0
"""`dittograph squeeze`, `runs` and `repeats` as the shell sees them: pipes, signals, memory."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pipes, signals and limits of POSIX", allow_module_level=True)

import resource

from test_cli_interrupts import INTERRUPTED, has_open, interrupted
from test_cli_process import COMMAND, GIGABYTE, PATIENCE, linux, not_sanitized, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Interrupt = Callable[..., tuple[int, bytes, bytes]]

__all__ = ["interrupted"]  # a fixture


def piped(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=data, capture_output=True, check=False, timeout=PATIENCE
    )


def test_from_a_pipe_to_a_pipe() -> None:
    text = "жжижи🙂🙂\n" * 100_000
    result = piped(text.encode(), "squeeze")
    expected = "жижи🙂\n".encode() * 100_000
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, b"")


def test_a_character_cut_by_the_end_of_a_pipe() -> None:
    result = piped("aaж".encode()[:-1], "squeeze")
    message = b"dittograph: -: invalid UTF-8 at byte 2 (use --bytes to squeeze bytes)\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, b"a", message)


def test_repeats_from_a_pipe() -> None:
    result = piped("ш🙂ш🙂ш\n".encode(), "repeats")
    assert (result.returncode, result.stdout, result.stderr) == (0, "1 5 2 0 'ш🙂'\n".encode(), b"")


def test_standard_input_among_files(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("aa")
    arguments = [*COMMAND, "squeeze", str(path), "-", str(path), "-"]
    result = subprocess.run(arguments, input=b"bb", capture_output=True, check=True)
    assert (result.stdout, result.stderr) == (b"aba", b"")


def test_what_comes_is_written_at_once() -> None:
    with subprocess.Popen(
        [*COMMAND, "squeeze"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"aab")
        process.stdin.flush()
        assert os.read(process.stdout.fileno(), 100) == b"ab"
        process.stdin.write(b"bbc")
        process.stdin.close()
        assert process.stdout.read() == b"c"


@pytest.mark.parametrize("command", [["squeeze"], ["runs", "--list", "--min-length", "1"]])
def test_broken_pipe_is_quiet(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"ab" * 1_000_000)
    with subprocess.Popen(
        [*COMMAND, *command, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        os.read(process.stdout.fileno(), 10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 141


@linux
def test_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("aa")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - not a path of the tests
        result = run("squeeze", tmp_path / "a", stdout=full)
    message = b"dittograph: cannot write to standard output: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, message)


def test_closed_standard_streams(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("aa")
    result = run("squeeze", tmp_path / "a", preexec_fn=lambda: os.close(1))
    message = b"dittograph: cannot write to standard output: it is closed\n"
    assert (result.returncode, result.stderr) == (1, message)
    result = run("squeeze", preexec_fn=lambda: os.close(0))
    assert (result.returncode, result.stderr) == (1, b"dittograph: -: Bad file descriptor\n")


def test_output_to_the_end_of_the_input(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("aabb")
    with path.open("ab") as file:
        result = run("squeeze", path, stdout=file)
    message = b"dittograph: %s: input file is output file\n" % os.fsencode(path)
    assert (result.returncode, result.stderr) == (1, message)
    assert path.read_text() == "aabb"


@pytest.mark.parametrize(
    "command", [["squeeze"], ["runs", "--list", "--min-length", "1"]], ids=["squeeze", "runs"]
)
@pytest.mark.parametrize("operands", [["one", "a"], ["one", "-"], ["-", "one", "-"]])
def test_output_to_an_input_that_was_empty(
    tmp_path: Path, command: list[str], operands: list[str]
) -> None:
    (tmp_path / "one").write_text("bb")
    path = tmp_path / "a"
    with path.open("ab") as output, path.open("rb") as file:
        result = subprocess.run(
            [*COMMAND, *command, *operands],
            check=False,
            cwd=tmp_path,
            stdin=file,
            stdout=output,
            stderr=subprocess.PIPE,
            preexec_fn=limit_file_size,
        )
    message = b"dittograph: %s: input file is output file\n" % operands[-1].encode()
    assert (result.returncode, result.stderr) == (1, message)
    assert b"b" in path.read_bytes()


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


@linux
@pytest.mark.parametrize("output", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_output_to_a_pipe_by_its_name(output: str) -> None:
    result = piped(b"aabb", "squeeze", "--output", output)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"ab", b"")


@linux
@pytest.mark.parametrize("output", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_output_to_the_end_of_a_file_by_the_name_of_the_descriptor(
    tmp_path: Path, output: str
) -> None:
    (tmp_path / "a").write_text("aabb")
    log = tmp_path / "log"
    log.write_text("before ")
    with log.open("ab") as file:
        result = run("squeeze", "--output", output, tmp_path / "a", stdout=file)
    assert (result.returncode, result.stderr) == (0, b"")
    assert log.read_text() == "before ab"


@linux
def test_output_to_a_descriptor_that_is_closed() -> None:
    result = piped(b"aabb", "squeeze", "--output", "/dev/fd/77")
    message = b"dittograph: cannot write to /dev/fd/77: Bad file descriptor\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, b"", message)


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_half_written(tmp_path: Path, number: signal.Signals) -> None:
    reader, writer = os.pipe()
    output = tmp_path / "output"
    output.write_text("what was there")
    # Under nohup one of them is ignored, and then by what is started as well.
    default = f"--default-signal={number.name.removeprefix('SIG')}"
    arguments = ["env", default, *COMMAND, "squeeze", "--output", str(output)]
    with subprocess.Popen(arguments, stdin=reader, stderr=subprocess.PIPE) as process:
        os.write(writer, b"\xc3")
        while select.select([reader], [], [], 0)[0]:  # until it has read that
            time.sleep(0.01)
        assert len([*tmp_path.iterdir()]) == 2
        process.send_signal(number)
        assert process.wait(PATIENCE) == -number
    os.close(reader)
    os.close(writer)
    assert [*tmp_path.iterdir()] == [output]
    assert output.read_text() == "what was there"


@linux
@not_sanitized
@pytest.mark.parametrize("command", [["squeeze"], ["runs"], ["runs", "--list"]])
def test_memory_does_not_grow_with_a_pipe(command: list[str]) -> None:
    limit, size = GIGABYTE // 4, GIGABYTE // 2

    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    with subprocess.Popen(["head", "-c", str(size), "/dev/zero"], stdout=subprocess.PIPE) as head:
        result = run(*command, stdin=head.stdout, preexec_fn=limit_memory)
    expected = {"squeeze": b"\0", "runs": b"1 %d 0 '\\x00'\n" % size}[command[0]]
    if "--list" in command:
        expected = b"0\t%d\t'\\x00'\n" % size
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, b"")


@linux
@pytest.mark.parametrize("before", [None, "what was there"])
def test_interrupt_leaves_nothing_half_written(
    tmp_path: Path, interrupted: Interrupt, before: str | None
) -> None:
    big, output = tmp_path / "big", tmp_path / "output"
    with big.open("wb") as file:
        file.truncate(256 * GIGABYTE)  # more than a minute of work
    if before is not None:
        output.write_text(before)
    arguments = ["squeeze", "--max-run", "1000000", "--output", output, big]
    assert interrupted(*arguments, when=lambda pid: has_open(pid, big)) == INTERRUPTED
    assert sorted(tmp_path.iterdir()) == ([big] if before is None else [big, output])
    if before is not None:
        assert output.read_text() == before


@pytest.mark.parametrize("command", ["squeeze", "runs"])
def test_interrupt_while_waiting_for_input(interrupted: Interrupt, command: str) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"\xc3")  # of which nothing can be said yet
    try:
        result = interrupted(
            command, stdin=reader, when=lambda _: not select.select([reader], [], [], 0)[0]
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert result == INTERRUPTED
