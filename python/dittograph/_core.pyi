"""The native functions of dittograph; use them through the package."""

from collections.abc import Iterable, Iterator, Sequence
import os
from typing import Any, Protocol, SupportsIndex, TypeAlias, overload

from typing_extensions import Buffer as _Buffer


class _NumpyArray(Protocol):
    @property
    def __array_interface__(self) -> dict[str, Any]: ...

    @property
    def data(self) -> memoryview: ...

Buffer: TypeAlias = _Buffer | _NumpyArray

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

ColumnLike: TypeAlias = _ArrowStream | _ArrowArray | Iterable[str | None]

Hash: TypeAlias = SupportsIndex | bytes
Hashes: TypeAlias = (
    Buffer | _ArrowStream | _ArrowArray | list[int] | list[bytes] | tuple[Hash, ...]
)
Ids: TypeAlias = Buffer | _ArrowStream | _ArrowArray | list[int] | tuple[SupportsIndex, ...]

class Column:
    """
    What a verb of ``dittograph.columns`` has made of a column: immutable, one value a row.

    pyarrow, Polars, pandas, DuckDB and whatever else speaks Arrow's PyCapsule protocols take it without
    a copy, numpy takes its numbers without one.

    Example:
        >>> from dittograph import columns
        >>> counts = columns.count_doubles(["bookkeeper", None, "hello"])
        >>> counts
        <dittograph.columns.Column: 3 rows of int64>
        >>> counts.to_pylist()
        [3, None, 1]
    """

    def __len__(self) -> int: ...

    def __repr__(self) -> str: ...

    @property
    def null_count(self) -> int:
        """How many rows are null."""

    def to_pylist(self) -> list[Any]:
        """
        Return the rows as a list of ``int``, ``bool``, ``str`` or ``bytes``, and None.
        """

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """
        Export the column for numpy: ``numpy.asarray(column)``.

        Args:
            dtype: What to convert it to; of integers int64, of truth values bool, of texts object, if None.
            copy: As numpy calls it: False forbids a copy, True demands one.

        Returns:
            A read-only array of integers where they lie, or a new array.

        Raises:
            ValueError: Rows are null, which numpy's integers and bools cannot be; ``copy`` is False and a
                copy is needed.
            ImportError: numpy is not installed.
        """

    def __arrow_c_schema__(self) -> object:
        """Export the type: a capsule ``arrow_schema``."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """
        Export type and rows: capsules ``arrow_schema`` and ``arrow_array``. Other types than the column's own are not made.
        """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the rows in chunks: a capsule ``arrow_array_stream``."""

class ColumnVerbs:
    """
    The verbs over columns, which ``dittograph.columns`` offers as functions.
    """

    @staticmethod
    def count_doubles(column: ColumnLike, /, *, threads: SupportsIndex | None = None, validate: bool = False) -> Column:
        """
        Count the doubles of each row.

        Args:
            column: Any object that exports Arrow text or bytes (``__arrow_c_stream__`` or
                ``__arrow_c_array__``: pyarrow, Polars, pandas from 3 on, DuckDB, nanoarrow ...), with or
                without a dictionary or run ends, or a table of one such column; an iterable of ``str`` and
                None; a numpy array of str or objects, whose NaN stand for null. It is read where it lies.
            threads: How many threads may work on it, at least 1; as many as affinity and cgroup allow if
                None. They end with the call, and the result does not depend on them.
            validate: Whether to check first that Arrow text is valid UTF-8. Otherwise it is trusted, and
                where it is invalid the results mean nothing.

        Returns:
            The counts, of type int64; null for null. O(n), of a dictionary each distinct value once.

        Raises:
            TypeError: ``column`` is none of these, or has rows of another type.
            ValueError: ``threads`` is less than 1; an array is broken.
            UnicodeDecodeError: ``validate`` is set, and a row is not UTF-8.
            RuntimeError: A stream failed; the text is its own.

        Example:
            >>> from dittograph import columns
            >>> columns.count_doubles(["bookkeeper", None, "hello"]).to_pylist()
            [3, None, 1]
        """

    @staticmethod
    def longest_run_length(column: ColumnLike, /, *, threads: SupportsIndex | None = None, validate: bool = False) -> Column:
        """
        Tell how long the longest run of each row is.

        Args:
            column, threads, validate: As for ``count_doubles``.

        Returns:
            The lengths, of type int64: 0 of an empty row, null for null.

        Raises:
            TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``.

        Example:
            >>> from dittograph import columns
            >>> columns.longest_run_length(["hmmm, well", "", None]).to_pylist()
            [3, 0, None]
        """

    @staticmethod
    def count_runs(column: ColumnLike, /, min_length: SupportsIndex = 2, *, threads: SupportsIndex | None = None, validate: bool = False) -> Column:
        """
        Count the runs of at least ``min_length`` elements of each row.

        Args:
            column, threads, validate: As for ``count_doubles``.
            min_length: How many elements a run has at least; 1 counts single elements as well.

        Returns:
            The counts, of type int64; null for null.

        Raises:
            TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``;
                ``min_length`` is no integer, or less than 1.

        Example:
            >>> from dittograph import columns
            >>> columns.count_runs(["hmmm, well", None], min_length=3).to_pylist()
            [1, None]
        """

    @staticmethod
    def has_repeat(column: ColumnLike, /, min_copies: SupportsIndex = 2, max_period: SupportsIndex = 64, *, threads: SupportsIndex | None = None, validate: bool = False) -> Column:
        """
        Tell of each row whether there is a repeat.

        Args:
            column, threads, validate: As for ``count_doubles``.
            min_copies, max_period: As for ``dittograph.find_repeats``.

        Returns:
            What is so, of type bool; null for null. O(n max_period).

        Raises:
            TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; a number is no
                integer, or less than 2.

        Example:
            >>> from dittograph import columns
            >>> columns.has_repeat(["wkwkwk", "well", None], min_copies=3).to_pylist()
            [True, False, None]
        """

    @staticmethod
    def ends_in_repeat(column: ColumnLike, /, max_period: SupportsIndex = 64, min_copies: SupportsIndex = 4, min_period: SupportsIndex = 1, *, threads: SupportsIndex | None = None, validate: bool = False) -> Column:
        """
        Tell with which period the end of each row loops.

        Args:
            column, threads, validate: As for ``count_doubles``.
            max_period, min_copies, min_period: As for ``dittograph.ends_in_repeat``.

        Returns:
            The periods, of type int64: 0 where nothing loops, null for null.

        Raises:
            TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; a number is no
                integer, or as ``dittograph.ends_in_repeat`` does not allow it.

        Example:
            >>> from dittograph import columns
            >>> columns.ends_in_repeat(["no no no no ", "yes", None]).to_pylist()
            [3, 0, None]
        """

    @staticmethod
    def squeeze(column: ColumnLike, /, max_run: SupportsIndex = 1, *, threads: SupportsIndex | None = None, validate: bool = False, max_chunk_bytes: SupportsIndex = 2147483647) -> Column:
        """
        Shorten every run of each row to ``max_run`` elements.

        Args:
            column, threads, validate: As for ``count_doubles``.
            max_run: How many elements of a run are left, at least 1.
            max_chunk_bytes: How much text a chunk of utf8 or binary has at most.

        Returns:
            The rows of the type that the column has, decoded if it has a dictionary or run ends; of views
            and of ``str`` as utf8, or large_utf8 if it is more than ``max_chunk_bytes``; null for null. More
            utf8 or binary than that comes in several chunks.

        Raises:
            TypeError, ValueError, UnicodeDecodeError, RuntimeError: As for ``count_doubles``; ``max_run``
                is no integer, or less than 1.
            UnicodeEncodeError: A ``str`` has a lone surrogate, which UTF-8 cannot hold.

        Example:
            >>> from dittograph import columns
            >>> columns.squeeze(["sooo  goood", None]).to_pylist()
            ['so god', None]
        """

