# SPDX-License-Identifier: Apache-2.0
"""The version stands in two places, because the C++ library is built without Python as well."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import dittograph
from helpers import ROOT


def test_version_has_three_numbers() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", dittograph.__version__)


def test_cmake_and_python_agree() -> None:
    cmake = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"^project\(dittograph VERSION (\S+) ", cmake, re.MULTILINE)
    assert found
    assert found[1] == dittograph.__version__


def test_installed_package_is_of_the_version_that_is_imported() -> None:
    assert metadata.version("dittograph") == dittograph.__version__


def test_project_takes_its_version_from_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    source = project["tool"]["scikit-build"]["metadata"]["version"]["input"]
    assert f'\n__version__ = "{dittograph.__version__}"\n' in (ROOT / source).read_text("utf-8")
