# SPDX-License-Identifier: Apache-2.0
"""The ``dittograph`` command.

Starting up is part of the product: modules here import nothing at the top that `count` of plain
files does not need. click parses options and writes help, rich draws bars and tables; both come in
only when there is something to parse or to draw.

===============  ===================================================================
`app`            the click group; finds the commands, turns refusals into one line
`count`          the command of that name, one file a command: options, then ``run``
`repeats`        likewise
`runs`           likewise
`squeeze`        likewise
`compare`        likewise; `contest` takes the times, `chart` and `plot` draw them
`images`         a group of commands; `image_hashes` and `image_groups` run them
`entries`        what the operands stand for: files, directories, standard input
`inputs`         finding these for a command, with what its options say of directories
`spans`          where a part of a file begins and ends, and reading it in pieces
`measures`       what is measured of a text that comes in pieces: a count, a tally
`work`           shares the parts out to threads and puts the results in order
`shared`         a file on whose parts several threads work
`progress`       the progress bar
`report`         names, lines; standard output and standard error
`summaries`      how many were found in a file, and the longest: lines, JSON, options
`documents`      JSON
`ending`         what is done before a signal ends the process
`waiting`        waits for long calls in such a way that Ctrl-C ends the wait
`image_options`  the options that both of them have
`image_files`    finding images, and reading each once, on several threads
`image_cache`    a file that remembers their hashes
`image_page`     the page of groups of images
`output`         what is written as it comes, to standard output or to a file of its own
===============  ===================================================================
"""

from __future__ import annotations

import sys

from dittograph.cli import report

TYPE_CHECKING = False  # To import typing for it would take longer than to import all of this.
if TYPE_CHECKING:
    from collections.abc import Sequence

DIRECT = ("count", "repeats", "runs", "squeeze")
"""The commands that need no click as long as they have no options."""

EXTRAS = {"click": "cli", "rich": "cli", "matplotlib": "plot"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What follows the name of the program; ``sys.argv[1:]`` if left out.

    Returns:
        The exit status: 0 all well, 1 a file could not be counted or the output not written,
        2 wrong usage, 130 interrupted, 141 nobody reads the output.
    """
    try:
        status = _dispatch(sys.argv[1:] if arguments is None else arguments)
        report.flush()
    except KeyboardInterrupt:
        report.abandon_output()
        report.complain("interrupted", new_line=True)
        return 130
    except BrokenPipeError:
        report.abandon_output()
        return 141
    except report.OutputError as error:
        report.abandon_output()
        report.complain(f"cannot write to {error.name}: {error}")
        return 1
    except MemoryError:
        report.abandon_output()
        report.complain("out of memory")
        return 1
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        # To pip this package is there already, from wherever it came: it gets only what is missing.
        report.complain(f'{package} is not installed: pip install "dittograph[{EXTRAS[package]}]"')
        return 2
    return status


def _dispatch(arguments: Sequence[str]) -> int:
    command, *operands = arguments or [""]
    if command in DIRECT and not any(len(o) > 1 and o.startswith("-") for o in operands):
        # No option, nothing to parse: `run` has the same defaults as the options. Importing click
        # takes longer than everything else that counting a small file needs.
        module = __import__(f"dittograph.cli.{command}", fromlist=("run",))
        status: int = module.run(operands)
        return status
    from dittograph.cli import app

    return app.run(arguments)
