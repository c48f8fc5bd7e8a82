// SPDX-License-Identifier: Apache-2.0
// What is not a column, and what is a broken one, is refused in words.
#include "dittograph/column.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "column_arrays.h"
#include "dittograph/columns.h"

namespace dittograph {
namespace {

[[nodiscard]] OptionalRows some_rows() {
  return {"aab", std::nullopt, "a text of more than twelve bytes", "", "bb"};
}

[[nodiscard]] std::string refusal(const TestArray& array) {
  try {
    static_cast<void>(count_doubles(std::vector{view_column(array.schema(), array.array())}));
  } catch (const ColumnError& error) {
    return error.what();
  }
  return "";
}

TEST(Column, OtherTypesAreRefused) {
  TestArray numbers;
  numbers.set_type("l");
  EXPECT_THROW(static_cast<void>(view_column(numbers.schema(), numbers.array())), ColumnError);
  EXPECT_NE(refusal(numbers).find("got format 'l'"), std::string::npos);
  numbers.schema().name = "age";
  EXPECT_NE(refusal(numbers).find("in 'age'"), std::string::npos);

  TestArray table;
  table.set_type("+s");
  auto one = make_offsets<std::int32_t>("u", some_rows());
  one->schema().name = "one";
  auto two = make_offsets<std::int32_t>("u", some_rows());
  two->schema().name = "two";
  table.add_child(std::move(one));
  table.add_child(std::move(two));
  EXPECT_NE(refusal(table).find("got a table of 2: one, two"), std::string::npos);
}

TEST(Column, EncodingsInEncodings) {
  auto array = make_dictionary<std::int32_t>("i", some_rows());
  for (int depth = 1; depth < 7; ++depth) {
    EXPECT_EQ(refusal(*array).find("column must have at most 4 encodings") == 0, depth > 4);
    auto outer = std::make_unique<TestArray>();
    outer->set_type("c");
    outer->array().length = 2;
    outer->add_no_buffer();
    outer->add_buffer(std::vector<std::int8_t>{1, 0});
    outer->set_dictionary(std::move(array));
    array = std::move(outer);
  }
  array->schema().dictionary = &array->schema();
  EXPECT_NE(refusal(*array), "");
}

TEST(Column, OffsetsThatGoDown) {
  for (const std::size_t i : {0u, 1u, 2u, 4u, 5u}) {
    const auto array = make_offsets<std::int32_t>("u", some_rows());
    array->buffer<std::int32_t>(1)[i] = i == 5 ? 7 : 1'000'000;
    EXPECT_NE(refusal(*array), "") << i;
  }
  const auto negative = make_offsets<std::int64_t>("U", some_rows());
  negative->buffer<std::int64_t>(1)[2] = -1;
  EXPECT_NE(refusal(*negative).find("row 1 ends before it begins"), std::string::npos);
}

TEST(Column, ViewsOutsideOfTheirBuffers) {
  for (const auto& [at, value] :
       {std::pair{2 * 4 + 2, 7}, {2 * 4 + 3, 9}, {2 * 4 + 0, 100}, {0, -1}, {2 * 4 + 3, -1}}) {
    const auto array = make_views("vu", some_rows());
    array->buffer<std::int32_t>(1)[at] = value;
    EXPECT_NE(refusal(*array).find("row "), std::string::npos) << at;
  }
}

TEST(Column, IndicesOutsideOfTheirDictionary) {
  const auto array = make_dictionary<std::int8_t>("c", some_rows());
  array->buffer<std::int8_t>(1)[2] = 100;
  EXPECT_NE(refusal(*array).find("row 2 has an index beyond its dictionary"), std::string::npos);
  array->buffer<std::int8_t>(1)[2] = -3;
  EXPECT_NE(refusal(*array), "");
}

TEST(Column, RunEndsThatEndTooEarly) {
  const auto array = make_run_ends<std::int32_t>("i", some_rows());
  array->array().length = 9;
  EXPECT_NE(refusal(*array).find("row 5 lies behind the last run end"), std::string::npos);
}

TEST(Column, ChunksTellTheRowOfTheColumn) {
  const auto right = make_offsets<std::int32_t>("u", some_rows());
  const auto wrong = make_offsets<std::int32_t>("u", some_rows());
  wrong->buffer<std::int32_t>(1)[2] = 1'000'000;
  const std::vector chunks = {view_column(right->schema(), right->array()),
                              view_column(wrong->schema(), wrong->array())};
  for (const unsigned threads : {1u, 3u}) {
    try {
      static_cast<void>(count_doubles(chunks, threads));
      FAIL();
    } catch (const ColumnError& error) {
      EXPECT_NE(std::string(error.what()).find("row 6 "), std::string::npos) << error.what();
      EXPECT_EQ(error.kind(), ColumnError::Kind::kValue);
    }
  }
}

// As Polars up to 1.37 exports slices: the field is cut already, and to be cut once more.
TEST(Column, StructThatIsCutTwice) {
  const auto array = make_struct(some_rows());
  array->slice(2, 1);
  EXPECT_EQ(refusal(*array), "");
  array->child(0).slice(2, 1);
  EXPECT_NE(refusal(*array).find("a struct of rows 2 to 4 has a field of 2; Polars"),
            std::string::npos);
}

TEST(Column, WhatIsMissing) {
  const auto array = make_offsets<std::int32_t>("u", some_rows());
  for (const int buffer : {1, 2}) {
    const void* kept = std::exchange(array->array().buffers[buffer], nullptr);
    EXPECT_NE(refusal(*array), "");
    array->array().buffers[buffer] = kept;
  }
  array->array().n_buffers = 2;
  EXPECT_NE(refusal(*array), "");
  array->array().n_buffers = 3;
  array->array().length = -1;
  EXPECT_NE(refusal(*array), "");
  // Where there are no rows, there need not be anything else.
  array->array().length = 0;
  array->array().buffers[1] = nullptr;
  EXPECT_EQ(refusal(*array), "");
  array->array().null_count = -1;
  array->array().n_buffers = 0;
  array->array().buffers = nullptr;
  EXPECT_EQ(refusal(*array), "");
}

TEST(Column, WhatIsMissingInViewsAndRunEnds) {
  const auto views = make_views("vu", some_rows());
  views->array().buffers[2] = nullptr;
  EXPECT_NE(refusal(*views).find("a buffer of views is missing"), std::string::npos);

  const auto run_ends = make_run_ends<std::int32_t>("i", some_rows());
  run_ends->child(0).array().buffers = nullptr;
  EXPECT_NE(refusal(*run_ends).find("there are no run ends"), std::string::npos);
  for (const int child : {0, 1}) {
    ArrowArray* kept = std::exchange(run_ends->array().children[child], nullptr);
    EXPECT_NE(refusal(*run_ends).find("run ends need two children"), std::string::npos);
    run_ends->array().children[child] = kept;
  }
}

}  // namespace
}  // namespace dittograph
