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

[[nodiscard]] std::string refusal(const std::vector<ColumnView>& chunks) {
  std::string what;
  for (const unsigned threads : {1u, 3u}) {
    for (const bool squeezed : {false, true}) {
      try {
        if (squeezed) {
          static_cast<void>(squeeze(chunks, 1, threads));
        } else {
          static_cast<void>(find_invalid_row(chunks, threads));
        }
        return "nothing";
      } catch (const ColumnError& error) {
        EXPECT_EQ(error.kind(), ColumnError::Kind::kValue);
        EXPECT_TRUE(what.empty() || what == error.what()) << what << "; " << error.what();
        what = error.what();
      }
    }
  }
  return what;
}

[[nodiscard]] std::string refusal(const TestArray& array) {
  return refusal({view_column(array.schema(), array.array())});
}

constexpr const char* kBroken = "column's Arrow array is broken: ";
constexpr const char* kOffsets = "ends before it begins, or where another row is";

// Wherever the value is first used: of the entries of a dictionary the second is broken.
TEST(ColumnEncodings, RowOfABrokenValueOfADictionary) {
  const OptionalRows rows = {"a", std::nullopt, "bb", "a", "ccc", "bb", "d"};
  for (std::size_t first = 0; first < rows.size(); ++first) {
    const auto array = make_dictionary<std::int16_t>("s", rows);
    // Values are null, a, bb, ccc, d; that of bb ends behind the others, ccc before it begins.
    array->child(0).buffer<std::int32_t>(1)[3] = 1000;
    array->slice(first, 0);
    const std::vector<std::string> expected = {"row 2, value 2",
                                               "row 1, value 2",
                                               "row 0, value 2",
                                               "row 1, value 3",
                                               "row 0, value 3",
                                               "row 0, value 2",
                                               "value 2, which no row has, "};
    const std::string of = first == 6 ? "" : " of its dictionary, ";
    EXPECT_EQ(refusal(*array), kBroken + expected[first] + of + kOffsets) << first;
  }
}

TEST(ColumnEncodings, RowOfABrokenValueInALaterChunk) {
  const OptionalRows rows = {"a", "a", "bb", "a", "ccc"};
  const auto whole = make_dictionary<std::int8_t>("c", rows);
  const auto wrong = make_dictionary<std::int8_t>("c", rows);
  wrong->child(0).buffer<std::int32_t>(1)[3] = -1;
  std::vector<ColumnView> chunks = {view_column(whole->schema(), whole->array())};
  for (const std::int64_t length : {1, 1, 3}) {
    wrong->array().length = length;
    chunks.push_back(view_column(wrong->schema(), wrong->array()));
    wrong->array().offset += length;
  }
  EXPECT_EQ(refusal(chunks),
            kBroken + ("row 7, value 2 of its dictionary, " + std::string(kOffsets)));
}

// Of a row before that the index itself is wrong.
TEST(ColumnEncodings, FirstRowIsNamedWhateverIsBroken) {
  const auto array = make_dictionary<std::int8_t>("c", {"a", "b", "c", "d"});
  array->child(0).buffer<std::int32_t>(1)[3] = -1;  // b, number 2
  array->buffer<std::int8_t>(1)[0] = 100;
  EXPECT_EQ(refusal(*array), kBroken + std::string("row 0 has an index beyond its dictionary"));
  array->slice(1, 0);
  EXPECT_EQ(refusal(*array),
            kBroken + ("row 0, value 2 of its dictionary, " + std::string(kOffsets)));
}

TEST(ColumnEncodings, RowOfABrokenValueOfRunEnds) {
  const std::string text = "a text of more than twelve bytes";
  const auto array = make_run_ends<std::int32_t>("i", {"a", "a", std::nullopt, text, text, "b"});
  array->child(1).buffer<std::int32_t>(1)[2 * 4 + 2] = 7;  // number of the buffer
  EXPECT_EQ(refusal(*array), kBroken + std::string("row 3 lies outside of its buffers"));
  array->slice(1, 0);
  EXPECT_EQ(refusal(*array), kBroken + std::string("row 2 lies outside of its buffers"));
}

