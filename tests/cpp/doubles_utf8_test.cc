// SPDX-License-Identifier: Apache-2.0
// The functions of doubles_utf8.h against the oracles, on every SIMD target this machine can run.
#include "dittograph/doubles_utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles.h"
#include "reference/doubles_utf8.h"
#include "utf8_texts.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;
using Positions = std::vector<std::int64_t>;

class DoublesUtf8Test : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(DoublesUtf8Test);

// The length of the stretches the kernel looks at before it looks for doubles, and some more: tests
// reach beyond two of them.
constexpr std::size_t kStretch = 1024;

void expect_like_decoded(std::string_view text) {
  const auto decoded = reference::decode_utf8(text);
  ASSERT_EQ(decoded.valid_up_to, text.size()) << "a mistake in the test";
  const Positions expected = reference::find_doubles(decoded.code_points);
  ASSERT_EQ(count_doubles_utf8(text), expected.size()) << testing::PrintToString(text);
  ASSERT_EQ(find_doubles_utf8(text), expected) << testing::PrintToString(text);
  ASSERT_EQ(tally_doubles_utf8(text), reference::tally_doubles(decoded.code_points))
      << testing::PrintToString(text);
}

/// For text that may be invalid.
void expect_like_bytes(std::string_view text) {
  Positions positions;
  Positions offsets;
  std::vector<char32_t> elements;
  for (const auto& found : reference::find_doubles_by_bytes(text)) {
    positions.push_back(found.position);
    offsets.push_back(found.offset);
    elements.push_back(found.element);
  }
  ASSERT_EQ(count_doubles_utf8(text), positions.size()) << testing::PrintToString(text);
  ASSERT_EQ(find_doubles_utf8(text), positions) << testing::PrintToString(text);
  Positions found_offsets(offsets.size() + 1);
  found_offsets.resize(detail::find_doubles_utf8_offsets(text, found_offsets));
  ASSERT_EQ(found_offsets, offsets) << testing::PrintToString(text);
  ASSERT_EQ(tally_doubles_utf8(text), reference::tally(elements)) << testing::PrintToString(text);
}

TEST_P(DoublesUtf8Test, HandPicked) {
  using Tally = std::vector<DoublesTally<char32_t>>;
  EXPECT_EQ(count_doubles_utf8(""), 0u);
  EXPECT_EQ(count_doubles_utf8({}), 0u);
  EXPECT_EQ(find_doubles_utf8({}), Positions{});
  EXPECT_EQ(count_doubles_utf8("bookkeeper"), 3u);
  EXPECT_EQ(find_doubles_utf8("\xC3\xA9\xC3\xA9 \xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC!!"),
            (Positions{0, 3, 4, 6}));
  EXPECT_EQ(tally_doubles_utf8("\xC3\xA9\xC3\xA9 \xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC!!"),
            (Tally{{U'\u20AC', 2}, {U'\u00E9', 1}, {U'!', 1}}));
  EXPECT_EQ(tally_doubles_utf8("\xF0\x9F\x98\x80\xF0\x9F\x98\x80"), (Tally{{U'\U0001F600', 1}}));
}

/// Three code points of all lengths, each once or twice.
std::vector<std::string> combinations_of_lengths() {
  const std::vector<std::string> choices = {"z",
                                            "\xC3\xA9",
                                            "\xE2\x82\xAC",
                                            "\xF0\x9F\x98\x80",
                                            "zz",
                                            "\xC3\xA9\xC3\xA9",
                                            "\xE2\x82\xAC\xE2\x82\xAC",
                                            "\xF0\x9F\x98\x80\xF0\x9F\x98\x80"};
  std::vector<std::string> combinations;
  for (const std::string& first : choices) {
    for (const std::string& second : choices) {
      for (const std::string& third : choices) combinations.push_back(first + second + third);
    }
  }
  return combinations;
}

/// Text without doubles.
std::string filling(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += "ab"[i % 2];
  return text;
}

// Around every border of the blocks of 60 and of 64 bytes, with every distance to the end of the
// text that matters.
TEST_P(DoublesUtf8Test, EveryCombinationOfLengthsAtBorders) {
  for (const std::string& middle : combinations_of_lengths()) {
    const Positions in_middle = reference::find_doubles(reference::decode_utf8(middle).code_points);
    for (std::size_t before = 0; before <= 135; before += before == 0 ? 35 : 1) {
      Positions expected = in_middle;
      for (auto& position : expected) position += static_cast<std::int64_t>(before);
      for (const std::size_t after : {0u, 1u, 3u, 80u}) {
        const std::string text = filling(before) + middle + filling(after);
        ASSERT_EQ(count_doubles_utf8(text), expected.size()) << testing::PrintToString(text);
        ASSERT_EQ(find_doubles_utf8(text), expected) << testing::PrintToString(text);
      }
    }
  }
}

