// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_REPEAT_LIST_H_
#define DITTOGRAPH_BINDINGS_REPEAT_LIST_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <span>

#include "dittograph/repeats.h"
#include "int64_column.h"
#include "slice.h"

namespace dittograph::python {

/// A repeat as a Python object.
struct RepeatObject {
  Repeat repeat;

  [[nodiscard]] bool operator==(const RepeatObject&) const = default;
  [[nodiscard]] Py_hash_t hash() const;
  [[nodiscard]] nanobind::tuple parts() const;
};

/// Repeats in columns, as objects of Python whose memory never changes.
class RepeatList {
 public:
  explicit RepeatList(std::span<const Repeat> repeats);
  /// From what `parts` has returned. Raises TypeError or ValueError if they do not fit together.
  RepeatList(nanobind::bytes starts, nanobind::bytes periods, nanobind::bytes lengths);

  [[nodiscard]] std::size_t size() const { return starts_.size(); }
  /// Precondition: i < size().
  [[nodiscard]] RepeatObject at(std::size_t i) const;
  [[nodiscard]] RepeatList slice(const Slice& cut) const;
  [[nodiscard]] bool operator==(const RepeatList&) const = default;
  [[nodiscard]] Py_hash_t hash() const;
  [[nodiscard]] nanobind::tuple parts() const;

  [[nodiscard]] nanobind::object starts() const { return starts_.view(); }
  [[nodiscard]] nanobind::object periods() const { return periods_.view(); }
  [[nodiscard]] nanobind::object lengths() const { return lengths_.view(); }

 private:
  RepeatList(Int64Column starts, Int64Column periods, Int64Column lengths);

  Int64Column starts_;
  Int64Column periods_;
  Int64Column lengths_;
};

void register_repeat_list(const nanobind::module_& module);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_REPEAT_LIST_H_
