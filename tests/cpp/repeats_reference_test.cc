// SPDX-License-Identifier: Apache-2.0
// The oracles for repeats against cases worked out by hand.
#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "reference/repeats.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;
using Repeats = std::vector<Repeat>;

TEST(ReferenceRepeatsTest, Finds) {
  EXPECT_EQ(reference::find_repeats(""sv, 2, 64), Repeats{});
  EXPECT_EQ(reference::find_repeats("abc"sv, 2, 64), Repeats{});
  EXPECT_EQ(reference::find_repeats("aaaaaa"sv, 2, 64), Repeats{}) << "a run";
  EXPECT_EQ(reference::find_repeats("abab"sv, 2, 64), (Repeats{{0, 2, 4}}));
  EXPECT_EQ(reference::find_repeats("xababay"sv, 2, 64), (Repeats{{1, 2, 5}}));
  EXPECT_EQ(reference::find_repeats("abcabcabc"sv, 2, 64), (Repeats{{0, 3, 9}}));
  EXPECT_EQ(reference::find_repeats("abcabcab"sv, 3, 64), Repeats{}) << "two copies and a part";
  EXPECT_EQ(reference::find_repeats("abcabcabc"sv, 2, 2), Repeats{});
  EXPECT_EQ(reference::find_repeats("abababab"sv, 2, 64), (Repeats{{0, 2, 8}})) << "4 is no period";
  // They overlap, and one can lie inside another: "aba" twice, "abaab" twice, "ab" two and a half.
  EXPECT_EQ(reference::find_repeats("abaababaab"sv, 2, 64),
            (Repeats{{0, 3, 6}, {0, 5, 10}, {3, 2, 5}}));
  EXPECT_EQ(reference::find_repeats(std::vector<std::int64_t>{-1, 1, -1, 1}, 2, 64),
            (Repeats{{0, 2, 4}}));
}

TEST(ReferenceRepeatsTest, EndsIn) {
  EXPECT_EQ(reference::ends_in_repeat(""sv, 64, 4, 1), 0u);
  EXPECT_EQ(reference::ends_in_repeat("aaa"sv, 64, 4, 1), 0u);
  EXPECT_EQ(reference::ends_in_repeat("baaaa"sv, 64, 4, 1), 1u);
  EXPECT_EQ(reference::ends_in_repeat("aaaaaaaa"sv, 64, 4, 2), 2u) << "the smallest allowed";
  EXPECT_EQ(reference::ends_in_repeat("xabcabc"sv, 64, 2, 1), 3u);
  EXPECT_EQ(reference::ends_in_repeat("xabcabc"sv, 2, 2, 1), 0u);
  EXPECT_EQ(reference::ends_in_repeat("abcabcx"sv, 64, 2, 1), 0u) << "not at the end";
}

}  // namespace
}  // namespace dittograph
