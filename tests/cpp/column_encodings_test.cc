// SPDX-License-Identifier: Apache-2.0
// Dictionaries and run ends: what is read of them, and which row is named if it is broken.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "column_arrays.h"
#include "dittograph/column.h"
#include "dittograph/columns.h"
#include "dittograph/doubles_utf8.h"
#include "utf8_texts.h"

namespace dittograph {
namespace {

// Each row `most` times at most.
[[nodiscard]] OptionalRows rows_in_runs(std::uint64_t seed, std::size_t runs, std::size_t most) {
  Random random(seed);
  OptionalRows rows;
  for (std::size_t run = 0; run < runs; ++run) {
    std::optional<std::string> row;
    if (random() % 5 != 0) row = std::string(random() % 20, 'a') + std::to_string(run);
    rows.insert(rows.end(), 1 + random() % most, row);
  }
  return rows;
}

void expect_counts(const NumberColumn& counts, const OptionalRows& rows, std::size_t first) {
  for (std::size_t i = 0; i < counts.size; ++i) {
    const auto& row = rows[first + i];
    const bool is_valid =
        counts.validity.empty() || ((counts.validity[i / 64] >> (i % 64)) & 1) != 0;
    ASSERT_EQ(is_valid, row.has_value()) << first << '+' << i;
    const std::uint64_t expected = row ? count_doubles_utf8(*row) : 0;
    ASSERT_EQ(counts.values()[i], static_cast<std::int64_t>(expected)) << first << '+' << i;
  }
}

template <class T>
void expect_every_slice(const char* format) {
  const OptionalRows rows = rows_in_runs(sizeof(T), 40, 6);
  const auto array = make_run_ends<T>(format, rows);
  for (std::size_t first = 0; first <= rows.size(); ++first) {
    for (std::size_t last = first; last <= rows.size(); ++last) {
      array->array().offset = static_cast<std::int64_t>(first);
      array->array().length = static_cast<std::int64_t>(last - first);
      const NumberColumn counts =
          count_doubles(std::vector{view_column(array->schema(), array->array())});
      ASSERT_EQ(counts.size, last - first);
      expect_counts(counts, rows, first);
    }
  }
}

TEST(ColumnEncodings, EverySliceOfRunEnds) {
  expect_every_slice<std::int16_t>("s");
  expect_every_slice<std::int32_t>("i");
  expect_every_slice<std::int64_t>("l");
}

// The values before and behind a slice are not looked at.
TEST(ColumnEncodings, SliceOfRunEndsReadsItsRunsAlone) {
  const OptionalRows rows = rows_in_runs(1, 1000, 9);
  const auto array = make_run_ends<std::int32_t>("i", rows);
  const auto runs = static_cast<std::size_t>(array->child(0).array().length);
  std::vector<ColumnView> slices;
  for (std::size_t first = 0; first < rows.size(); first += 10) {
    array->array().offset = static_cast<std::int64_t>(first);
    array->array().length =
        static_cast<std::int64_t>(std::min<std::size_t>(10, rows.size() - first));
    slices.push_back(view_column(array->schema(), array->array()));
  }
  std::size_t calls = 0;
  const auto count = [&](ElementView elements) {
    ++calls;
    return static_cast<std::int64_t>(elements.size);
  };
  for (const ColumnView& slice : slices) {
    calls = 0;
    static_cast<void>(map_rows(std::vector{slice}, count));
    EXPECT_LE(calls, 10u);
  }
  calls = 0;
  const NumberColumn sizes = map_rows(slices, count);
  EXPECT_LE(calls, runs + slices.size());  // one run may go on from a slice to the next
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(sizes.values()[i], static_cast<std::int64_t>(rows[i].value_or("").size())) << i;
  }
}

// Values that are a slice of theirs, and run ends that are, too.
TEST(ColumnEncodings, RunEndsWhoseChildrenAreSlices) {
  const OptionalRows rows = rows_in_runs(2, 50, 4);
  const auto array = make_run_ends<std::int32_t>("i", rows);
  TestArray& ends = array->child(0);
  const auto left_out = static_cast<std::size_t>(ends.buffer<std::int32_t>(1)[6]);
  for (std::int64_t i = 0; i < ends.array().length; ++i) {
    ends.buffer<std::int32_t>(1)[i] -= static_cast<std::int32_t>(left_out);
  }
  ends.slice(7, 0);
  array->child(1).slice(7, 0);
  for (std::size_t first = 0; first + left_out < rows.size(); ++first) {
    array->array().offset = static_cast<std::int64_t>(first);
    array->array().length = static_cast<std::int64_t>(rows.size() - left_out - first);
    expect_counts(count_doubles(std::vector{view_column(array->schema(), array->array())}), rows,
                  left_out + first);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace dittograph
