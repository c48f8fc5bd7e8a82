# SPDX-License-Identifier: Apache-2.0
"""``dittograph images``: hashes of images, and which of them look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dittograph.cli import report
from dittograph.cli.app import Command
from dittograph.cli.image_options import (
    check_written,
    form_of,
    form_options,
    open_cache,
    reading_options,
    settings_of,
)
from dittograph.images.many import ALGORITHMS

if TYPE_CHECKING:
    import click

EXAMPLES = """\b
Examples:
  dittograph images hash photo.jpg
  dittograph images duplicates --html copies.html ~/Pictures
"""

HASH_EXAMPLES = """\b
Examples:
  dittograph images hash *.jpg
  dittograph images hash --algorithm pdq --algorithm perceptual --csv -o hashes.csv photos
  dittograph images hash --json photos | jq -r 'select(.featureless) | .name'
  curl -s https://example.org/photo.jpg | dittograph images hash
"""

DUPLICATES_EXAMPLES = """\b
Examples:
  dittograph images duplicates ~/Pictures
  dittograph images duplicates --html copies.html --cache hashes.cache ~/Pictures
  dittograph images duplicates --fast --distance 4 phone backup
  dittograph images duplicates --json . | jq '.groups[].images[1:][].name'
"""

# By bits of a hash. Within 10 of 64 are all copies that were slightly retouched; within 12 would be
# seven times as many pairs that are no copies (measured: docs/cli.md). PDQ's authors use 31.
DEFAULT_DISTANCE = {64: 10, 256: 31}


def command() -> click.Command:
    """Return the group with its two commands."""
    import click

    class Group(Command, click.Group):
        pass

    @click.group(
        "images", cls=Group, epilog=EXAMPLES, invoke_without_command=True, no_args_is_help=False
    )
    @click.pass_context
    def group(context: click.Context) -> None:
        """Hash images by what they look like, and find those that look the same."""
        if context.invoked_subcommand is None:
            report.write(f"{context.get_help()}\n")

    group.add_command(_hash())
    group.add_command(_duplicates())
    return group


def _hash() -> click.Command:
    import click

    @click.command("hash", cls=Command, epilog=HASH_EXAMPLES)
    @click.argument(
        "paths", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[PATH]..."
    )
    @click.option(
        "--algorithm",
        "algorithms",
        multiple=True,
        type=click.Choice(ALGORITHMS),
        default=("perceptual",),
        help="Which hash. Default: perceptual. May be repeated: the image is read once.",
    )
    @click.option(
        "-o",
        "--output",
        type=click.Path(readable=False),
        metavar="FILE",
        help="Write FILE, once all images are read. Default: standard output.",
    )
    @form_options("Print a JSON object for each image, in a line.")
    @reading_options
    def hash_command(paths: tuple[str, ...], algorithms: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - of `run`
        """Print perceptual hashes of images.

        A line for each image: the hash in hexadecimal digits, as imagehash writes it, and the name.
        With no PATH, or when PATH is -, reads an image from standard input.

        In directories, and all that are in them, files named like images are read (avif, bmp, gif,
        jpeg, jpg, png, tif, tiff, webp); symbolic links are skipped. A file that cannot be read as
        an image is reported, the others are hashed, and the exit status is 1.
        """
        from dittograph.cli.image_hashes import run

        form = form_of(options)
        check_written(paths, options, "output")
        settings = settings_of(tuple(dict.fromkeys(algorithms)), options)
        cache = open_cache(options)
        status = run(paths, settings, form=form, output=options["output"], cache=cache)
        raise click.exceptions.Exit(status)

    return hash_command


def _duplicates() -> click.Command:
    import click

    @click.command("duplicates", cls=Command, epilog=DUPLICATES_EXAMPLES)
    @click.argument(
        "paths",
        nargs=-1,
        required=True,
        type=click.Path(readable=False, allow_dash=True),
        metavar="PATH...",
    )
    @click.option(
        "--distance",
        type=click.IntRange(min=0),
        metavar="N",
        help="In how many bits of their hashes copies differ at most. Default: 10, of PDQ 31.",
    )
    @click.option(
        "--algorithm",
        "algorithms",
        multiple=True,
        type=click.Choice(ALGORITHMS),
        default=("perceptual",),
        help="Which hash, one of them. Default: perceptual.",
    )
    @click.option(
        "--include-featureless",
        is_flag=True,
        help="Compare images, too, in which there is nothing to see: plain colours, fogs.",
    )
    @click.option(
        "--html",
        type=click.Path(readable=False),
        metavar="FILE",
        help="Write a page to look at: the groups side by side, in one file.",
    )
    @form_options("Print one JSON document.")
    @reading_options
    def duplicates(
        paths: tuple[str, ...],
        distance: int | None,
        algorithms: tuple[str, ...],
        include_featureless: bool,
        **options: Any,  # noqa: ANN401 - those of `run`
    ) -> None:
        """Find images that look the same. Nothing is deleted.

        Prints groups of images, those first of which the copies are largest. In a group the image
        with the most pixels comes first, marked "keep"; of equals the largest file, then the first
        by name. That is the largest and need not be the best: it may have been enlarged. Then come
        the others, each with the number of bits in which its hash differs from the first. The last
        lines tell the totals.

        Each image of a group has another one within the distance, and no two are further apart than
        twice the distance. Hashes tell what looks alike, not what is the same: look before you
        delete, --html helps.

        When PATH is -, reads an image from standard input. Directories, and files that cannot be
        read, are as in "dittograph images hash".
        """
        from dittograph.cli.image_groups import run

        form = form_of(options)
        check_written(paths, options, "html")
        if len(algorithms) > 1:
            raise click.UsageError(f"--algorithm must be given once, got {', '.join(algorithms)}")
        (algorithm,) = algorithms
        settings = settings_of(algorithms, options)
        bits = 256 if algorithm == "pdq" else 64
        if distance is None:
            distance = DEFAULT_DISTANCE[bits]
        elif distance > bits:
            msg = f"--distance must be at most {bits}, the bits of a hash, got {distance}"
            raise click.UsageError(msg)
        status = run(
            paths,
            settings,
            distance=distance,
            include_featureless=include_featureless,
            form=form,
            page=options["html"],
            cache=open_cache(options),
        )
        raise click.exceptions.Exit(status)

    return duplicates
