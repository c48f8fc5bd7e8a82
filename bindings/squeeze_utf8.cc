// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/squeeze.h"
#include "gil.h"
#include "register.h"
#include "shared.h"
#include "utf8_data.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kSqueezeDoc =
    R"(Shorten every run of equal code points of UTF-8 text to at most ``max_run``.

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
)";

constexpr const char* kSqueezerDoc =
    R"(Squeezes UTF-8 text that comes in pieces, in constant memory.

Pieces may be cut anywhere, even inside a character, and runs go on from one to the next. Squeezing
stops at the first invalid byte.

Example:
    >>> from dittograph import Utf8Squeezer
    >>> squeezer = Utf8Squeezer(max_run=2)
    >>> b"".join(map(squeezer.update, (b"goo", b"oood\xc3", b"\xa9"))).decode()
    'goodé'
    >>> squeezer.finish()
    True
)";

constexpr const char* kUpdateDoc =
    "Take the next piece and return what is left of it.\n\n"
    "Of text that is not valid, what is left of that before the first invalid byte. After that, "
    "and "
    "after finish(), pieces are ignored.";
constexpr const char* kUpdateIntoDoc =
    "Write what is left to ``out`` and return how many bytes these are.\n\n"
    "``out`` needs room for 3 bytes more than the piece has, and must not overlap it.";

/// Makes a bytes object of `room` bytes, of which `fill(span)` writes the first, and returns how
/// many: only they stay.
template <class Fill>
[[nodiscard]] nb::object make_bytes(std::size_t room, Fill&& fill) {
  PyObject* bytes = PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(room));
  if (bytes == nullptr) throw nb::python_error();
  const std::size_t written = fill(std::span<char>(PyBytes_AS_STRING(bytes), room));
  if (_PyBytes_Resize(&bytes, static_cast<Py_ssize_t>(written)) != 0) throw nb::python_error();
  return nb::steal(bytes);
}

[[nodiscard]] nb::object squeeze_data(nb::handle data, nb::handle most) {
  const std::size_t max_run = to_length(most, "max_run");
  const BufferView buffer(data, "data", kBytes);
  const std::string_view text = view_utf8(buffer);
  Utf8Squeezer squeezer(max_run);
  auto squeezed = make_bytes(text.size() + Utf8Squeezer::kMostCarried, [&](std::span<char> room) {
    return without_gil(text.size(), [&] {
      const std::size_t written = squeezer.update(text, room);
      squeezer.finish();
      return written;
    });
  });
  if (squeezer.error_offset()) raise_invalid_utf8(text, *squeezer.error_offset());
  if (PyBytes_CheckExact(data.ptr()) && nb::len(squeezed) == text.size()) return nb::borrow(data);
  return squeezed;
}

/// A buffer to write to, for as long as this lives.
class WritableBuffer {
 public:
  explicit WritableBuffer(nb::handle object) {
    if (!PyObject_CheckBuffer(object.ptr())) {
      raise(PyExc_TypeError, "out must be a writable bytes-like object, not %.200s",
            Py_TYPE(object.ptr())->tp_name);
    }
    if (PyObject_GetBuffer(object.ptr(), &buffer_, PyBUF_WRITABLE) != 0) throw nb::python_error();
  }
  ~WritableBuffer() { PyBuffer_Release(&buffer_); }
  WritableBuffer(const WritableBuffer&) = delete;
  WritableBuffer& operator=(const WritableBuffer&) = delete;

  [[nodiscard]] std::span<char> bytes() const noexcept {
    return {static_cast<char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
  }

 private:
  Py_buffer buffer_{};
};

[[nodiscard]] bool overlap(std::string_view text, std::span<char> room) {
  const std::less<> before;
  return !text.empty() && before(text.data(), room.data() + room.size()) &&
         before(room.data(), text.data() + text.size());
}

template <class Stream>
std::size_t squeeze_piece(Shared<Stream>& squeezer, std::string_view piece, std::span<char> room) {
  return squeezer.use([&](Stream& value) {
    return without_gil(piece.size(), [&] { return value.update(piece, room); });
  });
}

template <class Stream>
[[nodiscard]] nb::object update(Shared<Stream>& squeezer, nb::handle piece) {
  const BufferView buffer(piece, "piece", kBytes);
  const std::string_view text = view_utf8(buffer);
  return make_bytes(text.size() + Stream::kMostCarried,
                    [&](std::span<char> room) { return squeeze_piece(squeezer, text, room); });
}

template <class Stream>
[[nodiscard]] std::size_t update_into(Shared<Stream>& squeezer, nb::handle piece, nb::handle out) {
  const BufferView buffer(piece, "piece", kBytes);
  const std::string_view text = view_utf8(buffer);
  const WritableBuffer writable(out);
  const std::span<char> room = writable.bytes();
  constexpr std::size_t kMore = Utf8Squeezer::kMostCarried;  // one promise for both kinds
  if (room.size() < text.size() + kMore) {
    raise(PyExc_ValueError, "out must have room for %zu bytes, 3 more than piece, got %zu",
          text.size() + kMore, room.size());
  }
  if (overlap(text, room)) raise(PyExc_ValueError, "out must not overlap piece");
  return squeeze_piece(squeezer, text, room);
}

template <class Stream>
void register_squeezer(nb::module_& module, const char* name, const char* doc) {
  using Squeezer = Shared<Stream>;
  nb::class_<Squeezer>(module, name, doc)
      .def(
          "__init__",
          [](Squeezer* self, nb::handle max_run) {
            new (self) Squeezer(to_length(max_run, "max_run"));
          },
          nb::arg("max_run").none() = 1,
          nb::sig("def __init__(self, max_run: typing.SupportsIndex = 1) -> None"))
      .def("update", &update<Stream>, kUpdateDoc, any_object(),
           nb::sig("def update(self, piece: Buffer, /) -> bytes"))
      .def("update", &update_into<Stream>, kUpdateIntoDoc, any_object(), any_object(),
           nb::sig("def update(self, piece: Buffer, out: Buffer, /) -> int"))
      .def(
          "finish",
          [](Squeezer& self) { return self.use([](Stream& value) { return value.finish(); }); },
          "Say that the text ends here; return whether all of it is valid.")
      .def_prop_ro(
          "error_offset",
          [](Squeezer& self) {
            return self.use([](const Stream& value) { return value.error_offset(); });
          },
          "Offset of the first invalid byte from the start, or None.");
}

}  // namespace

void register_squeeze_utf8(nb::module_& module) {
  module.def("squeeze_utf8", &squeeze_data, kSqueezeDoc, any_object(),
             nb::arg("max_run").none() = 1,
             nb::sig("def squeeze_utf8(data: Buffer, /, "
                     "max_run: typing.SupportsIndex = 1) -> bytes"));
  register_squeezer<Utf8Squeezer>(module, "Utf8Squeezer", kSqueezerDoc);
  register_squeezer<Squeezer>(module, "Squeezer",
                              "Like Utf8Squeezer, but for bytes, of which none is invalid.");
}

}  // namespace dittograph::python
