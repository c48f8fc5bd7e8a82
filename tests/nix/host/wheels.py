# SPDX-License-Identifier: Apache-2.0
"""Lists wheels for the host's package set: where each lies, its hash, what it requires.

usage: wheels.py DIRECTORY        (prints JSON about the wheels in it, and about this Python)

To be run by the Python of the virtual environment that downloaded them, because of pip's parts.
"""

from __future__ import annotations

import email
import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name


def describe(wheel: Path) -> tuple[str, dict[str, Any]]:
    """Return a wheel's normalised name and what Nix has to know of it."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    return canonicalize_name(metadata["Name"]), {
        "version": metadata["Version"],
        "url": wheel.resolve().as_uri(),
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "requires": sorted(
            {
                canonicalize_name(requirement.name)
                for requirement in requirements
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            }
        ),
    }


def main(arguments: list[str]) -> None:
    """Print the list."""
    match arguments:
        case [directory]:
            wheels = dict(describe(wheel) for wheel in sorted(Path(directory).glob("*.whl")))
        case _:
            raise SystemExit(__doc__)
    python = {
        "interpreter": os.path.realpath(sys._base_executable),  # type: ignore[attr-defined]
        "version": "{}.{}".format(*sys.version_info),
    }
    print(json.dumps({"python": python, "wheels": wheels}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
