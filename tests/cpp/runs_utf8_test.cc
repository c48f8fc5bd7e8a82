// SPDX-License-Identifier: Apache-2.0
// Runs in UTF-8, and in what comes in pieces, against the oracle, on every SIMD target.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dittograph/runs.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles_utf8.h"
#include "reference/runs.h"
#include "utf8_pieces.h"

namespace dittograph {
namespace {

using Runs = std::vector<dittograph::Run>;

class RunsUtf8Test : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(RunsUtf8Test);

constexpr std::size_t kMinLengths[] = {0, 1, 2, 3, 5, 64, 65, 4097};

char32_t code_of(char byte) { return static_cast<std::uint8_t>(byte); }
char32_t code_of(char32_t code_point) { return code_point; }

/// What the oracle says of elements.
struct Expected {
  Expected(const auto& elements, std::size_t min_length) {
    for (const auto& run : reference::find_runs(elements, min_length)) {
      const auto element = elements[static_cast<std::size_t>(run.start)];
      runs.push_back({run, code_of(element)});
    }
    longest.run = reference::longest_run(elements);
    if (!elements.empty()) {
      const auto element = elements[static_cast<std::size_t>(longest.run.start)];
      longest.element = code_of(element);
    }
  }
  std::vector<ElementRun> runs;
  ElementRun longest;
};

template <Encoding kEncoding>
void expect_like_the_whole(const Pieces& pieces, std::size_t min_length, const Expected& expected,
                           std::size_t completable_up_to,
                           std::optional<std::uint64_t> error_offset) {
  BasicRunsCounter<kEncoding> counter(min_length);
  BasicRunsFinder<kEncoding> finder(min_length);
  std::vector<ElementRun> found;
  std::size_t received = 0;
  for (const std::string_view piece : pieces) {
    received += piece.size();
    ASSERT_EQ(counter.update(piece), received <= completable_up_to) << "after " << received;
    ASSERT_EQ(finder.update(piece, found), received <= completable_up_to);
  }
  for (int call = 0; call < 2; ++call) {
    ASSERT_EQ(counter.finish(), !error_offset);
    ASSERT_EQ(finder.finish(found), !error_offset);
    ASSERT_EQ(counter.error_offset(), error_offset);
    ASSERT_EQ(finder.error_offset(), error_offset);
    ASSERT_EQ(counter.count(), expected.runs.size());
    ASSERT_EQ(counter.longest(), expected.longest);
    ASSERT_EQ(found, expected.runs);
  }
}

/// The oracle's opinion of a text, computed once for many ways to cut it.
class Whole {
 public:
  Whole(std::string_view text, std::size_t min_length)
      : decoded_(reference::decode_utf8(text)),
        expected_(decoded_.code_points, min_length),
        min_length_(min_length) {
    if (decoded_.valid_up_to < text.size()) error_offset_ = decoded_.valid_up_to;
  }
  void expect_of(const Pieces& pieces) const {
    expect_like_the_whole<Encoding::kUtf8>(pieces, min_length_, expected_,
                                           decoded_.completable_up_to, error_offset_);
  }
  void expect_of_the_text(std::string_view text) const {
    if (error_offset_) return;
    Runs runs;
    for (const auto& [run, element] : expected_.runs) runs.push_back(run);
    ASSERT_EQ(count_runs_utf8(text, min_length_), runs.size());
    ASSERT_EQ(longest_run_utf8(text), expected_.longest.run);
    ASSERT_EQ(find_runs_utf8(text, min_length_), runs);
  }

 private:
  reference::DecodedUtf8 decoded_;
  Expected expected_;
  std::size_t min_length_;
  std::optional<std::uint64_t> error_offset_;
};

TEST_P(RunsUtf8Test, CutAtEveryTwoPositions) {
  for (const std::string& whole : short_utf8_texts()) {
    const std::string_view text = whole;
    for (const std::size_t min_length : {1u, 2u, 3u}) {
      const Whole expected(text, min_length);
      for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
          expected.expect_of(
              {text.substr(0, first), text.substr(first, second - first), text.substr(second)});
          if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << first << ' ' << second;
        }
      }
    }
  }
}

TEST_P(RunsUtf8Test, PiecesOfEveryLength) {
  Random random(43);
  auto texts = short_utf8_texts();
  for (const std::size_t longest : {3u, 70u, 300u}) {
    texts.push_back(utf8_of_runs(random, 1500, longest));
  }
  for (const std::string& text : texts) {
    for (const std::size_t min_length : kMinLengths) {
      const Whole expected(text, min_length);
      for (std::size_t length = 1; length <= std::min<std::size_t>(text.size(), 40); ++length) {
        expected.expect_of(cut_every(text, length));
        if (HasFatalFailure()) FAIL() << testing::PrintToString(text) << " in pieces of " << length;
      }
    }
  }
}

