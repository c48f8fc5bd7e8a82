# SPDX-License-Identifier: Apache-2.0
"""Shares the parts of files out to threads and puts what they measure in order.

Threads read regular files alone, which never keep a reader waiting for somebody; what may (pipes,
terminals) is read by the main thread, which otherwise waits and draws the progress bar. So Ctrl-C
always finds it where it can listen, and the threads stop within a piece.
"""

from __future__ import annotations

import errno
from _thread import allocate_lock

from dittograph.cli.entries import explain, not_utf8, read_entry
from dittograph.cli.measures import ByteCount, ByteTally, InOrder, Utf8Count, Utf8Tally
from dittograph.cli.shared import SharedFile, is_settled, is_shared, lower_error
from dittograph.cli.spans import byte_span, read_span, utf8_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dittograph.cli.entries import Entry
    from dittograph.cli.measures import Measure
    from dittograph.cli.progress import Progress

# A piece is still in the second-level cache when it is counted, after it has been read. Whoever
# finds the GIL taken goes to sleep, which takes longer than many a piece does: hence few of them.
PIECE_SIZE = 1 << 20
PART_SIZE = 1 << 23
# More would only wait for memory, and take 256 KiB of it each.
MOST_THREADS = 256
FILE_COST = 1 << 17  # To open and to close a file takes as long as to count so many bytes.

_TOO_MANY_FILES = errno.EMFILE, errno.ENFILE
_MAIN = 0  # the slot of the main thread


