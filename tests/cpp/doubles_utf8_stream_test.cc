// SPDX-License-Identifier: Apache-2.0
// Text in pieces, cut anywhere, against the oracle for the whole, on every SIMD target there is.
#include "dittograph/doubles_utf8_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles.h"
#include "reference/doubles_utf8.h"
#include "utf8_pieces.h"

namespace dittograph {
namespace {

class DoublesUtf8StreamTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(DoublesUtf8StreamTest);

/// What the oracle says of a text.
struct Expected {
  explicit Expected(std::string_view text) {
    const auto decoded = reference::decode_utf8(text);
    if (decoded.valid_up_to < text.size()) error_offset = decoded.valid_up_to;
    completable_up_to = decoded.completable_up_to;
    count = reference::count_doubles(decoded.code_points);
    tally = reference::tally_doubles(decoded.code_points);
  }
  std::optional<std::uint64_t> error_offset;
  std::size_t completable_up_to;  // an error shows when a piece goes beyond this
  std::uint64_t count;
  std::vector<DoublesTally<char32_t>> tally;
};

template <class Stream>
void feed(Stream& stream, const Pieces& pieces, const Expected& expected) {
  std::size_t received = 0;
  for (const std::string_view piece : pieces) {
    received += piece.size();
    ASSERT_EQ(stream.update(piece), received <= expected.completable_up_to) << "after " << received;
    ASSERT_EQ(stream.error_offset().has_value(), received > expected.completable_up_to);
  }
  for (int call = 0; call < 2; ++call) {
    ASSERT_EQ(stream.finish(), !expected.error_offset);
    ASSERT_EQ(stream.error_offset(), expected.error_offset);
  }
}

void expect_like_the_whole(const Pieces& pieces, const Expected& expected) {
  Utf8DoublesCounter counter;
  feed(counter, pieces, expected);
  ASSERT_EQ(counter.count(), expected.count);
  Utf8DoublesTallier tallier;
  feed(tallier, pieces, expected);
  ASSERT_EQ(tallier.tally(), expected.tally);
}

TEST_P(DoublesUtf8StreamTest, CutAtEveryTwoPositions) {
  for (const std::string& whole : short_utf8_texts()) {
    const Expected expected(whole);
    const std::string_view text = whole;
    for (std::size_t first = 0; first <= text.size(); ++first) {
      for (std::size_t second = first; second <= text.size(); ++second) {
        expect_like_the_whole(
            {text.substr(0, first), text.substr(first, second - first), text.substr(second)},
            expected);
        if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << first << ' ' << second;
      }
    }
  }
}

TEST_P(DoublesUtf8StreamTest, PiecesOfEveryLength) {
  Random random(16);
  auto texts = short_utf8_texts();
  texts.push_back(random_utf8(random, 1500));
  for (const std::string& text : texts) {
    const Expected expected(text);
    for (std::size_t length = 1; length <= std::min<std::size_t>(text.size(), 70); ++length) {
      expect_like_the_whole(cut_every(text, length), expected);
      if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << " in pieces of " << length;
    }
  }
}

TEST_P(DoublesUtf8StreamTest, RandomPieces) {
  Random random(17);
  for (int round = 0; round < 500; ++round) {
    std::string text = random_utf8(random, random() % 500);
    if (round % 2 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random());
    const Expected expected(text);
    for (const std::size_t longest : {1u, 3u, 9u, 40u, 300u}) {
      expect_like_the_whole(cut_at_random(random, text, longest), expected);
      if (HasFatalFailure()) FAIL() << testing::PrintToString(text);
    }
  }
}

// Long pieces are read in parts, of 64 KiB at the time of writing. What lies across the border of
// two shall come out as if there was none, and so shall what is wrong there.
TEST_P(DoublesUtf8StreamTest, AcrossTheBordersOfParts) {
  const std::string_view sequences[] = {"zz",
                                        "\xC3\xA9\xC3\xA9",
                                        "\xE2\x82\xAC\xE2\x82\xAC",
                                        "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                                        "\x80",
                                        "\xC3",
                                        "\xE2\x82",
                                        "\xF0\x9F\x98",
                                        "\xC3\xA9\x80",
                                        "\xE2\x82\xAC\x80",
                                        "\xE2\x82\xAC\x80\x80",
                                        "\xF0\x9F\x98\x80\x80",
                                        "\xF0\x9F\x98\x80\x80\x80\x80\x80",
                                        "\xF0\x80\x80\x80\x80\x80\x80\x80"};
  for (const std::size_t part : {16384u, 65536u}) {
    std::string even;
    while (even.size() < part + 100) even += "ab";
    for (const std::string_view sequence : sequences) {
      const auto decoded = reference::decode_utf8(std::string(sequence) + "c");
      const bool valid = decoded.valid_up_to == sequence.size() + 1;
      for (std::size_t back = 0; back <= 12; ++back) {
        std::string text = even;
        text.replace(part - back, sequence.size(), sequence);
        text[part - back + sequence.size()] = 'c';
        Utf8DoublesCounter counter;
        EXPECT_EQ(counter.update(text), valid) << testing::PrintToString(sequence) << back;
        EXPECT_EQ(counter.finish(), valid);
        EXPECT_EQ(counter.count(), reference::count_doubles(decoded.code_points));
        if (!valid) {
          EXPECT_EQ(counter.error_offset(), part - back + decoded.valid_up_to)
              << testing::PrintToString(sequence) << back;
        }
      }
    }
  }
}

TEST_P(DoublesUtf8StreamTest, LongPieces) {
  Random random(18);
  for (int round = 0; round < 4; ++round) {
    std::string text = random_utf8(random, 100'000);
    if (round % 2 == 1) text[text.size() / 2 + random() % 1000] = '\xFF';
    const Expected expected(text);
    for (const std::size_t longest : {100u, 70'000u, 1'000'000u}) {
      Utf8DoublesCounter counter;
      feed(counter, cut_at_random(random, text, longest), expected);
      ASSERT_EQ(counter.count(), expected.count);
    }
  }
}

TEST_P(DoublesUtf8StreamTest, NothingCountsAfterAnErrorOrTheEnd) {
  Utf8DoublesCounter broken;
  EXPECT_FALSE(broken.update("aa\xFF"));
  EXPECT_FALSE(broken.update("aaaa"));
  EXPECT_FALSE(broken.finish());
  EXPECT_EQ(broken.count(), 1u);
  EXPECT_EQ(broken.error_offset(), 2u);

  Utf8DoublesCounter finished;
  EXPECT_TRUE(finished.update("aa"));
  EXPECT_TRUE(finished.finish());
  EXPECT_TRUE(finished.update("aa\xFF"));
  EXPECT_TRUE(finished.finish());
  EXPECT_EQ(finished.count(), 1u);
  EXPECT_EQ(finished.error_offset(), std::nullopt);

  Utf8DoublesCounter cut_off;
  EXPECT_TRUE(cut_off.update("aa\xE2\x82"));
  EXPECT_FALSE(cut_off.finish());
  EXPECT_FALSE(cut_off.update("\xAC"));
  EXPECT_EQ(cut_off.error_offset(), 2u);
}

TEST_P(DoublesUtf8StreamTest, CountsOnTheWay) {
  Random random(19);
  for (int round = 0; round < 50; ++round) {
    const std::string text = random_utf8(random, 40);
    Utf8DoublesCounter counter;
    for (std::size_t received = 1; received <= text.size(); ++received) {
      ASSERT_TRUE(counter.update(std::string_view(text).substr(received - 1, 1)));
      ASSERT_EQ(counter.count(), Expected(text.substr(0, received)).count);
    }
  }
}

TEST_P(DoublesUtf8StreamTest, MergingIsTallyingOneTextAfterTheOther) {
  using Tally = std::vector<DoublesTally<char32_t>>;
  Utf8DoublesTallier first;
  Utf8DoublesTallier second;
  EXPECT_TRUE(first.update("zz\xE2\x82\xAC\xE2\x82\xAC"));
  EXPECT_TRUE(second.update("aa\xE2\x82\xAC\xE2\x82\xAC"));
  first.merge(second);
  EXPECT_EQ(first.tally(), (Tally{{U'\u20AC', 2}, {U'z', 1}, {U'a', 1}}));
  EXPECT_EQ(second.tally(), (Tally{{U'a', 1}, {U'\u20AC', 1}}));
  second.merge(second);
  EXPECT_EQ(second.tally(), (Tally{{U'a', 2}, {U'\u20AC', 2}}));
}

// With the best target only: more than 4 GiB go through it.
TEST(DoublesUtf8StreamOffsetTest, Beyond32Bits) {
  const std::string piece(std::size_t{1} << 24, 'a');
  Utf8DoublesCounter counter;
  for (int i = 0; i < 257; ++i) ASSERT_TRUE(counter.update(piece));
  EXPECT_EQ(counter.count(), 257 * piece.size() - 1);
  EXPECT_FALSE(counter.update("\xC3\xA9\xFF"));
  EXPECT_EQ(counter.error_offset(), 257 * piece.size() + 2);
}

}  // namespace
}  // namespace dittograph
