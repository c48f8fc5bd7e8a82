# SPDX-License-Identifier: Apache-2.0
"""Builds the native peers for the running Python: ``python -m benchmarks.peers.build``.

A missing tool is no failure: what cannot be built is listed with its reason, and so it stands in
the results. A tool that is there and fails is one.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from benchmarks import peers

_CRATE = Path(__file__).parent / "rust"


class BuildError(Exception):
    """A build tool failed; the message is what it said."""


def _run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def _replace(source: Path, target: Path) -> None:
    # Under a new inode: this process or another may have the old file mapped.
    shutil.copy2(source, target.with_suffix(".new"))
    target.with_suffix(".new").replace(target)


def _require(tool: str, package: str) -> None:
    if shutil.which(tool) is None:
        raise peers.NotRunError(f"{tool} is not installed ({package})")


def build_cmake() -> dict[str, str]:
    """Build the C peers, the dispatch switch and, with Google Benchmark there, `targets`."""
    _require("cmake", "apt-get install cmake")
    _require("cc", "apt-get install build-essential")
    tree = peers.BUILD / "cmake"
    python = f"-DPython_EXECUTABLE={sys.executable}"
    _run("cmake", "-S", peers.ROOT / "benchmarks", "-B", tree, "-DCMAKE_BUILD_TYPE=Release", python)
    _run("cmake", "--build", tree, "--parallel", "2")
    for name in ("doubles_c", "doubles_c_native", "simd_dispatch"):
        (built,) = (tree / "modules").glob(f"{name}.*so")
        _replace(built, peers.MODULES / f"{name}.so")
    cache = (tree / "CMakeCache.txt").read_text()
    return {
        "C": _first_line("cc", "--version"),
        "C flags": "-O3; -O3 -march=native",
        "C++": _first_line(_cached(cache, "CMAKE_CXX_COMPILER"), "--version"),
        "Google Benchmark": _benchmark_version(cache),
    }


def build_rust() -> dict[str, str]:
    """Build the PyO3 crate; its dependencies come from the registry, by cargo."""
    _require("cargo", "https://rustup.rs")
    manifest = _CRATE / "Cargo.toml"
    declared = tomllib.loads(manifest.read_text())
    needed = declared["package"]["rust-version"]
    rustc = _first_line("rustc", "--version")
    if _numbers(rustc) < _numbers(needed):
        raise peers.NotRunError(f"{rustc} is installed, {needed} or newer is needed")
    try:
        _run("cargo", "fetch", "--manifest-path", manifest)
    except BuildError as failure:
        last = str(failure).splitlines()[-1].strip()
        raise peers.NotRunError(f"cargo cannot fetch the dependencies: {last}") from None
    tree = peers.BUILD / "rust"
    options = ("--release", "--offline", "--manifest-path", manifest, "--target-dir", tree)
    _run("cargo", "build", *options, PYO3_PYTHON=sys.executable)
    library = "libdoubles_rust.dylib" if sys.platform == "darwin" else "libdoubles_rust.so"
    _replace(tree / "release" / library, peers.MODULES / "doubles_rust.so")
    pyo3 = declared["dependencies"]["pyo3"]["version"].removeprefix("=")
    return {"Rust": rustc, "Rust flags": "--release (opt-level 3)", "PyO3": pyo3}


def build_all() -> dict[str, str]:
    """Build what can be built, keep a report of it, and return what could not be and why."""
    peers.MODULES.mkdir(parents=True, exist_ok=True)
    versions: dict[str, str] = {}
    not_built: dict[str, str] = {}
    modules = ("doubles_c", "doubles_c_native", "simd_dispatch", "targets")
    for build, names in ((build_cmake, modules), (build_rust, ("doubles_rust",))):
        try:
            versions |= build()
        except peers.NotRunError as missing:
            not_built |= dict.fromkeys(names, str(missing))
            for name in names:  # of an earlier build
                (peers.MODULES / f"{name}.so").unlink(missing_ok=True)
    if importlib.util.find_spec("numpy") is None:
        not_built["numpy"] = "numpy is not installed"
    if "targets" not in not_built and not (peers.BUILD / "cmake" / "targets").exists():
        not_built["targets"] = (
            "Google Benchmark is not installed (apt-get install libbenchmark-dev)"
        )
    peers.REPORT.write_text(json.dumps({"versions": versions, "not_built": not_built}, indent=1))
    peers.report.cache_clear()
    return not_built


def _numbers(version: str) -> tuple[int, ...]:
    """The first numbers with points between them in `version`."""
    found = re.search(r"\d+(\.\d+)+", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _first_line(*command: str) -> str:
    return _run(*command).splitlines()[0]


def _cached(cache: str, name: str) -> str:
    found = re.search(rf"^{name}:\w+=(.*)$", cache, re.MULTILINE)
    return found[1] if found else ""


def _benchmark_version(cache: str) -> str:
    folder = _cached(cache, "benchmark_DIR")
    version_file = Path(folder) / "benchmarkConfigVersion.cmake"
    if not version_file.exists():
        return "not installed"
    found = re.search(r'PACKAGE_VERSION "(.*)"', version_file.read_text())
    return found[1] if found else "unknown"


def main() -> int:
    """Build, and say what came of it."""
    try:
        not_built = build_all()
    except BuildError as failure:
        print(f"benchmarks: cannot build the peers: {failure}", file=sys.stderr)
        return 1
    for name, version in peers.report()["versions"].items():
        print(f"{name}: {version}")
    for name, reason in not_built.items():
        print(f"{name}: NOT RUN: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
