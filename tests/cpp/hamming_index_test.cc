// SPDX-License-Identifier: Apache-2.0
// What an index finds, against the oracle, on every SIMD target this machine can run.
#include "dittograph/hamming_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "hash_sets.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/hamming.h"

namespace dittograph {
namespace {

class HammingIndexTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(HammingIndexTest);

using Matches = std::vector<HammingMatch>;

constexpr std::size_t kWords[] = {1, 4};
constexpr std::size_t kLarge = 40'000;  // more than it takes to have tables

// Ids that neither are positions nor ascend.
std::vector<std::int64_t> some_ids(std::size_t size) {
  std::vector<std::int64_t> ids(size);
  for (std::size_t i = 0; i < size; ++i) {
    ids[i] = static_cast<std::int64_t>(i * 7919 % 1'000'003) - 500'000;
  }
  return ids;
}

// All hashes, nearest first.
Matches in_order(HashView hashes, const std::vector<std::int64_t>& ids,
                 const std::uint64_t* query) {
  Matches matches;
  for (std::size_t i = 0; i < hashes.size; ++i) {
    matches.push_back({reference::hamming_distance(hashes[i], query, hashes.words), ids[i]});
  }
  std::ranges::sort(matches);
  return matches;
}

void expect_like_the_oracle(const HammingIndex& index, HashView hashes,
                            const std::vector<std::int64_t>& ids, const std::uint64_t* query) {
  const Matches all = in_order(hashes, ids, query);
  for (const unsigned radius : {0u, 1u, 3u, 6u, 10u, 15u, 31u, 64u, 256u, 1000u}) {
    const auto end =
        std::ranges::upper_bound(all, std::int64_t{radius}, {}, &HammingMatch::distance);
    ASSERT_EQ(index.query(query, radius), Matches(all.begin(), end)) << radius;
  }
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, std::size_t{10}, hashes.size / 2, hashes.size + 1}) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
    ASSERT_EQ(index.nearest(query, count), Matches(all.begin(), end)) << count;
  }
}

