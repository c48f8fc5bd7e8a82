# SPDX-License-Identifier: Apache-2.0
"""What dittograph is measured against, and how: docs/benchmarks.md says it in prose.

``python benchmarks/run.py`` builds the peers, measures everything, writes ``results/*.json`` and
draws tables and plot of README and docs from them, as ``python benchmarks/render.py`` does alone.
"""
