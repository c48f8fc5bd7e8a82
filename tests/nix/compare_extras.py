# SPDX-License-Identifier: Apache-2.0
"""Compares what Nix says of the Python package's dependencies with pyproject.toml.

usage: compare_extras.py PYPROJECT <JSON                (JSON: what extras.nix evaluates to)
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any


def name_of(requirement: str) -> str:
    """Return the normalised name of what is required."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    if not found:
        raise SystemExit(f"compare_extras.py: no name in {requirement!r}")
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def expand(extra: str, extras: dict[str, list[str]], project: str) -> set[str]:
    """Return the names that an extra stands for, those of other extras in it included."""
    names: set[str] = set()
    for requirement in extras[extra]:
        if name_of(requirement) != project:
            names.add(name_of(requirement))
            continue
        own = re.search(r"\[(.*)\]", requirement)
        for other in own[1].split(",") if own else []:
            names |= expand(other.strip(), extras, project)
    return names


def differences(project: dict[str, Any], in_nix: dict[str, Any]) -> list[str]:
    """Return a line for each difference."""
    extras = project["project"].get("optional-dependencies", {})
    expected = {e: expand(e, extras, name_of(project["project"]["name"])) for e in extras}
    expected["(build)"] = {name_of(r) for r in project["build-system"]["requires"]}
    found = {
        extra: {re.sub(r"^python[\d.]*-", "", name) for name in names}
        for extra, names in {**in_nix["extras"], "(build)": in_nix["build"]}.items()
    }
    return [
        f"{extra}: pyproject.toml has {sorted(expected.get(extra, []))}, "
        f"nix/package.nix {sorted(found.get(extra, []))}"
        for extra in sorted(expected.keys() | found.keys())
        if expected.get(extra) != found.get(extra)
    ]


def main(arguments: list[str]) -> None:
    """Print the differences and fail if there are any."""
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    project = tomllib.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    in_nix = json.load(sys.stdin)
    found = differences(project, in_nix)
    print(*found, sep="\n", end="\n" if found else "")
    if found:
        raise SystemExit(1)
    print(f"equal: {', '.join(['build requirements', *sorted(in_nix['extras'])])}")


if __name__ == "__main__":
    main(sys.argv[1:])
