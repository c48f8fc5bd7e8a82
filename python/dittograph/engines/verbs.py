# SPDX-License-Identifier: Apache-2.0
"""The table of verbs that every engine has, and what the adapters share."""

from __future__ import annotations

import importlib
import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dittograph import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    import pyarrow as pa


@dataclass(frozen=True)
class Verb:
    """A function of ``dittograph.columns``.

    Attributes:
        name: Its name there.
        parameters: Its parameters beside the column, all of them integers, and their defaults.
        returns: The Arrow type of what it returns, int64 or bool; "text" stands for the column's.
    """

    name: str
    parameters: Mapping[str, int] = field(default_factory=dict)
    returns: str = "int64"


VERBS = (
    Verb("count_doubles"),
    Verb("longest_run_length"),
    Verb("count_runs", {"min_length": 2}),
    Verb("squeeze", {"max_run": 1}, returns="text"),
    Verb("has_repeat", {"min_copies": 2, "max_period": 64}, returns="bool"),
    Verb("ends_in_repeat", {"max_period": 64, "min_copies": 4, "min_period": 1}),
)


def find(name: str) -> Verb:
    """Return the verb of that name, or raise a ValueError."""
    for verb in VERBS:
        if verb.name == name:
            return verb
    message = f"verb must be one of {', '.join(verb.name for verb in VERBS)}, got {name!r}"
    raise ValueError(message)


@dataclass(frozen=True)
class Call:
    """A verb with its arguments, which can be sent to a worker.

    Raises:
        TypeError, ValueError: An argument is not one that the verb takes: at once, and not in the
            worker.
    """

    verb: Verb
    arguments: Mapping[str, Any]

    def __post_init__(self) -> None:
        self([])

    def __call__(self, column: object, threads: int | None = 1) -> columns.Column:
        """Evaluate it, with one thread as a rule: the others are the engine's."""
        function = getattr(columns, self.verb.name)
        result: columns.Column = function(column, threads=threads, **self.arguments)
        return result


@dataclass(frozen=True)
class AddColumn:
    """A function of Arrow tables that adds what a verb makes of a column of theirs.

    Attributes:
        call: The verb and its arguments.
        column: The name of the column it is applied to.
        into: The name of the new column; one that has it already is replaced.
    """

    call: Call
    column: str
    into: str

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return the table with the new column; the others are not copied."""
        import pyarrow as pa

        made = pa.chunked_array(self.call(table[self.column]))
        if self.into in table.column_names:
            return table.set_column(table.column_names.index(self.into), self.into, made)
        return table.append_column(self.into, made)


def define(
    verb: Verb,
    apply: Callable[..., Any],
    subject: str,
    returns: str,
    about: Mapping[str, str] | None = None,
    **options: object,
) -> Callable[..., Any]:
    """Make an engine's function for a verb.

    Args:
        verb: Which one.
        apply: What it does, called with a ``Call``, what it is applied to, and the options.
        subject: The name of what it is applied to, the first argument.
        returns: What the docstring says of the result.
        about: What it says of the subject and the options, by their names.
        options: Further arguments of the engine's, by keyword alone, and their defaults.

    Returns:
        A function with the signature and a docstring of its own.
    """
    kinds = inspect.Parameter
    signature = inspect.Signature(
        [
            kinds(subject, kinds.POSITIONAL_ONLY),
            *(
                kinds(name, kinds.POSITIONAL_OR_KEYWORD, default=default)
                for name, default in verb.parameters.items()
            ),
            *(kinds(name, kinds.KEYWORD_ONLY, default=value) for name, value in options.items()),
        ]
    )

    def function(*args: object, **kwargs: object) -> object:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            message = f"{verb.name}{signature}: {error}"
            raise TypeError(message) from None
        bound.apply_defaults()
        given = bound.arguments
        call = Call(verb, {name: given[name] for name in verb.parameters})
        return apply(call, given[subject], **{name: given[name] for name in options})

    function.__name__ = function.__qualname__ = verb.name
    function.__module__ = apply.__module__
    function.__doc__ = _docstring(verb, signature, returns, about or {})
    vars(function)["__signature__"] = signature
    return function


def _docstring(
    verb: Verb, signature: inspect.Signature, returns: str, about: Mapping[str, str]
) -> str:
    # nanobind puts the signature first.
    of_columns = (inspect.getdoc(getattr(columns, verb.name)) or "").split("\n")
    rest = (line for line in of_columns if line and not line.startswith(f"{verb.name}("))
    summary = next(rest, verb.name)
    same = f"As in ``dittograph.columns.{verb.name}``."
    arguments = [
        f"    {name}: {about.get(name, same)}" for name in signature.parameters if name != "self"
    ]
    return "\n".join(
        [
            *(summary, "", f"The same as ``dittograph.columns.{verb.name}`` of the rows.", ""),
            *(["Args:", *arguments, ""] if arguments else []),
            *("Returns:", f"    {returns}", "", "Raises:"),
            "    TypeError, ValueError: An argument is not one that the verb takes.",
        ]
    )


def require(module: str, extra: str) -> ModuleType:
    """Import what an engine needs.

    Raises:
        ImportError: It is not installed; the message names the extra that has it.
    """
    package = module.partition(".")[0]
    try:
        importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        message = (
            f"dittograph.engines.{extra} needs {package}, which is not installed: "
            f"pip install 'dittograph[{extra}]'"
        )
        raise ImportError(message, name=package) from error
    return importlib.import_module(module)
