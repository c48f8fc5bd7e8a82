# SPDX-License-Identifier: Apache-2.0
"""Many images, on several threads, and what came of each in its place."""

from __future__ import annotations

import operator
import os
import traceback
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, SupportsIndex, TypeVar

from dittograph.images.hashing import (
    average_hash,
    difference_hash,
    difference_hash_vertical,
    pdq_hash,
    perceptual_hash,
    wavelet_hash,
)
from dittograph.images.opening import Limits
from dittograph.threads import available_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dittograph.images.image_hash import ImageHash, Mode
    from dittograph.images.opening import Compat, ImageInput

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_FUNCTIONS: Final = {
    "average": average_hash,
    "difference": difference_hash,
    "difference_vertical": difference_hash_vertical,
    "perceptual": perceptual_hash,
    "wavelet": wavelet_hash,
    "pdq": pdq_hash,
}
ALGORITHMS: Final = tuple(_FUNCTIONS)
_DEFAULT_LIMITS: Final = Limits()

#: More would only wait for memory; the kernels of this package stop there as well.
MOST_THREADS: Final = 256
# Items that are at work or done and not yet fetched: a large image holds up those behind it, and
# others go on meanwhile. It is memory, too, where items are the bytes of files.
_AHEAD: Final = 24

# What is wrong with an item, and not with the program. ImageError is a ValueError.
_ERRORS_OF_ITEMS: Final = (OSError, MemoryError, TypeError, ValueError, BufferError)


@dataclass(frozen=True, slots=True)
class HashedImage:
    """An item of `hash_many`, and its hash or why there is none."""

    item: Any  #: What was given, the very object.
    hash: ImageHash | None
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Done(Generic[_Item, _Result]):
    """An item of `in_order`, and what came of it or why nothing did."""

    item: _Item
    result: _Result | None
    error: Exception | None


def hash_many(
    items: Iterable[ImageInput],
    algorithm: str = "perceptual",
    *,
    threads: SupportsIndex | None = None,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> Iterator[HashedImage]:
    """Hash images on several threads, and yield results in the order of the items.

    Items are taken as results are fetched, at most some dozens ahead, so that the iterable may be
    endless. Files are opened, decoded and hashed by the threads. They end with the iterator: when
    it is exhausted, closed, or interrupted.

    Args:
        items: Images, as for `average_hash`.
        algorithm: ``"average"``, ``"difference"``, ``"difference_vertical"``, ``"perceptual"``,
            ``"wavelet"`` or ``"pdq"``.
        threads: How many threads, at least 1, of which no more than 256 are used; with 1 all is
            done by the caller's. None: as many as affinity and cgroup allow.
        compat: As for `average_hash`.
        mode: Likewise.
        limits: Likewise.

    Returns:
        For each item a `HashedImage`. What `average_hash` would raise because of the item is its
        ``error``, with an ``OSError`` or a ``MemoryError``; the others are hashed all the same.

    Raises:
        TypeError, ValueError: An argument is none of those. What the iterable itself raises comes
            through after the results of the items before.

    Example:
        >>> from dittograph import images
        >>> image = memoryview(bytes([0, 255, 0, 255])).cast("B", (2, 2))
        >>> for done in images.hash_many([image, b"no image", image], "average"):
        ...     print(done.hash if done.error is None else type(done.error).__name__)
        0f0f0f0f0f0f0f0f
        UnsupportedImageError
        0f0f0f0f0f0f0f0f
    """
    if algorithm not in ALGORITHMS:
        msg = f"algorithm must be one of {', '.join(ALGORITHMS)}, got {algorithm!r}"
        raise ValueError(msg)

    given: object = items
    if isinstance(given, (str, bytes, bytearray, os.PathLike)):
        msg = f"items must be an iterable of images, not {type(given).__name__}: one is [image]"
        raise TypeError(msg)

    function = _FUNCTIONS[algorithm]

    def hashed(image: ImageInput) -> ImageHash:
        return function(image, compat=compat, mode=mode, limits=limits)

    # What is wrong with the arguments is found out by an image of one pixel, and not by every item.
    hashed(memoryview(bytes(1)).cast("B", (1, 1)))
    results = in_order(hashed, items, threads=threads)
    return (HashedImage(done.item, done.result, done.error) for done in results)


def in_order(
    function: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    threads: SupportsIndex | None = None,
) -> Iterator[Done[_Item, _Result]]:
    """Call a function of each item on several threads, and yield results in the order of the items.

    Args:
        function: What is to be called; it should release the GIL most of the time.
        items: As for `hash_many`. They are taken by the caller's thread.
        threads: As for `hash_many`.
    """
    number = available_threads() if threads is None else _to_number(threads)
    iterator = iter(items)
    if number == 1:
        return (_attempt(function, item) for item in iterator)
    return _on_threads(function, iterator, min(number, MOST_THREADS))


def _to_number(threads: SupportsIndex) -> int:
    try:
        number = operator.index(threads)
    except TypeError:
        msg = f"threads must be an integer or None, not {type(threads).__name__}"
        raise TypeError(msg) from None
    if number < 1:
        msg = f"threads must be at least 1, got {number}"
        raise ValueError(msg)
    return number


def _on_threads(
    function: Callable[[_Item], _Result], items: Iterator[_Item], threads: int
) -> Iterator[Done[_Item, _Result]]:
    pending: deque[Future[Done[_Item, _Result]]] = deque()
    failure: Exception | None = None
    executor = ThreadPoolExecutor(threads, thread_name_prefix="dittograph")
    try:
        while True:
            try:
                item = next(items)
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - raised again behind the results before it
                failure = error
                break
            pending.append(executor.submit(_attempt, function, item))
            del item
            while pending and (len(pending) >= max(_AHEAD, threads) or pending[0].done()):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        # Threads end with the image that they are at, so none is left behind.
        executor.shutdown(wait=True, cancel_futures=True)
    if failure is not None:
        try:
            raise failure
        finally:
            failure = None  # which has this frame, or they would keep each other alive


def _attempt(function: Callable[[_Item], _Result], item: _Item) -> Done[_Item, _Result]:
    try:
        return Done(item, function(item), None)
    except _ERRORS_OF_ITEMS as error:
        _forget_locals(error)
        return Done(item, None, error)


def _forget_locals(error: BaseException | None) -> None:
    """Let go of what the frames of an error hold, as the bytes of a file, while it is kept."""
    seen: set[int] = set()  # somebody's errors may be the causes of each other
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
