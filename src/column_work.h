// SPDX-License-Identifier: Apache-2.0
// How the rows of a column are divided among threads, and what comes back is put where it belongs.
#ifndef DITTOGRAPH_COLUMN_WORK_H_
#define DITTOGRAPH_COLUMN_WORK_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "column_pieces.h"
#include "column_validity.h"
#include "dittograph/columns.h"
#include "parallel.h"

namespace dittograph {

/// So many bytes are a task: a thread takes about 20 us to start, and 1 MiB of them to read.
inline constexpr std::size_t kTaskBytes = std::size_t{1} << 20;
inline constexpr std::size_t kTaskRows = std::size_t{1} << 15;

/// Some rows of a chunk.
struct RowRange {
  const ColumnView* view;
  std::size_t first;
  std::size_t last;
  /// The number in the column that the chunk's row 0 has.
  std::size_t chunk_row;
};

/// Divides the rows of a chunk that is not encoded: always in the same way.
inline void append_ranges(const ColumnView& view, std::size_t chunk_row,
                          std::vector<RowRange>& ranges) {
  if (view.size == 0 || view.layout == RowLayout::kNull) return;
  const std::size_t row_bytes = view.size_bytes / view.size + 1;
  const std::size_t step = std::clamp<std::size_t>(kTaskBytes / row_bytes, 1, kTaskRows);
  for (std::size_t first = 0; first < view.size; first += step) {
    ranges.push_back({&view, first, std::min(view.size, first + step), chunk_row});
  }
}

/// Calls `function()`; says of which row of the column it is if it throws BrokenRow.
template <class Function>
auto naming_rows(std::size_t chunk_row, const Function& function) {
  try {
    return function();
  } catch (const BrokenRow& broken) {
    throw ColumnError(ColumnError::Kind::kValue, "column's Arrow array is broken: row " +
                                                     std::to_string(chunk_row + broken.row()) +
                                                     ' ' + broken.what());
  }
}

/// Whether the bytes of two chunks of one layout are the same memory. Each chunk of views comes
/// with a list of its own of the buffers.
[[nodiscard]] inline bool is_same_data(const ColumnView& one, const ColumnView& other) noexcept {
  if (one.layout != RowLayout::kViews) return one.data == other.data;
  const auto* buffers = static_cast<const void* const*>(one.data);
  return std::ranges::equal(one.buffer_sizes, other.buffer_sizes) &&
         std::equal(buffers, buffers + one.buffer_sizes.size(),
                    static_cast<const void* const*>(other.data));
}

/// Whether two chunks of values are one: each chunk of a column comes with its dictionary, which as
/// a rule is the same.
[[nodiscard]] inline bool is_same_memory(const ColumnView& one, const ColumnView& other) noexcept {
  return !is_encoded(one) && one.layout == other.layout && one.kind == other.kind &&
         one.size == other.size && one.slots == other.slots && is_same_data(one, other) &&
         one.validity[0].bits == other.validity[0].bits &&
         one.validity[0].offset == other.validity[0].offset;
}

/// Throws ColumnError about the first row of the chunks, the first of which is row `chunk_row` of
/// the column, whose value is broken. If there is none, about the first value of the first chunk
/// that is: no row has it.
void refuse_broken_value(std::span<const ColumnView> chunks, std::size_t chunk_row);

/// Calls `evaluate(values)` for the values of each encoded chunk, or not if the chunk before had
/// the same, and then `gather(chunk, chunk_row)`.
template <class Evaluate, class Gather>
void for_each_encoded(std::span<const ColumnView> chunks, const Evaluate& evaluate,
                      const Gather& gather) {
  const ColumnView* known = nullptr;
  std::size_t chunk_row = 0;
  for (const ColumnView& chunk : chunks) {
    if (is_encoded(chunk) && chunk.size != 0) {
      const ColumnView& values = chunk.values[0];
      if (known == nullptr || !is_same_memory(*known, values)) {
        try {
          evaluate(values);
        } catch (const ColumnError&) {
          // It names the row of the values.
          refuse_broken_value(chunks.subspan(static_cast<std::size_t>(&chunk - chunks.data())),
                              chunk_row);
          throw;
        }
      }
      known = &values;
      naming_rows(chunk_row, [&] { gather(chunk, chunk_row); });
    }
    chunk_row += chunk.size;
  }
}

/// Gives each row of a column that is not null the number that `Rows`, a RowVisitor made of the
/// verb, whether rows are text, a Scratch and a place for the numbers of a chunk, writes for it.
template <class Rows, class Verb>
void evaluate_numbers(std::span<const ColumnView> chunks, const Verb& verb, unsigned threads,
                      std::int64_t* numbers) {
  std::vector<RowRange> ranges;
  std::size_t chunk_row = 0;
  for (const ColumnView& chunk : chunks) {
    if (!is_encoded(chunk)) append_ranges(chunk, chunk_row, ranges);
    chunk_row += chunk.size;
  }
  parallel_for(ranges.size(), threads, [&](std::size_t i) {
    const RowRange& range = ranges[i];
    Scratch scratch;
    Rows rows(verb, range.view->kind == RowKind::kText, scratch, numbers + range.chunk_row);
    naming_rows(range.chunk_row,
                [&] { visit_rows(*range.view, range.first, range.last, scratch, rows); });
  });
  std::vector<std::int64_t> of_values;
  for_each_encoded(
      chunks,
      [&](const ColumnView& values) {
        of_values.assign(values.size, 0);
        evaluate_numbers<Rows>(std::span(&values, 1), verb, threads, of_values.data());
      },
      [&](const ColumnView& chunk, std::size_t first) {
        visit_indices(chunk, [&](std::size_t row, std::size_t index) {
          // NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): it is known to be one of them
          numbers[first + row] = of_values[index];
        });
      });
}

template <class Rows, class Verb>
[[nodiscard]] NumberColumn numbers_of(std::span<const ColumnView> chunks, const Verb& verb,
                                      unsigned threads) {
  NumberColumn column;
  column.size = count_rows(chunks);
  // Not zeroed before: that would be a fifth of the time, and no other thread could help with it.
  column.numbers = std::make_unique_for_overwrite<std::int64_t[]>(column.size);
  evaluate_numbers<Rows>(chunks, verb, threads, column.numbers.get());
  Validity validity = find_validity(chunks);
  visit_nulls(validity, column.size, [&](std::size_t row) { column.numbers[row] = 0; });
  column.validity = std::move(validity.bits);
  column.null_count = validity.null_count;
  return column;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_WORK_H_
