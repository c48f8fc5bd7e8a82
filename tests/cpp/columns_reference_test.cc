// SPDX-License-Identifier: Apache-2.0
// The oracle for rows, by hand.
#include "reference/columns.h"

#include <gtest/gtest.h>

namespace dittograph::reference {
namespace {

TEST(ColumnsReference, Text) {
  EXPECT_EQ(count_row_doubles("", true), 0);
  EXPECT_EQ(count_row_doubles("bookkeeper", true), 3);
  EXPECT_EQ(count_row_doubles("яяя", true), 2);
  EXPECT_EQ(count_row_doubles("яяя", false), 0);
  EXPECT_EQ(longest_row_run("", true), 0);
  EXPECT_EQ(longest_row_run("a", true), 1);
  EXPECT_EQ(longest_row_run("abbccc", true), 3);
  EXPECT_EQ(longest_row_run("aяяяя🙂🙂", true), 4);
  EXPECT_EQ(count_row_runs("aabbbc", true, 1), 3);
  EXPECT_EQ(count_row_runs("aabbbc", true, 2), 2);
  EXPECT_EQ(count_row_runs("aabbbc", true, 3), 1);
  EXPECT_EQ(count_row_runs("яябb", true, 1), 3);
  EXPECT_EQ(squeeze_row("aabbbc", true, 1), "abc");
  EXPECT_EQ(squeeze_row("aabbbc", true, 2), "aabbc");
  EXPECT_EQ(squeeze_row("яяя🙂🙂", true, 1), "я🙂");
}

TEST(ColumnsReference, Bytes) {
  EXPECT_EQ(count_row_doubles("\xFF\xFF\x80\x80\x80", false), 3);
  EXPECT_EQ(longest_row_run("\xFF\xFF\x80\x80\x80", false), 3);
  EXPECT_EQ(count_row_runs("\xFF\xFF\x80\x80\x80", false, 1), 2);
  EXPECT_EQ(squeeze_row("\xFF\xFF\x80\x80\x80", false, 1), "\xFF\x80");
}

// What invalid text gives means nothing, but it is always the same.
TEST(ColumnsReference, InvalidText) {
  EXPECT_EQ(count_row_doubles("\xC3\xC3\xC3\xC3\xC3", true), 2);  // at 0 and at 1
  EXPECT_EQ(longest_row_run("\xC3\xC3\xC3\xC3\xC3", true), 2);    // neither goes on with the other
  EXPECT_EQ(count_row_runs("\xC3\xC3\xC3\xC3\xC3", true, 2), 2);
  EXPECT_EQ(squeeze_row("\xC3\xC3\xC3\xC3\xC3", true, 1), "\xC3\xC3");
  EXPECT_EQ(count_row_doubles("\x80\x80", true), 0);
}

}  // namespace
}  // namespace dittograph::reference
