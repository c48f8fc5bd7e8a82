// SPDX-License-Identifier: Apache-2.0
// The verbs over columns against the oracle, row by row, on every SIMD target and in every layout.
#include "dittograph/columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "column_arrays.h"
#include "column_layouts.h"
#include "column_rows.h"
#include "dittograph/doubles.h"
#include "dittograph/runs.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/columns.h"
#include "reference/repeats.h"
#include "utf8_texts.h"

namespace dittograph {
namespace {

class ColumnsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ColumnsTest);

void expect_validity(const std::vector<std::uint64_t>& bits, std::size_t null_count,
                     const OptionalRows& rows) {
  std::size_t nulls = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]) ++nulls;
    const bool is_valid = bits.empty() || ((bits[i / 64] >> (i % 64)) & 1) != 0;
    ASSERT_EQ(is_valid, rows[i].has_value()) << i;
  }
  ASSERT_EQ(null_count, nulls);
  ASSERT_EQ(bits.empty(), nulls == 0);
}

[[nodiscard]] OptionalRows rows_of(const TextColumn& column) {
  OptionalRows rows;
  for (const TextChunk& chunk : column.chunks) {
    for (std::size_t i = 0; i < chunk.size; ++i) {
      const bool is_valid =
          chunk.validity.empty() || ((chunk.validity[i / 64] >> (i % 64)) & 1) != 0;
      auto* const begin = chunk.bytes.get() + chunk.offsets[i];
      auto* const end = chunk.bytes.get() + chunk.offsets[i + 1];
      if (is_valid) {
        rows.emplace_back(std::string(begin, end));
      } else {
        EXPECT_EQ(begin, end);
        rows.emplace_back(std::nullopt);
      }
    }
  }
  return rows;
}

