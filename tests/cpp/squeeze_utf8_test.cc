// SPDX-License-Identifier: Apache-2.0
// Squeezing of UTF-8, and of what comes in pieces, against the oracle, on every SIMD target.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dittograph/squeeze.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles_utf8.h"
#include "reference/runs.h"
#include "utf8_pieces.h"

namespace dittograph {
namespace {

class SqueezeUtf8Test : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(SqueezeUtf8Test);

constexpr std::size_t kMaxRuns[] = {1, 2, 3, 64, 65, 5000};

std::string encode(const auto& code_points) {
  std::string text;
  for (const char32_t code_point : code_points) text += encode_utf8(code_point);
  return text;
}

/// What the oracle says of a text.
struct Expected {
  Expected(std::string_view text, std::size_t max_run) {
    const auto decoded = reference::decode_utf8(text);
    if (decoded.valid_up_to < text.size()) error_offset = decoded.valid_up_to;
    squeezed = encode(reference::squeeze(decoded.code_points, max_run));
  }
  std::string squeezed;
  std::optional<std::uint64_t> error_offset;
};

/// Feeds a squeezer, each piece into memory that is just large enough.
template <class Stream>
std::string squeeze_pieces(Stream& squeezer, const Pieces& pieces) {
  std::string squeezed;
  for (const std::string_view piece : pieces) {
    std::string room(piece.size() + Stream::kMostCarried, '\0');
    const std::size_t written = squeezer.update(piece, room);
    EXPECT_LE(written, room.size());
    squeezed.append(room, 0, written);
  }
  return squeezed;
}

void expect_like_the_whole(const Pieces& pieces, std::size_t max_run, const Expected& expected) {
  Utf8Squeezer squeezer(max_run);
  ASSERT_EQ(squeeze_pieces(squeezer, pieces), expected.squeezed);
  for (int call = 0; call < 2; ++call) {
    ASSERT_EQ(squeezer.finish(), !expected.error_offset);
    ASSERT_EQ(squeezer.error_offset(), expected.error_offset);
  }
}

TEST_P(SqueezeUtf8Test, CutAtEveryTwoPositions) {
  for (const std::string& whole : short_utf8_texts()) {
    const Expected expected(whole, 1);
    const Expected expected_of_two(whole, 2);
    const std::string_view text = whole;
    for (std::size_t first = 0; first <= text.size(); ++first) {
      for (std::size_t second = first; second <= text.size(); ++second) {
        const Pieces pieces = {text.substr(0, first), text.substr(first, second - first),
                               text.substr(second)};
        expect_like_the_whole(pieces, 1, expected);
        expect_like_the_whole(pieces, 2, expected_of_two);
        if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << first << ' ' << second;
      }
    }
  }
}

TEST_P(SqueezeUtf8Test, PiecesOfEveryLength) {
  Random random(33);
  auto texts = short_utf8_texts();
  for (const std::size_t longest : {3u, 70u, 300u}) {
    texts.push_back(utf8_of_runs(random, 1500, longest));
  }
  for (const std::string& text : texts) {
    for (const std::size_t max_run : kMaxRuns) {
      const Expected expected(text, max_run);
      for (std::size_t length = 1; length <= std::min<std::size_t>(text.size(), 70); ++length) {
        expect_like_the_whole(cut_every(text, length), max_run, expected);
        if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << " in pieces of " << length;
      }
    }
  }
}

TEST_P(SqueezeUtf8Test, LongTexts) {
  Random random(34);
  for (const std::string& text : long_utf8_texts()) {
    for (const std::size_t max_run : kMaxRuns) {
      const Expected expected(text, max_run);
      for (const std::size_t longest : {700u, 9'000u, 1'000'000u}) {
        expect_like_the_whole(cut_at_random(random, text, longest), max_run, expected);
        if (HasFatalFailure()) FAIL() << max_run << " in pieces of up to " << longest;
      }
      if (!expected.error_offset) {
        ASSERT_EQ(squeeze_utf8(text, max_run), expected.squeezed);
      }
    }
  }
}

TEST_P(SqueezeUtf8Test, EveryLength) {
  Random random(35);
  for (const std::size_t longest : {2u, 9u, 100u}) {
    const std::string text = utf8_of_runs(random, 300, longest);
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const std::string prefix = text.substr(0, size);
      if (reference::decode_utf8(prefix).valid_up_to != size) continue;
      for (const std::size_t max_run : kMaxRuns) {
        ASSERT_EQ(squeeze_utf8(prefix, max_run), Expected(prefix, max_run).squeezed);
      }
    }
  }
}

// Input and output lie against pages that must not be touched, at every capacity of the output.
TEST_P(SqueezeUtf8Test, StaysInsideAndStopsAtAWholeCodePoint) {
  const GuardedMemory input(1000);
  const GuardedMemory output(1000);
  Random random(36);
  for (const std::size_t longest : {1u, 3u, 100u}) {
    for (int round = 0; round < 6; ++round) {
      const std::string text = utf8_of_runs(random, 300, longest);
      const auto place = input.at_end(text.size());
      std::memcpy(place.data(), text.data(), text.size());
      const std::string_view view(reinterpret_cast<const char*>(place.data()), text.size());
      for (const std::size_t max_run : {1u, 2u, 70u}) {
        const std::string expected = Expected(text, max_run).squeezed;
        for (std::size_t capacity = 0; capacity <= expected.size() + 3; ++capacity) {
          const auto room = output.at_end(capacity);
          const std::span<char> squeezed(reinterpret_cast<char*>(room.data()), capacity);
          const std::size_t size = squeeze_utf8(view, max_run, squeezed);
          const auto fits = std::min(capacity, expected.size());
          ASSERT_EQ(size, reference::decode_utf8(expected.substr(0, fits)).valid_up_to);
          ASSERT_EQ(std::string(squeezed.data(), size), expected.substr(0, size));
        }
      }
    }
  }
}

// Nothing is promised of the result, but that nothing else is touched.
TEST_P(SqueezeUtf8Test, InvalidTextIsNoDanger) {
  const GuardedMemory input(10'000);
  const GuardedMemory output(10'000);
  Random random(37);
  for (int round = 0; round < 2000; ++round) {
    const auto text = input.at_end(random() % (round % 20 == 0 ? 10'000 : 200));
    for (std::byte& byte : text) {
      byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0xE0 + random() % 2 * 0x10);
    }
    const std::string_view view(reinterpret_cast<const char*>(text.data()), text.size());
    // What is known to have room is written in another way.
    const auto room = output.at_end(random() % 2 == 0 ? text.size() : random() % (text.size() + 1));
    const std::size_t size =
        squeeze_utf8(view, 1 + random() % 2, {reinterpret_cast<char*>(room.data()), room.size()});
    ASSERT_LE(size, room.size());
  }
}

TEST_P(SqueezeUtf8Test, BytesInPieces) {
  Random random(38);
  for (const std::string& text : long_utf8_texts()) {
    for (const std::size_t max_run : kMaxRuns) {
      const auto elements = reference::squeeze(text, max_run);
      const std::string expected(elements.begin(), elements.end());
      for (const std::size_t longest : {3u, 700u, 100'000u}) {
        Squeezer squeezer(max_run);
        ASSERT_EQ(squeeze_pieces(squeezer, cut_at_random(random, text, longest)), expected);
        ASSERT_TRUE(squeezer.finish());
        ASSERT_EQ(squeezer.error_offset(), std::nullopt);
      }
    }
  }
}

TEST_P(SqueezeUtf8Test, Limits) {
  constexpr auto kMost = std::numeric_limits<std::size_t>::max();
  const std::string text = "aa\xC3\xA9\xC3\xA9";
  EXPECT_EQ(squeeze_utf8(text, 0), "a\xC3\xA9") << "0 is taken for 1";
  EXPECT_EQ(squeeze_utf8(text, kMost), text);
  EXPECT_EQ(squeeze_utf8(""), "");
  EXPECT_EQ(squeeze_utf8("", 1, {}), 0u);
  Utf8Squeezer none(0);
  Utf8Squeezer all(kMost);
  EXPECT_EQ(squeeze_pieces(none, {text, text}),
            "a\xC3\xA9"
            "a\xC3\xA9");
  EXPECT_EQ(squeeze_pieces(all, {text, text}), text + text);
}

TEST_P(SqueezeUtf8Test, NothingIsWrittenAfterAnErrorOrTheEnd) {
  Utf8Squeezer broken;
  EXPECT_EQ(squeeze_pieces(broken, {"aab\xFF"
                                    "bb",
                                    "cc"}),
            "ab");
  EXPECT_EQ(broken.error_offset(), 3u);
  EXPECT_FALSE(broken.finish());

  Utf8Squeezer finished;
  EXPECT_EQ(squeeze_pieces(finished, {"aa"}), "a");
  EXPECT_TRUE(finished.finish());
  EXPECT_EQ(squeeze_pieces(finished, {"bb"}), "");
  EXPECT_TRUE(finished.finish());

  Utf8Squeezer cut_off;
  EXPECT_EQ(squeeze_pieces(cut_off, {"aa\xE2\x82"}), "a");
  EXPECT_FALSE(cut_off.finish());
  EXPECT_EQ(cut_off.error_offset(), 2u);
}

}  // namespace
}  // namespace dittograph
