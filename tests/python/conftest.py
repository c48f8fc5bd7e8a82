# SPDX-License-Identifier: Apache-2.0
"""How the command is run, and how hypothesis searches.

A hundred examples a test at the desk, five hundred where CI is set. Neither repeats itself: an
input that fails is found once, by anybody, and printed as a decorator that brings it back. There
are no deadlines: how long an example takes is not what is tested.
"""

import os

import pytest
from commands import Outcome, Run
from dittograph.cli import main
from helpers import SANITIZED
from hypothesis import settings

settings.register_profile("desk", deadline=None, max_examples=100)
settings.register_profile(
    "thorough", deadline=None, max_examples=500, derandomize=False, print_blob=True
)
# Under the sanitizers an example takes ten times as long.
settings.load_profile("thorough" if os.environ.get("CI") and not SANITIZED else "desk")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command with arguments, inside this process."""

    def run(*arguments: object) -> Outcome:
        status = main([str(a) for a in arguments])
        captured = capfdbinary.readouterr()
        return Outcome(
            status,
            captured.out.decode(errors="surrogateescape"),
            captured.err.decode(errors="surrogateescape"),
        )

    return run
