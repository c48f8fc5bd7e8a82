// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles.h"

#include <nanobind/nanobind.h>

#include <cstdint>
#include <span>
#include <vector>

#include "buffer_view.h"
#include "dittograph/doubles_tally.h"
#include "element.h"
#include "gil.h"
#include "positions.h"
#include "register.h"
#include "shared.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kCountDoc = R"(Count the positions i with ``text[i] == text[i + 1]``.

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
)";

constexpr const char* kFindDoc = R"(Find the positions i with ``text[i] == text[i + 1]``.

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
)";

constexpr const char* kTallyDoc = R"(Count the doubles of each element.

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
)";

[[nodiscard]] std::uint64_t count(nb::handle text) {
  return with_elements(text, [](ElementView elements) {
    return without_gil(elements.size * elements.element_size,
                       [&] { return count_doubles(elements); });
  });
}

[[nodiscard]] nb::object find(nb::handle text) {
  return with_elements(text, [](ElementView elements) {
    const std::size_t bytes = elements.size * elements.element_size;
    const std::size_t found = without_gil(bytes, [&] { return count_doubles(elements); });
    return make_positions(found, [&](std::span<std::int64_t> positions) {
      return without_gil(bytes, [&] { return find_doubles(elements, positions); });
    });
  });
}

[[nodiscard]] std::vector<DoublesTally<std::uint64_t>> tally_without_gil(ElementView elements) {
  return without_gil(elements.size * elements.element_size,
                     [&] { return tally_doubles(elements); });
}

[[nodiscard]] nb::dict tally_str(nb::str text) {
  nb::dict tally;
  for (const auto& [element, number] : tally_without_gil(view_str(text.ptr()))) {
    tally[to_character(element)] = number;
  }
  return tally;
}

[[nodiscard]] nb::dict tally_buffer(nb::handle text) {
  const BufferView buffer(text, "text", kIntegers);
  nb::dict tally;
  for (const auto& [element, number] : tally_without_gil(buffer.elements())) {
    tally[to_int(element, buffer.elements().element_size, buffer.is_signed())] = number;
  }
  return tally;
}

using ByteTallier = Shared<DoublesTallier>;

void update(ByteTallier& tallier, nb::handle piece) {
  const BufferView buffer(piece, "piece", kBytes);
  tallier.use([&buffer](DoublesTallier& value) {
    without_gil(buffer.size_bytes(), [&] { value.add(buffer.elements()); });
  });
}

[[nodiscard]] nb::dict tally(ByteTallier& tallier) {
  nb::dict result;
  for (const auto& [element, number] :
       tallier.use([](const DoublesTallier& value) { return value.tally(); })) {
    result[nb::int_(element)] = number;
  }
  return result;
}

}  // namespace

void register_doubles(nb::module_& module) {
  module.def("count_doubles", &count, kCountDoc, any_object(),
             nb::sig("def count_doubles(text: str | Buffer, /) -> int"));
  module.def("find_doubles", &find, kFindDoc, any_object(),
             nb::sig("def find_doubles(text: str | Buffer, /) -> memoryview"));
  module.def("tally_doubles", &tally_str, kTallyDoc,
             nb::sig("def tally_doubles(text: str, /) -> dict[str, int]"));
  module.def("tally_doubles", &tally_buffer, any_object(),
             nb::sig("def tally_doubles(text: Buffer, /) -> dict[int, int]"));

  nb::class_<ByteTallier>(
      module, "DoublesTallier",
      "Adds up the tallies of buffers of bytes; two neighbours should overlap by "
      "one byte.")
      .def(nb::init<>())
      .def("update", &update, "Add the doubles inside one buffer.", any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> None"))
      .def("merge", &merge<DoublesTallier>, "Add what a tallier of a later text has counted.",
           nb::sig("def merge(self, later: DoublesTallier, /) -> None"))
      .def("tally", &tally, "Most frequent first, ties by first occurrence.",
           nb::sig("def tally(self) -> dict[int, int]"));
}

}  // namespace dittograph::python