// Says which row is the first that is wrong, and not all of them.
void expect_rows(const OptionalRows& rows, const OptionalRows& expected) {
  ASSERT_EQ(rows.size(), expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(rows[i], expected[i]) << i;
}

// Of invalid text the elements mean nothing.
void expect_repeats_like_the_oracle(const std::vector<ColumnView>& chunks, const OptionalRows& rows,
                                    bool is_text, unsigned threads) {
  ASSERT_EQ(
      values_of(has_repeat(chunks, 2, 5, threads)),
      expected_numbers(rows, [&](const std::string& row) {
        return reference::find_repeats(reference::row_elements(row, is_text), 2, 5).empty() ? 0 : 1;
      }));
  ASSERT_EQ(values_of(ends_in_repeat(chunks, 9, 2, 1, threads)),
            expected_numbers(rows, [&](const std::string& row) {
              return reference::ends_in_repeat(reference::row_elements(row, is_text), 9, 2, 1);
            }));
}

void expect_like_the_oracle(const std::vector<ColumnView>& chunks, const OptionalRows& rows,
                            bool is_text, unsigned threads) {
  const NumberColumn counts = count_doubles(chunks, threads);
  ASSERT_EQ(values_of(counts), expected_numbers(rows, [&](const std::string& row) {
              return reference::count_row_doubles(row, is_text);
            }));
  expect_validity(counts.validity, counts.null_count, rows);
  ASSERT_EQ(values_of(longest_run_length(chunks, threads)),
            expected_numbers(rows, [&](const std::string& row) {
              return reference::longest_row_run(row, is_text);
            }));
  for (const std::size_t min_length : {0u, 1u, 2u, 3u, 65u}) {
    ASSERT_EQ(values_of(count_runs(chunks, min_length, threads)),
              expected_numbers(rows,
                               [&](const std::string& row) {
                                 return reference::count_row_runs(row, is_text, min_length);
                               }))
        << min_length;
  }
  for (const std::size_t max_run : {1u, 2u, 64u}) {
    OptionalRows expected;
    for (const auto& row : rows) {
      expected.push_back(row ? std::optional(reference::squeeze_row(*row, is_text, max_run)) : row);
    }
    for (const std::size_t most : {kMaxChunkBytes, std::size_t{1000}}) {
      expect_rows(rows_of(squeeze(chunks, max_run, threads, most)), expected);
    }
  }
}

TEST_P(ColumnsTest, EveryLayoutSliceAndChunk) {
  for (const Layout& layout : layouts()) {
    SCOPED_TRACE(layout.name);
    for (const std::size_t offset : {0u, 1u, 7u, 8u, 13u}) {
      const OptionalRows rows = random_rows(offset + 1, 300 + offset, offset == 7);
      const auto array = layout.make(rows);
      array->slice(offset, 5);
      const OptionalRows sliced(rows.begin() + static_cast<std::ptrdiff_t>(offset), rows.end() - 5);
      expect_like_the_oracle({view_column(array->schema(), array->array())}, sliced, layout.is_text,
                             1);
      expect_repeats_like_the_oracle({view_column(array->schema(), array->array())}, sliced,
                                     layout.is_text, 1);
      if (HasFatalFailure()) return;
    }
    const OptionalRows rows = random_rows(3, 500, false);
    const auto array = layout.make(rows);
    std::vector<ColumnView> chunks;
    for (const auto& [first, last] :
         {std::pair{0, 1}, {1, 1}, {1, 100}, {100, 100}, {100, 163}, {163, 500}}) {
      array->array().offset = first;
      array->array().length = last - first;
      chunks.push_back(view_column(array->schema(), array->array()));
    }
    expect_like_the_oracle(chunks, rows, layout.is_text, 3);
    expect_repeats_like_the_oracle(chunks, rows, layout.is_text, 3);
    if (HasFatalFailure()) return;
  }
}

// Any bytes may be there; what comes out is what the definition says, and nothing else is read.
TEST_P(ColumnsTest, InvalidText) {
  Random random(9);
  for (int round = 0; round < 8; ++round) {
    OptionalRows rows;
    const std::string bytes("a\x80\xBF\xC3\xE2\xF0\xFF", 7);
    for (int i = 0; i < 200; ++i) {
      std::string row;
      const std::size_t size = random() % 100 == 0 ? 40'000 : random() % 30;
      while (row.size() < size) row.append(random() % 9, bytes[random() % bytes.size()]);
      rows.emplace_back(row);
    }
    for (const Layout& layout : layouts()) {
      SCOPED_TRACE(layout.name);
      const auto array = layout.make(rows);
      expect_like_the_oracle({view_column(array->schema(), array->array())}, rows, layout.is_text,
                             1);
      if (HasFatalFailure()) return;
    }
  }
}

// Enough rows for several tasks, so that threads have something to divide.
TEST_P(ColumnsTest, ManyRowsAndThreads) {
  const OptionalRows rows = random_rows(5, 70'000, true);
  for (const Layout& layout : {layouts()[0], layouts()[2]}) {
    const auto array = layout.make(rows);
    const std::vector chunks = {view_column(array->schema(), array->array())};
    const NumberColumn one = count_doubles(chunks, 1);
    const TextColumn text = squeeze(chunks, 1, 1);
    ASSERT_EQ(values_of(one), expected_numbers(rows, [](const std::string& row) {
                return reference::count_row_doubles(row, true);
              }));
    for (const unsigned threads : {2u, 7u}) {
      ASSERT_EQ(values_of(count_doubles(chunks, threads)), values_of(one));
      expect_rows(rows_of(squeeze(chunks, 1, threads)), rows_of(text));
    }
  }
}

TEST_P(ColumnsTest, Elements) {
  const std::vector<std::uint8_t> latin = {0xE9, 0xE9, 'a'};
  const std::vector<std::uint16_t> wide = {0x44F, 0x44F, 'a'};
  const std::vector<std::uint32_t> widest = {0x1F642, 0x1F642, 0x1F642, 'a'};
  const std::vector<ElementView> elements = {view_elements(latin),
                                             {nullptr, 0, 0},
                                             view_elements(wide),
                                             view_elements(widest),
                                             {latin.data(), 0, 1}};
  const std::vector chunks = {view_column(elements)};
  EXPECT_EQ(values_of(count_doubles(chunks)), (std::vector<std::int64_t>{1, 0, 1, 2, 0}));
  EXPECT_EQ(count_doubles(chunks).null_count, 1u);
  EXPECT_EQ(values_of(longest_run_length(chunks)), (std::vector<std::int64_t>{2, 0, 2, 3, 0}));
  EXPECT_EQ(rows_of(squeeze(chunks)), (OptionalRows{"éa", std::nullopt, "яa", "🙂a", ""}));
}

// The scalar functions of decoded rows say the same as the verbs of encoded ones.
TEST_P(ColumnsTest, AnyFunctionOfElements) {
  const OptionalRows rows = random_rows(6, 700, false);
  for (const Layout& layout : layouts()) {
    SCOPED_TRACE(layout.name);
    const auto array = layout.make(rows);
    array->slice(3, 2);
    const std::vector chunks = {view_column(array->schema(), array->array())};
    const auto counts = map_rows(
        chunks,
        [](ElementView elements) { return static_cast<std::int64_t>(count_doubles(elements)); }, 2);
    ASSERT_EQ(values_of(counts), values_of(count_doubles(chunks)));
    EXPECT_EQ(counts.null_count, count_doubles(chunks).null_count);
    const auto lengths =
        map_rows(chunks, [](ElementView elements) { return longest_run(elements).length; });
    ASSERT_EQ(values_of(lengths), values_of(longest_run_length(chunks)));
    const auto runs = map_rows(chunks, [](ElementView elements) {
      return static_cast<std::int64_t>(count_runs(elements, 1));
    });
    ASSERT_EQ(values_of(runs), values_of(count_runs(chunks, 1)));
  }
}

TEST_P(ColumnsTest, NothingAtAll) {
  EXPECT_TRUE(values_of(count_doubles(std::vector<ColumnView>{})).empty());
  EXPECT_EQ(squeeze(std::vector<ColumnView>{}).chunks.size(), 1u);
  for (const Layout& layout : layouts()) {
    const auto array = layout.make({"aa", std::nullopt});
    array->slice(1, 1);
    const std::vector chunks = {view_column(array->schema(), array->array())};
    EXPECT_TRUE(values_of(count_doubles(chunks)).empty());
    EXPECT_EQ(squeeze(chunks).chunks.size(), 1u);
    EXPECT_EQ(view_empty_column(array->schema()).kind, chunks[0].kind);
    EXPECT_EQ(view_empty_column(array->schema()).offset_size, chunks[0].offset_size);
  }
  TestArray nulls;
  nulls.set_type("n");
  nulls.array().length = 70;
  const std::vector chunks = {view_column(nulls.schema(), nulls.array())};
  EXPECT_EQ(count_doubles(chunks).null_count, 70u);
  EXPECT_EQ(rows_of(squeeze(chunks)), OptionalRows(70));
  // So that the target is asked at all.
  const auto array = make_offsets<std::int32_t>("u", {"aa"});
  EXPECT_EQ(values_of(count_doubles(std::vector{view_column(array->schema(), array->array())})),
            std::vector<std::int64_t>{1});
}

}  // namespace
}  // namespace dittograph