def count_doubles(text: str | Buffer, /) -> int:
    """
    Count the positions i with ``text[i] == text[i + 1]``.

    They overlap: ``"aaa"`` has two. Nothing is copied, and nothing is normalised: the elements of a
    ``str`` are its code points, those of a buffer its items.

    Args:
        text: A ``str``, or a C-contiguous one-dimensional buffer (``bytes``, ``bytearray``,
            ``memoryview``, ``array.array``, numpy array ...) of native integers of any size: format
            ``B b c ?`` or ``h H i I l L q Q n N``.

    Returns:
        The number of doubles. O(n), at the speed of one read of memory. For large texts the GIL is
        released meanwhile; changing a buffer in another thread then makes the result arbitrary.

    Raises:
        TypeError: ``text`` is neither a ``str`` nor a buffer of native integers.
        ValueError: The buffer does not have exactly one dimension.
        BufferError: The buffer is not contiguous.

    Example:
        >>> from dittograph import count_doubles
        >>> count_doubles("bookkeeper")
        3
    """

def find_doubles(text: str | Buffer, /) -> memoryview:
    """
    Find the positions i with ``text[i] == text[i + 1]``.

    Args:
        text: As for ``count_doubles``.

    Returns:
        The positions, ascending, as a read-only ``memoryview`` of int64 (format ``q``): it has a length,
        can be indexed, iterated and handed to ``numpy.asarray`` without a copy.

    Raises:
        TypeError, ValueError, BufferError: As for ``count_doubles``.

    Example:
        >>> from dittograph import find_doubles
        >>> find_doubles("bookkeeper").tolist()
        [1, 3, 5]
    """

@overload
def tally_doubles(text: str, /) -> dict[str, int]:
    """
    Count the doubles of each element.

    Args:
        text: As for ``count_doubles``.

    Returns:
        How often each element is doubled: most frequent first, ties by first occurrence. The keys are
        the elements of ``text``: ``str`` of one character, or ``int``, with the sign that the buffer's
        format gives them.

    Raises:
        TypeError, ValueError, BufferError: As for ``count_doubles``.

    Example:
        >>> from dittograph import tally_doubles
        >>> tally_doubles("hello, aaa")
        {'a': 2, 'l': 1}
        >>> tally_doubles(b"hello")
        {108: 1}
    """

@overload
def tally_doubles(text: Buffer, /) -> dict[int, int]: ...

class DoublesTallier:
    """
    Adds up the tallies of buffers of bytes; two neighbours should overlap by one byte.
    """

    def __init__(self) -> None: ...

    def update(self, piece: Buffer, /) -> None:
        """Add the doubles inside one buffer."""

    def merge(self, later: DoublesTallier, /) -> None:
        """Add what a tallier of a later text has counted."""

    def tally(self) -> dict[int, int]:
        """Most frequent first, ties by first occurrence."""

