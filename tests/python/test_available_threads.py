# SPDX-License-Identifier: Apache-2.0
"""How many threads there may be: affinity and cgroups of both versions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from dittograph.threads import available_threads
from helpers import run_python

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _eight_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    def eight(*_: int) -> set[int]:
        return set(range(8))

    monkeypatch.delattr(os, "process_cpu_count", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", eight, raising=False)


def make_root(root: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(root)


V2 = "sys/fs/cgroup"
V1 = "sys/fs/cgroup/cpu"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 8),
        ({"proc/self/cgroup": "0::/\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", f"{V2}/cpu.max": "max 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", f"{V2}/cpu.max": "300000 100000\n"}, 3),
        # Two threads keep one and a half processors busy; less than one is still one.
        ({"proc/self/cgroup": "0::/\n", f"{V2}/cpu.max": "150000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/\n", f"{V2}/cpu.max": "1000 100000\n"}, 1),
        ({"proc/self/cgroup": "0::/\n", f"{V2}/cpu.max": "6400000 100000\n"}, 8),
        # The group itself, and every group above it, may have a limit.
        ({"proc/self/cgroup": "0::/a/b\n", f"{V2}/a/b/cpu.max": "200000 100000\n"}, 2),
        (
            {
                "proc/self/cgroup": "0::/a/b\n",
                f"{V2}/a/b/cpu.max": "500000 100000\n",
                f"{V2}/a/cpu.max": "400000 100000\n",
            },
            4,
        ),
        # In a container the path may be that of the host.
        ({"proc/self/cgroup": "0::/docker/0123\n", f"{V2}/cpu.max": "200000 100000\n"}, 2),
        (
            {
                "proc/self/cgroup": "9:memory:/m\n2:cpu,cpuacct:/c\n0::/\n",
                f"{V1}/c/cpu.cfs_quota_us": "250000\n",
                f"{V1}/c/cpu.cfs_period_us": "100000\n",
            },
            3,
        ),
        (
            {
                "proc/self/cgroup": "1:cpu:/\n",
                f"{V1}/cpu.cfs_quota_us": "-1\n",
                f"{V1}/cpu.cfs_period_us": "100000\n",
            },
            8,
        ),
        ({"proc/self/cgroup": "1:cpuset:/\n", f"{V1}/cpu.cfs_quota_us": "100000\n"}, 8),
    ],
)
def test_quotas(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    assert available_threads(make_root(tmp_path, files)) == expected


def test_python_may_know_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: 3, raising=False)
    assert available_threads(str(tmp_path)) == 3
    monkeypatch.setattr(os, "process_cpu_count", lambda: None, raising=False)
    assert available_threads(str(tmp_path)) == 1


def test_systems_without_affinity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 5)
    assert available_threads(str(tmp_path)) == 5


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="affinity of Linux")
def test_the_affinity_of_a_process() -> None:
    printed = run_python("""
import os
from dittograph.threads import available_threads
print(available_threads() <= len(os.sched_getaffinity(0)))
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(available_threads())
""")
    assert printed == "True\n1\n"
