# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH123 - pathlib takes longer to import than a small file takes to count
"""How many threads there may be."""

from __future__ import annotations

import os


def available_threads(root: str = "/") -> int:
    """Return how many threads can run at once: what the affinity and the cgroup allow, at least 1.

    Args:
        root: Where ``proc`` and ``sys`` are found.
    """
    if hasattr(os, "process_cpu_count"):  # Python 3.13; knows PYTHON_CPU_COUNT as well
        cpus = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        cpus = len(os.sched_getaffinity(0))
    else:
        cpus = os.cpu_count() or 1
    # A quota of 1.5 processors keeps two threads busy, though not all the time.
    return max(1, min([cpus, *(-int(-quota // 1) for quota in _quotas(root))]))


def _quotas(root: str) -> list[float]:
    """Return the processor quotas of this process's cgroup and those above it, in processors."""
    quotas = []
    for line in _read(f"{root}/proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "":  # version 2
            base, read = f"{root}/sys/fs/cgroup", _quota_v2
        elif "cpu" in controllers.split(","):
            base, read = f"{root}/sys/fs/cgroup/cpu", _quota_v1
        else:
            continue
        # Inside a container the path is often that of the host, and the limit stands at the base.
        while True:
            quota, period = read(base + path)
            if quota > 0 and period > 0:
                quotas.append(quota / period)
            if path in ("", "/"):
                break
            path = path.rpartition("/")[0]
    return quotas


def _quota_v2(group: str) -> tuple[int, int]:
    quota, period = (_read(f"{group}/cpu.max") or "max 0").split()
    return (0 if quota == "max" else int(quota)), int(period)


def _quota_v1(group: str) -> tuple[int, int]:
    # -1 stands for no quota.
    quota = int(_read(f"{group}/cpu.cfs_quota_us") or 0)
    return quota, int(_read(f"{group}/cpu.cfs_period_us") or 0)


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
