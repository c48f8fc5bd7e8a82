// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_COLUMNS_H_
#define DITTOGRAPH_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dittograph/column.h"

/// The verbs over columns: one value a row, null for null.
///
/// Each takes the chunks of a column, which are of one type, and up to so many threads, which end
/// with the call; how many they are changes nothing but the time. Each is O(n), takes of a
/// dictionary each distinct value once, and throws ColumnError if a chunk turns out to be broken,
/// or std::bad_alloc.
///
/// The elements of text are its code points, compared where they lie. It is expected to be valid
/// UTF-8 (see find_invalid_row). Invalid bytes are no danger, and the results are the same on every
/// machine: a double is what doubles_utf8.h says, and a run is made of doubles of which each begins
/// where the one before it ends.
namespace dittograph {

/// Rows that are numbers, 0 where they are null.
struct NumberColumn {
  std::unique_ptr<std::int64_t[]> numbers;
  std::size_t size = 0;
  std::vector<std::uint64_t> validity;  // a bit a row; none at all if no row is null
  std::size_t null_count = 0;

  [[nodiscard]] std::span<const std::int64_t> values() const& noexcept {
    return {numbers.get(), size};
  }
  [[nodiscard]] std::span<const std::int64_t> values() const&& = delete;  // they would be gone
};

/// Rows that are texts: row i is the bytes from `offsets[i]` to before `offsets[i + 1]`.
struct TextChunk {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::unique_ptr<std::int64_t[]> offsets;
  std::size_t size = 0;
  std::vector<std::uint64_t> validity;  // a bit a row; none at all if no row is null
  std::size_t null_count = 0;
};

/// Rows that are texts, in one chunk or more.
struct TextColumn {
  RowKind kind = RowKind::kText;
  OffsetSize offset_size = OffsetSize::k32;  // k32 or k64
  std::vector<TextChunk> chunks;
};

/// The number of equal neighbouring elements of each row.
[[nodiscard]] NumberColumn count_doubles(std::span<const ColumnView> chunks, unsigned threads = 1);

/// The length of the longest run of each row; of an empty one 0.
[[nodiscard]] NumberColumn longest_run_length(std::span<const ColumnView> chunks,
                                              unsigned threads = 1);

/// The number of runs of at least `min_length` elements of each row; 0 is taken for 1.
[[nodiscard]] NumberColumn count_runs(std::span<const ColumnView> chunks, std::size_t min_length,
                                      unsigned threads = 1);

/// Whether each row has a repeat: 1 or 0. As has_repeat of a text.
[[nodiscard]] NumberColumn has_repeat(std::span<const ColumnView> chunks,
                                      std::size_t min_copies = 2, std::size_t max_period = 64,
                                      unsigned threads = 1);

/// The period in which the end of each row loops, or 0. As ends_in_repeat of a text.
[[nodiscard]] NumberColumn ends_in_repeat(std::span<const ColumnView> chunks,
                                          std::size_t max_period = 64, std::size_t min_copies = 4,
                                          std::size_t min_period = 1, unsigned threads = 1);

/// `function` of the elements of each row that is not null: of text its code points, decoded unless
/// they are ASCII; of bytes the bytes. Any function of an ElementView becomes a verb with it. It is
/// called from several threads at once, also of what lies where a row is null, which means nothing,
/// and must not throw.
[[nodiscard]] NumberColumn map_rows(std::span<const ColumnView> chunks,
                                    const std::function<std::int64_t(ElementView)>& function,
                                    unsigned threads = 1);

/// No chunk of 32-bit offsets may have more bytes than these can say.
inline constexpr std::size_t kMaxChunkBytes = 0x7FFFFFFF;

/// Each row with its runs shortened to `max_run` elements; 0 is taken for 1. Offsets are as large
/// as those of the column; where it has none, 32 bits if all of the text fits into one such chunk,
/// 64 otherwise. Those of 32 bits make as many chunks of up to `max_chunk_bytes` as needed. A code
/// point of a view_column of ElementViews that is a surrogate is encoded like any other.
[[nodiscard]] TextColumn squeeze(std::span<const ColumnView> chunks, std::size_t max_run = 1,
                                 unsigned threads = 1,
                                 std::size_t max_chunk_bytes = kMaxChunkBytes);

/// A row that is not what it should be.
struct InvalidRow {
  std::size_t row = 0;
  std::size_t position = 0;  // of the first wrong element: in UTF-8 the byte
  std::string bytes;         // of UTF-8, the whole row
};

/// The first row that is not valid UTF-8; among rows that are ElementViews, the first with a
/// surrogate, which UTF-8 cannot hold. Rows of bytes are all valid.
[[nodiscard]] std::optional<InvalidRow> find_invalid_row(std::span<const ColumnView> chunks,
                                                         unsigned threads = 1);

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMNS_H_