TEST_P(DoublesUtf8Test, EveryLengthOfValidText) {
  Random random(10);
  const std::string text = random_utf8(random, 2 * kStretch);
  for (std::size_t size = 0; size <= text.size(); size += size < 300 || size % 60 < 8 ? 1 : 7) {
    const auto prefix = std::string_view(text).substr(0, size);
    expect_like_decoded(prefix.substr(0, reference::decode_utf8(prefix).valid_up_to));
    if (HasFatalFailure()) return;
  }
}

// One double of each length at every position of a text that has others of its length only there.
TEST_P(DoublesUtf8Test, OneDoubleAtEveryPosition) {
  for (const std::string_view element : {"z", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (std::size_t before = 0; before < 2 * kStretch + 80; ++before) {
      const std::string text = filling(before).append(element).append(element) + filling(1100);
      ASSERT_EQ(count_doubles_utf8(text), 1u) << before;
      ASSERT_EQ(find_doubles_utf8(text), Positions{static_cast<std::int64_t>(before)});
    }
  }
}

TEST_P(DoublesUtf8Test, RandomText) {
  Random random(11);
  for (int round = 0; round < 1000; ++round) {
    expect_like_decoded(random_utf8(random, random() % 3000));
    if (HasFatalFailure()) return;
  }
}

TEST_P(DoublesUtf8Test, ArbitraryBytes) {
  // Few bytes, so that whole sequences repeat: leads without continuations, continuations without
  // lead, leads inside sequences, equal bytes in a row.
  const std::string_view alphabets[] = {"\xFF",         "\x80",
                                        "\xE2\x82",     "a\x80\xC3",
                                        "\xC3\xE2\xF0", "\xF0\x9F\xE2\xC3z",
                                        "a\xF5\xBF",    "\0\xC3\xE2\xF0"sv};
  Random random(12);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const std::string_view alphabet = alphabets[random() % std::size(alphabets)];
    for (std::uint64_t size = random() % (round % 10 == 0 ? 5000 : 400); size > 0; --size) {
      text +=
          random() % 50 == 0 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    }
    expect_like_bytes(text);
    if (HasFatalFailure()) return;
  }
}

// What would be doubled if the text went on with zeros, as the copy of its end in the kernel does.
TEST_P(DoublesUtf8Test, EndsWithHalfADoubleOfZeros) {
  for (const std::string_view end : {"\0"sv, "\xC3\0\xC3"sv, "\xE2\0\0\xE2"sv, "\xE2\0\0\xE2\0"sv,
                                     "\xF0\0\0\0\xF0"sv, "\xF0\0\0\0\xF0\0\0"sv}) {
    for (std::size_t before = 0; before < 200; ++before) {
      expect_like_bytes(filling(before).append(end));
      if (HasFatalFailure()) return;
    }
  }
}

// More doubles than the 1,024 offsets a tally takes at once, so close that they overlap.
TEST_P(DoublesUtf8Test, ManyDoublesOfInvalidBytes) {
  for (const std::size_t size : {1030u, 1031u, 1032u, 5000u}) {
    for (const char byte : {'a', '\xC3', '\xE2', '\xFF', '\x80'}) {
      expect_like_bytes(std::string(size, byte));
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(DoublesUtf8Test, FindsUntilThePositionsAreFull) {
  Random random(13);
  const std::string text = random_utf8(random, 700);
  const Positions all = find_doubles_utf8(text);
  ASSERT_GT(all.size(), 100u);
  for (std::size_t capacity = 0; capacity <= all.size() + 70; ++capacity) {
    Positions positions(capacity + 1, -7);
    const std::size_t written = find_doubles_utf8(text, std::span(positions).first(capacity));
    ASSERT_EQ(written, std::min(capacity, all.size()));
    ASSERT_TRUE(
        std::ranges::equal(std::span(positions).first(written), std::span(all).first(written)));
    ASSERT_EQ(positions.back(), -7) << "it wrote behind the span";
  }
}

TEST_P(DoublesUtf8Test, ReadsNothingOutside) {
  const GuardedMemory memory(3 * kStretch);
  Random random(14);
  const std::string text = random_utf8(random, 3 * kStretch);
  for (std::size_t size = 0; size <= 3 * kStretch; size += size < 300 || size % 60 < 12 ? 1 : 9) {
    const auto expected = reference::find_doubles_by_bytes(std::string_view(text).substr(0, size));
    for (const auto& place : {memory.at_start(size), memory.at_end(size)}) {
      std::memcpy(place.data(), text.data(), size);
      const std::string_view copy(reinterpret_cast<const char*>(place.data()), size);
      ASSERT_EQ(count_doubles_utf8(copy), expected.size()) << size;
      ASSERT_EQ(find_doubles_utf8(copy).size(), expected.size()) << size;
      ASSERT_EQ(tally_doubles_utf8(copy).empty(), expected.empty()) << size;
    }
  }
}

}  // namespace
}  // namespace dittograph