class Work:
    """Measures entries and writes what comes of it into them.

    Args:
        entries: What to read; those that have an error already are left alone.
        progress: Is told how many bytes have been read.
        as_bytes: Whether an element is a byte, and not a code point of UTF-8.
        tally: Whether to find out which elements are doubled.
        part_size: How much of a file a thread takes at a time.
        piece_size: How much is read at a time.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        progress: Progress,
        *,
        as_bytes: bool = False,
        tally: bool = False,
        part_size: int = PART_SIZE,
        piece_size: int = PIECE_SIZE,
    ) -> None:
        self._entries = entries
        self._progress = progress
        self._as_bytes = as_bytes
        self._new_measure: type[ByteCount | ByteTally | Utf8Count | Utf8Tally]
        if as_bytes:
            self._new_measure = ByteTally if tally else ByteCount
        else:
            self._new_measure = Utf8Tally if tally else Utf8Count
        self._part_size = part_size
        self._piece_size = piece_size
        self._lock = allocate_lock()  # for all that follows, but for a thread's own slot
        self._total = InOrder()
        self._total.add(-1, self._new_measure())  # in case that there are no entries
        self._parts = self._hand_out()
        self._open_files: set[SharedFile] = set()
        self._bytes_read = [0]  # by slot: that of the main thread, those of the others
        self._stopped = False
        self._failure: BaseException | None = None

    def run(self, threads: int | None = None) -> Measure:
        """Do the work and return the measure of all entries without error, one after the other.

        Args:
            threads: How many threads may work, `MOST_THREADS` at most; None for as many as can run
                at once.
        """
        parts = sum(-(-(e.length or 0) // self._part_size) for e in self._entries)
        if threads is None:
            threads = self._worthwhile_threads()
        threads = min(threads, parts, MOST_THREADS)
        try:
            if threads > 1:
                self._work_in_threads(threads)
            else:
                self._work(_MAIN)
            buffer = memoryview(bytearray(self._piece_size))
            for position, entry in enumerate(self._entries):
                if entry.error is None and not is_shared(entry):
                    self._measure_stream(position, entry, buffer)
        finally:
            for file in self._open_files:
                file.close()
        return self._total.whole()

    def _worthwhile_threads(self) -> int:
        """Return as many as can run at once, or one if the work is done by when they have begun."""
        cost = sum((e.length or 0) + FILE_COST for e in self._entries)
        if cost <= PART_SIZE:
            return 1
        from dittograph.threads import available_threads

        return available_threads()

    def _work_in_threads(self, count: int) -> None:
        import threading

        self._bytes_read += [0] * count
        workers: list[threading.Thread] = []
        # Not to be had from `join`: until Python 3.13 it takes a thread for finished, which goes
        # on, when Ctrl-C interrupts the waiting.
        finished = threading.Semaphore(0)

        def work(slot: int) -> None:
            try:
                self._work(slot)
            except BaseException as failure:  # noqa: BLE001 - raised again by the main thread
                self._failure = failure
                self._stopped = True
            finally:
                finished.release()

        try:
            for slot in range(1, count + 1):
                worker = threading.Thread(target=work, args=(slot,), daemon=True)
                try:
                    worker.start()
                except RuntimeError:  # The system allows no more; fewer do as well.
                    break
                workers.append(worker)
            if not workers:
                self._work(_MAIN)
            for _ in workers:
                while not finished.acquire(timeout=0.1):
                    self._progress.update(sum(self._bytes_read))
        except BaseException:
            self._stopped = True
            raise
        finally:
            for worker in workers:
                worker.join()
        if self._failure is not None:
            raise self._failure

    def _work(self, slot: int) -> None:
        buffer = memoryview(bytearray(self._piece_size))
        while not self._stopped:
            with self._lock:
                part = next(self._parts, None)
            # There is none for now, either, if the system lets us open no more files. Then a thread
            # that has one open is at work, and goes on behind it: this one need not wait.
            if part is None:
                break
            self._measure_part(*part, slot, buffer)

    def _hand_out(self) -> Iterator[tuple[SharedFile, int] | None]:
        """Yield the files to share, open, each with the beginnings of its parts.

        None stands for a file that cannot be opened until another one is closed.
        """
        for position, entry in enumerate(self._entries):
            if entry.error is None and not is_shared(entry):
                continue  # a stream, which is not for threads
            file = None
            while file is None and entry.error is None:
                try:
                    file = SharedFile(position, entry, self._part_size)
                except OSError as error:
                    if error.errno in _TOO_MANY_FILES and self._open_files:
                        yield None
                    else:
                        entry.error = explain(error)
            if file is None:
                self._total.add(position, self._new_measure())
            else:
                self._open_files.add(file)
                for begin in file.begins:
                    yield file, begin

    def _measure_part(self, file: SharedFile, begin: int, slot: int, buffer: memoryview) -> None:
        entry = file.entry
        measure = self._new_measure()
        first, reached, problem = begin, entry.start, None
        try:
            if not is_settled(entry, begin):
                first, stop = self._span(file, begin)
                position = first
                for piece in read_span(file.fd, first, stop, buffer):
                    position = reached = position + len(piece)
                    self._advance(slot, len(piece))
                    if self._stopped or not measure.update(piece):
                        break
        except OSError as error:
            problem = explain(error)
        measure.finish()
        with self._lock:
            entry.error = entry.error or problem
            entry.bytes = max(entry.bytes, reached - entry.start)
            if measure.error_offset is not None:
                lower_error(entry, first - entry.start + measure.error_offset)
            file.measures.add(file.begins.index(begin), measure)
            file.unfinished -= 1
            if file.unfinished == 0:
                self._open_files.remove(file)
                file.close()
                self._conclude(file.position, entry, file.measures.whole())

    def _span(self, file: SharedFile, begin: int) -> tuple[int, int | None]:
        # The last part goes on to where the file ends by then.
        end = begin + self._part_size if begin != file.begins[-1] else None
        if self._as_bytes:
            return byte_span(begin, end)
        return utf8_span(file.fd, begin, end, file.entry.start)

    def _measure_stream(self, position: int, entry: Entry, buffer: memoryview) -> None:
        measure = self._new_measure()
        try:
            for piece in read_entry(entry, buffer, self._progress, self._advance_main):
                if not measure.update(piece):
                    break
        except OSError as error:
            entry.error = explain(error)
        measure.finish()
        entry.error_offset = measure.error_offset
        self._conclude(position, entry, measure)

    def _advance_main(self, size: int, shown: bool) -> None:
        self._advance(_MAIN, size, shown=shown)

    def _advance(self, slot: int, size: int, *, shown: bool = True) -> None:
        self._bytes_read[slot] += size
        if slot == _MAIN and shown:
            self._progress.update(sum(self._bytes_read))

    def _conclude(self, position: int, entry: Entry, measure: Measure) -> None:
        if entry.error is not None:
            entry.error_offset = None  # It goes with the message that it is not UTF-8.
        elif entry.error_offset is not None:
            entry.error = not_utf8(entry.error_offset, "count")
        if entry.error is None:
            entry.doubles, entry.tally = measure.doubles(), measure.tally()
        else:
            entry.bytes = 0
            measure = self._new_measure()
        self._total.add(position, measure)
