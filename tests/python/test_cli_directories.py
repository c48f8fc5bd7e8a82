# SPDX-License-Identifier: Apache-2.0
"""Which files `--recursive` finds."""

import os
from pathlib import Path

import pytest
from dittograph.cli import main
from dittograph.cli.entries import find_entries


@pytest.fixture(autouse=True)
def _tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("top/b.py", "top/a.txt", "top/sub/c.py", "top/sub/deep/d.pyi", "top/z.py", "x"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("aa")


def names(*operands: str, include: tuple[str, ...] = ()) -> list[str]:
    return [e.name for e in find_entries(operands, recursive=True, include=include)]


def test_files_in_the_order_of_their_names() -> None:
    assert names("x", "top") == [
        "x",
        "top/a.txt",
        "top/b.py",
        "top/sub/c.py",
        "top/sub/deep/d.pyi",
        "top/z.py",
    ]


def test_include_matches_names_in_directories_alone() -> None:
    assert names("x", "top", include=("*.py",)) == ["x", "top/b.py", "top/sub/c.py", "top/z.py"]
    assert names("top", include=("*.txt", "d.*")) == ["top/a.txt", "top/sub/deep/d.pyi"]
    assert names("top", include=("*.PY",)) == []


def test_symbolic_links_in_directories_are_skipped() -> None:
    Path("top/link.py").symlink_to("b.py")
    Path("top/sub/circle").symlink_to("../..", target_is_directory=True)
    Path("top/dangling").symlink_to("nowhere")
    expected = names("top")
    assert "top/link.py" not in expected
    assert len(expected) == 5


def test_symbolic_links_that_are_named_are_followed() -> None:
    Path("link").symlink_to("top/b.py")
    Path("top/circle").symlink_to(".", target_is_directory=True)
    assert names("link", "top/circle") == [
        "link",
        "top/circle/a.txt",
        "top/circle/b.py",
        "top/circle/sub/c.py",
        "top/circle/sub/deep/d.pyi",
        "top/circle/z.py",
    ]


def test_pipes_and_sockets_in_directories_are_skipped() -> None:
    os.mkfifo("top/fifo")
    assert "top/fifo" not in names("top")


def remove_tree(top: str, depth: int) -> None:
    """Remove what pytest's own way to remove directories is too deep for."""
    Path(top + "/d" * depth, "f").unlink()
    for level in range(depth, -1, -1):
        Path(top + "/d" * level).rmdir()


def test_trees_deeper_than_python_calls() -> None:
    deep = Path("deep")
    deep.mkdir()
    here = Path.cwd()
    os.chdir(deep)
    for _ in range(1100):
        Path("d").mkdir()
        os.chdir("d")
    Path("f").write_text("aa")
    os.chdir(here)
    assert names("deep") == ["deep" + "/d" * 1100 + "/f"]
    remove_tree("deep", 1100)


def test_a_directory_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read everything, so permissions cannot show it.
    scan = os.scandir

    def refuse(path: str) -> "os._ScandirIterator[str]":
        if path == "top/sub":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = [(e.name, e.error) for e in find_entries(["top"], recursive=True)]
    assert found == [
        ("top/a.txt", None),
        ("top/b.py", None),
        ("top/sub", "Permission denied"),
        ("top/z.py", None),
    ]


def test_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "--recursive", "--include", "*.py", "top"]) == 0
    assert capfd.readouterr().out == "1 top/b.py\n1 top/sub/c.py\n1 top/z.py\n3 total\n"
    assert main(["count", "-r", "top/sub/deep"]) == 0
    assert capfd.readouterr().out == "1 top/sub/deep/d.pyi\n"


@pytest.mark.parametrize(("operands", "out"), [(["top"], "0 total\n"), (["top", "x"], "1 x\n")])
def test_patterns_that_match_nothing(
    capfd: pytest.CaptureFixture[str], operands: list[str], out: str
) -> None:
    assert main(["count", "-r", "--include", "*.md", "--include", "*.TXT", *operands]) == 0
    warning = "warning: no file in the directories matches --include '*.md' or '*.TXT'"
    assert capfd.readouterr() == (out, f"dittograph: {warning}\n")


def test_patterns_of_which_one_matches(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "-r", "--include", "*.md", "--include", "*.txt", "top"]) == 0
    assert capfd.readouterr() == ("1 top/a.txt\n", "")