def count_doubles_utf8(data: Buffer, /) -> int:
    """
    Count the doubled code points of UTF-8 text without decoding it.

    Equals ``count_doubles(data.decode())``, several times faster.

    Args:
        data: A bytes-like object (format ``B``, ``b``, ``c`` or ``?``) that holds UTF-8.

    Raises:
        UnicodeDecodeError: ``data`` is not valid UTF-8; the exception is that of ``data.decode()``.
        TypeError, ValueError, BufferError: As for ``count_doubles``.

    Example:
        >>> from dittograph import count_doubles_utf8
        >>> count_doubles_utf8("Füüße 🙂🙂".encode())
        2
    """

def find_doubles_utf8(data: Buffer, /) -> memoryview:
    """
    Find the doubled code points of UTF-8 text without decoding it.

    Args:
        data: As for ``count_doubles_utf8``.

    Returns:
        What ``find_doubles(data.decode())`` returns: positions as code-point indices.

    Raises:
        UnicodeDecodeError, TypeError, ValueError, BufferError: As for ``count_doubles_utf8``.

    Example:
        >>> from dittograph import find_doubles_utf8
        >>> find_doubles_utf8("Füüße 🙂🙂".encode()).tolist()
        [1, 6]
    """

def tally_doubles_utf8(data: Buffer, /) -> dict[str, int]:
    """
    Count the doubles of each code point of UTF-8 text.

    Args:
        data: As for ``count_doubles_utf8``.

    Returns:
        What ``tally_doubles(data.decode())`` returns.

    Raises:
        UnicodeDecodeError, TypeError, ValueError, BufferError: As for ``count_doubles_utf8``.

    Example:
        >>> from dittograph import tally_doubles_utf8
        >>> tally_doubles_utf8("Füüße 🙂🙂".encode())
        {'ü': 1, '🙂': 1}
    """

class Utf8DoublesCounter:
    """
    Counts the doubled code points of UTF-8 text that comes in pieces, in constant memory.

    Pieces may be cut anywhere, even inside a character. Counting stops at the first invalid byte.

    Example:
        >>> from dittograph import Utf8DoublesCounter
        >>> counter = Utf8DoublesCounter()
        >>> for piece in (b"bo", b"ok\\xc3", b"\\xa9\\xc3\\xa9"):
        ...     valid_so_far = counter.update(piece)
        >>> counter.finish()
        True
        >>> counter.count
        2
    """

    def __init__(self) -> None: ...

    def update(self, piece: Buffer, /) -> bool:
        """
        Take the next piece; return whether all text so far is valid.

        After an error, further pieces are ignored, and the result stays False.
        """

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid UTF-8."""

    @property
    def count(self) -> int:
        """The doubles so far: those before the invalid byte if there is one."""

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

class Utf8DoublesTallier:
    """Like Utf8DoublesCounter, but counts the doubles of each code point."""

    def __init__(self) -> None: ...

    def update(self, piece: Buffer, /) -> bool:
        """
        Take the next piece; return whether all text so far is valid.

        After an error, further pieces are ignored, and the result stays False.
        """

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid UTF-8."""

    def merge(self, later: Utf8DoublesTallier, /) -> None:
        """Add what a tallier of a later text has counted."""

    def tally(self) -> dict[str, int]:
        """Most frequent first, ties by first occurrence."""

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

def hamming_distance(a: Hash, b: Hash, /, *, bits: SupportsIndex = 64) -> int:
    """
    Count the bits in which two hashes differ.

    Args:
        a, b: Hashes of 64 or 256 bits: integers from 0 on, or with a sign if they fit into 64 bits; or
            ``bytes`` of equal length, the highest first.
        bits: 64 or 256.

    Raises:
        TypeError: A hash is neither an integer nor ``bytes``; ``bits`` is no integer.
        ValueError: A hash does not have so many bits; ``bits`` is another number.

    Example:
        >>> from dittograph import hamming
        >>> hamming.distance(0b1011, 0b0010)
        2
    """

def hamming_distances(query: Hash, hashes: Hashes, /, *, bits: SupportsIndex = 64) -> memoryview:
    """
    Count the bits in which each of many hashes differs from one.

    Args:
        query: A hash, as for ``distance``.
        hashes: A buffer of 64-bit integers, as a numpy array has it, of shape (n,), or (n, 4) for
            hashes of 256 bits, the highest word first; a buffer of bytes, of shape (n, 8) or (n, 32) or
            one hash behind the other, the highest byte first; Arrow data of type int64, uint64 or
            fixed_size_binary; a list or tuple of ``int`` or ``bytes``. Integers with a sign stand for
            their bits.
        bits: How many bits a hash has, 64 or 256.

    Returns:
        The distances, in the order of the hashes: a read-only ``memoryview`` of int16. O(n).

    Raises:
        TypeError: ``query``, ``hashes`` or one of them is of another type.
        ValueError: A hash does not have so many bits, or is null; a buffer has another shape.
        BufferError: The buffer is not contiguous.

    Example:
        >>> from dittograph import hamming
        >>> hamming.distances(0b1011, [0b1011, 0b0010, 0]).tolist()
        [0, 2, 3]
    """

