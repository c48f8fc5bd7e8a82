# SPDX-License-Identifier: Apache-2.0
"""Searches among hashes, compared with a loop over Python's integers and with faiss."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

from dittograph import hamming

from benchmarks.comparisons import Comparison
from benchmarks.peers import NotRunError
from benchmarks.texts import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = 8
_RADIUS = 10
_SOME = 20_000
_LOOPS = 10
_MANY = 1_000
_QUERIES = "[index.query(query, radius) for query in queries]"


def hashes(count: int) -> Iterator[Comparison]:
    """Queries among `count` hashes of 64 bits, all of them different; all pairs."""
    for radius in (3, _RADIUS):
        yield Comparison(
            "hashes",
            f"{_LOOPS} queries within {radius} bits among {count:,} hashes of 64 bits",
            _LOOPS * count * _BYTES,
            functools.partial(_index, count, radius, _LOOPS),
            peer="`int.bit_count` of each in a loop",
            code=(
                "[[i for i, h in enumerate(numbers) if (h ^ query).bit_count() <= radius]"
                " for query in queries]"
            ),
            ours=_QUERIES,
            peer_counts=False,
        )
        yield Comparison(
            "hashes",
            f"{_MANY:,} queries within {radius} bits among {count:,} hashes of 64 bits",
            _MANY * count * _BYTES,
            functools.partial(_with_faiss, count, radius, _MANY),
            peer="faiss `IndexBinaryFlat`",
            code="flat.range_search(asked, radius + 1)",  # its radius is one that is not reached
            ours=_QUERIES,
            peer_counts=False,  # in this form; it has been compared
            goal=100.0 if radius == _RADIUS and count >= MILLION else None,
        )
    yield Comparison(
        "hashes",
        f"{_SOME:,} hashes of 64 bits, all pairs within {_RADIUS} bits",
        _SOME * _BYTES,
        functools.partial(_all_pairs, _SOME),
        peer="faiss `IndexBinaryFlat`",
        code=f"(len(flat.range_search(rows, {_RADIUS + 1})[2]) - len(rows)) // 2",
        ours=f"sum(1 for _ in near_pairs(words, {_RADIUS}, threads=1))",
    )
    yield Comparison(
        "hashes",
        f"{count:,} hashes of 64 bits, all pairs within {_RADIUS} bits",
        count * _BYTES,
        functools.partial(_all_pairs, count),
        peer="the same with one thread",
        code=f"len(near_groups(words, {_RADIUS}, threads=1))",
        ours=f"len(near_groups(words, {_RADIUS}, threads=2))",
    )


@functools.lru_cache(maxsize=1)
def _words(count: int) -> Any:  # noqa: ANN401 - an array of numpy, which need not be there
    """Return random hashes of which some are like others, the same in every run."""
    numpy = _numpy()
    rng = numpy.random.default_rng(20261123)
    words = rng.integers(0, 2**64, count, dtype=numpy.uint64)
    near = rng.integers(0, count, (2, count // 20))
    words[near[0]] = words[near[1]]
    for _ in range(6):
        words[near[0]] ^= numpy.uint64(1) << rng.integers(0, 64, count // 20, dtype=numpy.uint64)
    return words


def _numpy() -> Any:  # noqa: ANN401 - a module
    try:
        import numpy
    except ImportError:
        reason = "numpy is not installed"
        raise NotRunError(reason) from None
    return numpy


def _index(count: int, radius: int, queries: int) -> dict[str, Any]:
    words = _words(count)
    index = hamming.HammingIndex()
    index.add(words)
    # Some of them are like others, and their neighbours are far away in memory.
    asked = words[:: count // queries][:queries].tolist()
    numbers = words.tolist()
    found = [index.query(query, radius) for query in asked]
    for query, near in zip(asked[:_LOOPS], found, strict=False):
        distances = [(number ^ query).bit_count() for number in numbers]
        within = [(i, bits) for i, bits in enumerate(distances) if bits <= radius]
        assert near == sorted(within, key=lambda match: (match[1], match[0]))
    return {
        "index": index,
        "numbers": numbers,
        "queries": asked,
        "radius": radius,
        "expected": found,
    }


def _with_faiss(count: int, radius: int, queries: int) -> dict[str, Any]:
    numpy = _numpy()
    names = {**_index(count, radius, queries), **_flat(count)}
    asked = numpy.array(names["queries"], numpy.uint64).view(numpy.uint8).reshape(-1, _BYTES)

    ends, _, labels = names["flat"].range_search(asked, radius + 1)
    found = [sorted(labels[start:end].tolist()) for start, end in itertools.pairwise(ends)]
    assert found == [sorted(i for i, _ in near) for near in names["expected"]]
    return {**names, "asked": asked}


@functools.lru_cache(maxsize=2)
def _flat(count: int) -> dict[str, Any]:
    numpy = _numpy()
    try:
        import faiss
    except ImportError:
        reason = "faiss-cpu is not installed"
        raise NotRunError(reason) from None
    faiss.omp_set_num_threads(1)
    rows = _words(count).view(numpy.uint8).reshape(count, _BYTES)
    flat = faiss.IndexBinaryFlat(8 * _BYTES)
    flat.add(rows)
    return {"flat": flat, "rows": rows}


def _all_pairs(count: int) -> dict[str, Any]:
    words = _words(count)
    names = {"words": words, "near_pairs": hamming.near_pairs, "near_groups": hamming.near_groups}
    if count == _SOME:
        return {
            **names,
            **_flat(count),
            "expected": sum(1 for _ in hamming.near_pairs(words, _RADIUS)),
        }
    return {**names, "expected": len(hamming.near_groups(words, _RADIUS))}