// Whatever bisection finds in run ends that are in no order, it is refused, and bytes and position
// of invalid text belong together.
TEST(ColumnEncodings, RunEndsThatGoDown) {
  const OptionalRows rows = {"a", "a", "b", "b", "c\xFF", "c\xFF", "a longer text\xFF", "d"};
  std::size_t refused = 0;
  for (std::size_t place = 0; place < 5; ++place) {
    for (std::int32_t end = -1; end <= 9; ++end) {
      const auto array = make_run_ends<std::int32_t>("i", rows);
      auto* ends = array->child(0).buffer<std::int32_t>(1);
      ends[place] = end;
      const bool goes_down =
          (place > 0 && end < ends[place - 1]) || (place < 4 && (end > ends[place + 1] || end < 0));
      const bool is_short = place == 4 && 0 <= end && end < 8;
      for (std::size_t first = 0; first < rows.size(); ++first) {
        array->array().offset = static_cast<std::int64_t>(first);
        array->array().length = static_cast<std::int64_t>(rows.size() - first);
        try {
          const std::vector chunks = {view_column(array->schema(), array->array())};
          static_cast<void>(count_doubles(chunks));
          const auto found = find_invalid_row(chunks);
          if (found) {
            EXPECT_LT(found->position, found->bytes.size());
          }
          if (first == 0) {
            EXPECT_FALSE(is_short) << place << ' ' << end;
          }
        } catch (const ColumnError& error) {
          EXPECT_TRUE(goes_down || is_short) << place << ' ' << end << ' ' << error.what();
          ++refused;
        }
      }
    }
  }
  EXPECT_GT(refused, 100u);
  const auto array = make_run_ends<std::int32_t>("i", rows);
  array->child(0).buffer<std::int32_t>(1)[1] = 1;
  EXPECT_EQ(refusal(*array), kBroken + std::string("row 2 lies where run ends go down"));
}

// Run ends of 2 rows each of the values.
[[nodiscard]] std::unique_ptr<TestArray> in_run_ends(std::unique_ptr<TestArray> values) {
  const std::int64_t runs = values->array().length;
  auto ends = std::make_unique<TestArray>();
  ends->set_type("i");
  ends->array().length = runs;
  ends->add_no_buffer();
  std::vector<std::int32_t> numbers;
  for (std::int32_t i = 1; i <= runs; ++i) numbers.push_back(2 * i);
  ends->add_buffer(numbers);
  auto made = std::make_unique<TestArray>();
  made->set_type("+r");
  made->array().length = 2 * runs;
  made->add_child(std::move(ends));
  made->add_child(std::move(values));
  return made;
}

TEST(ColumnEncodings, RowThroughSeveralEncodings) {
  const OptionalRows rows = {"a", "b", std::nullopt, "c", "b"};
  auto wrong_index = make_dictionary<std::int8_t>("c", rows);
  wrong_index->buffer<std::int8_t>(1)[3] = 100;
  EXPECT_EQ(refusal(*in_run_ends(std::move(wrong_index))),
            kBroken + std::string("row 6 has an index beyond its dictionary"));
  auto wrong_value = make_dictionary<std::int8_t>("c", rows);
  wrong_value->child(0).buffer<std::int32_t>(1)[2] = -1;  // a ends before it begins
  const auto array = in_run_ends(std::move(wrong_value));
  EXPECT_EQ(refusal(*array), kBroken + ("row 0 " + std::string(kOffsets)));
  array->slice(1, 0);
  EXPECT_EQ(refusal(*array), kBroken + ("row 0 " + std::string(kOffsets)));
  array->slice(1, 0);
  EXPECT_EQ(refusal(*array), kBroken + ("row 0 " + std::string(kOffsets)));
}

TEST(ColumnEncodings, InvalidTextThroughSeveralEncodings) {
  const std::string cut_short = "\xE2\x82";
  const std::string later = "ok\xFF";
  const OptionalRows rows = {"a", "b", std::nullopt, "c", cut_short, later};
  const auto array = in_run_ends(make_dictionary<std::int8_t>("c", rows));
  const auto expect = [&](std::size_t row, std::size_t position, const std::string& bytes) {
    const auto found =
        find_invalid_row(std::vector{view_column(array->schema(), array->array())}, 2);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->row, row);
    EXPECT_EQ(found->position, position);
    EXPECT_EQ(found->bytes, bytes);
  };
  expect(8, 0, cut_short);
  array->slice(9, 0);
  expect(0, 0, cut_short);
  array->slice(1, 0);
  expect(0, 2, later);
}

}  // namespace
}  // namespace dittograph
