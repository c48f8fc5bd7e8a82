# SPDX-License-Identifier: Apache-2.0
"""``python -m dittograph`` is the command line."""

import sys

from dittograph.cli import main

sys.exit(main())
