// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_RUN_COLUMNS_H_
#define DITTOGRAPH_BINDINGS_RUN_COLUMNS_H_

#include <Python.h>
#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "arguments.h"
#include "bytes.h"
#include "dittograph/runs.h"
#include "element.h"
#include "run_list.h"

namespace dittograph::python {

/// A run as a Python object; None stands for the longest run of no elements.
[[nodiscard]] inline nanobind::object to_object(const ElementRun& found, bool is_utf8) {
  if (found.run.length == 0) return nanobind::none();
  if (found.element > 0x10FFFF) raise_changed("data");  // it was checked before
  return nanobind::cast(RunObject{
      found.run, is_utf8 ? to_character(found.element) : to_int(found.element, 1, false)});
}

/// Runs in columns, whose number is known beforehand.
class RunColumns {
 public:
  RunColumns(std::size_t runs, std::size_t element_size)
      : room_(runs),
        element_size_(element_size),
        starts_(new_bytes(runs * sizeof(std::int64_t))),
        lengths_(new_bytes(runs * sizeof(std::int64_t))),
        elements_(new_bytes(runs * element_size)) {}

  /// Touches nothing of Python but memory. Writes no more than there is room for.
  void append(const std::vector<ElementRun>& found) noexcept {
    for (const auto& [run, element] : found) {
      if (size_ < room_) {
        write(starts_, size_, &run.start, sizeof(run.start));
        write(lengths_, size_, &run.length, sizeof(run.length));
        write(elements_, size_, &element, element_size_);
        largest_ = std::max(largest_, element);
      }
      ++size_;
    }
  }

  [[nodiscard]] nanobind::object to_list() const {
    // It was counted and checked before.
    if (size_ != room_ || largest_ > 0x10FFFF) raise_changed("data");
    if (element_size_ == 1) return nanobind::cast(RunList(starts_, lengths_, elements_, "B"));
    const nanobind::object elements = nanobind::steal(PyUnicode_FromKindAndData(
        PyUnicode_4BYTE_KIND, elements_.c_str(), static_cast<Py_ssize_t>(size_)));
    if (!elements.is_valid()) throw nanobind::python_error();
    return nanobind::cast(RunList(starts_, lengths_, elements, ""));
  }

 private:
  static void write(const nanobind::bytes& column, std::size_t i, const void* item,
                    std::size_t size) {
    std::memcpy(memory_of(column) + i * size, item, size);
  }

  std::size_t room_;
  std::size_t element_size_;  // 1 for bytes; 4 for code points, of which Python makes a str
  nanobind::bytes starts_;
  nanobind::bytes lengths_;
  nanobind::bytes elements_;
  std::size_t size_ = 0;
  char32_t largest_ = 0;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_RUN_COLUMNS_H_
