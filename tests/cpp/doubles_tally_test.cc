// SPDX-License-Identifier: Apache-2.0
// tally_doubles and DoublesTallier against the oracle, on every SIMD target this machine can run.
#include "dittograph/doubles_tally.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles.h"
#include "utf8_texts.h"

namespace dittograph {
namespace {

using namespace std::string_view_literals;
using Tally = std::vector<DoublesTally<std::uint64_t>>;

class DoublesTallyTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(DoublesTallyTest);

template <class T>
std::vector<T> random_elements(Random& random, std::size_t size, std::uint64_t alphabet) {
  std::vector<T> elements;
  for (std::size_t i = 0; i < size; ++i) {
    // Spread over all bytes, low values and high ones.
    const std::uint64_t spread = 0x0101'0101'0101'0101 * (random() % alphabet);
    elements.push_back(static_cast<T>(random() % 8 == 0 ? spread : spread % 256));
  }
  return elements;
}

template <class T>
void expect_tallies_like_reference(Random& random) {
  for (std::size_t size = 0; size < 300; ++size) {
    for (const std::uint64_t alphabet : {1u, 2u, 3u, 100u}) {
      const auto elements = random_elements<T>(random, size, alphabet);
      ASSERT_EQ(tally_doubles(elements), reference::tally_doubles(elements));
    }
  }
  // More doubles than the stack buffer of 1,024 positions takes, and exactly as many, in one run or
  // not.
  for (const std::size_t size : {1023u, 1024u, 1025u, 1026u, 2048u, 2049u, 2050u, 10'000u}) {
    for (const std::uint64_t alphabet : {1u, 2u, 40u}) {
      const auto elements = random_elements<T>(random, size, alphabet);
      ASSERT_EQ(tally_doubles(elements), reference::tally_doubles(elements));
    }
  }
}

TEST_P(DoublesTallyTest, LikeTheReference) {
  Random random(3);
  expect_tallies_like_reference<std::uint8_t>(random);
  expect_tallies_like_reference<std::int8_t>(random);
  expect_tallies_like_reference<std::uint16_t>(random);
  expect_tallies_like_reference<std::int32_t>(random);
  expect_tallies_like_reference<std::uint64_t>(random);
}

TEST_P(DoublesTallyTest, TiesAreInOrderOfOccurrence) {
  EXPECT_EQ(tally_doubles("zz aa mm"sv),
            (std::vector<DoublesTally<char>>{{'z', 1}, {'a', 1}, {'m', 1}}));
  EXPECT_EQ(tally_doubles("zz aa mmm aa"sv),
            (std::vector<DoublesTally<char>>{{'a', 2}, {'m', 2}, {'z', 1}}));
  EXPECT_EQ(tally_doubles(U"\u20AC\u20ACzz"sv),
            (std::vector<DoublesTally<char32_t>>{{U'\u20AC', 1}, {U'z', 1}}));
}

// Elements are zero-extended, so that equal bits of different widths are one element.
TEST_P(DoublesTallyTest, ViewsAreTalliedByTheirBits) {
  const std::vector<std::int16_t> shorts = {-1, -1, 7, 7};
  const std::vector<std::uint64_t> longs = {0xFFFF, 0xFFFF};
  DoublesTallier tallier;
  tallier.add(view_elements(shorts));
  tallier.add(view_elements(longs));
  EXPECT_EQ(tallier.tally(), (Tally{{0xFFFF, 2}, {7, 1}}));
}

TEST_P(DoublesTallyTest, MisalignedElements) {
  Random random(4);
  const auto elements = random_elements<std::uint64_t>(random, 3000, 3);
  const auto bytes = std::as_bytes(std::span(elements));
  for (std::size_t offset = 1; offset < 8; ++offset) {
    std::vector<std::byte> memory(offset);
    memory.insert(memory.end(), bytes.begin(), bytes.end());
    EXPECT_EQ(tally_doubles(ElementView{memory.data() + offset, elements.size(), 8}),
              reference::tally_doubles(elements));
  }
}

// Where the greatest byte, 16-bit unit, and code point end, and the least of what is above.
TEST_P(DoublesTallyTest, ElementsOfAllSizes) {
  std::vector<std::uint64_t> elements;
  for (const std::uint64_t element : {0x10FFFFull, 0x110000ull, 0xFFull, 0x100ull, 0xFFFFull,
                                      0x10000ull, 0xFFFFFFFFull, 0x100000000ull, ~0ull, 0ull}) {
    elements.insert(elements.end(), 3, element);
  }
  EXPECT_EQ(tally_doubles(elements), reference::tally_doubles(elements));
  EXPECT_EQ(tally_doubles(elements).size(), 10u);
}

// As many distinct elements as there are doubles, and low bits that are all the same: what would
// make one chain of a hash table's buckets.
TEST_P(DoublesTallyTest, ManyDistinctElements) {
  std::vector<std::uint64_t> elements;
  Tally expected;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    elements.insert(elements.end(), 2, i << 40);
    expected.push_back({i << 40, 1});
  }
  EXPECT_EQ(tally_doubles(elements), expected);
  elements.insert(elements.end(), {5, 5, 5});
  EXPECT_EQ(tally_doubles(elements).front(), (DoublesTally<std::uint64_t>{5, 2}));
}

TEST_P(DoublesTallyTest, PiecesThatOverlapByOne) {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    const auto text = random_elements<std::uint16_t>(random, 500, 2);
    DoublesTallier tallier;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.size(), begin + 1 + random() % 90);
      const std::size_t overlap = begin == 0 ? 0 : 1;
      tallier.add(view_elements(std::span(text).subspan(begin - overlap, end - begin + overlap)));
      begin = end;
    }
    ASSERT_EQ(tallier.tally(), tally_doubles(view_elements(text)));
  }
}

TEST_P(DoublesTallyTest, MergingIsTallyingOneTextAfterTheOther) {
  Random random(6);
  for (int round = 0; round < 200; ++round) {
    const auto first = random_elements<std::uint32_t>(random, random() % 300, 5);
    const auto second = random_elements<std::uint32_t>(random, random() % 300, 8);
    DoublesTallier one;
    DoublesTallier other;
    DoublesTallier both;
    one.add(view_elements(first));
    other.add(view_elements(second));
    both.add(view_elements(first));
    both.add(view_elements(second));
    const Tally other_before = other.tally();
    one.merge(other);
    ASSERT_EQ(one.tally(), both.tally());
    ASSERT_EQ(other.tally(), other_before);
  }
}

TEST_P(DoublesTallyTest, MergingWithItselfDoublesAllCounts) {
  DoublesTallier tallier;
  tallier.merge(tallier);
  EXPECT_EQ(tallier.tally(), Tally{});
  tallier.add(view_elements(U"bb aaa \U0001F600\U0001F600"sv));
  tallier.merge(tallier);
  EXPECT_EQ(tallier.tally(), (Tally{{'a', 4}, {'b', 2}, {0x1F600, 2}}));
}

TEST_P(DoublesTallyTest, CountsBeyond32Bits) {
  DoublesTallier tallier;
  tallier.add(view_elements("aa"sv));
  tallier.add('b', std::uint64_t{1} << 40);
  tallier.add('b', 1);
  EXPECT_EQ(tallier.tally(), (Tally{{'b', (std::uint64_t{1} << 40) + 1}, {'a', 1}}));
}

}  // namespace
}  // namespace dittograph
