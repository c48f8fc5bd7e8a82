// SPDX-License-Identifier: Apache-2.0
// The oracles for runs against cases worked out by hand.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/runs.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;
using Runs = std::vector<dittograph::Run>;

TEST(ReferenceRunsTest, Finds) {
  EXPECT_EQ(reference::find_runs(""sv, 1), Runs{});
  EXPECT_EQ(reference::find_runs("a"sv, 1), (Runs{{0, 1}}));
  EXPECT_EQ(reference::find_runs("a"sv, 2), Runs{});
  EXPECT_EQ(reference::find_runs("aab"sv, 1), (Runs{{0, 2}, {2, 1}}));
  EXPECT_EQ(reference::find_runs("abbcccd"sv, 2), (Runs{{1, 2}, {3, 3}}));
  EXPECT_EQ(reference::find_runs("abbcccd"sv, 3), (Runs{{3, 3}}));
  EXPECT_EQ(reference::find_runs("aaaa"sv, 4), (Runs{{0, 4}}));
  EXPECT_EQ(reference::find_runs("aaaa"sv, 5), Runs{});
  EXPECT_EQ(reference::find_runs(std::vector<std::int64_t>{-1, -1, 1}, 2), (Runs{{0, 2}}));
}

TEST(ReferenceRunsTest, Longest) {
  EXPECT_EQ(reference::longest_run(""sv), (dittograph::Run{0, 0}));
  EXPECT_EQ(reference::longest_run("abc"sv), (dittograph::Run{0, 1}));
  EXPECT_EQ(reference::longest_run("abbcc"sv), (dittograph::Run{1, 2})) << "the first of several";
  EXPECT_EQ(reference::longest_run("abbccc"sv), (dittograph::Run{3, 3}));
}

TEST(ReferenceRunsTest, Squeezes) {
  const auto squeezed = [](std::string_view text, std::size_t max_run) {
    const auto elements = reference::squeeze(text, max_run);
    return std::string(elements.begin(), elements.end());
  };
  EXPECT_EQ(squeezed("", 1), "");
  EXPECT_EQ(squeezed("abc", 1), "abc");
  EXPECT_EQ(squeezed("aaabccd", 1), "abcd");
  EXPECT_EQ(squeezed("aaabccd", 2), "aabccd");
  EXPECT_EQ(squeezed("aaabccd", 3), "aaabccd");
}

}  // namespace
}  // namespace dittograph
