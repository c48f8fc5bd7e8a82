// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_SLICE_H_
#define DITTOGRAPH_BINDINGS_SLICE_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>

namespace dittograph::python {

/// The items of a sequence that a slice takes: `size` of them from `start` on, each `step` behind
/// the one before. Numbers, so that all columns of a sequence are cut alike.
struct Slice {
  Py_ssize_t start = 0;
  Py_ssize_t step = 1;
  Py_ssize_t size = 0;

  /// Of a sequence of `length` items; `indices` is a slice, which is asked once, whatever its
  /// __index__ say.
  [[nodiscard]] static Slice of(nanobind::handle indices, std::size_t length) {
    Slice slice;
    Py_ssize_t stop = 0;
    if (PySlice_Unpack(indices.ptr(), &slice.start, &stop, &slice.step) != 0) {
      throw nanobind::python_error();
    }
    slice.size =
        PySlice_AdjustIndices(static_cast<Py_ssize_t>(length), &slice.start, &stop, slice.step);
    return slice;
  }

  [[nodiscard]] static Slice backwards(std::size_t length) {
    const auto size = static_cast<Py_ssize_t>(length);
    return {size - 1, -1, size};
  }

  /// The index of its item i. Precondition: i < size.
  [[nodiscard]] Py_ssize_t operator[](Py_ssize_t i) const { return start + i * step; }

  /// For an object of Python that has the same length.
  [[nodiscard]] nanobind::object to_object() const {
    if (size == 0) return nanobind::slice(nanobind::int_(0), nanobind::int_(0), nanobind::none());
    const Py_ssize_t stop = (*this)[size - 1] + (step > 0 ? 1 : -1);
    nanobind::object end = nanobind::none();  // backwards, behind the first: -1 would be the last
    if (stop >= 0) end = nanobind::int_(stop);
    return nanobind::slice(nanobind::int_(start), end, nanobind::int_(step));
  }
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_SLICE_H_
