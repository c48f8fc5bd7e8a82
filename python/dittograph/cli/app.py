# SPDX-License-Identifier: Apache-2.0
"""The click group: finds the commands, and turns refusals into one line."""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from importlib import import_module
from io import BytesIO, TextIOWrapper

import click
from click.shell_completion import shell_complete

import dittograph
from dittograph.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("compare", "count", "images", "repeats", "runs", "squeeze")
"""Each is a module of this package with a function `command` that returns the click command."""

COMPLETION = "_DITTOGRAPH_COMPLETE"
"""The variable by which a shell asks for completions."""

EPILOG = """\b
Examples:
  dittograph count *.txt              the doubles of each file, and the total
  dittograph count --tally notes.md   which characters they are
  dittograph runs *.txt               the longest run of each file
  dittograph repeats --list chat.log  patterns that repeat, such as wkwkwk
  dittograph squeeze < in > out       every run shortened to one character
  dittograph images duplicates .      images that look the same
  dittograph compare                  native code against pure Python

\b
Completion for bash (zsh and fish likewise); put it into ~/.bashrc:
  eval "$(_DITTOGRAPH_COMPLETE=bash_source dittograph)"
"""


class Command(click.Command):
    """Prints its help like every result: what cannot be written is an error in one line."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option of click that prints the help, with a callback of ours."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _print_help
        return option


class _Commands(Command, click.Group):
    """Imports a command when it is asked for, and not the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"dittograph.cli.{cmd_name}").command()
        return command


def _print_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        report.write(f"{ctx.get_help()}\n")
        ctx.exit()


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        report.write(f"dittograph {dittograph.__version__}\n")
        ctx.exit()


@click.group(
    cls=_Commands,
    epilog=EPILOG,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Find what is written twice, at the speed of memory."""


def run(arguments: Sequence[str]) -> int:
    """Parse the arguments, run the command and return the exit status."""
    instruction = os.environ.get(COMPLETION)
    if instruction:
        completions = BytesIO()  # click writes text or bytes, by its version.
        with redirect_stdout(TextIOWrapper(completions, "utf-8", newline="\n")) as shown:
            status = shell_complete(group, {}, "dittograph", COMPLETION, instruction)
            shown.flush()
        report.write(completions.getvalue().decode())
        return status
    try:
        # Not `group.main`, which has its own ways with Ctrl-C and broken pipes.
        with group.make_context("dittograph", list(arguments)) as ctx:
            group.invoke(ctx)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "dittograph"
        message = " ".join(error.format_message().split())
        report.complain(f"{message} (see '{command} --help')")
        return error.exit_code
    return 0
