# SPDX-License-Identifier: Apache-2.0
"""Describes where, when and of what a measurement was made; stands in every result file."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import dittograph

from benchmarks import peers


def describe() -> dict[str, Any]:
    """Return machine, system, compilers, versions of all that is measured, date and revision."""
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d"),
        "revision": _revision(),
        "cpu": _cpu(),
        "cores": _cores(),
        "caches": _caches(),
        "memory": _memory(),
        # Of the benchmark itself it is 1; more tells of a machine that did other things too.
        "load average": f"{os.getloadavg()[0]:.1f}",
        "system": _system(),
        "libc": " ".join(platform.libc_ver()),
        "target": _target(),
        "versions": {
            "dittograph": dittograph.__version__,
            "Python": f"{platform.python_implementation()} {platform.python_version()}",
            "Highway": _highway(),
            "numpy": _package("numpy"),
            "Pillow": _package("pillow"),
            "imagehash": _package("imagehash"),
            "blurhash-python": _package("blurhash-python"),
            "pytest-benchmark": _package("pytest-benchmark"),
            "wc": _first_line("wc", "--version"),
            "tr": _first_line("tr", "--version"),
            **peers.report().get("versions", {}),
        },
    }


def _target() -> str:
    try:
        return str(peers.load("simd_dispatch").current())
    except peers.NotRunError:
        return "unknown"


def _highway() -> str:
    try:
        return str(peers.load("simd_dispatch").HIGHWAY_VERSION)
    except peers.NotRunError:
        return "unknown"


def _revision() -> str:
    if shutil.which("git") is None or not (peers.ROOT / ".git").exists():
        return "unknown"
    # What a benchmark writes itself does not make the measured tree another one.
    written = (":!benchmarks/results", ":!README.md", ":!docs")
    changed = _output("git", "-C", str(peers.ROOT), "status", "--porcelain", "--", ".", *written)
    revision = _output("git", "-C", str(peers.ROOT), "rev-parse", "--short=12", "HEAD").strip()
    return f"{revision} with changes" if changed.strip() else revision


def _cpu() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        fields = dict(
            re.findall(
                r"^(model name|cpu family|model)\s*: (.*)$", cpuinfo.read_text(), re.MULTILINE
            )
        )
        if "model name" in fields:
            family, model = fields.get("cpu family", "?"), fields.get("model", "?")
            return f"{fields['model name']} (family {family}, model {model})"
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _caches() -> str:
    described = []
    for cache in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        kind = (cache / "type").read_text().strip()
        if kind != "Instruction":
            level, size = ((cache / name).read_text().strip() for name in ("level", "size"))
            kibibytes = int(size.removesuffix("K"))
            whole = kibibytes % 1024 == 0
            shown = f"{kibibytes // 1024} MiB" if whole else f"{kibibytes} KiB"
            described.append(f"L{level} {shown}")
    return ", ".join(described) or "unknown"


def _memory() -> str:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GiB"


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        name = platform.system()
    version = ".".join(platform.release().split(".")[:2])
    return f"{name}, {platform.system()} {version}, {platform.machine()}"


def _package(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _first_line(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return "not installed"
    return (_output(*command).splitlines() or ["unknown"])[0]


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
