// SPDX-License-Identifier: Apache-2.0
// count_doubles and find_doubles against the oracle, on every SIMD target this machine can run.
#include "dittograph/doubles.h"

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
#include "reference/doubles.h"
#include "vector_bytes.h"

namespace dittograph {
namespace {

using Positions = std::vector<std::int64_t>;

class DoublesTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(DoublesTest);

// Beyond this many bytes all main loops, of up to nine vectors a round, have turned more than once.
std::size_t many_bytes() { return std::max<std::size_t>(2000, 19 * vector_bytes()); }

template <class T>
std::size_t many_elements() {
  return std::max<std::size_t>(many_bytes() / sizeof(T), 300);
}

// Bytes behind the start of a cache line: those that misalign elements, vectors, or both.
constexpr std::size_t kOffsets[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 31, 33, 48, 63};

TEST_P(DoublesTest, EveryLengthAndOffset) {
  for_each_width([]<class T>(T) {
    for (const auto& text : hard_texts<T>(many_elements<T>())) {
      for (std::size_t size = 0; size <= text.size(); ++size) {
        const auto prefix = std::span<const T>(text).first(size);
        const Positions expected = reference::find_doubles(prefix);
        for (const std::size_t offset : kOffsets) {
          const PlacedCopy copy(prefix, offset);
          ASSERT_EQ(count_doubles(copy.view()), expected.size()) << size << " at " << offset;
          if (offset > 8 && size > 300) continue;  // finding knows no alignment
          ASSERT_EQ(find_doubles(copy.view()), expected) << size << " at " << offset;
        }
      }
    }
  });
}

// One double in a text that has no other, and one gap in a text of nothing but doubles: at every
// position, hence at every border of vectors, cache lines and strides. Elements differ in one byte.
TEST_P(DoublesTest, OneAtEveryPosition) {
  for_each_width([]<class T>(T) {
    for (unsigned shift = 0; shift < 8 * sizeof(T); shift += 8) {
      const auto element = [shift](std::size_t i) {
        return static_cast<T>(std::uint64_t{i} << shift);
      };
      std::vector<T> text(many_elements<T>());
      for (std::size_t i = 0; i < text.size(); ++i) text[i] = element(i % 3);
      std::vector<T> same(text.size(), element(1));
      for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const T kept = std::exchange(text[i + 1], text[i]);
        ASSERT_EQ(count_doubles(text), 1u) << i;
        ASSERT_EQ(find_doubles(text), Positions{static_cast<std::int64_t>(i)});
        text[i + 1] = kept;

        same[i] = element(2);
        ASSERT_EQ(count_doubles(same), same.size() - (i == 0 ? 2 : 3)) << i;
        same[i] = element(1);
      }
      ASSERT_EQ(count_doubles(text), 0u);
    }
  });
}

// Counters of one byte are full after 127 rounds of a loop that adds two a round, those of two
// bytes after 32,767 rounds of eight vectors.
TEST_P(DoublesTest, CountersDoNotOverflow) {
  for_each_width([]<class T>(T) {
    constexpr std::size_t kRounds = sizeof(T) == 1 ? 0x7F : 0x7FFF;
    const std::size_t full = kRounds * 8 * vector_bytes() / sizeof(T);
    const std::vector<T> same(sizeof(T) <= 2 ? 2 * full + 1000 : 100'000, T{7});
    ASSERT_EQ(count_doubles(same), same.size() - 1);
    if constexpr (sizeof(T) == 1) {
      for (std::size_t size = 0; size < same.size(); size += 997) {
        ASSERT_EQ(count_doubles(std::span(same).first(size)),
                  size - std::min<std::size_t>(size, 1));
      }
    }
  });
}

TEST_P(DoublesTest, FindsUntilThePositionsAreFull) {
  for_each_width([]<class T>(T) {
    for (const auto& text : hard_texts<T>(400)) {
      const Positions all = reference::find_doubles(text);
      for (std::size_t capacity = 0; capacity <= all.size() + 70; ++capacity) {
        Positions positions(capacity + 1, -7);
        const std::size_t written = find_doubles(text, std::span(positions).first(capacity));
        ASSERT_EQ(written, std::min(capacity, all.size()));
        ASSERT_TRUE(
            std::ranges::equal(std::span(positions).first(written), std::span(all).first(written)));
        ASSERT_EQ(positions.back(), -7) << "it wrote behind the span";
      }
    }
  });
}

// Against the pages, where aligned vectors never cross into them, and one byte away from them,
// where no vector of wider elements is aligned.
TEST_P(DoublesTest, ReadsNothingOutside) {
  const GuardedMemory memory(many_bytes() + 64);
  for_each_width([&]<class T>(T) {
    const auto text = hard_texts<T>(many_elements<T>()).front();
    for (std::size_t size = 0; size * sizeof(T) <= many_bytes(); ++size) {
      const auto prefix = std::span<const T>(text).first(size);
      const Positions expected = reference::find_doubles(prefix);
      const std::size_t bytes = prefix.size_bytes();
      for (std::byte* place :
           {memory.at_start(bytes).data(), memory.at_end(bytes).data(),
            memory.at_start(bytes).data() + 1, memory.at_end(bytes + 1).data()}) {
        if (!prefix.empty()) std::memcpy(place, prefix.data(), bytes);
        const ElementView view{place, size, sizeof(T)};
        ASSERT_EQ(count_doubles(view), expected.size());
        ASSERT_EQ(find_doubles(view), expected);
      }
    }
  });
}

TEST_P(DoublesTest, NothingAtAll) {
  for (const std::size_t width : {1u, 2u, 4u, 8u}) {
    EXPECT_EQ(count_doubles(ElementView{nullptr, 0, width}), 0u);
    EXPECT_EQ(find_doubles(ElementView{nullptr, 0, width}), Positions{});
    EXPECT_EQ(find_doubles(ElementView{nullptr, 0, width}, {}), 0u);
  }
  EXPECT_EQ(count_doubles(ElementView{}), 0u);
  // So that the target is asked at all: see TestWithParamTarget::TearDown.
  EXPECT_EQ(count_doubles(std::vector{1, 1}), 1u);
}

}  // namespace
}  // namespace dittograph
