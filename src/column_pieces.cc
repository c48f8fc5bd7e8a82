// SPDX-License-Identifier: Apache-2.0
#include "column_pieces.h"

#include <algorithm>
#include <cstring>

namespace dittograph {
namespace {

// An Arrow view: the bytes themselves if there are up to 12, otherwise where they are.
constexpr std::size_t kViewSize = 16;
constexpr std::uint32_t kInline = 12;

template <class T>
[[nodiscard]] T load(const void* memory, std::size_t offset) noexcept {
  T value;
  std::memcpy(&value, static_cast<const std::uint8_t*>(memory) + offset, sizeof(T));
  return value;
}

[[nodiscard]] std::string_view view_at(const ColumnView& column, std::size_t row) {
  const auto* view = static_cast<const std::uint8_t*>(column.slots) + row * kViewSize;
  const auto length = load<std::int32_t>(view, 0);
  if (length < 0) refuse_row(row, "has a negative length");
  const auto size = static_cast<std::uint32_t>(length);
  if (size <= kInline) return {reinterpret_cast<const char*>(view) + 4, size};
  // Unsigned, against the specification: Polars has buffers of more than 2 GiB.
  const auto buffer = load<std::uint32_t>(view, 8);
  const auto offset = load<std::uint32_t>(view, 12);
  if (buffer >= column.buffer_sizes.size() ||
      std::uint64_t{offset} + size > static_cast<std::uint64_t>(column.buffer_sizes[buffer])) {
    refuse_row(row, "lies outside of its buffers");
  }
  const auto* buffers = static_cast<const void* const*>(column.data);
  return {static_cast<const char*>(buffers[buffer]) + offset, size};
}

template <class Offset>
[[nodiscard]] std::string_view between_offsets(const ColumnView& column, std::size_t row) {
  const auto* offsets = static_cast<const Offset*>(column.slots);
  // The first and the last of all offsets are known to be right.
  if (offsets[row] < offsets[0] || offsets[row + 1] < offsets[row] ||
      offsets[column.size] < offsets[row + 1]) {
    refuse_row(row, "ends before it begins, or where another row is");
  }
  return {static_cast<const char*>(column.data) + offsets[row],
          static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
}

// Throws BrokenRow with the first row whose offsets are wrong.
template <class Offset>
void refuse_first_broken(const ColumnView& view, std::size_t first, std::size_t rows) {
  for (std::size_t row = first; row < first + rows; ++row) {
    static_cast<void>(between_offsets<Offset>(view, row));
  }
  refuse_row(first, "has offsets that go down");
}

// Finds pieces where they lie.
template <class Offset>
void visit_offsets(const ColumnView& view, std::size_t first, std::size_t last, Scratch& scratch,
                   RowVisitor& visitor) {
  const auto* offsets = static_cast<const Offset*>(view.slots);
  const auto* bytes = static_cast<const std::uint8_t*>(view.data);
  std::uint32_t* starts = scratch.starts.get();
  for (std::size_t row = first; row < last;) {
    const Offset base = offsets[row];
    const std::size_t most = std::min(last - row, kPieceRows);
    // Unsigned, so that an offset below the first is far beyond all of them.
    const auto start_of = [&](std::size_t k) {
      return static_cast<std::uint64_t>(offsets[row + k]) - static_cast<std::uint64_t>(base);
    };
    std::size_t rows = most;
    if (start_of(most) > kPieceBytes) {
      rows = static_cast<std::size_t>(
          std::partition_point(offsets + row + 1, offsets + row + most,
                               [base](Offset offset) {
                                 return static_cast<std::uint64_t>(offset) -
                                            static_cast<std::uint64_t>(base) <=
                                        kPieceBytes;
                               }) -
          (offsets + row + 1));
    }
    if (rows == 0) {
      const std::string_view long_row = between_offsets<Offset>(view, row);
      visitor.visit_long_row(row, long_row);
      ++row;
      continue;
    }
    // Without a branch a row, and checked afterwards, so that the compiler makes vectors of it.
    bool ascending = offsets[0] <= base && start_of(rows) <= kPieceBytes;
    starts[0] = 0;
    for (std::size_t k = 1; k <= rows; ++k) {
      starts[k] = static_cast<std::uint32_t>(start_of(k));
      ascending &= offsets[row + k - 1] <= offsets[row + k];
    }
    if (!ascending || offsets[view.size] < offsets[row + rows]) {
      refuse_first_broken<Offset>(view, row, rows);
    }
    visitor.visit_piece(row, {bytes == nullptr ? nullptr : bytes + base,
                              std::span(starts, rows + 1), view.kind == RowKind::kText});
    row += rows;
  }
}

// Of a row that is not null. Throws BrokenRow.
[[nodiscard]] std::size_t index_of_row(const ColumnView& view, std::size_t row) {
  const std::size_t values = view.values[0].size;
  if (view.layout == RowLayout::kRunEnds) {
    const std::size_t run = find_run(view, 0, values, view.first_row + row);
    if (run == values) refuse_row(row, kBehindRuns);
    return run;
  }
  const std::uint64_t index = slot_at(view, row);
  if (index >= values) refuse_row(row, kBeyondDictionary);
  return static_cast<std::size_t>(index);
}

// Puts pieces together from rows that lie anywhere.
void visit_views(const ColumnView& view, std::size_t first, std::size_t last, Scratch& scratch,
                 RowVisitor& visitor) {
  std::uint32_t* starts = scratch.starts.get();
  std::size_t rows = 0;
  starts[0] = 0;
  const auto flush = [&](std::size_t end) {
    if (rows == 0) return;
    visitor.visit_piece(end - rows, {scratch.gathered.get(), std::span(starts, rows + 1),
                                     view.kind == RowKind::kText});
    rows = 0;
  };
  for (std::size_t row = first; row < last; ++row) {
    const std::string_view bytes = view.is_valid(row) ? view_at(view, row) : std::string_view();
    if (bytes.size() > kPieceBytes) {
      flush(row);
      visitor.visit_long_row(row, bytes);
      continue;
    }
    if (rows == kPieceRows || kPieceBytes - starts[rows] < bytes.size()) flush(row);
    if (!bytes.empty()) {
      std::memcpy(scratch.gathered.get() + starts[rows], bytes.data(), bytes.size());
    }
    starts[rows + 1] = starts[rows] + static_cast<std::uint32_t>(bytes.size());
    ++rows;
  }
  flush(last);
}

}  // namespace

void visit_rows(const ColumnView& view, std::size_t first, std::size_t last, Scratch& scratch,
                RowVisitor& visitor) {
  switch (view.layout) {
    case RowLayout::kOffsets32:
      visit_offsets<std::int32_t>(view, first, last, scratch, visitor);
      return;
    case RowLayout::kOffsets64:
      visit_offsets<std::int64_t>(view, first, last, scratch, visitor);
      return;
    case RowLayout::kViews:
      visit_views(view, first, last, scratch, visitor);
      return;
    case RowLayout::kElements:
      for (std::size_t row = first; row < last; ++row) {
        const ElementView& elements = static_cast<const ElementView*>(view.slots)[row];
        if (elements.element_size != 0) visitor.visit_elements(row, elements);
      }
      return;
    case RowLayout::kNull:
    case RowLayout::kDictionary:
    case RowLayout::kRunEnds:
      return;
  }
}

std::string_view row_bytes(const ColumnView& view, std::size_t row) {
  switch (view.layout) {
    case RowLayout::kOffsets32:
      return between_offsets<std::int32_t>(view, row);
    case RowLayout::kOffsets64:
      return between_offsets<std::int64_t>(view, row);
    case RowLayout::kViews:
      return view.is_valid(row) ? view_at(view, row) : std::string_view();
    case RowLayout::kDictionary:
    case RowLayout::kRunEnds:
      if (!view.is_valid(row)) return {};
      break;
    default:
      return {};
  }
  const std::size_t index = index_of_row(view, row);
  try {
    return row_bytes(view.values[0], index);
  } catch (const BrokenRow& broken) {
    refuse_row(row, broken.what());
  }
}

std::uint64_t slot_at(const ColumnView& view, std::size_t i) noexcept {
  const bool is_signed = view.slots_are_signed;
  switch (view.slot_size) {
    case 1: {
      const auto slot = load<std::uint8_t>(view.slots, i);
      return is_signed ? static_cast<std::uint64_t>(static_cast<std::int8_t>(slot)) : slot;
    }
    case 2: {
      const auto slot = load<std::uint16_t>(view.slots, 2 * i);
      return is_signed ? static_cast<std::uint64_t>(static_cast<std::int16_t>(slot)) : slot;
    }
    case 4: {
      const auto slot = load<std::uint32_t>(view.slots, 4 * i);
      return is_signed ? static_cast<std::uint64_t>(static_cast<std::int32_t>(slot)) : slot;
    }
    default:
      return load<std::uint64_t>(view.slots, 8 * i);
  }
}

std::size_t find_run(const ColumnView& view, std::size_t first, std::size_t last,
                     std::uint64_t row) noexcept {
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (slot_at(view, middle) <= row) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

}  // namespace dittograph
