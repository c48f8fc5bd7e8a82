# SPDX-License-Identifier: Apache-2.0
"""What the user gets to read: names, lines, standard output and standard error."""

from __future__ import annotations

import os
import sys


class OutputError(Exception):
    """Standard output, or a file that is to be written, does not take what is written to it."""

    def __init__(self, reason: str | None, name: str = "standard output") -> None:
        super().__init__(reason)
        self.name = name


def write(text: str) -> None:
    """Write to standard output, file names byte for byte as the system has them."""
    if sys.stdout is None:
        raise OutputError("it is closed")
    try:
        sys.stdout.buffer.write(_encode(text))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror) from error


def flush() -> None:
    """Send what has been written on its way, so that what goes wrong does so here."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror) from error


def output_descriptor() -> int | None:
    """Return the descriptor of standard output, or None if it is closed or no file of the system's.

    That is so where somebody has put an object in its place.
    """
    try:
        return None if sys.stdout is None else sys.stdout.fileno()
    except OSError:
        return None


def abandon_output() -> None:
    """Make sure that nothing more gets to standard output, not by the interpreter's exit either."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str, name: str | None = None, *, new_line: bool = False) -> None:
    """Write one line to standard error, after everything that went to standard output.

    Args:
        message: What is wrong.
        name: The file with which it is wrong.
        new_line: Whether a terminal may have something on this line already, such as "^C".
    """
    flush()
    if sys.stderr is None:
        return
    # What is wrong may quote what the user wrote, which must not tear the line apart either.
    message = "".join(_escape(c) if _is_control(c) else c for c in message)
    line = f"dittograph: {'' if name is None else visible(name) + ': '}{message}\n"
    if new_line and sys.stderr.isatty():
        line = "\n" + line
    try:
        sys.stderr.buffer.write(_encode(line))
        sys.stderr.buffer.flush()
    except OSError:  # Nobody is there to be told, neither of this.
        pass


def can_show(text: str) -> bool:
    """Return whether the text is written as it is, and not with escapes."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def visible(name: str) -> str:
    r"""Return a file name in one line, without control characters, as a shell would take it.

    >>> print(visible("a name.txt"), visible("two\nlines"))
    a name.txt $'two\nlines'
    >>> print(visible(""))
    ''
    """
    if not name:
        return "''"
    if name.isprintable() or not any(_is_control(c) for c in name):
        return name
    escaped = (_escape(c) if _is_control(c) else "\\" + c if c in "\\'" else c for c in name)
    return f"$'{''.join(escaped)}'"


def _is_control(character: str) -> bool:
    # Those of ASCII and Latin-1, line and paragraph separator, and what turns the line around.
    code = ord(character)
    return (
        code < 0x20 or 0x7F <= code < 0xA0 or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069
    )


def _escape(control: str) -> str:
    # \x85 is a byte to the shell, and only \u0085 the character.
    return f"\\u{ord(control):04x}" if ord(control) >= 0x80 else repr(control)[1:-1]


def _encode(text: str) -> bytes:
    # As file names are encoded, and not as PYTHONIOENCODING has it: names would not be the same.
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # a locale that lacks the character
        return text.encode(sys.getfilesystemencoding(), "backslashreplace")
