# SPDX-License-Identifier: Apache-2.0
"""The JSON documents that commands print: one object for each file, and one for all of them."""

from __future__ import annotations

import json

from dittograph.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dittograph.cli.entries import Entry


def write_document(
    entries: Sequence[Entry],
    results: Sequence[Mapping[str, Any]],
    total: Mapping[str, Any],
    *,
    as_bytes: bool,
    **settings: int,
) -> None:
    """Print the document, and the errors on standard error as well.

    Args:
        entries: What was read.
        results: What came of each of them, by keys; null where there is an error.
        total: What came of all that were read without error.
        as_bytes: Whether an element was a byte, and not a code point of UTF-8.
        settings: What else the results depend on.
    """
    files: list[dict[str, Any]] = []
    for entry, result in zip(entries, results, strict=True):
        error = None
        if entry.error is not None:
            report.complain(entry.error, entry.name)
            error = {"message": entry.error, "offset": entry.error_offset}
        read = None if entry.error is not None else entry.bytes
        files.append({"name": entry.name, "bytes": read, **result, "error": error})
    good = [entry for entry in entries if entry.error is None]
    document = {
        "element": "byte" if as_bytes else "code point",
        **settings,
        "files": files,
        "total": {"files": len(good), "bytes": sum(entry.bytes for entry in good), **total},
    }
    # Escapes keep names that are not UTF-8, and every locale can show them.
    report.write(json.dumps(document, indent=2) + "\n")