class HammingIndex:
    """
    Hashes that can be asked for those near to another one; exact.

    Args:
        bits: How many bits a hash has, 64 or 256.

    Large indexes have tables in which a query with a small radius looks at few hashes (multi-index
    hashing, Norouzi, Punjani and Fleet, 2014); it looks at all of them where that is quicker. What was
    added last, up to 32,768 hashes or an eighth, is not in the tables. 64 bytes a hash of 64 bits, 104 of
    256. Several threads may use an index at once.

    Raises:
        TypeError, ValueError: ``bits`` is neither of these.

    Example:
        >>> from dittograph.hamming import HammingIndex
        >>> index = HammingIndex()
        >>> index.add([0b1011, 0xFF00, 0b1001], ids=[101, 102, 103])
        >>> index.query(0b1011, radius=1)
        [(101, 0), (103, 1)]
        >>> index.nearest(0xFF01)
        [(102, 1)]
    """

    def __init__(self, bits: SupportsIndex = 64) -> None: ...

    def add(self, hashes: Hashes, /, ids: Ids | None = None) -> None:
        """
        Add hashes.

        Args:
            hashes: As for ``distances``.
            ids: An integer of 64 bits with a sign for each: a list or tuple of ``int``, a buffer, or Arrow
                data of type int64. None counts on from ``len(index)``. Ids need not differ.

        Raises:
            TypeError, ValueError, BufferError: As for ``distances``; there is not one id a hash, or one does
                not fit. Nothing has been added then.
        """

    def query(self, hash: Hash, /, radius: SupportsIndex) -> list[tuple[int, int]]:
        """
        Find the hashes within a distance of one.

        Args:
            hash: As for ``distance``.
            radius: In how many bits they may differ, 0 or more.

        Returns:
            Tuples ``(id, distance)``, nearest first, equally near ones by id.

        Raises:
            TypeError, ValueError: As for ``distance``; ``radius`` is no integer, or less than 0.
        """

    def nearest(self, hash: Hash, /, k: SupportsIndex = 1) -> list[tuple[int, int]]:
        """
        Find the hashes nearest to one.

        Args:
            hash: As for ``distance``.
            k: How many, at least 1.

        Returns:
            Tuples ``(id, distance)``, nearest first, equally near ones by id; all if there are fewer.

        Raises:
            TypeError, ValueError: As for ``distance``; ``k`` is no integer, or less than 1.
        """

    def merge(self, other: HammingIndex, /) -> None:
        """
        Add all hashes of another index, with their ids.

        Raises:
            TypeError: It is no index.
            ValueError: Its hashes have another number of bits.
        """

    def save(self, path: str | os.PathLike[str], /) -> None:
        """
        Write the index into a file.

        It is written under another name in the same directory and renamed at the end, so that there is
        either all of it or what there was before.

        Raises:
            TypeError: ``path`` is no path.
            OSError: The file cannot be written.
        """

    @staticmethod
    def open(path: str | os.PathLike[str], /) -> HammingIndex:
        """
        Open the file of an index, by mapping it into memory.

        All of it is read to see whether it is whole, and right. Processes that open the same file share
        its memory. What is added later is in memory alone. As long as an index lives, nobody may change its
        file: what is found would be arbitrary, and a file that gets shorter ends the process. ``save``
        replaces a file, which changes none that is open.

        Raises:
            TypeError: ``path`` is no path.
            OSError: The file cannot be read.
            ValueError: It is no index, or is damaged.
        """

    def __len__(self) -> int: ...

    def __repr__(self) -> str: ...

    @property
    def bits(self) -> int:
        """How many bits a hash has."""

class NearPairs(Iterator[tuple[int, int, int]]):
    """The pairs that ``near_pairs`` finds, one after the other."""

    def __iter__(self) -> NearPairs: ...

    def __next__(self) -> tuple[int, int, int]: ...

    def read_block(self) -> tuple[memoryview, memoryview, memoryview] | None:
        """
        Return some of the pairs that are left, at once.

        Returns:
            Three read-only ``memoryview`` objects of int64: the first positions, the second ones and the
            distances of at most 1.6 million pairs; None if there are no more.
        """

def near_pairs(hashes: Hashes, /, radius: SupportsIndex, *, bits: SupportsIndex = 64, threads: SupportsIndex | None = None) -> NearPairs:
    """
    Find all pairs of hashes within a distance of each other.

    Args:
        hashes, bits: As for ``distances``. The hashes must not change while you iterate: of those that
            do, what is found is arbitrary.
        radius: In how many bits they may differ, 0 or more.
        threads: How many may work at once; None is as many as the process may use.

    Returns:
        An iterator over tuples ``(first, second, distance)`` with first < second, positions in
        ``hashes``. Every pair comes once; in what order is not said, but it is the same for any number
        of threads. They are looked for while you iterate, some hundred thousand at a time, so that they
        need not fit into memory. Exact. Nearly O(n) for a small radius and hashes that spread; O(n^2 / 2) at worst.

    Raises:
        TypeError, ValueError, BufferError: As for ``distances``; ``radius`` or ``threads`` is no
            integer, or too small.

    Example:
        >>> from dittograph import hamming
        >>> sorted(hamming.near_pairs([0b1011, 0xFF00, 0b1001, 0b1000], radius=1))
        [(0, 2, 1), (2, 3, 1)]
    """

