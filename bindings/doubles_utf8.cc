// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles_utf8.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/doubles_utf8_stream.h"
#include "gil.h"
#include "positions.h"
#include "register.h"
#include "shared.h"
#include "utf8_data.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kCountDoc =
    R"(Count the doubled code points of UTF-8 text without decoding it.

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
)";

constexpr const char* kFindDoc = R"(Find the doubled code points of UTF-8 text without decoding it.

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
)";

constexpr const char* kTallyDoc = R"(Count the doubles of each code point of UTF-8 text.

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
)";

constexpr const char* kCounterDoc =
    R"(Counts the doubled code points of UTF-8 text that comes in pieces, in constant memory.

Pieces may be cut anywhere, even inside a character. Counting stops at the first invalid byte.

Example:
    >>> from dittograph import Utf8DoublesCounter
    >>> counter = Utf8DoublesCounter()
    >>> for piece in (b"bo", b"ok\xc3", b"\xa9\xc3\xa9"):
    ...     valid_so_far = counter.update(piece)
    >>> counter.finish()
    True
    >>> counter.count
    2
)";

[[nodiscard]] std::uint64_t count(nb::handle data) {
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8DoublesCounter counter;
  const bool valid = without_gil(text.size(), [&] {
    counter.update(text);
    return counter.finish();
  });
  if (!valid) raise_invalid_utf8(text, counter.error_offset().value_or(0));
  return counter.count();
}

[[nodiscard]] nb::object find(nb::handle data) {
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8DoublesCounter counter;
  const bool valid = without_gil(text.size(), [&] {
    counter.update(text);
    return counter.finish();
  });
  if (!valid) raise_invalid_utf8(text, counter.error_offset().value_or(0));
  return make_positions(counter.count(), [&](std::span<std::int64_t> positions) {
    return without_gil(text.size(), [&] { return find_doubles_utf8(text, positions); });
  });
}

[[nodiscard]] nb::dict to_dict(const std::vector<DoublesTally<char32_t>>& tally) {
  nb::dict result;
  for (const auto& [code_point, number] : tally) {
    if (code_point > 0x10FFFF) raise_changed("data");  // it was checked before
    const auto character = nb::steal(PyUnicode_FromOrdinal(static_cast<int>(code_point)));
    if (!character.is_valid()) throw nb::python_error();
    result[character] = number;
  }
  return result;
}

[[nodiscard]] nb::dict tally(nb::handle data) {
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8DoublesTallier tallier;
  const bool valid = without_gil(text.size(), [&] {
    tallier.update(text);
    return tallier.finish();
  });
  if (!valid) raise_invalid_utf8(text, tallier.error_offset().value_or(0));
  return to_dict(tallier.tally());
}

using Counter = Shared<Utf8DoublesCounter>;
using Tallier = Shared<Utf8DoublesTallier>;

template <class Stream>
[[nodiscard]] bool update(Shared<Stream>& stream, nb::handle piece) {
  const BufferView buffer(piece, "piece", kBytes);
  const std::string_view text = view_utf8(buffer);
  return stream.use([text](Stream& value) {
    return without_gil(text.size(), [&] { return value.update(text); });
  });
}

template <class Stream>
[[nodiscard]] bool finish(Shared<Stream>& stream) {
  return stream.use([](Stream& value) { return value.finish(); });
}

template <class Stream>
[[nodiscard]] std::optional<std::uint64_t> error_offset(Shared<Stream>& stream) {
  return stream.use([](const Stream& value) { return value.error_offset(); });
}

[[nodiscard]] std::uint64_t count_so_far(Counter& counter) {
  return counter.use([](const Utf8DoublesCounter& value) { return value.count(); });
}

[[nodiscard]] nb::dict tally_so_far(Tallier& tallier) {
  return to_dict(tallier.use([](const Utf8DoublesTallier& value) { return value.tally(); }));
}

constexpr const char* kUpdateDoc =
    "Take the next piece; return whether all text so far is valid.\n\n"
    "After an error, further pieces are ignored, and the result stays False.";
constexpr const char* kFinishDoc =
    "Say that the text ends here; return whether all of it is valid UTF-8.";
constexpr const char* kErrorDoc = "Offset of the first invalid byte from the start, or None.";

}  // namespace

void register_doubles_utf8(nb::module_& module) {
  module.def("count_doubles_utf8", &count, kCountDoc, any_object(),
             nb::sig("def count_doubles_utf8(data: Buffer, /) -> int"));
  module.def("find_doubles_utf8", &find, kFindDoc, any_object(),
             nb::sig("def find_doubles_utf8(data: Buffer, /) -> memoryview"));
  module.def("tally_doubles_utf8", &tally, kTallyDoc, any_object(),
             nb::sig("def tally_doubles_utf8(data: Buffer, /) -> dict[str, int]"));

  nb::class_<Counter>(module, "Utf8DoublesCounter", kCounterDoc)
      .def(nb::init<>())
      .def("update", &update<Utf8DoublesCounter>, kUpdateDoc, any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> bool"))
      .def("finish", &finish<Utf8DoublesCounter>, kFinishDoc)
      .def_prop_ro("count", &count_so_far,
                   "The doubles so far: those before the invalid byte if there is one.")
      .def_prop_ro("error_offset", &error_offset<Utf8DoublesCounter>, kErrorDoc);

  nb::class_<Tallier>(module, "Utf8DoublesTallier",
                      "Like Utf8DoublesCounter, but counts the doubles of each code point.")
      .def(nb::init<>())
      .def("update", &update<Utf8DoublesTallier>, kUpdateDoc, any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> bool"))
      .def("finish", &finish<Utf8DoublesTallier>, kFinishDoc)
      .def("merge", &merge<Utf8DoublesTallier>, "Add what a tallier of a later text has counted.",
           nb::sig("def merge(self, later: Utf8DoublesTallier, /) -> None"))
      .def("tally", &tally_so_far, "Most frequent first, ties by first occurrence.",
           nb::sig("def tally(self) -> dict[str, int]"))
      .def_prop_ro("error_offset", &error_offset<Utf8DoublesTallier>, kErrorDoc);
}

}  // namespace dittograph::python
