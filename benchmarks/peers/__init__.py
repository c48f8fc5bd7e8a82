# SPDX-License-Identifier: Apache-2.0
"""The native peers: what they are built from, what came of it, and their import."""

from __future__ import annotations

import functools
import importlib.util
import json
import sysconfig
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
# Of each Python its own: an extension of another one must not be loaded.
BUILD = ROOT / "build" / "benchmarks" / str(sysconfig.get_config_var("SOABI"))
MODULES = BUILD / "modules"
REPORT = BUILD / "peers.json"


class NotRunError(Exception):
    """A peer that cannot be measured here; the message says why and goes into the results."""


@functools.cache
def report() -> dict[str, Any]:
    """Return what `benchmarks.peers.build` wrote: versions, flags, and reasons of what failed."""
    if not REPORT.exists():
        return {}
    loaded: dict[str, Any] = json.loads(REPORT.read_text())
    return loaded


@functools.cache
def load(name: str) -> ModuleType:
    """Import the extension module `name` from the build folder.

    Raises:
        NotRunError: It is not there; the message says why.
    """
    path = MODULES / f"{name}.so"
    if not path.exists():
        failed = report().get("not_built", {})
        raise NotRunError(failed.get(name, "not built: python -m benchmarks.peers.build"))
    loader = ExtensionFileLoader(name, str(path))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
