// SPDX-License-Identifier: Apache-2.0
// The oracles against cases worked out by hand: all other tests lean on them.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/doubles.h"
#include "reference/doubles_utf8.h"
#include "utf8_texts.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;
using Positions = std::vector<std::int64_t>;

TEST(ReferenceDoublesTest, FindsAndCounts) {
  EXPECT_EQ(reference::find_doubles(""sv), Positions{});
  EXPECT_EQ(reference::find_doubles("a"sv), Positions{});
  EXPECT_EQ(reference::find_doubles("ab"sv), Positions{});
  EXPECT_EQ(reference::find_doubles("aa"sv), Positions{0});
  EXPECT_EQ(reference::find_doubles("aaa"sv), (Positions{0, 1}));
  EXPECT_EQ(reference::find_doubles("abba aab"sv), (Positions{1, 5}));
  EXPECT_EQ(reference::find_doubles("\n\n\0\0"sv), (Positions{0, 2}));
  EXPECT_EQ(reference::find_doubles(std::vector<std::int64_t>{-1, -1, 0, 1}), Positions{0});
  EXPECT_EQ(reference::count_doubles(""sv), 0u);
  EXPECT_EQ(reference::count_doubles("bookkeeper"sv), 3u);
}

TEST(ReferenceDoublesTest, TalliesMostFrequentFirstThenInOrderOfOccurrence) {
  using Tally = std::vector<DoublesTally<char>>;
  EXPECT_EQ(reference::tally_doubles(""sv), Tally{});
  EXPECT_EQ(reference::tally_doubles("abc"sv), Tally{});
  EXPECT_EQ(reference::tally_doubles("zzaa"sv), (Tally{{'z', 1}, {'a', 1}}));
  EXPECT_EQ(reference::tally_doubles("zz aaa zz bb"sv), (Tally{{'z', 2}, {'a', 2}, {'b', 1}}));
  EXPECT_EQ(reference::tally_doubles("aa bbb"sv), (Tally{{'b', 2}, {'a', 1}}));
}

struct Utf8Case {
  std::string_view text;
  std::size_t valid_up_to;
  std::size_t completable_up_to;
};

