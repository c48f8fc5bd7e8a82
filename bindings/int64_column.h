// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_INT64_COLUMN_H_
#define DITTOGRAPH_BINDINGS_INT64_COLUMN_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "buffer_view.h"
#include "bytes.h"
#include "slice.h"

namespace dittograph::python {

/// 64-bit integers in a bytes object, which do not change once they have been written.
class Int64Column {
 public:
  /// Items that are still to be written.
  explicit Int64Column(std::size_t size) : bytes_(new_bytes(size * kItem)) {}
  /// What `bytes()` has returned. Raises TypeError of a subclass of bytes, whose instances can
  /// refer to what they are a part of; ValueError if there is half an item. `name` is the
  /// argument's.
  Int64Column(nanobind::bytes bytes, const char* name) : bytes_(std::move(bytes)) {
    if (!PyBytes_CheckExact(bytes_.ptr())) {
      raise(PyExc_TypeError, "%s must be bytes, not %.200s", name, Py_TYPE(bytes_.ptr())->tp_name);
    }
    if (bytes_.size() % kItem != 0) {
      raise(PyExc_ValueError, "%s must be items of 8 bytes, got %zu bytes", name, bytes_.size());
    }
  }

  [[nodiscard]] std::size_t size() const { return bytes_.size() / kItem; }
  /// Precondition: i < size().
  [[nodiscard]] std::int64_t operator[](std::size_t i) const { return items()[i]; }
  [[nodiscard]] std::span<const std::int64_t> items() const { return {data(), size()}; }
  /// For whoever has made the column, and shows it to nobody before it is written.
  [[nodiscard]] std::span<std::int64_t> room() { return {data(), size()}; }

  [[nodiscard]] Int64Column slice(const Slice& cut) const {
    Int64Column sliced(static_cast<std::size_t>(cut.size));
    const std::int64_t* items = data();
    std::int64_t* to = sliced.data();
    for (Py_ssize_t i = 0; i < cut.size; ++i) to[i] = items[cut[i]];
    return sliced;
  }
  [[nodiscard]] friend bool operator==(const Int64Column& one, const Int64Column& other) {
    return std::ranges::equal(one.items(), other.items());
  }

  [[nodiscard]] const nanobind::bytes& bytes() const { return bytes_; }
  /// A read-only memoryview of int64.
  [[nodiscard]] nanobind::object view() const { return view_as(bytes_, "q"); }

 private:
  static constexpr std::size_t kItem = sizeof(std::int64_t);

  [[nodiscard]] std::int64_t* data() const {
    static_assert(offsetof(PyBytesObject, ob_sval) % alignof(std::int64_t) == 0);
    return reinterpret_cast<std::int64_t*>(memory_of(bytes_));
  }

  nanobind::bytes bytes_;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_INT64_COLUMN_H_
