# SPDX-License-Identifier: Apache-2.0
"""What both commands of ``dittograph images`` have: options, and what follows from them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dittograph.images import Limits
from dittograph.images.opening import MAX_BYTES, MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dittograph.cli.image_cache import Cache
    from dittograph.cli.image_files import Settings

    _Function = Callable[..., Any]


def form_options(json_help: str) -> Callable[[_Function], _Function]:
    """Add the options that say how results are written."""

    def add(function: _Function) -> _Function:
        import click

        function = click.option("--json", "as_json", is_flag=True, help=json_help)(function)
        return click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with a heading.")(
            function
        )

    return add


def reading_options(function: _Function) -> _Function:
    """Add the options that both commands have: how images are read."""
    import click

    options = [
        click.option(
            "--fast",
            is_flag=True,
            help="Decode JPEG files at a reduced size: a bit of the hash differs now and then, so "
            "compare such hashes with each other alone. Not for PDQ.",
        ),
        click.option(
            "--compat",
            type=click.Choice(["imagehash", "imagededup"]),
            help="Give the very bits of that package: images are not turned upright, for example.",
        ),
        click.option(
            "--cache",
            type=click.Path(readable=False),
            metavar="FILE",
            help="Remember hashes in FILE: images that have not changed are not read again.",
        ),
        click.option(
            "--threads",
            type=click.IntRange(min=1),
            metavar="N",
            help="Use N threads, 256 at most. Default: as many as the processors allow.",
        ),
        click.option(
            "--max-pixels",
            type=click.IntRange(min=1),
            default=MAX_PIXELS,
            metavar="N",
            help=f"Refuse images of more than N pixels. Default: {MAX_PIXELS:,}.",
        ),
        click.option(
            "--max-bytes",
            type=click.IntRange(min=1),
            default=MAX_BYTES,
            metavar="N",
            help=f"Refuse files of more than N bytes. Default: {MAX_BYTES:,}.",
        ),
        click.option(
            "--partial",
            is_flag=True,
            help="Hash what there is of JPEG files that end too early.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def form_of(options: Mapping[str, Any]) -> str | None:
    """Return which of the forms was asked for."""
    import click

    if options["as_csv"] and options["as_json"]:
        raise click.UsageError("--csv and --json exclude each other")
    return "csv" if options["as_csv"] else "json" if options["as_json"] else None


def check_written(paths: Sequence[str], options: Mapping[str, Any], output: str) -> None:
    """Refuse to write over an image: ``-o *.jpg`` is easily typed."""
    import click

    from dittograph.cli.image_files import is_named_like_image

    written = {name: os.path.realpath(options[name]) for name in (output, "cache") if options[name]}
    if len(set(written.values())) < len(written):
        raise click.UsageError(f"--{output} and --cache name the same file")
    images = {os.path.realpath(path) for path in paths}
    for name, path in written.items():
        if path in images or is_named_like_image(path):
            what = "is one of the images" if path in images else "is named like an image"
            msg = f"{options[name]!r} {what}: choose another name for --{name}"
            raise click.UsageError(msg)


def settings_of(algorithms: tuple[Any, ...], options: Mapping[str, Any]) -> Settings:
    """Return what the options say of hashes; refuse what they do not have."""
    import click

    from dittograph.cli.image_files import Settings

    compat = options["compat"]
    missing = {"difference_vertical", "pdq"}.intersection(algorithms)
    if compat == "imagededup" and missing:
        msg = f"--compat imagededup has no --algorithm {', '.join(sorted(missing))}"
        raise click.UsageError(msg)
    if options["fast"] and "pdq" in algorithms:
        raise click.UsageError("--fast has no --algorithm pdq, which sees the size of an image")
    return Settings(
        algorithms,
        compat,
        "fast" if options["fast"] else "exact",
        Limits(
            max_pixels=options["max_pixels"],
            max_bytes=options["max_bytes"],
            partial=options["partial"],
        ),
        options["threads"],
    )


def open_cache(options: Mapping[str, Any]) -> Cache | None:
    """Return the cache that was asked for; refuse a file that is something else."""
    import click

    if options["cache"] is None:
        return None
    from dittograph.cli.image_cache import Cache, NotACacheError

    try:
        return Cache(options["cache"])
    except NotACacheError:
        msg = f"--cache {options['cache']!r} is no cache of dittograph, and is left as it is"
        raise click.UsageError(msg) from None
