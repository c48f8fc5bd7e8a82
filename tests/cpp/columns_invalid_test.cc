// SPDX-License-Identifier: Apache-2.0
// find_invalid_row on every SIMD target and in every layout.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "column_arrays.h"
#include "column_layouts.h"
#include "column_rows.h"
#include "dittograph/columns.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles_utf8.h"

namespace dittograph {
namespace {

class ColumnsInvalidTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ColumnsInvalidTest);

TEST_P(ColumnsInvalidTest, FirstInvalidRow) {
  const OptionalRows rows = random_rows(4, 3000, false);
  for (const Layout& layout : layouts()) {
    SCOPED_TRACE(layout.name);
    const auto valid = layout.make(rows);
    EXPECT_FALSE(find_invalid_row(std::vector{view_column(valid->schema(), valid->array())}, 2));
  }
  for (const char* wrong : {"ok\xFF", "\x80", "\xE2\x82", "\xED\xA0\x80"}) {
    auto with_wrong = rows;
    with_wrong[2000] = wrong;
    with_wrong[2500] = "\xFF";
    for (const Layout& layout : layouts()) {
      SCOPED_TRACE(layout.name);
      const auto array = layout.make(with_wrong);
      const auto found =
          find_invalid_row(std::vector{view_column(array->schema(), array->array())}, 2);
      ASSERT_EQ(found.has_value(), layout.is_text);
      if (!found) continue;
      EXPECT_EQ(found->row, 2000u);
      EXPECT_EQ(found->bytes, wrong);
      EXPECT_EQ(found->position, reference::decode_utf8(wrong).valid_up_to);
    }
  }
  // Two rows that are valid together and not by themselves.
  const auto halves = make_offsets<std::int32_t>("u", {"a", "\xC3", "\xA9"});
  const auto half = find_invalid_row(std::vector{view_column(halves->schema(), halves->array())});
  ASSERT_TRUE(half.has_value());
  EXPECT_EQ(half->row, 1u);
  const std::vector<std::uint16_t> lone = {'a', 0xD800};
  const std::vector<ElementView> elements = {{nullptr, 0, 0}, view_elements(lone)};
  const auto found = find_invalid_row(std::vector{view_column(elements)});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->row, 1u);
  EXPECT_EQ(found->position, 1u);
}

}  // namespace
}  // namespace dittograph
