// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_COLUMN_VALIDITY_H_
#define DITTOGRAPH_COLUMN_VALIDITY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/column.h"

namespace dittograph {

/// Which rows are not null: a bit a row, those behind the last row 0.
struct Validity {
  std::vector<std::uint64_t> bits;  // none at all if no row is null
  std::size_t null_count = 0;
};

/// Of the rows of all chunks. Throws BrokenRow if an index is beyond its dictionary.
[[nodiscard]] Validity find_validity(std::span<const ColumnView> chunks);

/// Of `count` rows from `first` on.
[[nodiscard]] Validity slice_validity(const Validity& validity, std::size_t first,
                                      std::size_t count);

[[nodiscard]] inline std::size_t count_rows(std::span<const ColumnView> chunks) noexcept {
  std::size_t rows = 0;
  for (const ColumnView& chunk : chunks) rows += chunk.size;
  return rows;
}

/// Calls `function(row)` for each null row.
template <class Function>
void visit_nulls(const Validity& validity, std::size_t rows, const Function& function) {
  if (validity.null_count == 0) return;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t word = validity.bits[row / 64];
    if (row % 64 == 0 && word == ~std::uint64_t{0}) {
      row += 63;
    } else if (((word >> (row % 64)) & 1) == 0) {
      function(row);
    }
  }
}

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_VALIDITY_H_
