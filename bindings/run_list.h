// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_RUN_LIST_H_
#define DITTOGRAPH_BINDINGS_RUN_LIST_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "buffer_view.h"
#include "dittograph/runs.h"
#include "int64_column.h"
#include "slice.h"

namespace dittograph::python {

/// A run as a Python object: `element` is a str of one character or an int. Of no subclasses: their
/// instances may refer to the run, and that cycle nobody would free.
struct RunObject {
  Run run;
  nanobind::object element;

  [[nodiscard]] bool operator==(const RunObject& other) const;
  [[nodiscard]] Py_hash_t hash() const;
  [[nodiscard]] nanobind::tuple parts() const;
};

/// Runs in columns, as objects of Python whose memory never changes.
class RunList {
 public:
  /// The runs of `text`, a str.
  [[nodiscard]] static RunList of_str(nanobind::handle text, ElementView elements,
                                      std::size_t min_length);
  [[nodiscard]] static RunList of_buffer(const BufferView& text, std::size_t min_length);
  /// From what `parts` has returned. Raises TypeError or ValueError if they do not fit together.
  RunList(nanobind::bytes starts, nanobind::bytes lengths, nanobind::object elements,
          std::string format);

  [[nodiscard]] std::size_t size() const { return starts_.size(); }
  /// Precondition: i < size().
  [[nodiscard]] RunObject at(std::size_t i) const;
  [[nodiscard]] RunList slice(const Slice& cut) const;
  [[nodiscard]] bool operator==(const RunList& other) const;
  [[nodiscard]] Py_hash_t hash() const;
  [[nodiscard]] nanobind::tuple parts() const;

  [[nodiscard]] nanobind::object starts() const { return starts_.view(); }
  [[nodiscard]] nanobind::object lengths() const { return lengths_.view(); }
  [[nodiscard]] nanobind::object elements() const;

 private:
  RunList(Int64Column starts, Int64Column lengths, nanobind::object elements, std::string format);

  [[nodiscard]] bool is_of_str() const { return format_.empty(); }
  [[nodiscard]] nanobind::object element_at(std::size_t i) const;

  Int64Column starts_;
  Int64Column lengths_;
  nanobind::object elements_;  // a str, or bytes: one element a run
  std::string format_;         // of those bytes; none for a str
};

void register_run_list(const nanobind::module_& module);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_RUN_LIST_H_