TEST(ReferenceUtf8Test, ValidUpTo) {
  const Utf8Case cases[] = {
      {"", 0, 0},
      {"plain", 5, 5},
      {"\0"sv, 1, 1},
      // The first and the last code point of each length, and the neighbours of the surrogates.
      {"\x7F", 1, 1},
      {"\xC2\x80", 2, 2},
      {"\xDF\xBF", 2, 2},
      {"\xE0\xA0\x80", 3, 3},
      {"\xED\x9F\xBF", 3, 3},
      {"\xEE\x80\x80", 3, 3},
      {"\xEF\xBF\xBF", 3, 3},
      {"\xF0\x90\x80\x80", 4, 4},
      {"\xF4\x8F\xBF\xBF", 4, 4},
      {"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5", 11, 11},  // the Greek word kosme
      // Continuations with nothing to continue.
      {"\x80", 0, 0},
      {"\xBF", 0, 0},
      {"a\x80", 1, 1},
      {"\xC2\x80\x80", 2, 2},
      {"\xE2\x82\xAC\xAC", 3, 3},
      {"\xF0\x9F\x98\x80\x80", 4, 4},
      // Cut off by the end, after each byte.
      {"a\xC3", 1, 2},
      {"a\xE2", 1, 2},
      {"a\xE2\x82", 1, 3},
      {"a\xF0", 1, 2},
      {"a\xF0\x9F", 1, 3},
      {"a\xF0\x9F\x98", 1, 4},
      // Cut off by another character.
      {"\xC3(", 0, 1},
      {"\xE2(\xA1", 0, 1},
      {"\xE2\x82(", 0, 2},
      {"\xF0(\x8C\xBC", 0, 1},
      {"\xF0\x90(\xBC", 0, 2},
      {"\xF0\x90\x8C(", 0, 3},
      {"\xC3\xC3\xA9", 0, 1},
      // Overlong: '/', NUL, and the greatest overlong form of each length.
      {"\xC0\xAF", 0, 0},
      {"\xE0\x80\xAF", 0, 1},
      {"\xF0\x80\x80\xAF", 0, 1},
      {"\xC0\x80", 0, 0},
      {"\xC1\xBF", 0, 0},
      {"\xE0\x9F\xBF", 0, 1},
      {"\xF0\x8F\xBF\xBF", 0, 1},
      {"\xC1", 0, 0},
      {"\xE0\x9F", 0, 1},
      {"\xF0\x8F", 0, 1},
      // Surrogates, alone and paired; above U+10FFFF; bytes that never occur.
      {"\xED\xA0\x80", 0, 1},
      {"\xED\xBF\xBF", 0, 1},
      {"\xED\xA0\xBD\xED\xB8\x80", 0, 1},
      {"\xED\xA0", 0, 1},
      {"\xF4\x90\x80\x80", 0, 1},
      {"\xF4\x90", 0, 1},
      {"\xF5\x80\x80\x80", 0, 0},
      {"\xF8\x88\x80\x80\x80", 0, 0},
      {"\xFC\x84\x80\x80\x80\x80", 0, 0},
      {"\xFE", 0, 0},
      {"\xFF", 0, 0},
      // Tables 3-8 to 3-11 of the Unicode Standard, behind and before something valid.
      {"A\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 1, 1},
      {"\xC3\xA9\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 2, 3},
      {"\xE2\x82\xAC\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 3, 4},
      {"\xF0\x9F\x98\x80\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 4, 6},
  };
  for (const auto& [text, valid_up_to, completable_up_to] : cases) {
    const auto decoded = reference::decode_utf8(text);
    EXPECT_EQ(decoded.valid_up_to, valid_up_to) << testing::PrintToString(text);
    EXPECT_EQ(decoded.completable_up_to, completable_up_to) << testing::PrintToString(text);
  }
}

TEST(ReferenceUtf8Test, Decodes) {
  EXPECT_EQ(reference::decode_utf8("").code_points, U"");
  EXPECT_EQ(reference::decode_utf8("h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80").code_points,
            U"h\u00E9\u20AC\U0001F600");
  EXPECT_EQ(reference::decode_utf8("ab\xFF"
                                   "cd")
                .code_points,
            U"ab");
  EXPECT_EQ(reference::decode_utf8("ab\xE2\x82").code_points, U"ab");
}

TEST(ReferenceUtf8Test, DecodesEveryCodePointAndNoSurrogate) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    const bool surrogate = 0xD800 <= code_point && code_point <= 0xDFFF;
    const std::string text = encode_utf8(code_point);
    const auto decoded = reference::decode_utf8(text);
    ASSERT_EQ(decoded.valid_up_to, surrogate ? 0 : text.size()) << std::hex << +code_point;
    if (!surrogate) {
      ASSERT_EQ(decoded.code_points, std::u32string(1, code_point));
    }
  }
}

TEST(ReferenceUtf8Test, FindsDoublesByBytes) {
  struct Case {
    std::string_view text;
    Positions offsets;
    Positions positions;
    std::u32string elements;
  };
  const Case cases[] = {
      {"", {}, {}, U""},
      {"aaa", {0, 1}, {0, 1}, U"aa"},
      {"\xC3\xA9\xC3\xA9", {0}, {0}, U"\u00E9"},
      {"\xC3\xA9\xC3\xA8", {}, {}, U""},
      {"xy\xE2\x82\xAC\xE2\x82\xAC!!", {2, 8}, {2, 4}, U"\u20AC!"},
      {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80", {0}, {0}, U"\U0001F600"},
      // The second copy is cut off by the end; so are both.
      {"\xC3\xA9\xC3", {}, {}, U""},
      {"\xE2\x82\xE2\x82", {}, {}, U""},
      // Continuations open nothing, are never doubled, and are not counted as code points.
      {"\x80\x80\x80", {}, {}, U""},
      {"\x80\x80zz", {2}, {0}, U"z"},
      // Leads are taken at their word, whatever follows them.
      {"\xC3\xC3\xC3\xC3", {0}, {0}, U"\u00C3"},
      {"\xE2zz\xE2zz", {0, 1, 4}, {0, 1, 4}, U"\x2EBAzz"},
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", {0}, {0}, std::u32string(1, 0x1FFFFF)},
  };
  for (const auto& [text, offsets, positions, elements] : cases) {
    Positions found_offsets;
    Positions found_positions;
    std::u32string found_elements;
    for (const auto& [offset, position, element] : reference::find_doubles_by_bytes(text)) {
      found_offsets.push_back(offset);
      found_positions.push_back(position);
      found_elements.push_back(element);
    }
    EXPECT_EQ(found_offsets, offsets) << testing::PrintToString(text);
    EXPECT_EQ(found_positions, positions) << testing::PrintToString(text);
    EXPECT_EQ(found_elements, elements) << testing::PrintToString(text);
  }
}

TEST(ReferenceUtf8Test, BothDefinitionsAgreeOnValidText) {
  Random random(20);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_utf8(random, 60);
    const auto decoded = reference::decode_utf8(text);
    ASSERT_EQ(decoded.valid_up_to, text.size());
    Positions positions;
    for (const auto& found : reference::find_doubles_by_bytes(text)) {
      positions.push_back(found.position);
    }
    ASSERT_EQ(positions, reference::find_doubles(decoded.code_points));
  }
}

}  // namespace
}  // namespace dittograph
