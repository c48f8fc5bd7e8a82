// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_RUN_LIST_H_
#define DITTOGRAPH_BINDINGS_RUN_LIST_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "buffer_view.h"
#include "dittograph/runs.h"

namespace dittograph::python {

/// A run as a Python object: `element` is a str of one character or an int.
struct RunObject {
  Run run;
  nanobind::object element;
};

/// Runs in columns, as objects of Python whose memory never changes.
class RunList {
 public:
  /// The runs of `text`, a str.
  [[nodiscard]] static RunList of_str(nanobind::handle text, ElementView elements,
                                      std::size_t min_length);
  [[nodiscard]] static RunList of_buffer(const BufferView& text, std::size_t min_length);
  /// From what `reduce` has taken apart. Raises ValueError if the parts do not fit together.
  RunList(nanobind::bytes starts, nanobind::bytes lengths, nanobind::object elements,
          std::string format);

  [[nodiscard]] std::size_t size() const { return starts_.size() / sizeof(std::int64_t); }
  /// Precondition: i < size().
  [[nodiscard]] RunObject at(std::size_t i) const;
  [[nodiscard]] RunList slice(nanobind::slice indices) const;
  [[nodiscard]] bool operator==(const RunList& other) const;
  [[nodiscard]] Py_hash_t hash() const;
  [[nodiscard]] nanobind::tuple parts() const;

  [[nodiscard]] nanobind::object starts() const;
  [[nodiscard]] nanobind::object lengths() const;
  [[nodiscard]] nanobind::object elements() const;

 private:
  [[nodiscard]] bool is_of_str() const { return format_.empty(); }
  [[nodiscard]] nanobind::object element_at(std::size_t i) const;

  nanobind::bytes starts_;     // int64
  nanobind::bytes lengths_;    // int64
  nanobind::object elements_;  // a str, or bytes: one element a run
  std::string format_;         // of those bytes; none for a str
};

void register_run_list(const nanobind::module_& module);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_RUN_LIST_H_
