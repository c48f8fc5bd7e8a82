// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_COLUMN_EXPORT_H_
#define DITTOGRAPH_COLUMN_EXPORT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "dittograph/arrow_abi.h"
#include "dittograph/columns.h"

/// Columns that were made here, for others to read through Arrow's C structs.
namespace dittograph {

/// What has been made of a column, as Arrow lays it out. Immutable: any number of exports share it.
class ExportedColumn {
 public:
  /// As int64.
  explicit ExportedColumn(NumberColumn&& column);
  /// As bool: what is not 0 is true.
  [[nodiscard]] static ExportedColumn of_bools(NumberColumn&& column);
  /// As utf8, large_utf8, binary or large_binary.
  explicit ExportedColumn(TextColumn&& column);

  /// Arrow's format string of the type.
  [[nodiscard]] const char* format() const noexcept { return format_; }
  /// How many rows there are.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t null_count() const noexcept;

  /// A chunk in the buffers that its Arrow array has.
  struct Chunk {
    std::size_t size = 0;
    std::size_t null_count = 0;
    std::vector<std::uint64_t> validity;      // none at all if no row is null
    std::unique_ptr<std::int64_t[]> numbers;  // int64; offsets of the large types
    std::vector<std::int32_t> offsets;
    std::vector<std::uint64_t> bits;  // bool
    std::unique_ptr<std::uint8_t[]> bytes;
  };
  [[nodiscard]] const std::vector<Chunk>& chunks() const noexcept { return chunks_; }

 private:
  ExportedColumn() = default;

  const char* format_ = "l";
  std::vector<Chunk> chunks_;
};

/// Writes the type. The caller has to call `release` of what was written; so below. All throw
/// std::bad_alloc, and have then written nothing.
void export_schema(const ExportedColumn& column, ArrowSchema* schema);

/// Writes a chunk, which keeps the column alive until it is released.
void export_chunk(const std::shared_ptr<const ExportedColumn>& column, std::size_t chunk,
                  ArrowArray* array);

/// Writes a stream of all chunks.
void export_stream(const std::shared_ptr<const ExportedColumn>& column, ArrowArrayStream* stream);

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_EXPORT_H_