TEST_P(HammingIndexTest, SmallOnes) {
  for (const std::size_t words : kWords) {
    for (const std::size_t size : {0u, 1u, 2u, 9u, 100u}) {
      const HashSet set = similar_hashes(size, words, 3);
      const auto ids = some_ids(size);
      HammingIndex index(words);
      index.add(set.view(), ids);
      EXPECT_EQ(index.size(), size);
      EXPECT_EQ(index.words(), words);
      const HashSet query = size == 0 ? random_hashes(1, words, 1) : set;
      expect_like_the_oracle(index, set.view(), ids, query.view()[size / 2]);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(HammingIndexTest, LargeOnesWithTables) {
  for (const std::size_t words : kWords) {
    for (const auto& make : {similar_hashes, flat_hashes}) {
      const HashSet set = make(kLarge, words, 7);
      const auto ids = some_ids(kLarge);
      HammingIndex index(words);
      index.add(set.view(), ids);
      Random random(8);
      for (int i = 0; i < 3; ++i) {
        HashSet query = random_hashes(1, words, static_cast<unsigned>(i));
        if (i != 0) std::copy_n(set.view()[random() % kLarge], words, query[0]);
        query.flip(0, static_cast<std::size_t>(i), random);
        expect_like_the_oracle(index, set.view(), ids, query[0]);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// A query whose chunks are those of nearly all hashes, which tables make no quicker.
TEST_P(HammingIndexTest, AQueryInTheLargestBucket) {
  HashSet set = random_hashes(kLarge, 1, 11);
  for (std::size_t i = 0; i < kLarge; i += 2) set[i][0] &= 0xFF;  // three chunks of 0
  const auto ids = some_ids(kLarge);
  HammingIndex index;
  index.add(set.view(), ids);
  const std::uint64_t query = 0x0F;
  expect_like_the_oracle(index, set.view(), ids, &query);
}

// At the end of the tables there is nothing to read behind a bucket.
TEST_P(HammingIndexTest, AQueryInTheLastBuckets) {
  for (const std::size_t inside : {1u, 5u, 9u, 24u, 25u, 40u}) {
    HashSet set = random_hashes(kLarge, 1, 12);
    for (std::size_t i = 0; i < kLarge; ++i) set[i][0] &= 0x7FFF'7FFF'7FFF'7FFF;
    for (std::size_t i = 0; i < inside; ++i) set[i * 3][0] = ~std::uint64_t{i % 3};
    const auto ids = some_ids(kLarge);
    HammingIndex index;
    index.add(set.view(), ids);
    const std::uint64_t query = ~std::uint64_t{0};
    for (const unsigned radius : {0u, 3u, 7u, 9u}) {
      ASSERT_TRUE(index.uses_tables(radius));
      ASSERT_EQ(index.query(&query, radius).size(),
                static_cast<std::size_t>(std::ranges::count_if(
                    std::span(set.view().data, kLarge), [=](std::uint64_t hash) {
                      return reference::hamming_distance(&hash, &query, 1) <= radius;
                    })));
    }
  }
}

TEST(HammingIndex, WhatIsAddedBitByBit) {
  const HashSet set = similar_hashes(kLarge + 100, 1, 13);
  const auto ids = some_ids(set.size());
  HammingIndex index;
  std::size_t size = 0;
  for (std::size_t step = 1; size < set.size(); step = step * 3 % 1009) {
    const std::size_t more = std::min(step, set.size() - size);
    index.add({set.view()[size], more, 1}, std::span(ids).subspan(size, more));
    size += more;
    ASSERT_EQ(index.size(), size);
  }
  expect_like_the_oracle(index, set.view(), ids, set.view()[17]);
}

TEST(HammingIndex, EqualIdsAreKept) {
  const std::uint64_t hashes[] = {1, 3, 1};
  const std::int64_t ids[] = {5, 5, 5};
  HammingIndex index;
  index.add({hashes, 3, 1}, ids);
  EXPECT_EQ(index.query(hashes, 1), (Matches{{0, 5}, {0, 5}, {1, 5}}));
}

TEST(HammingIndex, MergesOthersAndItself) {
  for (const std::size_t words : kWords) {
    const HashSet set = similar_hashes(kLarge + 50, words, 17);
    const auto ids = some_ids(set.size());
    HammingIndex one(words);
    HammingIndex other(words);
    one.add({set.view()[0], 30, words}, std::span(ids).first(30));
    other.add({set.view()[30], kLarge, words}, std::span(ids).subspan(30, kLarge));
    other.add({set.view()[30 + kLarge], 20, words}, std::span(ids).last(20));
    one.merge(other);
    EXPECT_EQ(one.size(), set.size());
    EXPECT_EQ(other.size(), kLarge + 20);
    expect_like_the_oracle(one, set.view(), ids, set.view()[29]);
    if (testing::Test::HasFatalFailure()) return;
    HammingIndex twice(words);
    twice.add({set.view()[0], 3, words}, std::span(ids).first(3));
    twice.merge(twice);
    EXPECT_EQ(twice.size(), 6u);
    EXPECT_EQ(twice.query(set.view()[1], 0).size(), 2u);
    twice.merge(HammingIndex(words));
    EXPECT_EQ(twice.size(), 6u);
  }
}

TEST(HammingIndex, CopiesAreIndependent) {
  const HashSet set = similar_hashes(kLarge, 1, 19);
  const auto ids = some_ids(kLarge);
  HammingIndex one;
  one.add(set.view(), ids);
  HammingIndex copy = one;
  copy.add({set.view()[0], 1, 1}, std::span(ids).first(1));
  EXPECT_EQ(one.size(), kLarge);
  EXPECT_EQ(copy.size(), kLarge + 1);
  EXPECT_EQ(copy.query(set.view()[0], 0).size(), one.query(set.view()[0], 0).size() + 1);
}

}  // namespace
}  // namespace dittograph
