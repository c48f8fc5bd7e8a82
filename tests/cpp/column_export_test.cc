// SPDX-License-Identifier: Apache-2.0
// What has been made comes back the same through Arrow's structs, and goes when nobody holds it.
#include "dittograph/column_export.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "column_arrays.h"

namespace dittograph {
namespace {

[[nodiscard]] OptionalRows some_rows() { return {"aab", std::nullopt, "ccc", "", "bb"}; }

[[nodiscard]] std::vector<ColumnView> chunks_of(const TestArray& array) {
  return {view_column(array.schema(), array.array())};
}

TEST(ColumnExport, Numbers) {
  const auto array = make_offsets<std::int32_t>("u", some_rows());
  auto column = std::make_shared<const ExportedColumn>(count_doubles(chunks_of(*array)));
  const std::weak_ptr<const ExportedColumn> alive = column;
  ArrowArray exported;
  export_chunk(column, 0, &exported);
  column.reset();
  EXPECT_FALSE(alive.expired());
  EXPECT_EQ(exported.length, 5);
  EXPECT_EQ(exported.null_count, 1);
  EXPECT_EQ(exported.n_buffers, 2);
  const auto* numbers = static_cast<const std::int64_t*>(exported.buffers[1]);
  EXPECT_EQ(std::vector(numbers, numbers + 5), (std::vector<std::int64_t>{1, 0, 2, 0, 1}));
  EXPECT_EQ(*static_cast<const std::uint8_t*>(exported.buffers[0]), 0b11101);
  exported.release(&exported);
  EXPECT_EQ(exported.release, nullptr);
  EXPECT_TRUE(alive.expired());
}

TEST(ColumnExport, Bools) {
  const auto array = make_offsets<std::int32_t>("u", some_rows());
  const auto column = std::make_shared<const ExportedColumn>(
      ExportedColumn::of_bools(count_doubles(chunks_of(*array))));
  EXPECT_STREQ(column->format(), "b");
  ArrowArray exported;
  export_chunk(column, 0, &exported);
  EXPECT_EQ(*static_cast<const std::uint8_t*>(exported.buffers[1]), 0b10101);
  exported.release(&exported);
}

// An export is a column again.
TEST(ColumnExport, TextInChunks) {
  for (const char* format : {"u", "U", "z", "Z"}) {
    const bool is_large = format[0] == 'U' || format[0] == 'Z';
    const auto array = is_large ? make_offsets<std::int64_t>(format, some_rows())
                                : make_offsets<std::int32_t>(format, some_rows());
    const auto column = std::make_shared<const ExportedColumn>(squeeze(chunks_of(*array), 1, 1, 2));
    EXPECT_STREQ(column->format(), format);
    EXPECT_EQ(column->size(), 5u);
    EXPECT_EQ(column->chunks().size(), is_large ? 1u : 2u);
    ArrowArrayStream stream;
    export_stream(column, &stream);
    ArrowSchema schema;
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    std::vector<std::int64_t> counts;
    for (;;) {
      ArrowArray chunk;
      ASSERT_EQ(stream.get_next(&stream, &chunk), 0);
      if (chunk.release == nullptr) break;
      const auto some = longest_run_length(std::vector{view_column(schema, chunk)});
      counts.insert(counts.end(), some.values().begin(), some.values().end());
      chunk.release(&chunk);
    }
    schema.release(&schema);
    stream.release(&stream);
    EXPECT_EQ(counts, (std::vector<std::int64_t>{1, 0, 1, 0, 1}));
  }
}

}  // namespace
}  // namespace dittograph
