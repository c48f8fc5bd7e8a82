// SPDX-License-Identifier: Apache-2.0
// The rows of a chunk of any layout as pieces of memory that a kernel takes in one go.
#ifndef DITTOGRAPH_COLUMN_PIECES_H_
#define DITTOGRAPH_COLUMN_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/column.h"

namespace dittograph {

// A piece and the bits that say what is in it fit into the first-level cache together, with room
// for what is read ahead.
inline constexpr std::size_t kPieceBytes = std::size_t{16} << 10;
inline constexpr std::size_t kPieceRows = 2048;

/// Rows that lie one after the other: row k is the bytes from `starts[k]` to before `starts[k +
/// 1]`.
struct Piece {
  const std::uint8_t* bytes;
  std::span<const std::uint32_t> starts;
  bool is_text;

  [[nodiscard]] std::size_t rows() const noexcept { return starts.size() - 1; }
  [[nodiscard]] std::size_t size_bytes() const noexcept { return starts.back(); }
  [[nodiscard]] std::string_view row(std::size_t k) const noexcept {
    return {reinterpret_cast<const char*>(bytes) + starts[k], starts[k + 1] - starts[k]};
  }
};

/// Memory that a thread uses over and over.
struct Scratch {
  /// What a piece's starts and, where its rows have to be put together, its bytes are written to.
  std::unique_ptr<std::uint32_t[]> starts =
      std::make_unique_for_overwrite<std::uint32_t[]>(kPieceRows + 1);
  std::unique_ptr<std::uint8_t[]> gathered =
      std::make_unique_for_overwrite<std::uint8_t[]>(kPieceBytes);
  /// A bit a byte of a piece and of the 8 behind it, and two words more to read from.
  std::unique_ptr<std::uint64_t[]> doubles =
      std::make_unique_for_overwrite<std::uint64_t[]>(kPieceBytes / 64 + 4);
  std::vector<std::uint8_t> bytes;
  std::vector<char32_t> code_points;
};

/// What is done with rows.
class RowVisitor {
 public:
  /// Rows `first` and following, all of them short. Null ones are here as well.
  virtual void visit_piece(std::size_t first, const Piece& piece) = 0;
  /// A row that is longer than a piece.
  virtual void visit_long_row(std::size_t row, std::string_view bytes) = 0;
  /// A row whose elements lie there decoded; not null.
  virtual void visit_elements(std::size_t row, ElementView elements) = 0;

 protected:
  ~RowVisitor() = default;
};

/// Shows the rows from `first` to before `last` of a chunk to the visitor, in their order; rows
/// that are null may be left out. The chunk is neither a dictionary nor run ends. Throws BrokenRow.
void visit_rows(const ColumnView& view, std::size_t first, std::size_t last, Scratch& scratch,
                RowVisitor& visitor);

/// Whether rows are numbers of values.
[[nodiscard]] inline bool is_encoded(const ColumnView& view) noexcept {
  return view.layout == RowLayout::kDictionary || view.layout == RowLayout::kRunEnds;
}

/// The bytes of a row that does not lie there decoded, through whatever encodings. If it is null
/// they mean nothing. Throws BrokenRow about that row.
[[nodiscard]] std::string_view row_bytes(const ColumnView& view, std::size_t row);

/// Calls `function(row, index)` for each row of a dictionary or of run ends that is not null: its
/// value is number `index` of `view.values[0]`, which may be null. Throws BrokenRow if there is no
/// such value.
template <class Function>
void visit_indices(const ColumnView& view, const Function& function);

/// The integer at `slots[i]`; negative ones and those beyond 64 bits become huge.
[[nodiscard]] std::uint64_t slot_at(const ColumnView& view, std::size_t i) noexcept;

/// The first run end from number `first` to before `last` that is greater than `row`, or `last`.
/// Bisects: O(log(last - first)).
[[nodiscard]] std::size_t find_run(const ColumnView& view, std::size_t first, std::size_t last,
                                   std::uint64_t row) noexcept;

/// What is thrown if a row cannot be right: whoever knows where the chunk is makes a ColumnError.
class BrokenRow : public std::exception {
 public:
  BrokenRow(std::size_t row, const char* what) noexcept : row_(row), what_(what) {}
  /// Of the chunk.
  [[nodiscard]] std::size_t row() const noexcept { return row_; }
  [[nodiscard]] const char* what() const noexcept override { return what_; }

 private:
  std::size_t row_;
  const char* what_;
};

inline constexpr const char* kBeyondDictionary = "has an index beyond its dictionary";
inline constexpr const char* kBehindRuns = "lies behind the last run end";
inline constexpr const char* kRunsGoDown = "lies where run ends go down";

[[noreturn]] inline void refuse_row(std::size_t row, const char* what) {
  throw BrokenRow(row, what);
}

template <class Function>
void visit_indices(const ColumnView& view, const Function& function) {
  const std::size_t values = view.values[0].size;
  if (view.layout == RowLayout::kDictionary) {
    for (std::size_t row = 0; row < view.size; ++row) {
      if (!view.is_valid(row)) continue;
      const std::uint64_t index = slot_at(view, row);
      if (index >= values) refuse_row(row, kBeyondDictionary);
      function(row, static_cast<std::size_t>(index));
    }
    return;
  }
  std::size_t run = 0;
  std::uint64_t end = values == 0 ? 0 : slot_at(view, 0);
  for (std::size_t row = 0; row < view.size; ++row) {
    while (end <= view.first_row + row) {
      if (++run >= values) refuse_row(row, kBehindRuns);
      const std::uint64_t next = slot_at(view, run);
      if (next < end) refuse_row(row, kRunsGoDown);
      end = next;
    }
    if (view.is_valid(row)) function(row, run);
  }
  // The last run has the last row, unless run ends behind it go down.
  if (view.size != 0 && run + 1 != values) refuse_row(view.size - 1, kRunsGoDown);
}

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_PIECES_H_
