// SPDX-License-Identifier: Apache-2.0
// Rows of images of other Python packages, as capsules that image_fingerprint() takes.
#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string_view.h>  // IWYU pragma: keep

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/image.h"
#include "dittograph/image_rows.h"
#include "gil.h"
#include "image_source.h"
#include "register.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kPillowDoc = R"(Read the rows of a Pillow image where they lie.

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
)";

constexpr const char* kCopiedDoc = R"(Read the rows of an image from an iterator.

Args:
    strips: Yields ``bytes`` of whole rows, from the top down; all rows in all.
    width, height, channels: What the image has: 1, 3 or 4 channels, the fourth the opacity.

Returns:
    A capsule ``dittograph.RowSource``. What the iterator raises is raised by the function that reads
    the rows.
)";

// The beginning of what Pillow's C code calls an ImagingMemoryInstance.
template <class Mode>
struct PillowImage {
  Mode mode;
  int type;
  int depth;
  int bands;
  int xsize;
  int ysize;
  void* palette;
  std::uint8_t** image8;
  std::int32_t** image32;
  std::uint8_t** image;
  void* block;
  void* blocks;
  int pixelsize;
  int linesize;
};
struct ModeName {
  char text[7];
};

// Rows that keep a Python object. They belong to the thread that reads the first of them, since
// what one was given is gone when another asks for more; other threads get none.
template <class Rows>
class Kept final : public RowSource {
 public:
  template <class... Args>
  explicit Kept(nb::object owner, Args&&... arguments)
      : owner_(std::move(owner)), rows_(std::forward<Args>(arguments)...) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return rows_.format(); }

  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override {
    const unsigned long self = PyThread_get_thread_ident();
    unsigned long reader = 0;
    const bool is_first = reader_.compare_exchange_strong(reader, self);
    return is_first || reader == self ? rows_.next_rows(rows) : 0;
  }

 private:
  nb::object owner_;
  Rows rows_;
  std::atomic<unsigned long> reader_ = 0;  // 0: nobody yet
};

template <class Rows>
nb::object to_capsule(std::unique_ptr<Kept<Rows>> kept) {
  RowSource* const source = kept.get();
  const auto destroy = [](PyObject* capsule) {
    delete static_cast<Kept<Rows>*>(PyCapsule_GetContext(capsule));
  };
  nb::object capsule = nb::steal(PyCapsule_New(source, kRowSourceCapsule, destroy));
  if (!capsule.is_valid()) throw nb::python_error();
  if (PyCapsule_SetContext(capsule.ptr(), kept.get()) != 0) throw nb::python_error();
  kept.release();  // NOLINT(bugprone-unused-return-value): the capsule has it now
  return capsule;
}

[[nodiscard]] ImageFormat to_format(int width, int height, int channels, bool opacity) {
  if (width < 1 || width > kMaxImageSide || height < 1 || height > kMaxImageSide) {
    raise(PyExc_ValueError, "image must have sides of 1 to %d pixels, got %d x %d",
          static_cast<int>(kMaxImageSide), width, height);
  }
  const auto layout = channels == 1   ? PixelLayout::kGray
                      : channels == 3 ? PixelLayout::kRgb
                      : opacity       ? PixelLayout::kRgba
                                      : PixelLayout::kRgbx;
  return {width, height, layout};
}

template <class Mode>
nb::object rows_of(const void* pointer, nb::handle owner, const ImageFormat& format) {
  const auto& image = *static_cast<const PillowImage<Mode>*>(pointer);
  const auto size = static_cast<int>(bytes_per_pixel(format.layout));
  if (image.xsize != format.width || image.ysize != format.height || image.pixelsize != size ||
      image.linesize != format.width * size || image.image == nullptr) {
    return nb::none();
  }
  return to_capsule(std::make_unique<Kept<PointerRows>>(nb::borrow(owner), format, image.image));
}

[[nodiscard]] nb::object pillow_rows(nb::handle pointer, nb::handle owner, std::string_view layout,
                                     int width, int height, int channels, bool opacity) {
  if (PyCapsule_CheckExact(pointer.ptr()) == 0) return nb::none();
  const ImageFormat format = to_format(width, height, channels, opacity);
  // It has been called "PIL Imaging" and "Pillow Imaging".
  const void* const image = PyCapsule_GetPointer(pointer.ptr(), PyCapsule_GetName(pointer.ptr()));
  if (image == nullptr) throw nb::python_error();
  return layout == "number" ? rows_of<int>(image, owner, format)
                            : rows_of<ModeName>(image, owner, format);
}

// Asks the iterator whenever rows are needed.
class CopiedRows : public RowSource {
 public:
  CopiedRows(const ImageFormat& format, nb::object strips)
      : format_(format), strips_(std::move(strips)) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }

  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override {
    if (left_ == 0) {
      const AcquiredGil acquired;
      if (!next_strip()) return 0;
    }
    const std::size_t count = std::min(rows.size(), left_);
    for (std::size_t i = 0; i < count; ++i, next_ += format_.row_bytes()) rows[i] = next_;
    left_ -= count;
    return count;
  }

 private:
  // Whatever fails stays set as the exception of this thread.
  bool next_strip() noexcept {
    strip_ = nb::steal(PyIter_Next(strips_.ptr()));
    if (!strip_.is_valid()) return false;
    const std::size_t size = format_.row_bytes();
    const auto bytes =
        static_cast<std::size_t>(PyBytes_Check(strip_.ptr()) ? PyBytes_GET_SIZE(strip_.ptr()) : 0);
    if (bytes == 0 || bytes % size != 0) {
      PyErr_Format(PyExc_ValueError,
                   "strips must yield bytes of whole rows of %zu bytes, got %zu "
                   "bytes of %.200s",
                   size, bytes, Py_TYPE(strip_.ptr())->tp_name);
      return false;
    }
    next_ = reinterpret_cast<const std::uint8_t*>(PyBytes_AS_STRING(strip_.ptr()));
    left_ = bytes / size;
    return true;
  }

  ImageFormat format_;
  nb::object strips_;
  nb::object strip_;
  const std::uint8_t* next_ = nullptr;
  std::size_t left_ = 0;
};

[[nodiscard]] nb::object copied_rows(nb::handle strips, int width, int height, int channels) {
  const ImageFormat format = to_format(width, height, channels, true);
  nb::object iterator = nb::steal(PyObject_GetIter(strips.ptr()));
  if (!iterator.is_valid()) throw nb::python_error();
  return to_capsule(std::make_unique<Kept<CopiedRows>>(nb::none(), format, std::move(iterator)));
}

}  // namespace

void register_row_capsules(nb::module_& module) {
  module.def("pillow_rows", &pillow_rows, kPillowDoc, nb::arg("pointer"), nb::arg("owner"),
             nb::kw_only(), nb::arg("layout"), nb::arg("width"), nb::arg("height"),
             nb::arg("channels"), nb::arg("opacity"));
  module.def("copied_rows", &copied_rows, kCopiedDoc, nb::arg("strips"), nb::kw_only(),
             nb::arg("width"), nb::arg("height"), nb::arg("channels"));
}

}  // namespace dittograph::python
