// SPDX-License-Identifier: Apache-2.0
// Images as Python has them.
#ifndef DITTOGRAPH_BINDINGS_IMAGE_SOURCE_H_
#define DITTOGRAPH_BINDINGS_IMAGE_SOURCE_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <memory>

#include "dittograph/image.h"

namespace dittograph::python {

/// The name of capsules that hold a RowSource of another module's, which they keep.
inline constexpr const char* kRowSourceCapsule = "dittograph.RowSource";

/// The rows of an image for as long as this lives. May be destroyed with the GIL only.
class ImageSource {
 public:
  /// Takes a capsule of kRowSourceCapsule, or a buffer of bytes of shape (height, width) or
  /// (height, width, channels), with 1, 3 or 4 channels one behind the other; rows may lie apart.
  /// Raises TypeError, ValueError, BufferError.
  explicit ImageSource(nanobind::handle object);
  ~ImageSource();
  ImageSource(const ImageSource&) = delete;
  ImageSource& operator=(const ImageSource&) = delete;

  [[nodiscard]] RowSource& rows() noexcept { return *rows_; }

 private:
  void read_buffer();

  nanobind::object keep_;
  Py_buffer buffer_{};
  std::unique_ptr<RowSource> own_;
  RowSource* rows_ = nullptr;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_IMAGE_SOURCE_H_