def near_groups(hashes: Hashes, /, radius: SupportsIndex, *, max_diameter: SupportsIndex | None = None, bits: SupportsIndex = 64, threads: SupportsIndex | None = None) -> list[list[int]]:
    """
    Find the groups of hashes that are connected by near pairs.

    Args:
        hashes, bits, radius, threads: As for ``near_pairs``.
        max_diameter: In how many bits two of a group may differ; None is no limit. With it, pairs are
            taken nearest first, and then by position, and connect two groups only if no two members
            are then further apart. O(n^2) at worst.

    Returns:
        Lists of positions, ascending, of two or more members each, ordered by their first. The same for
        any number of threads.

    Raises:
        TypeError, ValueError, BufferError: As for ``near_pairs``.

    Example:
        >>> from dittograph import hamming
        >>> hamming.near_groups([0b1011, 0xFF00, 0b1001, 0b1000], radius=1)
        [[0, 2, 3]]
        >>> hamming.near_groups([0b1011, 0xFF00, 0b1001, 0b1000], radius=1, max_diameter=1)
        [[0, 2]]
    """

def image_fingerprint(source: object, *, orientation: int = 1, on_white: bool = False, hashes: int = 31, rules: str = 'imagehash', quality: bool = True, pdq: bool = False, blurhash: tuple[int, int] = (0, 0), thumbhash: bool = False) -> tuple[tuple[int, int, int, int, int], int, bytes, int, str, bytes] | None:
    """
    Compute the hashes of an image; for `dittograph.images`.

    Args:
        source: An array of uint8, (height, width) or (height, width, channels) with 1, 3 or 4 channels;
            or a capsule ``dittograph.RowSource``.
        orientation: That of Exif, 1 to 8: how to turn the image before.
        on_white: Whether to lay four channels on white, or not to look at the fourth.
        hashes: Which, a bit each: average, difference, vertical difference, perceptual, wavelet.
        rules: ``"imagehash"`` or ``"imagededup"``.
        quality, pdq, thumbhash: Whether to compute them.
        blurhash: The components of a BlurHash across and down, 1 to 9 each; 0 for none.

    Returns:
        The bits of each hash; the quality, 0 to 100; PDQ's bits, 32 bytes, and its quality; the
        BlurHash; the ThumbHash. What was not asked for is 0 or empty. ``None`` if the rows ended early.

    Raises:
        TypeError, ValueError, BufferError: The array is none of those.
    """

class Repeat:
    """
    A stretch made of copies of a shorter one, and a part of it.

    Repeats are equal if all three of their parts are, and can be pickled.

    Raises:
        TypeError: A part is not an integer.
        ValueError: ``start`` is less than 0, ``period`` less than 2, ``length`` less than two periods.

    Example:
        >>> from dittograph import find_repeats
        >>> repeat = find_repeats("say abcabcab")[0]
        >>> repeat.start, repeat.period, repeat.length
        (4, 3, 8)
    """

    def __init__(self, start: int, period: int, length: int) -> None: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __reduce__(self) -> tuple[object, ...]: ...

    @property
    def start(self) -> int:
        """Index of the first element."""

    @property
    def period(self) -> int:
        """How many elements are copied over and over."""

    @property
    def length(self) -> int:
        """How many elements there are in all."""

    def __repr__(self) -> str: ...

class Repeats(Sequence[Repeat]):
    """
    The repeats of a text: an immutable sequence.

    They lie in arrays, ordered by start and then by period, and a ``Repeat`` is made when one is asked
    for. Equal if all repeats are; can be pickled, sliced, and compared.

    Example:
        >>> from dittograph import find_repeats
        >>> for repeat in find_repeats("say abcabcab, wkwk"):
        ...     print(repeat.period, repeat.length)
        3 8
        2 4
    """

    def __init__(self, starts: bytes, periods: bytes, lengths: bytes) -> None:
        """For pickle: the arrays as they lie in memory."""

    @property
    def starts(self) -> memoryview:
        """Where each repeat starts: a read-only ``memoryview`` of int64."""

    @property
    def periods(self) -> memoryview:
        """The period of each repeat: a read-only ``memoryview`` of int64."""

    @property
    def lengths(self) -> memoryview:
        """How long each repeat is: a read-only ``memoryview`` of int64."""

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Repeat: ...

    @overload
    def __getitem__(self, index: slice, /) -> Repeats: ...

    def __iter__(self) -> Iterator[Repeat]: ...

    def __reversed__(self) -> Iterator[Repeat]: ...

    def __contains__(self, value: object, /) -> bool: ...

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """
        Index of the first item between the two that equals ``value``; ValueError if none does.
        """

    def count(self, value: object) -> int:
        """How many items equal ``value``."""

    def __repr__(self) -> str: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __reduce__(self) -> tuple[object, ...]: ...

def find_repeats(text: str | Buffer, /, min_copies: SupportsIndex = 2, max_period: SupportsIndex = 64) -> Repeats:
    """
    Find the repeats: stretches made of copies of a shorter one.

    Args:
        text: As for ``count_doubles``.
        min_copies: How many whole copies a repeat has at least, 2 or more.
        max_period: How long what is copied may be, 2 or more.

    Returns:
        The repeats, ordered by start and then by period: an immutable sequence, which makes a
        ``Repeat`` when it is asked for one. Each is maximal, and has its smallest period; they may
        overlap. What has period 1 is a run: ``find_runs`` finds it. O(n max_period), whatever the text
        is, and 24 bytes a repeat, of which there are fewer than elements.

    Raises:
        TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; a number is not an
            integer.
        ValueError: ``min_copies`` or ``max_period`` is less than 2; the buffer does not have exactly one
            dimension.
        BufferError: The buffer is not contiguous.

    Example:
        >>> from dittograph import find_repeats
        >>> find_repeats("say abcabcabc")[0]
        Repeat(start=4, period=3, length=9)
    """

