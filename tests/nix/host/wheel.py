# SPDX-License-Identifier: Apache-2.0
"""Builds and installs wheels inside builds of the host's package set.

usage: wheel.py build                                (the project in this folder, to dist/)
       wheel.py install WHEEL PREFIX SITE_PACKAGES   (the last relative to PREFIX)
"""

from __future__ import annotations

import compileall
import configparser
import importlib
import py_compile
import sys
import tomllib
import zipfile
from pathlib import Path

SCRIPT = """\
#!{interpreter}
import sys

from {module} import {function}

sys.exit({function}())
"""


def build() -> None:
    """Have the build backend of pyproject.toml make a wheel."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    backend = importlib.import_module(project["build-system"]["build-backend"])
    Path("dist").mkdir()
    backend.build_wheel("dist")


def install(wheel: Path, prefix: Path, site_packages: str) -> None:
    """Unpack a wheel, write its commands and note them in RECORD, compile its modules."""
    site = prefix / site_packages
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (information,) = site.glob("*.dist-info")
    entry_points = configparser.ConfigParser(delimiters=("=",))
    entry_points.read(information / "entry_points.txt", encoding="utf-8")
    if entry_points.has_section("console_scripts"):
        (prefix / "bin").mkdir()
        for name, target in entry_points["console_scripts"].items():
            module, _, function = target.partition(":")
            script = prefix / "bin" / name
            script.write_text(
                SCRIPT.format(interpreter=sys.executable, module=module, function=function),
                encoding="utf-8",
            )
            script.chmod(0o755)
            with (information / "RECORD").open("a", encoding="utf-8") as record:
                record.write(f"{'../' * len(Path(site_packages).parts)}bin/{name},,\n")
    # Without times, so that the result is the same at any.
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(site, quiet=1, invalidation_mode=unchecked, stripdir=prefix):
        raise SystemExit(f"wheel.py: cannot compile the modules of {wheel.name}")


def main(arguments: list[str]) -> None:
    """Build or install, as the arguments say."""
    match arguments:
        case ["build"]:
            build()
        case ["install", wheel, prefix, site_packages]:
            install(Path(wheel), Path(prefix), site_packages)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
