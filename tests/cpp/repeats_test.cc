// SPDX-License-Identifier: Apache-2.0
// Repeats against the oracle, on every SIMD target this machine can run.
#include "dittograph/repeats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "element_texts.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/repeats.h"
#include "repeat_texts.h"

namespace dittograph {
namespace {

class RepeatsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(RepeatsTest);

constexpr std::size_t kLargest = std::numeric_limits<std::size_t>::max();

struct Limits {
  std::size_t min_copies;
  std::size_t max_period;
};
constexpr Limits kLimits[] = {{2, 64}, {2, 5}, {3, 64}, {4, 33}, {7, 200}};

template <class Text>
void expect_like_the_oracle(const Text& text, ElementView view) {
  for (const auto [min_copies, max_period] : kLimits) {
    const auto expected = reference::find_repeats(text, min_copies, max_period);
    ASSERT_EQ(find_repeats(view, min_copies, max_period), expected)
        << text.size() << ' ' << min_copies << ' ' << max_period;
    ASSERT_EQ(has_repeat(view, min_copies, max_period), !expected.empty())
        << text.size() << ' ' << min_copies << ' ' << max_period;
    for (const std::size_t min_period : {1u, 2u, 7u}) {
      ASSERT_EQ(ends_in_repeat(view, max_period, min_copies, min_period),
                reference::ends_in_repeat(text, max_period, min_copies, min_period))
          << text.size() << ' ' << min_copies << ' ' << max_period << ' ' << min_period;
    }
  }
}

TEST_P(RepeatsTest, EveryLengthAndOffset) {
  for_each_width([]<class T>(T) {
    for (const auto& text : repeat_texts<T>(300)) {
      for (std::size_t size = 0; size <= text.size(); size += size < 140 ? 1 : 7) {
        const auto prefix = std::span<const T>(text).first(size);
        const PlacedCopy copy(prefix, size % 64);
        expect_like_the_oracle(prefix, copy.view());
        if (HasFatalFailure()) return;
      }
    }
  });
}

// One repeat of every period at every position: across the borders of words.
TEST_P(RepeatsTest, OneRepeatOfEveryPeriodAtEveryPosition) {
  for_each_width([]<class T>(T) {
    for (std::size_t period = 2; period <= 70; ++period) {
      for (std::size_t start = 0; start <= 130; start += sizeof(T) / 2 + 1) {
        const std::size_t length = 2 * period + start % period;
        // No element occurs twice but in the repeat, as far as T can tell so many apart.
        std::vector<std::uint16_t> numbers(start + length + 40);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const bool inside = i >= start && i < start + length;
          numbers[i] = static_cast<std::uint16_t>(inside ? start + (i - start) % period : i);
        }
        const dittograph::Repeat repeat{static_cast<std::int64_t>(start),
                                        static_cast<std::int64_t>(period),
                                        static_cast<std::int64_t>(length)};
        if (numbers.size() <= std::numeric_limits<T>::max()) {
          const std::vector<T> text(numbers.begin(), numbers.end());
          ASSERT_EQ(find_repeats(text, 2, 80), std::vector{repeat}) << start << ' ' << period;
          ASSERT_TRUE(has_repeat(text, 2, period));
          ASSERT_FALSE(has_repeat(text, 2, period - 1));
          ASSERT_FALSE(has_repeat(text, 3, period));
        }
      }
    }
  });
}

// Longer than the blocks that are searched at a time, with repeats across their border.
TEST_P(RepeatsTest, LongTexts) {
  for_each_width([]<class T>(T) {
    const std::size_t border = 16'384 / sizeof(T);
    std::vector<T> text;
    Random random(31);
    while (text.size() < border + 400) text.push_back(static_cast<T>(random() % 200));
    for (const std::size_t before : {1u, 20u, 64u, 100u, 191u, 192u, 300u}) {
      auto repeating = text;
      for (std::size_t i = border - before + 64; i < border - before + 192; ++i) {
        repeating[i] = repeating[i - 64];
      }
      const auto expected = reference::find_repeats(repeating, 3, 64);
      ASSERT_EQ(find_repeats(repeating, 3, 64), expected) << border << ' ' << before;
      ASSERT_TRUE(has_repeat(repeating, 3, 64)) << border << ' ' << before;
      ASSERT_EQ(has_repeat(repeating, 3, 63), expected.front().period < 64) << before;
    }
  });
}

TEST_P(RepeatsTest, OneElementOverAndOver) {
  for (const std::size_t size : {100'000u, 1024u, 1025u, 128u}) {
    std::vector<std::uint8_t> text(size, 'a');
    EXPECT_TRUE(find_repeats(text).empty());
    EXPECT_FALSE(has_repeat(text));
    EXPECT_EQ(ends_in_repeat(text), 1u);
    EXPECT_EQ(ends_in_repeat(text, 64, 4, 5), size >= 20 ? 5u : 0u);
    text[size / 2] = 'b';
    EXPECT_EQ(find_repeats(text), reference::find_repeats(text, 2, 64));
  }
}

TEST_P(RepeatsTest, LongPeriods) {
  std::vector<std::uint32_t> unit(3000);
  for (std::size_t i = 0; i < unit.size(); ++i) unit[i] = static_cast<std::uint32_t>(i);
  std::vector<std::uint32_t> text{7};
  for (int copy = 0; copy < 4; ++copy) text.insert(text.end(), unit.begin(), unit.end());
  EXPECT_EQ(find_repeats(text, 2, 5000), (std::vector{dittograph::Repeat{1, 3000, 12'000}}));
  EXPECT_EQ(find_repeats(text, 4, kLargest), (std::vector{dittograph::Repeat{1, 3000, 12'000}}));
  EXPECT_TRUE(has_repeat(text, 4, 5000));
  EXPECT_FALSE(has_repeat(text, 5, 5000));
  EXPECT_EQ(ends_in_repeat(text, kLargest, 4), 3000u);
}

TEST_P(RepeatsTest, LimitsBeyondEveryText) {
  const std::vector<std::uint16_t> text{1, 2, 1, 2, 1, 2};
  const std::vector all{dittograph::Repeat{0, 2, 6}};
  for (const std::size_t min_copies : {0u, 1u, 2u, 3u}) {
    EXPECT_EQ(find_repeats(text, min_copies, kLargest), all);
    EXPECT_TRUE(has_repeat(text, min_copies, kLargest));
    EXPECT_EQ(ends_in_repeat(text, kLargest, min_copies, 0), 2u);
  }
  for (const std::size_t max_period : {0u, 1u}) {
    EXPECT_TRUE(find_repeats(text, 2, max_period).empty());
    EXPECT_FALSE(has_repeat(text, 2, max_period));
    EXPECT_EQ(ends_in_repeat(text, max_period, 2), 0u);
  }
  EXPECT_TRUE(find_repeats(text, kLargest, kLargest).empty());
  EXPECT_FALSE(has_repeat(text, kLargest, kLargest));
  EXPECT_EQ(ends_in_repeat(text, kLargest, kLargest), 0u);
  EXPECT_EQ(ends_in_repeat(text, 2, 2, kLargest), 0u);
}

TEST_P(RepeatsTest, ReadsNothingOutside) {
  const GuardedMemory memory(std::size_t{400} * 8);
  for_each_width([&]<class T>(T) {
    const auto text = repeat_texts<T>(400).back();
    for (std::size_t size = 0; size <= text.size(); size += 3) {
      const auto prefix = std::span<const T>(text).first(size);
      const std::size_t bytes = prefix.size_bytes();
      for (std::byte* place : {memory.at_start(bytes).data(), memory.at_end(bytes).data()}) {
        if (!prefix.empty()) std::memcpy(place, prefix.data(), bytes);
        const ElementView view{place, size, sizeof(T)};
        const auto expected = reference::find_repeats(prefix, 2, 90);
        ASSERT_EQ(find_repeats(view, 2, 90), expected);
        ASSERT_EQ(has_repeat(view, 2, 90), !expected.empty());
        ASSERT_EQ(ends_in_repeat(view, 90, 2), reference::ends_in_repeat(prefix, 90, 2, 1));
      }
    }
  });
}

TEST_P(RepeatsTest, NothingAtAll) {
  EXPECT_TRUE(find_repeats(ElementView{}).empty());
  EXPECT_FALSE(has_repeat(ElementView{}));
  EXPECT_EQ(ends_in_repeat(ElementView{}), 0u);
  // So that the target is asked at all: see TestWithParamTarget::TearDown.
  EXPECT_TRUE(has_repeat(std::vector{1, 2, 1, 2}));
}

}  // namespace
}  // namespace dittograph
