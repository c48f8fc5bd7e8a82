// SPDX-License-Identifier: Apache-2.0
// What may be passed to the functions of doubles.h, and what the compiler refuses.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dittograph/doubles.h"
#include "dittograph/doubles_tally.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/doubles_utf8_stream.h"
#include "dittograph/utf8.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;

static_assert(Element<bool> && Element<char> && Element<signed char> && Element<unsigned char>);
static_assert(Element<wchar_t> && Element<char8_t> && Element<char16_t> && Element<char32_t>);
static_assert(Element<short> && Element<int> && Element<long> && Element<long long>);
static_assert(Element<unsigned short> && Element<unsigned> && Element<unsigned long long>);
static_assert(!Element<float> && !Element<double>, "NaN has no equal");
static_assert(Element<std::byte> && !Element<void*> && !Element<std::array<char, 2>>);

static_assert(ElementRange<std::span<const int>> && ElementRange<std::span<int, 3>>);
static_assert(ElementRange<std::vector<char32_t>> && ElementRange<std::array<bool, 2>>);
static_assert(ElementRange<std::string> && ElementRange<std::u16string_view>);
static_assert(ElementRange<int[3]>);
static_assert(!ElementRange<std::vector<bool>>, "not contiguous: it packs bits");
static_assert(!ElementRange<std::list<int>> && !ElementRange<std::deque<int>>);
static_assert(!ElementRange<std::vector<double>> && !ElementRange<int>);

constexpr std::span<std::int64_t> kNoPositions;
static_assert(noexcept(count_doubles(ElementView{})));
static_assert(noexcept(count_doubles(std::u32string_view{})));
static_assert(noexcept(find_doubles(ElementView{}, kNoPositions)));
static_assert(noexcept(find_doubles(std::u32string_view{}, kNoPositions)));
static_assert(!noexcept(find_doubles(ElementView{})), "it may lack the memory for the result");
static_assert(noexcept(count_doubles_utf8(std::string_view{})));
static_assert(noexcept(find_doubles_utf8(std::string_view{}, kNoPositions)));
static_assert(noexcept(validate_utf8(std::string_view{})));
static_assert(noexcept(std::declval<Utf8DoublesCounter&>().update({})));
static_assert(noexcept(std::declval<Utf8DoublesCounter&>().finish()));
static_assert(noexcept(std::declval<const Utf8DoublesCounter&>().count()));
static_assert(!noexcept(std::declval<Utf8DoublesTallier&>().update({})));
static_assert(std::is_trivially_copyable_v<Utf8DoublesCounter>);

static_assert(view_elements(U"abc"sv).size == 3 && view_elements(U"abc"sv).element_size == 4);

template <class T>
class DoublesTypesTest : public testing::Test {};
using Types = testing::Types<char, signed char, unsigned char, char8_t, char16_t, char32_t, wchar_t,
                             short, unsigned short, int, unsigned, long, unsigned long, long long,
                             unsigned long long>;
TYPED_TEST_SUITE(DoublesTypesTest, Types);

TYPED_TEST(DoublesTypesTest, TheExtremesKeepTheirSign) {
  using Limits = std::numeric_limits<TypeParam>;
  const std::vector<TypeParam> text = {Limits::max(), Limits::min(), Limits::min(), TypeParam{0},
                                       Limits::max(), Limits::max(), Limits::max()};
  const std::uint64_t low = Limits::min() == 0 ? 2 : 1;  // then the zero belongs to the same run
  EXPECT_EQ(count_doubles(text), low + 2);
  EXPECT_EQ(find_doubles(text).front(), 1);
  EXPECT_EQ(find_doubles(text).back(), 5);
  const auto tally = tally_doubles(text);
  static_assert(std::is_same_v<decltype(tally), const std::vector<DoublesTally<TypeParam>>>);
  ASSERT_EQ(tally.size(), 2u);
  const bool low_first = low == 2;  // a tie, and the lowest comes first
  EXPECT_EQ(tally[low_first ? 0 : 1], (DoublesTally<TypeParam>{Limits::min(), low}));
  EXPECT_EQ(tally[low_first ? 1 : 0], (DoublesTally<TypeParam>{Limits::max(), 2}));
}

TEST(DoublesTypesTest, Bool) {
  const std::array<bool, 6> flags = {true, true, false, true, true, true};
  EXPECT_EQ(count_doubles(flags), 3u);
  EXPECT_EQ(tally_doubles(flags), (std::vector<DoublesTally<bool>>{{true, 3}}));
}

TEST(DoublesTypesTest, EveryKindOfRange) {
  std::string text = "bookkeeper";
  const int array[] = {3, 3, 4};
  EXPECT_EQ(count_doubles(text), 3u);
  EXPECT_EQ(count_doubles(std::string_view(text)), 3u);
  EXPECT_EQ(count_doubles(std::span(text)), 3u);
  EXPECT_EQ(count_doubles(std::span<const char, 10>(text)), 3u);
  EXPECT_EQ(count_doubles(array), 1u);
  EXPECT_EQ(count_doubles(ElementView{text.data(), text.size(), 1}), 3u);
  EXPECT_EQ(find_doubles(text), (std::vector<std::int64_t>{1, 3, 5}));
  EXPECT_EQ(count_doubles("\0a"), 0u);
  EXPECT_EQ(count_doubles("a\0"), 1u) << "a literal's closing NUL is an element";
}

}  // namespace
}  // namespace dittograph