def has_repeat(text: str | Buffer, /, min_copies: SupportsIndex = 2, max_period: SupportsIndex = 64) -> bool:
    """
    Tell whether there is a repeat.

    Args:
        text, min_copies, max_period: As for ``find_repeats``.

    Returns:
        Whether ``find_repeats`` would find one. Stops at the first; O(n max_period).

    Raises:
        TypeError, ValueError, BufferError: As for ``find_repeats``.

    Example:
        >>> from dittograph import has_repeat
        >>> has_repeat("abcabcabc"), has_repeat("abcabcabc", min_copies=4)
        (True, False)
    """

def ends_in_repeat(items: str | Buffer | list[int] | tuple[int, ...], /, max_period: SupportsIndex = 64, min_copies: SupportsIndex = 4, min_period: SupportsIndex = 1) -> int:
    """
    Tell with which period the end of a text loops.

    This is the check on generated text, cheap enough for each new token: it looks at the last
    ``min_copies * max_period`` items alone.

    Args:
        items: A ``str``, a buffer of native integers, or a list or tuple of ``int``, such as token ids.
        max_period: How long what is copied may be, at least 1.
        min_copies: How many copies in a row there must be at the end, at least 2.
        min_period: How long it must be, at least 1.

    Returns:
        The smallest period from ``min_period`` to ``max_period`` of which ``items`` end with
        ``min_copies`` copies; 0 if there is none. Unlike for ``find_repeats`` it may be 1.

    Raises:
        TypeError: ``items`` is of another type, or holds something else than ``int`` among the last
            ones; a number is not an integer.
        ValueError: ``min_copies`` is less than 2; another number is less than 1; ``min_period`` is more
            than ``max_period``; an ``int`` of a list does not fit into 64 bits; the buffer does not have
            exactly one dimension.
        BufferError: The buffer is not contiguous.

    Example:
        >>> from dittograph import ends_in_repeat
        >>> ends_in_repeat("I know. I know. I know. I know. ")
        8
        >>> ends_in_repeat([5, 1, 7, 1, 7, 1, 7], min_copies=3)
        2
    """

def pillow_rows(pointer: object, owner: object, *, layout: str, width: int, height: int, channels: int, opacity: bool) -> object:
    """
    Read the rows of a Pillow image where they lie.

    Pillow does not promise how its images lie in memory: `dittograph.images` compares what this reads of
    some images with their pixels before it relies on it.

    Args:
        pointer: ``image.im.ptr``, a capsule.
        owner: ``image.im``, kept for as long as the result lives.
        layout: ``"number"`` if the mode of an image is a number, as from Pillow 12.1 on; ``"name"`` if
            it is a text, as before.
        width, height, channels: What the image has: 1 channel, or 4.
        opacity: Whether the fourth channel is the opacity.

    Returns:
        A capsule ``dittograph.RowSource``; ``None`` if at that place there is no such image.
    """

def copied_rows(strips: object, *, width: int, height: int, channels: int) -> object:
    """
    Read the rows of an image from an iterator.

    Args:
        strips: Yields ``bytes`` of whole rows, from the top down; all rows in all.
        width, height, channels: What the image has: 1, 3 or 4 channels, the fourth the opacity.

    Returns:
        A capsule ``dittograph.RowSource``. What the iterator raises is raised by the function that reads
        the rows.
    """

class Run:
    """
    A stretch of equal elements that no neighbour could join.

    Runs are equal if all three of their parts are, and can be pickled.

    Raises:
        TypeError: A part is of another type.
        ValueError: ``start`` is less than 0, ``length`` less than 1, ``element`` not one character.

    Example:
        >>> from dittograph import longest_run
        >>> run = longest_run("hmmm")
        >>> run.start, run.length, run.element
        (1, 3, 'm')
    """

    def __init__(self, start: int, length: int, element: str | int) -> None: ...

    @property
    def start(self) -> int:
        """Index of the first element."""

    @property
    def length(self) -> int:
        """How many elements there are."""

    @property
    def element(self) -> str | int:
        """What is repeated: a ``str`` of one character, or an ``int``."""

    def __repr__(self) -> str: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __reduce__(self) -> tuple[object, ...]: ...

class Runs(Sequence[Run]):
    """
    The runs of a text in their order: an immutable sequence.

    They lie in arrays, and a ``Run`` is made when one is asked for. Equal if all runs are; can be
    pickled, sliced, and compared.

    Example:
        >>> from dittograph import find_runs
        >>> for run in find_runs("hmmm, well"):
        ...     print(run.element, run.length)
        m 3
        l 2
    """

    def __init__(self, starts: bytes, lengths: bytes, elements: str | bytes, format: str) -> None:
        """For pickle: the arrays as they lie in memory."""

    @property
    def starts(self) -> memoryview:
        """Where each run starts: a read-only ``memoryview`` of int64."""

    @property
    def lengths(self) -> memoryview:
        """How long each run is: a read-only ``memoryview`` of int64."""

    @property
    def elements(self) -> str | memoryview:
        """
        The element of each run: a ``str``, or a ``memoryview`` of the buffer's format, which is
        ``B`` where that is ``c`` or ``?``.
        """

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Run: ...

    @overload
    def __getitem__(self, index: slice, /) -> Runs: ...

    def __iter__(self) -> Iterator[Run]: ...

    def __reversed__(self) -> Iterator[Run]: ...

    def __contains__(self, value: object, /) -> bool: ...

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """
        Index of the first item between the two that equals ``value``; ValueError if none does.
        """

    def count(self, value: object) -> int:
        """How many items equal ``value``."""

    def __repr__(self) -> str: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __reduce__(self) -> tuple[object, ...]: ...

