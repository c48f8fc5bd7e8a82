# SPDX-License-Identifier: Apache-2.0
"""Files that may not be read: reported, and the others go on, with options as without."""

import os
import sys
from pathlib import Path

import pytest
from commands import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users of POSIX")


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["count", "--bytes"], "1 good\n1 total\n"),
        (["runs", "--min-length", "2"], "1 2 1 'a' good\n1 2 - 'a' total\n"),
        (["repeats", "--min-copies", "2"], "0 0 - - - good\n0 0 - - - total\n"),
        (["squeeze", "--max-run", "1"], "ba\n"),
    ],
)
def test_file_that_may_not_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], printed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    Path("good").write_text("baa\n")
    Path("secret").write_text("baa\n")
    Path("secret").chmod(0)
    run(*arguments, "good")  # imports what others might not
    is_root = os.getuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)
    try:
        outcome = run(*arguments, "secret", "good")
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
    assert outcome == (1, printed, "dittograph: secret: Permission denied\n")
