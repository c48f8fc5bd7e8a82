# SPDX-License-Identifier: Apache-2.0
"""Texts that come in pieces: the counter, and the two talliers behind the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dittograph import Utf8DoublesCounter, _core, pure
from helpers import RELEASES_GIL_FROM
from hypothesis import given
from hypothesis import strategies as st
from strategies import byte_texts, cuts, encodable_texts, nearly_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable


def valid_part(data: bytes) -> tuple[str, int | None]:
    """The text before the first invalid byte, and that byte's offset or None."""
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        return data[: error.start].decode(), error.start


def could_be_completed(end: bytes) -> bool:
    """Whether these bytes are the beginning of a character, of which more may come."""
    rests = [rest * length for rest in (b"\x80", b"\xbf") for length in (1, 2, 3)]
    return len(end) < 4 and any(valid_part(end + rest)[1] is None for rest in rests)


def assert_streams_agree(pieces: Iterable[bytes]) -> None:
    """Check counter and tallier on these pieces against the oracle on all of them together."""
    counter, tallier = Utf8DoublesCounter(), _core.Utf8DoublesTallier()
    so_far = b""
    for piece in pieces:
        so_far += piece
        _, error = valid_part(so_far)
        if error is not None and could_be_completed(so_far[error:]):
            error = None
        assert counter.update(piece) == tallier.update(piece) == (error is None)
        assert counter.error_offset == tallier.error_offset == error
    text, error = valid_part(so_far)
    assert counter.finish() == tallier.finish() == (error is None)
    assert counter.error_offset == tallier.error_offset == error
    assert counter.count == pure.count_doubles(text)
    assert [*tallier.tally().items()] == [*pure.tally_doubles(text).items()]


@given(st.data())
def test_valid_text_cut_anywhere(data: st.DataObject) -> None:
    text = data.draw(encodable_texts())
    assert_streams_agree(data.draw(cuts(text.encode())))


@given(st.data())
def test_wrong_bytes_cut_anywhere(data: st.DataObject) -> None:
    text = data.draw(nearly_utf8())
    assert_streams_agree(data.draw(cuts(text)))


@pytest.mark.parametrize(
    "data",
    [
        "aabbéé中中🙂🙂🙂".encode(),
        b"aa\xe4\xb8\xadaa\xe4\xb8",
        b"\xf0\x9f\x99\x82\xf0\x9f\x99",
        b"aa\xf0\x9faa",
        b"\xc3\xa9\xc3\xa9\x80aa",
        b"aaaa\x80\x80\x80\x80aa",
    ],
)
def test_every_pair_of_cuts(data: bytes) -> None:
    for a in range(len(data) + 1):
        for b in range(a, len(data) + 1):
            assert_streams_agree([data[:a], data[a:b], data[b:]])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 64, 1000])
def test_pieces_of_one_size(size: int) -> None:
    data = "aaabéé中🙂🙂\n\n".encode() * 20
    assert_streams_agree([data[i : i + size] for i in range(0, len(data), size)])