def longest_run(text: str | Buffer, /) -> Run | None:
    """
    Find the longest run of equal elements.

    Args:
        text: As for ``count_doubles``.

    Returns:
        The first of the longest runs, or ``None`` if ``text`` is empty. O(n).

    Raises:
        TypeError, ValueError, BufferError: As for ``count_doubles``.

    Example:
        >>> from dittograph import longest_run
        >>> longest_run("hmmm, well")
        Run(start=1, length=3, element='m')
    """

def count_runs(text: str | Buffer, /, min_length: SupportsIndex = 2) -> int:
    """
    Count the runs of at least ``min_length`` equal elements.

    Args:
        text: As for ``count_doubles``.
        min_length: How many elements a run has at least; 1 counts single elements as well.

    Returns:
        The number of runs; no two of them overlap. O(n).

    Raises:
        TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; ``min_length`` is not
            an integer.
        ValueError: ``min_length`` is less than 1; the buffer does not have exactly one dimension.
        BufferError: The buffer is not contiguous.

    Example:
        >>> from dittograph import count_runs
        >>> count_runs("hmmm, well"), count_runs("hmmm, well", min_length=3)
        (2, 1)
    """

def find_runs(text: str | Buffer, /, min_length: SupportsIndex = 2) -> Runs:
    """
    Find the runs of at least ``min_length`` equal elements.

    Args:
        text: As for ``count_doubles``.
        min_length: As for ``count_runs``.

    Returns:
        The runs in their order: an immutable sequence, which makes a ``Run`` when it is asked for one.
        O(n) and 16 bytes and an element a run.

    Raises:
        TypeError, ValueError, BufferError: As for ``count_runs``.
        RuntimeError: Another thread changed the buffer meanwhile. Not every change is noticed.

    Example:
        >>> from dittograph import find_runs
        >>> runs = find_runs("hmmm, well")
        >>> runs[-1]
        Run(start=8, length=2, element='l')
        >>> runs.starts.tolist(), runs.lengths.tolist(), runs.elements
        ([1, 8], [3, 2], 'ml')
    """

class Utf8RunsCounter:
    """Counts the runs of UTF-8 text that comes in pieces."""

    def __init__(self, min_length: SupportsIndex = 2) -> None: ...

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

    def update(self, piece: Buffer, /) -> bool:
        """Take the next piece; return whether all text so far is valid."""

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid."""

    @property
    def count(self) -> int:
        """The runs so far, of at least the length asked for."""

    @property
    def longest(self) -> Run | None:
        """The first of the longest runs so far."""

class RunsCounter:
    """Like Utf8RunsCounter, but for bytes, of which none is invalid."""

    def __init__(self, min_length: SupportsIndex = 2) -> None: ...

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

    def update(self, piece: Buffer, /) -> bool:
        """Take the next piece; return whether all text so far is valid."""

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid."""

    @property
    def count(self) -> int:
        """The runs so far, of at least the length asked for."""

    @property
    def longest(self) -> Run | None:
        """The first of the longest runs so far."""

class Utf8RunsFinder:
    """Finds the runs of UTF-8 text that comes in pieces."""

    def __init__(self, min_length: SupportsIndex = 2) -> None: ...

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

    def update(self, piece: Buffer, /) -> Runs:
        """Take the next piece; return the runs that are known to have ended."""

    def finish(self) -> Runs:
        """Say that the text ends here; return the run that it ends with."""

class RunsFinder:
    """Like Utf8RunsFinder, but for bytes, of which none is invalid."""

    def __init__(self, min_length: SupportsIndex = 2) -> None: ...

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

    def update(self, piece: Buffer, /) -> Runs:
        """Take the next piece; return the runs that are known to have ended."""

    def finish(self) -> Runs:
        """Say that the text ends here; return the run that it ends with."""

def longest_run_utf8(data: Buffer, /) -> Run | None:
    """
    Find the longest run of equal code points in UTF-8 text.

    Args:
        data: As for ``count_doubles_utf8``.

    Returns:
        What ``longest_run(data.decode())`` returns, without decoding. O(n).

    Raises:
        UnicodeDecodeError, TypeError, ValueError, BufferError: As for ``count_doubles_utf8``.

    Example:
        >>> from dittograph import longest_run_utf8
        >>> longest_run_utf8("Füüüße 🙂🙂".encode())
        Run(start=1, length=3, element='ü')
    """

def count_runs_utf8(data: Buffer, /, min_length: SupportsIndex = 2) -> int:
    """
    Count the runs of at least ``min_length`` equal code points in UTF-8 text.

    Args:
        data: As for ``count_doubles_utf8``.
        min_length: As for ``count_runs``.

    Returns:
        What ``count_runs(data.decode(), min_length)`` returns, without decoding. O(n).

    Raises:
        UnicodeDecodeError, BufferError: As for ``count_doubles_utf8``.
        TypeError, ValueError: As for ``count_doubles_utf8``; as for ``count_runs`` of ``min_length``.

    Example:
        >>> from dittograph import count_runs_utf8
        >>> count_runs_utf8("Füüüße 🙂🙂".encode())
        2
    """

