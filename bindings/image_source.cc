// SPDX-License-Identifier: Apache-2.0
#include "image_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "buffer_view.h"
#include "dittograph/image_rows.h"

namespace nb = nanobind;

namespace dittograph::python {

ImageSource::ImageSource(nb::handle object) : keep_(nb::borrow(object)) {
  if (PyCapsule_IsValid(object.ptr(), kRowSourceCapsule) != 0) {
    rows_ = static_cast<RowSource*>(PyCapsule_GetPointer(object.ptr(), kRowSourceCapsule));
    return;
  }
  if (!PyObject_CheckBuffer(object.ptr())) {
    raise(PyExc_TypeError, "image must be a buffer of bytes, as a numpy array is, not %.200s",
          Py_TYPE(object.ptr())->tp_name);
  }
  if (PyObject_GetBuffer(object.ptr(), &buffer_, PyBUF_FULL_RO) != 0) throw nb::python_error();
  try {
    read_buffer();
  } catch (...) {
    PyBuffer_Release(&buffer_);
    throw;
  }
}

ImageSource::~ImageSource() {
  if (buffer_.obj != nullptr) PyBuffer_Release(&buffer_);
}

void ImageSource::read_buffer() {
  // Not '?' either: as pixels 0 and 1 are both black.
  const std::string_view format = buffer_.format != nullptr ? buffer_.format : "B";
  if ((format != "B" && format != "@B") || buffer_.itemsize != 1) {
    raise(PyExc_TypeError, "image must be an array of uint8, got format '%.50s'",
          buffer_.format != nullptr ? buffer_.format : "B");
  }
  if (buffer_.ndim != 2 && buffer_.ndim != 3) {
    raise(PyExc_ValueError,
          "image must have the shape (height, width) or (height, width, channels), got %d "
          "dimensions",
          buffer_.ndim);
  }
  const Py_ssize_t channels = buffer_.ndim == 3 ? buffer_.shape[2] : 1;
  if (channels != 1 && channels != 3 && channels != 4) {
    raise(PyExc_ValueError, "image must have 1, 3 or 4 channels, got %zd", channels);
  }
  for (int i = 0; i < 2; ++i) {
    if (buffer_.shape[i] < 1 || buffer_.shape[i] > kMaxImageSide) {
      raise(PyExc_ValueError, "image must have sides of 1 to %d pixels, got %zd x %zd",
            static_cast<int>(kMaxImageSide), buffer_.shape[1], buffer_.shape[0]);
    }
  }
  const bool pixels_adjoin = buffer_.suboffsets == nullptr &&
                             (buffer_.shape[1] == 1 || buffer_.strides[1] == channels) &&
                             (buffer_.ndim == 2 || channels == 1 || buffer_.strides[2] == 1);
  if (!pixels_adjoin) {
    raise(PyExc_BufferError,
          "image must have pixels one behind the other in each row; copy it first, for example "
          "with numpy.ascontiguousarray()");
  }
  const auto layout = channels == 1   ? PixelLayout::kGray
                      : channels == 3 ? PixelLayout::kRgb
                                      : PixelLayout::kRgba;
  own_ = std::make_unique<MemoryRows>(
      ImageFormat{static_cast<std::int32_t>(buffer_.shape[1]),
                  static_cast<std::int32_t>(buffer_.shape[0]), layout},
      static_cast<const std::uint8_t*>(buffer_.buf), buffer_.strides[0]);
  rows_ = own_.get();
}

}  // namespace dittograph::python