@pytest.mark.parametrize("beyond", range(-5, 6))
def test_pieces_as_large_as_those_read_at_a_time(beyond: int) -> None:
    """Around the sizes at which something changes inside: cache-sized parts, the GIL."""
    for size in (2**14, 2**16, RELEASES_GIL_FROM):
        data = ("中" * (size // 3 + 10)).encode()
        counter = Utf8DoublesCounter()
        assert counter.update(data[: size + beyond])
        assert counter.update(data[size + beyond :])
        assert counter.finish()
        assert counter.count == len(data) // 3 - 1


@pytest.mark.parametrize("size", [2**14, 2**16, RELEASES_GIL_FROM])
@pytest.mark.parametrize("wrong", [b"\x80" * 8, b"\xe4\xb8", b"\xf0\x9f\x99", b"\xe4\xb8\xad\x80"])
def test_wrong_bytes_around_those_sizes(size: int, wrong: bytes) -> None:
    for place in range(size - 12, size + 5):
        data = bytearray(b"a" * (size + 100))
        data[place : place + len(wrong)] = wrong
        counter = Utf8DoublesCounter()
        assert not counter.update(data)
        text, error = valid_part(bytes(data))
        assert counter.error_offset == error
        assert counter.count == pure.count_doubles(text)


def test_offsets_are_counted_from_the_start_of_the_stream() -> None:
    counter = Utf8DoublesCounter()
    for _ in range(10):
        assert counter.update(b"ab" * RELEASES_GIL_FROM)
    assert not counter.update(b"abc\xff")
    assert counter.error_offset == 20 * RELEASES_GIL_FROM + 3


@pytest.mark.parametrize("kind", [Utf8DoublesCounter, _core.Utf8DoublesTallier])
@pytest.mark.parametrize(("beginning", "offset"), [(b"aa\xff", 2), (b"aa\xe4", 2), (b"aa", None)])
def test_nothing_is_taken_after_the_end(
    kind: type[Utf8DoublesCounter | _core.Utf8DoublesTallier], beginning: bytes, offset: int | None
) -> None:
    stream = kind()
    stream.update(beginning)
    for _ in range(2):
        assert stream.finish() == (offset is None)
        for late in (b"bb", b"\xff", b""):
            assert stream.update(late) == (offset is None)
        assert stream.error_offset == offset
        result = stream.tally() if isinstance(stream, _core.Utf8DoublesTallier) else stream.count
        assert result in (1, {"a": 1})


def test_nothing_is_taken_after_an_error() -> None:
    counter = Utf8DoublesCounter()
    assert not counter.update(b"aa\xffbb")
    assert not counter.update(b"cc")
    assert (counter.count, counter.error_offset) == (1, 2)
    assert not counter.finish()


def test_empty_stream() -> None:
    counter = Utf8DoublesCounter()
    assert (counter.count, counter.error_offset) == (0, None)
    assert counter.update(b"")
    assert counter.finish()
    assert (counter.count, counter.error_offset) == (0, None)


def test_count_can_be_asked_for_on_the_way() -> None:
    counter, counts = Utf8DoublesCounter(), []
    for piece in (b"a", b"a", b"\xc3", b"\xa9", b"\xc3\xa9", b"b", b"bb"):
        counter.update(piece)
        counts.append(counter.count)
    assert counts == [0, 1, 1, 1, 2, 2, 4]


@given(st.data())
def test_merged_talliers_of_utf8_are_the_tally_of_the_texts(data: st.DataObject) -> None:
    texts = data.draw(st.lists(encodable_texts(), max_size=4))
    merged = _core.Utf8DoublesTallier()
    for text in texts:
        tallier = _core.Utf8DoublesTallier()
        tallier.update(text.encode())
        tallier.finish()
        before = tallier.tally()
        merged.merge(tallier)
        assert tallier.tally() == before
    assert [*merged.tally().items()] == [*tally_of_all(texts).items()]


def tally_of_all(texts: list[str]) -> dict[str, int]:
    """The tally of texts between which there are no doubles."""
    used = set().union(*texts)
    odd, even = [chr(c) for c in range(0xFDD0, 0xFDF0) if chr(c) not in used][:2]  # noncharacters
    apart = [(odd if i % 2 else even) + text for i, text in enumerate(texts)]
    return pure.tally_doubles("".join(apart))


@given(st.data())
def test_tallier_of_overlapping_pieces_of_bytes(data: st.DataObject) -> None:
    text = data.draw(byte_texts())
    tallier, offset = _core.DoublesTallier(), 0
    for piece in data.draw(cuts(text)):
        tallier.update(text[max(offset - 1, 0) : offset + len(piece)])
        offset += len(piece)
    assert [*tallier.tally().items()] == [*pure.tally_doubles(text).items()]


@given(byte_texts(), byte_texts())
def test_merged_talliers_of_bytes_keep_the_order_of_occurrence(a: bytes, b: bytes) -> None:
    first, second, both = (_core.DoublesTallier() for _ in range(3))
    first.update(a)
    second.update(b)
    both.update(a)
    both.update(b)
    first.merge(second)
    assert [*first.tally().items()] == [*both.tally().items()]
    assert [*second.tally().items()] == [*pure.tally_doubles(b).items()]
