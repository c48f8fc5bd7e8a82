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
from hypothesis import settings

# These tests run on five builds in CI, with other examples each time. More in one go, for a change
# that asks for it: DITTOGRAPH_EXAMPLES=1000 make test-python
settings.register_profile(
    "dittograph",
    deadline=None,
    max_examples=int(os.environ.get("DITTOGRAPH_EXAMPLES", "50")),
    derandomize=False,
    print_blob=True,
)
settings.load_profile("dittograph")


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
