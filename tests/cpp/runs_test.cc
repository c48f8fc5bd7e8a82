// SPDX-License-Identifier: Apache-2.0
// Runs against the oracle, on every SIMD target this machine can run.
#include "dittograph/runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "element_texts.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/runs.h"
#include "run_texts.h"

namespace dittograph {
namespace {

class RunsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(RunsTest);

constexpr std::size_t kMinLengths[] = {0, 1, 2, 3, 4, 5, 9, 33, 63, 64, 65, 66, 129, 1000};

template <class Text>
void expect_like_the_oracle(const Text& text, ElementView view) {
  ASSERT_EQ(longest_run(view), reference::longest_run(text)) << text.size();
  for (const std::size_t min_length : kMinLengths) {
    const auto expected = reference::find_runs(text, min_length);
    ASSERT_EQ(count_runs(view, min_length), expected.size()) << text.size() << ' ' << min_length;
    ASSERT_EQ(find_runs(view, min_length), expected) << text.size() << ' ' << min_length;
  }
}

TEST_P(RunsTest, EveryLengthAndOffset) {
  for_each_width([]<class T>(T) {
    for (const auto& text : run_texts<T>(300)) {
      for (std::size_t size = 0; size <= text.size(); ++size) {
        const auto prefix = std::span<const T>(text).first(size);
        const PlacedCopy copy(prefix, size % 64);
        expect_like_the_oracle(prefix, copy.view());
        if (HasFatalFailure()) return;
      }
    }
  });
}

// One run of every length at every position: across the borders of one, two and three words.
TEST_P(RunsTest, OneRunOfEveryLengthAtEveryPosition) {
  for_each_width([]<class T>(T) {
    std::vector<T> text(200);
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<T>(i % 2);
    for (std::size_t start = 0; start < text.size(); start += sizeof(T) / 2 + 1) {
      for (std::size_t end = start + 2; end <= text.size(); ++end) {
        auto with_run = text;
        std::fill(with_run.begin() + static_cast<std::ptrdiff_t>(start),
                  with_run.begin() + static_cast<std::ptrdiff_t>(end), T{7});
        const dittograph::Run run{static_cast<std::int64_t>(start),
                                  static_cast<std::int64_t>(end - start)};
        ASSERT_EQ(longest_run(with_run), run);
        for (const std::size_t min_length : {std::size_t{2}, end - start, end - start + 1}) {
          const bool found = min_length <= end - start;
          ASSERT_EQ(count_runs(with_run, min_length), found ? 1u : 0u) << start << ' ' << end;
          ASSERT_EQ(find_runs(with_run, min_length),
                    found ? std::vector{run} : std::vector<dittograph::Run>{});
        }
      }
    }
  });
}

TEST_P(RunsTest, LongTexts) {
  for_each_width([]<class T>(T) {
    for (const auto& text : run_texts<T>(20'000)) {
      expect_like_the_oracle(text, view_elements(text));
      if (HasFatalFailure()) return;
    }
  });
}

TEST_P(RunsTest, FindsUntilASpanIsFull) {
  for (const auto& text : run_texts<std::uint16_t>(300)) {
    for (const std::size_t min_length : {1u, 2u, 3u}) {
      const auto all = reference::find_runs(text, min_length);
      for (std::size_t capacity = 0; capacity <= all.size() + 2; ++capacity) {
        std::vector<std::int64_t> starts(capacity + 1, -7);
        std::vector<std::int64_t> lengths(capacity + 3, -7);
        const auto found = find_runs(text, min_length, std::span(starts).first(capacity),
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
}

TEST_P(RunsTest, ReadsNothingOutside) {
  const GuardedMemory memory(std::size_t{300} * 8);
  for_each_width([&]<class T>(T) {
    const auto text = run_texts<T>(260).front();
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const auto prefix = std::span<const T>(text).first(size);
      const std::size_t bytes = prefix.size_bytes();
      for (std::byte* place : {memory.at_start(bytes).data(), memory.at_end(bytes).data()}) {
        if (!prefix.empty()) std::memcpy(place, prefix.data(), bytes);
        const ElementView view{place, size, sizeof(T)};
        ASSERT_EQ(longest_run(view), reference::longest_run(prefix));
        ASSERT_EQ(find_runs(view, 1), reference::find_runs(prefix, 1));
        ASSERT_EQ(find_runs(view, 2), reference::find_runs(prefix, 2));
      }
    }
  });
}

TEST_P(RunsTest, NothingAtAll) {
  EXPECT_EQ(longest_run(ElementView{}), dittograph::Run{});
  EXPECT_EQ(count_runs(ElementView{}), 0u);
  EXPECT_EQ(find_runs(ElementView{}, 1), std::vector<dittograph::Run>{});
  // So that the target is asked at all: see TestWithParamTarget::TearDown.
  EXPECT_EQ(longest_run(std::vector{1, 2, 2}), (dittograph::Run{1, 2}));
}

}  // namespace
}  // namespace dittograph
