// SPDX-License-Identifier: Apache-2.0
// What may be passed to the functions of runs.h and squeeze.h, and what the compiler refuses.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dittograph/runs.h"
#include "dittograph/squeeze.h"

namespace dittograph {
namespace {

template <class Range>
concept Squeezable = requires(const Range& range) { squeeze(range, 2); };
static_assert(Squeezable<std::string> && Squeezable<std::u32string_view> && Squeezable<int[3]>);
static_assert(Squeezable<std::span<const std::byte>> && Squeezable<std::array<wchar_t, 2>>);
static_assert(!Squeezable<std::array<bool, 2>> && !Squeezable<std::span<const bool>>,
              "the result would be a vector that packs bits");
static_assert(!Squeezable<std::vector<bool>> && !Squeezable<std::vector<float>>);

constexpr std::span<std::int64_t> kNowhere;
static_assert(noexcept(longest_run(std::string_view{})) && noexcept(count_runs(ElementView{})));
static_assert(noexcept(find_runs(std::string_view{}, 2, kNowhere, kNowhere)));
static_assert(noexcept(squeezed_size(ElementView{})) && noexcept(squeeze(ElementView{}, 1, {})));
static_assert(!noexcept(find_runs(ElementView{})), "it may lack the memory for the result");
static_assert(!noexcept(squeeze(std::string_view{})), "it may lack the memory for the result");

TEST(RunsTypesTest, SqueezedElementsKeepTheirType) {
  const std::array<signed char, 4> text = {-1, -1, 7, 7};
  const auto squeezed = squeeze(text);
  static_assert(std::is_same_v<decltype(squeezed), const std::vector<signed char>>);
  EXPECT_EQ(squeezed, (std::vector<signed char>{-1, 7}));
  const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
  EXPECT_EQ(squeeze(bytes), (std::vector{std::byte{0xFF}, std::byte{7}}));
}

TEST(RunsTypesTest, RunsOfBool) {
  const std::array<bool, 6> flags = {true, true, false, true, true, true};
  EXPECT_EQ(longest_run(flags), (dittograph::Run{3, 3}));
  EXPECT_EQ(count_runs(flags, 1), 3u);
  std::array<std::byte, 3> room{};
  EXPECT_EQ(squeeze(view_elements(flags), 1, room), 3u);
  EXPECT_EQ(room, (std::array{std::byte{1}, std::byte{0}, std::byte{1}}));
}

}  // namespace
}  // namespace dittograph
