// SPDX-License-Identifier: Apache-2.0
// Squeezing against the oracle, on every SIMD target this machine can run.
#include "dittograph/squeeze.h"

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
#include "reference/runs.h"
#include "run_texts.h"

namespace dittograph {
namespace {

class SqueezeTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(SqueezeTest);

constexpr std::size_t kMaxRuns[] = {1, 2, 3, 5, 32, 63, 64, 65, 66, 127, 128, 129, 1000};

TEST_P(SqueezeTest, EveryLength) {
  for_each_width([]<class T>(T) {
    for (const auto& text : run_texts<T>(300)) {
      for (std::size_t size = 0; size <= text.size(); ++size) {
        const auto prefix = std::span<const T>(text).first(size);
        for (const std::size_t max_run : kMaxRuns) {
          const auto expected = reference::squeeze(prefix, max_run);
          ASSERT_EQ(squeezed_size(view_elements(prefix), max_run), expected.size());
          ASSERT_EQ(squeeze(prefix, max_run), expected) << size << " to " << max_run;
        }
      }
    }
  });
}

TEST_P(SqueezeTest, LongTexts) {
  for_each_width([]<class T>(T) {
    for (const auto& text : run_texts<T>(20'000)) {
      for (const std::size_t max_run : kMaxRuns) {
        ASSERT_EQ(squeeze(text, max_run), reference::squeeze(text, max_run)) << max_run;
      }
    }
  });
}

// Input and output lie against pages that must not be touched, whatever the capacity of the output.
TEST_P(SqueezeTest, StaysInside) {
  const GuardedMemory input(std::size_t{300} * 8);
  const GuardedMemory output(std::size_t{300} * 8);
  for_each_width([&]<class T>(T) {
    for (const auto& text : run_texts<T>(260)) {
      const auto bytes = std::as_bytes(std::span(text));
      for (const auto place : {input.at_start(bytes.size()), input.at_end(bytes.size())}) {
        std::memcpy(place.data(), bytes.data(), bytes.size());
        const ElementView view{place.data(), text.size(), sizeof(T)};
        for (const std::size_t max_run : {1u, 2u, 3u, 63u, 64u, 65u, 200u}) {
          const auto expected = reference::squeeze(text, max_run);
          for (std::size_t capacity = 0; capacity <= expected.size() + 3; ++capacity) {
            const std::size_t room = capacity * sizeof(T);
            for (const auto squeezed : {output.at_start(room), output.at_end(room)}) {
              const std::size_t size = squeeze(view, max_run, squeezed);
              ASSERT_EQ(size, std::min(capacity, expected.size()));
              const auto first = std::as_bytes(std::span(expected).first(size));
              ASSERT_TRUE(std::ranges::equal(squeezed.first(first.size()), first));
            }
          }
        }
      }
    }
  });
}

TEST_P(SqueezeTest, UnalignedInputAndOutput) {
  for_each_width([]<class T>(T) {
    const auto text = run_texts<T>(1000).front();
    const auto expected = reference::squeeze(text, 1);
    for (std::size_t offset = 0; offset < 64; offset += 5) {
      const PlacedCopy copy(std::span<const T>(text), offset);
      std::vector<std::byte> room(text.size() * sizeof(T) + offset);
      const auto squeezed = std::span(room).subspan(offset);
      ASSERT_EQ(squeeze(copy.view(), 1, squeezed), expected.size());
      ASSERT_EQ(std::memcmp(squeezed.data(), expected.data(), expected.size() * sizeof(T)), 0);
    }
  });
}

TEST_P(SqueezeTest, Limits) {
  constexpr auto kMost = std::numeric_limits<std::size_t>::max();
  const std::vector<char> text(5000, 'a');
  EXPECT_EQ(squeeze(text, 0), std::vector{'a'}) << "0 is taken for 1";
  EXPECT_EQ(squeeze(text, kMost), text);
  EXPECT_EQ(squeeze(text, kMost - 1), text);
  EXPECT_EQ(squeeze(text, 4999).size(), 4999u);
  EXPECT_EQ(squeezed_size(ElementView{}), 0u);
  EXPECT_EQ(squeeze(ElementView{}, 1, {}), 0u);
}

}  // namespace
}  // namespace dittograph