TEST_P(RunsUtf8Test, LongTexts) {
  Random random(44);
  for (const std::string& text : long_utf8_texts()) {
    for (const std::size_t min_length : kMinLengths) {
      const Whole expected(text, min_length);
      for (const std::size_t longest : {700u, 9'000u, 1'000'000u}) {
        expected.expect_of(cut_at_random(random, text, longest));
      }
      expected.expect_of_the_text(text);
      if (HasFatalFailure()) FAIL() << min_length;
    }
  }
}

TEST_P(RunsUtf8Test, EveryLength) {
  Random random(45);
  for (const std::size_t longest : {2u, 9u, 100u}) {
    const std::string text = utf8_of_runs(random, 300, longest);
    for (std::size_t size = 0; size <= text.size(); ++size) {
      for (const std::size_t min_length : kMinLengths) {
        Whole(text.substr(0, size), min_length).expect_of_the_text(text.substr(0, size));
        if (HasFatalFailure()) FAIL() << testing::PrintToString(text.substr(0, size));
      }
    }
  }
}

TEST_P(RunsUtf8Test, FindsUntilASpanIsFull) {
  Random random(46);
  const std::string text = utf8_of_runs(random, 1000, 4);
  for (const std::size_t min_length : {1u, 2u, 3u}) {
    const Runs all = find_runs_utf8(text, min_length);
    for (std::size_t capacity = 0; capacity <= all.size() + 2; ++capacity) {
      std::vector<std::int64_t> starts(capacity + 1, -7);
      std::vector<std::int64_t> lengths(capacity + 3, -7);
      const auto found = find_runs_utf8(text, min_length, std::span(starts).first(capacity),
                                        std::span(lengths).first(capacity + 1));
      ASSERT_EQ(found, std::min(capacity, all.size()));
      for (std::size_t i = 0; i < found; ++i) {
        ASSERT_EQ((dittograph::Run{starts[i], lengths[i]}), all[i]);
      }
      ASSERT_EQ(starts.back(), -7);
      ASSERT_EQ(lengths[capacity + 1], -7);
    }
  }
}

// Nothing is promised of the result, but that nothing else is touched.
TEST_P(RunsUtf8Test, InvalidTextIsNoDanger) {
  const GuardedMemory memory(10'000);
  Random random(47);
  for (int round = 0; round < 2000; ++round) {
    const auto text = memory.at_end(random() % (round % 20 == 0 ? 10'000 : 200));
    for (std::byte& byte : text) {
      byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0xE0 + random() % 2 * 0x10);
    }
    const std::string_view view(reinterpret_cast<const char*>(text.data()), text.size());
    ASSERT_LE(longest_run_utf8(view).length, static_cast<std::int64_t>(text.size()));
    for (const std::size_t min_length : {1u, 2u, 3u}) {
      ASSERT_LE(count_runs_utf8(view, min_length), text.size());
      ASSERT_LE(find_runs_utf8(view, min_length).size(), text.size());
    }
  }
}

TEST_P(RunsUtf8Test, BytesInPieces) {
  Random random(48);
  for (const std::string& text : long_utf8_texts()) {
    for (const std::size_t min_length : kMinLengths) {
      const Expected expected(text, min_length);
      for (const std::size_t longest : {30u, 700u, 100'000u}) {
        expect_like_the_whole<Encoding::kBytes>(cut_at_random(random, text, longest), min_length,
                                                expected, text.size(), std::nullopt);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(RunsUtf8Test, NothingAtAll) {
  EXPECT_EQ(longest_run_utf8(""), dittograph::Run{});
  EXPECT_EQ(count_runs_utf8(""), 0u);
  EXPECT_EQ(find_runs_utf8("", 1), Runs{});
  EXPECT_EQ(Utf8RunsCounter().longest(), ElementRun{});
  // So that the target is asked at all: see TestWithParamTarget::TearDown.
  EXPECT_EQ(longest_run_utf8("a\xC3\xA9\xC3\xA9z"), (dittograph::Run{1, 2}));
}

TEST_P(RunsUtf8Test, CountsOnTheWay) {
  Utf8RunsCounter counter(2);
  EXPECT_TRUE(counter.update("aab"));
  EXPECT_EQ(counter.count(), 1u);
  EXPECT_EQ(counter.longest(), (ElementRun{{0, 2}, U'a'}));
  EXPECT_TRUE(counter.update("bb\xC3"));
  EXPECT_EQ(counter.count(), 2u);
  EXPECT_EQ(counter.longest(), (ElementRun{{2, 3}, U'b'}));
  EXPECT_FALSE(counter.update("c"));
  EXPECT_EQ(counter.error_offset(), 5u);
  EXPECT_FALSE(counter.update("bbbbb"));
  EXPECT_EQ(counter.longest(), (ElementRun{{2, 3}, U'b'}));
}

}  // namespace
}  // namespace dittograph
