// SPDX-License-Identifier: Apache-2.0
// The module _jpeg: files as rows of pixels, for the functions that take images. A module of its
// own, so that whoever does not read files loads no libjpeg.
#include <Python.h>
#include <nanobind/nanobind.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "bytes.h"
#include "dittograph/image.h"
#include "dittograph/jpeg.h"
#include "gil.h"
#include "image_source.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kOpenDoc = R"(Read the header of a JPEG file. Rows are decoded when asked for.

Args:
    data: The file: a bytes-like object, read in place. It stays in use as long as the result lives.
    max_pixels: How many pixels the file may have.
    max_scans: How many scans, of which a progressive file has about ten.
    fast: Gray, and reduced as far as the shorter side keeps 128 pixels, by 2, 4 or 8. Otherwise the
        pixels are those of Pillow.
    partial: Read as much as there is of a truncated file.

Raises:
    TypeError, ValueError, BufferError: An argument is none of these.
    TruncatedImageError, CorruptImageError, UnsupportedImageError, ImageTooLargeError: The header
        says so; all of ``dittograph.images.errors``.
    MemoryError: There is not enough.
)";

constexpr const char* kRowsDoc = R"(The rows of a JPEG file, which can be read once.)";

constexpr const char* kRowSourceDoc =
    R"(A capsule ``dittograph.RowSource`` with the C++ object of that name; it keeps this alive.)";

constexpr const char* kReadDoc = R"(Read the rows that are left, one behind the other.

Raises:
    TruncatedImageError, CorruptImageError, ImageTooLargeError, MemoryError: As ``check``.
)";

constexpr const char* kCheckDoc = R"(Raise what reading has failed of; do nothing if it has not.

Raises:
    TruncatedImageError, CorruptImageError, ImageTooLargeError, MemoryError: It has.
)";

[[nodiscard]] const char* name_of(JpegStatus status) {
  switch (status) {
    case JpegStatus::kOk:
      break;
    case JpegStatus::kTruncated:
      return "truncated";
    case JpegStatus::kCorrupt:
      return "corrupt";
    case JpegStatus::kTooLarge:
      return "too_large";
    case JpegStatus::kUnsupported:
      return "unsupported";
    case JpegStatus::kOutOfMemory:
      return "out_of_memory";
  }
  return nullptr;
}

[[noreturn]] void raise_status(JpegStatus status, const char* message) {
  if (status == JpegStatus::kOutOfMemory) {
    PyErr_NoMemory();
    throw nb::python_error();
  }
  const char* const name = status == JpegStatus::kTruncated     ? "TruncatedImageError"
                           : status == JpegStatus::kTooLarge    ? "ImageTooLargeError"
                           : status == JpegStatus::kUnsupported ? "UnsupportedImageError"
                                                                : "CorruptImageError";
  const nb::object type = nb::module_::import_("dittograph.images.errors").attr(name);
  // What is too large says itself what is allowed.
  const bool is_whole = status == JpegStatus::kTooLarge;
  raise(type.ptr(), is_whole ? "%s" : "data cannot be read as a JPEG file: %s", message);
}

[[nodiscard]] std::span<const std::uint8_t> bytes_of(const BufferView& view) {
  return {static_cast<const std::uint8_t*>(view.elements().data), view.size_bytes()};
}

// A reader that threads cannot get in each other's way with: who comes while another one reads gets
// no rows.
class JpegRows final : public RowSource {
 public:
  JpegRows(nb::object data, const JpegLimits& limits, const JpegOptions& options)
      : data_(std::move(data)),
        view_(data_, "data", kBytes),
        reader_(bytes_of(view_), limits, options) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return reader_.format(); }

  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override {
    if (is_busy_.test_and_set(std::memory_order_acquire)) return 0;
    const std::size_t count = reader_.next_rows(rows);
    is_busy_.clear(std::memory_order_release);
    return count;
  }

  // What never changes.
  [[nodiscard]] const JpegHeader& header() const noexcept { return reader_.header(); }
  [[nodiscard]] int scale_denominator() const noexcept { return reader_.scale_denominator(); }

  struct State {
    JpegStatus status = JpegStatus::kOk;
    bool is_partial = false;
    std::int64_t warnings = 0;
    std::string message;
  };
  /// Nothing has happened yet if another thread is reading.
  [[nodiscard]] State state() {
    State now;
    if (is_busy_.test_and_set(std::memory_order_acquire)) return now;
    now = {reader_.status(), reader_.is_partial(), reader_.warnings(), {}};
    is_busy_.clear(std::memory_order_release);
    // It is written once, before the status.
    if (now.status != JpegStatus::kOk) now.message = reader_.message();
    return now;
  }

 private:
  nb::object data_;
  BufferView view_;
  JpegReader reader_;
  std::atomic_flag is_busy_;
};

[[nodiscard]] JpegRows* open_jpeg(nb::object data, nb::handle max_pixels, nb::handle max_scans,
                                  bool fast, bool partial) {
  JpegLimits limits;
  limits.max_pixels = to_length(max_pixels, "max_pixels");
  constexpr std::size_t kMostScans = std::numeric_limits<int>::max();
  limits.max_scans = static_cast<int>(std::min(to_length(max_scans, "max_scans"), kMostScans));
  JpegOptions options;
  options.partial = partial;
  if (fast) {
    options.scale_denominator = kFastScale;
    options.luma_only = true;
  }
  auto rows = std::make_unique<JpegRows>(std::move(data), limits, options);
  if (const auto state = rows->state(); state.status != JpegStatus::kOk) {
    raise_status(state.status, state.message.c_str());
  }
  return rows.release();
}

