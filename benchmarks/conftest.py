# SPDX-License-Identifier: Apache-2.0
"""`pytest benchmarks/counting.py` builds the peers first and knows --quick."""

from __future__ import annotations

import pytest

from benchmarks.peers import build


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("dittograph")
    group.addoption("--quick", action="store_true", help="few sizes, short runs: a smoke test")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.getoption("collectonly"):
        try:
            build.build_all()
        except build.BuildError as failure:
            pytest.exit(f"cannot build the peers: {failure}", returncode=1)