def find_runs_utf8(data: Buffer, /, min_length: SupportsIndex = 2) -> Runs:
    """
    Find the runs of at least ``min_length`` equal code points in UTF-8 text.

    Args:
        data: As for ``count_doubles_utf8``.
        min_length: As for ``count_runs``.

    Returns:
        What ``find_runs(data.decode(), min_length)`` returns, without decoding: positions are indices of
        code points. O(n).

    Raises:
        UnicodeDecodeError, BufferError: As for ``count_doubles_utf8``.
        TypeError, ValueError: As for ``count_doubles_utf8``; as for ``count_runs`` of ``min_length``.
        RuntimeError: As for ``find_runs``.

    Example:
        >>> from dittograph import find_runs_utf8
        >>> [*find_runs_utf8("Füüüße 🙂🙂".encode())]
        [Run(start=1, length=3, element='ü'), Run(start=7, length=2, element='🙂')]
    """

@overload
def squeeze(text: str, /, max_run: SupportsIndex = 1) -> str:
    """
    Shorten every run of equal elements to at most ``max_run``.

    Args:
        text: As for ``count_doubles``.
        max_run: How many equal elements in a row may stay, at least 1.

    Returns:
        What is left, in the type of ``text``: ``str``, ``bytes`` or ``bytearray``; for other buffers a
        read-only ``memoryview`` of their format. A ``str`` or ``bytes`` object of which nothing has to go
        is returned itself; a ``bytearray`` is always a new one. O(n).

    Raises:
        TypeError: ``text`` is neither a ``str`` nor a buffer of native integers; ``max_run`` is not an
            integer.
        ValueError: ``max_run`` is less than 1; the buffer does not have exactly one dimension.
        BufferError: The buffer is not contiguous.
        RuntimeError: Another thread changed the buffer meanwhile. Not every change is noticed.

    Example:
        >>> from dittograph import squeeze
        >>> squeeze("sooo  goood")
        'so god'
        >>> squeeze("sooo  goood", max_run=2)
        'soo  good'
    """

@overload
def squeeze(text: bytes, /, max_run: SupportsIndex = 1) -> bytes: ...

@overload
def squeeze(text: bytearray, /, max_run: SupportsIndex = 1) -> bytearray: ...

@overload
def squeeze(text: Buffer, /, max_run: SupportsIndex = 1) -> memoryview: ...

def squeeze_utf8(data: Buffer, /, max_run: SupportsIndex = 1) -> bytes:
    """
    Shorten every run of equal code points of UTF-8 text to at most ``max_run``.

    Args:
        data: As for ``count_doubles_utf8``.
        max_run: As for ``squeeze``.

    Returns:
        What ``squeeze(data.decode(), max_run).encode()`` returns, without decoding. A ``bytes`` object of
        which nothing has to go is returned itself. O(n).

    Raises:
        UnicodeDecodeError, BufferError: As for ``count_doubles_utf8``.
        TypeError, ValueError: As for ``count_doubles_utf8``; as for ``squeeze`` of ``max_run``.

    Example:
        >>> from dittograph import squeeze_utf8
        >>> squeeze_utf8("Füüüße 🙂🙂".encode()).decode()
        'Füße 🙂'
    """

class Utf8Squeezer:
    """
    Squeezes UTF-8 text that comes in pieces, in constant memory.

    Pieces may be cut anywhere, even inside a character, and runs go on from one to the next. Squeezing
    stops at the first invalid byte.

    Example:
        >>> from dittograph import Utf8Squeezer
        >>> squeezer = Utf8Squeezer(max_run=2)
        >>> b"".join(map(squeezer.update, (b"goo", b"oood\\xc3", b"\\xa9"))).decode()
        'goodé'
        >>> squeezer.finish()
        True
    """

    def __init__(self, max_run: SupportsIndex = 1) -> None: ...

    @overload
    def update(self, piece: Buffer, /) -> bytes:
        """
        Take the next piece and return what is left of it.

        Of text that is not valid, what is left of that before the first invalid byte. After that, and after finish(), pieces are ignored.
        """

    @overload
    def update(self, piece: Buffer, out: Buffer, /) -> int:
        """
        Write what is left to ``out`` and return how many bytes these are.

        ``out`` needs room for 3 bytes more than the piece has, and must not overlap it.
        """

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid."""

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""

class Squeezer:
    """Like Utf8Squeezer, but for bytes, of which none is invalid."""

    def __init__(self, max_run: SupportsIndex = 1) -> None: ...

    @overload
    def update(self, piece: Buffer, /) -> bytes:
        """
        Take the next piece and return what is left of it.

        Of text that is not valid, what is left of that before the first invalid byte. After that, and after finish(), pieces are ignored.
        """

    @overload
    def update(self, piece: Buffer, out: Buffer, /) -> int:
        """
        Write what is left to ``out`` and return how many bytes these are.

        ``out`` needs room for 3 bytes more than the piece has, and must not overlap it.
        """

    def finish(self) -> bool:
        """Say that the text ends here; return whether all of it is valid."""

    @property
    def error_offset(self) -> int | None:
        """Offset of the first invalid byte from the start, or None."""
