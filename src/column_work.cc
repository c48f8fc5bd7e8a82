// SPDX-License-Identifier: Apache-2.0
#include "column_work.h"

#include <string>

#include "column_types.h"

namespace dittograph {
namespace {

constexpr const char* kBroken = "column's Arrow array is broken: ";

void refuse_rows_with_broken_value(const ColumnView& chunk, std::size_t chunk_row) {
  visit_indices(chunk, [&](std::size_t row, std::size_t index) {
    try {
      static_cast<void>(row_bytes(chunk.values[0], index));
    } catch (const BrokenRow& broken) {
      const bool has_number = chunk.layout == RowLayout::kDictionary;
      refuse(kBroken + ("row " + std::to_string(chunk_row + row)) +
             (has_number ? ", value " + std::to_string(index) + " of its dictionary, " : " ") +
             broken.what());
    }
  });
}

}  // namespace

void refuse_broken_value(std::span<const ColumnView> chunks, std::size_t chunk_row) {
  for (const ColumnView& chunk : chunks) {
    if (is_encoded(chunk)) {
      naming_rows(chunk_row, [&] { refuse_rows_with_broken_value(chunk, chunk_row); });
    }
    chunk_row += chunk.size;
  }
  const ColumnView& values = chunks[0].values[0];
  for (std::size_t i = 0; i < values.size; ++i) {
    try {
      static_cast<void>(row_bytes(values, i));
    } catch (const BrokenRow& broken) {
      refuse(kBroken + ("value " + std::to_string(i) + ", which no row has, ") + broken.what());
    }
  }
}

}  // namespace dittograph
