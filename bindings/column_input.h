// SPDX-License-Identifier: Apache-2.0
// A column as Python has it: whatever speaks Arrow's protocols, or rows of str.
#ifndef DITTOGRAPH_BINDINGS_COLUMN_INPUT_H_
#define DITTOGRAPH_BINDINGS_COLUMN_INPUT_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <span>
#include <vector>

#include "arrow_input.h"
#include "dittograph/column.h"
#include "dittograph/columns.h"

namespace dittograph::python {

/// Keeps a column and views of its chunks for as long as it lives. Must be made and destroyed with
/// the GIL held. Raises what the docstrings in columns.cc say.
class ColumnInput {
 public:
  explicit ColumnInput(nanobind::handle column);

  [[nodiscard]] std::span<const ColumnView> chunks() const noexcept { return chunks_; }
  /// How much there is to read, about.
  [[nodiscard]] std::size_t size_bytes() const noexcept;
  [[nodiscard]] bool is_list() const noexcept { return rows_.is_valid(); }

  /// Raises the UnicodeError about that row.
  [[noreturn]] void raise_invalid(const InvalidRow& invalid) const;

 private:
  void read_numpy(nanobind::handle array);
  void read_rows(nanobind::handle rows, nanobind::handle missing, bool nan_is_missing);

  ArrowInput arrow_;
  nanobind::object rows_;  // a tuple, which keeps its str objects
  std::vector<ElementView> elements_;
  std::vector<ColumnView> chunks_;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_COLUMN_INPUT_H_
