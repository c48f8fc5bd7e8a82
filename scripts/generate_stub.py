# SPDX-License-Identifier: Apache-2.0
"""Writes python/dittograph/_core.pyi and _jpeg.pyi from what is installed; `make stub` installs it.

usage: python scripts/generate_stub.py            (writes the files)
       python scripts/generate_stub.py --print    (prints them, one behind the other)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nanobind  # type: ignore[import-untyped] # it has no types
from dittograph import _core, _jpeg
from nanobind.stubgen import ReplacePattern, StubGen  # type: ignore[import-untyped] # likewise

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[1] / "python" / "dittograph"
EXTENSIONS = (_core, _jpeg)

# Earlier ones leave out the module's docstring and escape less. The extension may be of any
# version.
OLDEST_NANOBIND = (3, 1)

# What the signatures of _core call Buffer. numpy tells type checkers that its arrays have the
# buffer protocol from Python 3.12 on; before, they are known by two attributes that only they have.
# What they call ColumnLike: two of Arrow's protocols, or rows.
PREFIX = """\
\\from collections.abc import Iterable
\\from typing import Any, Protocol, SupportsIndex, TypeAlias
\\from typing_extensions import Buffer as _Buffer
class _NumpyArray(Protocol):
    @property
    def __array_interface__(self) -> dict[str, Any]: ...

    @property
    def data(self) -> memoryview: ...

Buffer: TypeAlias = _Buffer | _NumpyArray

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

ColumnLike: TypeAlias = _ArrowStream | _ArrowArray | Iterable[str | None]

Hash: TypeAlias = SupportsIndex | bytes
Hashes: TypeAlias = (
    Buffer | _ArrowStream | _ArrowArray | list[int] | list[bytes] | tuple[Hash, ...]
)
Ids: TypeAlias = Buffer | _ArrowStream | _ArrowArray | list[int] | tuple[SupportsIndex, ...]
"""


def stub_path(extension: ModuleType) -> Path:
    """Where the stub of an extension lies."""
    return FOLDER / f"{extension.__name__.rpartition('.')[2]}.pyi"


def generate_stub(extension: ModuleType) -> str:
    """Return the stub of an installed extension."""
    version = nanobind.__version__
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_NANOBIND:
        oldest = ".".join(map(str, OLDEST_NANOBIND))
        raise SystemExit(f"generate_stub.py: nanobind must be {oldest} or later, got {version}")
    patterns = [
        ReplacePattern(
            re.compile(rf"^{re.escape(_core.__name__)}\.__prefix__$"), [*PREFIX.splitlines(), ""], 0
        ),
        # Its value differs from one installation to the next.
        ReplacePattern(
            re.compile(rf"^{re.escape(_jpeg.__name__)}\.libjpeg_version$"),
            ["libjpeg_version: str", ""],
            0,
        ),
    ]
    generator = StubGen(extension, patterns=patterns)
    generator.put(extension)
    return str(generator.get())


def main(arguments: list[str]) -> None:
    """Write the stubs, or print them."""
    match arguments:
        case []:
            for extension in EXTENSIONS:
                stub_path(extension).write_text(generate_stub(extension), encoding="utf-8")
        case ["--print"]:
            for extension in EXTENSIONS:
                sys.stdout.write(generate_stub(extension))
        case _:
            message = f"generate_stub.py: arguments must be none or --print, got {arguments}"
            raise SystemExit(message)


if __name__ == "__main__":
    main(sys.argv[1:])
