# SPDX-License-Identifier: Apache-2.0
"""Images in numbers: how far ahead they are taken, and that no thread outlives its iterator."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from dittograph import images
from dittograph.images.many import in_order
from files import encoded
from generated import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IMAGE = sample("blurred", "RGB", 64, 64).image
JPEG = encoded(IMAGE, "JPEG")


def ours() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("dittograph")]


def endless(taken: list[int]) -> Iterator[int]:
    while True:
        taken.append(len(taken))
        yield taken[-1]


def test_results_come_in_order_whoever_is_done_first() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.05 if number % 8 == 0 else 0)
        return number * number

    done = list(in_order(slow_first, range(50), threads=4))
    assert [one.item for one in done] == list(range(50))
    assert [one.result for one in done] == [number * number for number in range(50)]


def test_one_thread_is_the_callers() -> None:
    names = {one.result for one in in_order(lambda _: threading.current_thread(), "abc", threads=1)}
    assert names == {threading.current_thread()}
    others = {one.result for one in in_order(lambda _: threading.current_thread(), "a", threads=2)}
    assert threading.current_thread() not in others


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_items_are_taken_a_few_dozens_ahead(threads: int) -> None:
    taken: list[int] = []
    results = in_order(lambda number: number, endless(taken), threads=threads)
    assert not taken  # nothing is begun before it is wanted
    for number in range(100):
        assert next(results).result == number
        assert len(taken) <= number + 36


def test_one_that_takes_long_holds_up_no_more_than_a_few_dozens() -> None:
    """The others go on, but what they give is not piled up without end."""
    taken: list[int] = []
    gate = threading.Event()

    def wait_for_the_first(number: int) -> int:
        if number == 0:
            gate.wait(60)
        return number

    results = in_order(wait_for_the_first, endless(taken), threads=2)
    opener = threading.Timer(0.3, gate.set)
    opener.start()
    assert next(results).result == 0
    assert 3 <= len(taken) <= 36
    results.close()  # type: ignore[attr-defined]


def close(results: Any) -> None:  # noqa: ANN401 - a generator, by its looks
    results.close()


def throw(results: Any) -> None:  # noqa: ANN401 - likewise
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)


@pytest.mark.parametrize("end", [close, throw])
@pytest.mark.parametrize("threads", [1, 3])
def test_no_thread_is_left(end: Callable[[Any], None], threads: int) -> None:
    calls: list[int] = []
    results = in_order(calls.append, endless([]), threads=threads)
    next(results)
    assert len(ours()) <= threads
    end(results)
    assert not ours()
    number = len(calls)
    time.sleep(0.02)
    assert len(calls) == number


def test_no_thread_is_left_by_who_only_looks_at_the_first() -> None:
    results = images.hash_many([JPEG] * 100, threads=2)
    assert next(results).hash == images.perceptual_hash(JPEG)
    assert ours()
    del results
    gc.collect()
    assert not ours()


def test_ctrl_c_in_the_iterable_ends_it() -> None:
    def interrupted() -> Iterator[bytes]:
        yield JPEG
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(images.hash_many(interrupted(), threads=2))
    assert not ours()


@pytest.mark.parametrize("threads", [1, 2])
def test_error_of_the_iterable_comes_behind_the_results_before_it(threads: int) -> None:
    def broken() -> Iterator[bytes]:
        yield from [JPEG, b"no image", JPEG]
        raise OSError("the folder has gone")

    results = images.hash_many(broken(), threads=threads)
    assert [next(results).error is None for _ in range(3)] == [True, False, True]
    with pytest.raises(OSError, match="the folder has gone"):
        next(results)
    assert not ours()


@pytest.mark.parametrize("threads", [1, 2])
def test_what_is_wrong_with_the_program_comes_through(threads: int) -> None:
    def wrong(_: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(in_order(wrong, range(3), threads=threads))
    assert not ours()


@pytest.mark.parametrize("error", [MemoryError, OSError, TypeError, ValueError, BufferError])
def test_what_is_wrong_with_an_item_has_its_place(error: type[Exception]) -> None:
    def fail(number: int) -> int:
        if number == 1:
            raise error("of this item")
        return number

    done = list(in_order(fail, range(3), threads=2))
    assert [one.result for one in done] == [0, None, 2]
    assert [type(one.error) for one in done] == [type(None), error, type(None)]


def test_an_error_does_not_hold_the_file() -> None:
    """Errors of a million files may be kept, but not the files."""

    class File(bytearray):
        pass

    files: list[weakref.ref[File]] = []

    def fail(_: int) -> int:
        file = File(100)
        files.append(weakref.ref(file))
        try:
            raise OSError("first")
        except OSError as error:
            raise ValueError("then") from error

    done = list(in_order(fail, range(3), threads=2))
    assert [str(one.error) for one in done] == ["then"] * 3
    assert [file() for file in files] == [None] * 3


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (("phash",), {}, "algorithm must be one of average, .*'phash'"),
        ((), {"threads": 0}, "threads must be at least 1, got 0"),
        ((), {"threads": -2}, "threads must be at least 1, got -2"),
        ((), {"mode": "quick"}, "mode must be 'exact' or 'fast', got 'quick'"),
        ((), {"compat": "phash"}, "compat must be .*'phash'"),
        (("pdq",), {"compat": "imagededup"}, "compat='imagededup' has no hash 'pdq'"),
    ],
)
def test_bad_arguments_are_refused_at_once(
    arguments: tuple[Any, ...], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        images.hash_many([JPEG], *arguments, **options)


@pytest.mark.parametrize("items", ["photos/rocket.jpg", JPEG, bytearray(JPEG), Path("rocket.jpg")])
def test_one_image_is_refused(items: Any) -> None:  # noqa: ANN401 - of many kinds
    """A name is an iterable, of letters."""
    with pytest.raises(TypeError, match=rf"items must be .* not {type(items).__name__}: one is \["):
        images.hash_many(items)


def test_threads_is_an_integer() -> None:
    options: dict[str, Any] = {"threads": 1.5}
    with pytest.raises(TypeError, match="threads must be an integer or None, not float"):
        images.hash_many([], **options)


def test_mode_compat_and_limits_are_those_of_the_functions() -> None:
    (fast,) = images.hash_many([JPEG], mode="fast", threads=2)
    assert fast.hash == images.perceptual_hash(JPEG, mode="fast")
    (old,) = images.hash_many([JPEG], "average", compat="imagededup", threads=2)
    assert old.hash == images.average_hash(JPEG, compat="imagededup")
    (large,) = images.hash_many([JPEG], limits=images.Limits(max_pixels=100), threads=2)
    assert isinstance(large.error, images.ImageTooLargeError)


def test_what_comes_back() -> None:
    array = np.asarray(IMAGE)
    (done,) = images.hash_many([array])
    assert done.item is array
    with pytest.raises(AttributeError):
        done.hash = None  # type: ignore[misc]
    assert not hasattr(done, "__dict__")