void release_owner(PyObject* capsule) {
  Py_XDECREF(static_cast<PyObject*>(PyCapsule_GetContext(capsule)));
}

[[nodiscard]] nb::object row_source(nb::handle self) {
  RowSource* const source = nb::inst_ptr<JpegRows>(self);
  nb::object capsule = nb::steal(PyCapsule_New(source, kRowSourceCapsule, &release_owner));
  if (!capsule.is_valid() || PyCapsule_SetContext(capsule.ptr(), self.ptr()) != 0) {
    throw nb::python_error();
  }
  Py_INCREF(self.ptr());
  return capsule;
}

void check(JpegRows& self) {
  const auto state = self.state();
  if (state.status != JpegStatus::kOk) raise_status(state.status, state.message.c_str());
}

[[nodiscard]] nb::bytes read_rows(JpegRows& self) {
  const std::size_t row_bytes = self.format().row_bytes();
  const auto height = static_cast<std::size_t>(self.format().height);
  nb::bytes bytes = new_bytes(row_bytes * height);
  char* const memory = memory_of(bytes);
  const std::size_t done = without_gil(kReleaseGilFrom, [&]() noexcept {
    std::array<const std::uint8_t*, 16> rows{};
    std::size_t row = 0;
    while (row < height) {
      const std::size_t count =
          self.next_rows(std::span(rows).first(std::min(rows.size(), height - row)));
      if (count == 0) break;
      for (std::size_t i = 0; i < count; ++i) {
        std::memcpy(memory + (row + i) * row_bytes, rows[i], row_bytes);
      }
      row += count;
    }
    return row;
  });
  check(self);
  if (done == height) return bytes;
  return nb::bytes(memory, done * row_bytes);  // some had been read before
}

[[nodiscard]] nb::object or_none(const char* text) {
  return text == nullptr ? nb::none() : nb::object(nb::str(text));
}

void register_rows(const nb::module_& module) {
  nb::class_<JpegRows>(module, "JpegRows", kRowsDoc)
      .def_prop_ro(
          "width", [](const JpegRows& self) { return self.header().width; },
          "As stored in the file: neither reduced nor turned.")
      .def_prop_ro(
          "height", [](const JpegRows& self) { return self.header().height; },
          "As stored in the file: neither reduced nor turned.")
      .def_prop_ro(
          "orientation", [](const JpegRows& self) { return self.header().orientation; },
          "The Exif tag, 1 to 8; 1, upright, if there is none or it makes no sense.")
      .def_prop_ro(
          "progressive", [](const JpegRows& self) { return self.header().is_progressive; },
          "Whether the file is progressive.")
      .def_prop_ro("scale_denominator", &JpegRows::scale_denominator,
                   "What the sides of the rows are divided by, rounded up: 1, 2, 4 or 8.")
      .def_prop_ro(
          "row_width", [](const JpegRows& self) { return self.format().width; },
          "The pixels of a row.")
      .def_prop_ro(
          "row_height", [](const JpegRows& self) { return self.format().height; },
          "The number of rows.")
      .def_prop_ro(
          "bytes_per_pixel",
          [](const JpegRows& self) { return bytes_per_pixel(self.format().layout); },
          "1: gray; 4: red, green, blue and a byte without a meaning.")
      .def_prop_ro(
          "is_partial", [](JpegRows& self) { return self.state().is_partial; },
          "Whether rows were read behind the end of the file.")
      .def_prop_ro(
          "warnings", [](JpegRows& self) { return self.state().warnings; },
          "How often libjpeg has passed over damage so far.")
      .def_prop_ro(
          "failure",
          [](JpegRows& self) {
            const auto state = self.state();
            return or_none(state.status == JpegStatus::kOk ? nullptr : state.message.c_str());
          },
          nb::sig("def failure(self) -> str | None"), "What reading has failed of, if it has.")
      .def_prop_ro(
          "kind", [](JpegRows& self) { return or_none(name_of(self.state().status)); },
          nb::sig("def kind(self) -> str | None"),
          "Of the failure: 'truncated', 'corrupt', 'too_large', 'unsupported' or 'out_of_memory'.")
      .def_prop_ro("row_source", &row_source, nb::sig("def row_source(self) -> object"),
                   kRowSourceDoc)
      .def("check", &check, kCheckDoc)
      .def("read", &read_rows, kReadDoc);
}

}  // namespace

NB_MODULE(_jpeg, module) {
  nb::set_leak_warnings(false);  // as in module.cc
  module.doc() = "JPEG files as rows of pixels; use it through dittograph.images.";
  module.attr("libjpeg_version") = jpeg_library();
  register_rows(module);
  constexpr JpegLimits kLimits;
  module.def("open", &open_jpeg, kOpenDoc, any_object(), nb::kw_only(),
             nb::arg("max_pixels").none() = kLimits.max_pixels,
             nb::arg("max_scans").none() = kLimits.max_scans, nb::arg("fast") = false,
             nb::arg("partial") = false,
             nb::sig("def open(data: typing_extensions.Buffer, /, *, max_pixels: "
                     "typing.SupportsIndex = 178956970, "
                     "max_scans: typing.SupportsIndex = 500, fast: bool = False, "
                     "partial: bool = False) -> JpegRows"));
}

}  // namespace dittograph::python
