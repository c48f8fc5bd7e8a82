// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_COLUMN_H_
#define DITTOGRAPH_COLUMN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "dittograph/arrow_abi.h"
#include "dittograph/elements.h"

/// A column is a sequence of rows: texts, byte strings, and nulls. It comes in chunks, each of
/// which lies in memory as Arrow lays it out, and is read there.
namespace dittograph {

/// A column that cannot be read. The text says what was found and what is allowed.
class ColumnError : public std::runtime_error {
 public:
  enum class Kind {
    kType,   // of another type: numbers, a table of several columns
    kValue,  // of the right type, with something in it that cannot be right
  };
  ColumnError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// What the elements of a row are.
enum class RowKind {
  kText,   // code points
  kBytes,  // bytes
};

/// How the rows of a chunk lie in memory.
enum class RowLayout {
  kNull,        // nowhere: all of them are null
  kOffsets32,   // one after the other; where each begins is an int32
  kOffsets64,   // the same with int64
  kViews,       // anywhere; of each there are the length and the place, or the bytes if few
  kElements,    // an ElementView each; null if its element_size is 0
  kDictionary,  // the number of one of the distinct values
  kRunEnds,     // equal rows in a row are one value and the row behind the last of them
};

/// How the offsets of text like that of the column are stored.
enum class OffsetSize {
  kAny,  // it has none: views, texts of a list
  k32,
  k64,
};

/// Bits from `offset` on; none at all stands for bits that are all set.
struct Bitmap {
  const std::uint8_t* bits = nullptr;
  std::size_t offset = 0;

  [[nodiscard]] bool at(std::size_t i) const noexcept {
    return bits == nullptr || ((bits[(offset + i) / 8] >> ((offset + i) % 8)) & 1) != 0;
  }
};

/// A chunk of a column. Owns none of the memory that it refers to.
struct ColumnView {
  RowLayout layout = RowLayout::kNull;
  RowKind kind = RowKind::kText;
  OffsetSize offset_size = OffsetSize::kAny;
  /// How many rows there are.
  std::size_t size = 0;
  /// How many bytes the rows have together, about: for the division of work.
  std::size_t size_bytes = 0;
  /// A row is null if its bit is 0 in one of these: its own, that of the struct which it is in.
  Bitmap validity[2];
  /// Row 0's offset, view, ElementView or index; the end of row 0's run.
  const void* slots = nullptr;
  /// kOffsets: where the bytes are. kViews: the buffers that views refer to.
  const void* data = nullptr;
  /// kViews: how long the buffers are. There are as many as there are buffers.
  std::span<const std::int64_t> buffer_sizes;
  /// kDictionary, kRunEnds: the size of an index or run end, and whether it is signed.
  std::size_t slot_size = 0;
  bool slots_are_signed = true;
  /// kRunEnds: the number that row 0 has among the rows that the run ends count.
  std::size_t first_row = 0;
  /// kDictionary, kRunEnds: the one chunk of distinct values, of any layout; of run ends those of
  /// the rows alone.
  std::vector<ColumnView> values;

  /// Whether the row is something; its value may be null nevertheless if it is a number of one.
  [[nodiscard]] bool is_valid(std::size_t row) const noexcept;
};

/// The rows of an Arrow array of type utf8, large_utf8, utf8_view, binary, large_binary,
/// binary_view or null; of a dictionary or of run ends whose values are of one of these; of a
/// struct with one field that is any of them. Throws ColumnError if it is something else, or if it
/// cannot be right; std::bad_alloc. The array must outlive the view. Its buffers are trusted to be
/// as long as its type, length and offset say; what lies in them is checked as it is read.
[[nodiscard]] ColumnView view_column(const ArrowSchema& schema, const ArrowArray& array);

/// The type of an array without rows, of that schema. Throws as view_column does.
[[nodiscard]] ColumnView view_empty_column(const ArrowSchema& schema);

/// The rows as texts whose code points have been found already, as those of a Python str; null are
/// those whose element_size is 0. `rows` must outlive the view.
[[nodiscard]] ColumnView view_column(std::span<const ElementView> rows);

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_H_
