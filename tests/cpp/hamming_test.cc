// SPDX-License-Identifier: Apache-2.0
// Distances, pairs and groups against the oracle, on every SIMD target this machine can run.
#include "dittograph/hamming.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "guarded_memory.h"
#include "hash_sets.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/hamming.h"

namespace dittograph {
namespace {

class HammingTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(HammingTest);

constexpr std::size_t kWords[] = {1, 4};

std::vector<HammingPair> all_pairs(HashView hashes, unsigned radius, unsigned threads = 1) {
  NearPairs search(hashes, radius);
  std::vector<HammingPair> pairs;
  while (search.next(pairs, threads)) {
  }
  return pairs;
}

std::vector<HammingPair> sorted(std::vector<HammingPair> pairs) {
  std::ranges::sort(pairs);
  return pairs;
}

TEST_P(HammingTest, DistancesOfEveryNumberOfHashes) {
  const GuardedMemory memory(std::size_t{100} * 32);
  for (const std::size_t words : kWords) {
    const HashSet set = similar_hashes(100, words, 1);
    for (std::size_t size = 0; size <= set.size(); ++size) {
      // They end where nothing may be read.
      const auto place = memory.at_end(size * words * 8);
      if (size != 0) std::memcpy(place.data(), set.view().data, place.size());
      const HashView hashes{reinterpret_cast<const std::uint64_t*>(place.data()), size, words};
      std::vector<std::int16_t> distances(size + 1, -7);
      hamming_distances(hashes, set.view()[3], std::span(distances).first(size));
      ASSERT_EQ(distances.back(), -7);
      distances.pop_back();
      ASSERT_EQ(distances, reference::hamming_distances(hashes, set.view()[3])) << size;
    }
  }
}

TEST_P(HammingTest, DistancesOfAllBits) {
  for (const std::size_t words : kWords) {
    HashSet set(std::vector<std::uint64_t>(20 * words), words);
    for (std::size_t i = 0; i < 20; i += 2) std::fill_n(set[i], words, ~std::uint64_t{0});
    std::vector<std::int16_t> distances(20);
    hamming_distances(set.view(), set[0], distances);
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(distances[i], i % 2 == 0 ? 0 : 64 * words);
  }
}

TEST_P(HammingTest, PairsOfEveryNumberOfHashes) {
  for (const std::size_t words : kWords) {
    for (const auto& make : {similar_hashes, flat_hashes}) {
      for (std::size_t size = 0; size <= 300; size += size < 70 ? 1 : 23) {
        const HashSet set = make(size, words, static_cast<unsigned>(size));
        for (const unsigned radius : {0u, 1u, 10u, 300u}) {
          ASSERT_EQ(sorted(all_pairs(set.view(), radius)),
                    reference::near_pairs(set.view(), radius))
              << size << ' ' << radius;
        }
      }
    }
  }
}

// So many that they are looked for by their chunks.
TEST_P(HammingTest, PairsByChunks) {
  for (const std::size_t words : kWords) {
    const HashSet set = similar_hashes(5000, words, 5);
    for (const unsigned radius : {0u, 3u, 15u}) {
      ASSERT_EQ(sorted(all_pairs(set.view(), radius)), reference::near_pairs(set.view(), radius))
          << words << ' ' << radius;
    }
  }
}

// So many that buckets are compared with those that differ in some bits: nothing that depends on
// the target.
void expect_all_pairs(std::size_t size, std::size_t words, unsigned radius) {
  const HashSet set = similar_hashes(size, words, 9);
  const HashView hashes = set.view();
  const auto pairs = sorted(all_pairs(hashes, radius));
  ASSERT_EQ(std::ranges::adjacent_find(pairs), pairs.end());
  for (const HammingPair& pair : pairs) {
    ASSERT_LT(pair.first, pair.second);
    ASSERT_EQ(pair.distance,
              reference::hamming_distance(hashes[static_cast<std::size_t>(pair.first)],
                                          hashes[static_cast<std::size_t>(pair.second)], words));
    ASSERT_LE(pair.distance, radius);
  }
  std::vector<std::int16_t> distances(size);
  for (std::size_t i = 0; i < size; i += 997) {
    hamming_distances(hashes, hashes[i], distances);
    const auto near = std::ranges::count_if(
        distances, [=](int distance) { return distance <= static_cast<int>(radius); });
    const auto found = std::ranges::count_if(pairs, [=](const HammingPair& pair) {
      return pair.first == static_cast<std::int64_t>(i) ||
             pair.second == static_cast<std::int64_t>(i);
    });
    ASSERT_EQ(found, near - 1) << i;  // itself is no pair
  }
}

TEST(NearPairs, ByChunksThatDiffer) {
  expect_all_pairs(120'000, 1, 10);
  expect_all_pairs(60'000, 4, 20);
}

TEST_P(HammingTest, PairsAreTheSameForAnyNumberOfThreads) {
  for (const unsigned radius : {3u, 12u}) {
    const HashSet set = similar_hashes(5000, 1, 6);
    const auto pairs = all_pairs(set.view(), radius);
    ASSERT_FALSE(pairs.empty());
    for (const unsigned threads : {2u, 3u, 200u}) {
      ASSERT_EQ(all_pairs(set.view(), radius, threads), pairs);
    }
  }
}

// 4,000 equal hashes are 8 million pairs, which are not in memory at once.
TEST(NearPairs, OfEqualHashesComeSomeAtATime) {
  constexpr std::size_t kSize = 4000;
  for (const std::size_t words : kWords) {
    const std::vector<std::uint64_t> all(kSize * words, 0x1234567);
    NearPairs search({all.data(), kSize, words}, 5);
    std::vector<HammingPair> pairs;
    std::size_t count = 0;
    for (bool has_more = true; has_more;) {
      pairs.clear();
      has_more = search.next(pairs);
      ASSERT_LE(pairs.size(), 1'600'000u);
      count += pairs.size();
    }
    EXPECT_EQ(count, kSize * (kSize - 1) / 2);
  }
}

TEST_P(HammingTest, Groups) {
  for (const std::size_t words : kWords) {
    for (const auto& make : {similar_hashes, flat_hashes}) {
      for (const std::size_t size : {0u, 1u, 2u, 30u, 70u}) {
        const HashSet set = make(size, words, static_cast<unsigned>(size));
        for (const unsigned radius : {0u, 2u, 12u}) {
          ASSERT_EQ(near_groups(set.view(), radius), reference::near_groups(set.view(), radius));
          for (const unsigned diameter : {0u, 1u, 6u, 20u}) {
            ASSERT_EQ(near_groups(set.view(), radius, {.max_diameter = diameter, .threads = 2}),
                      reference::near_groups(set.view(), radius, diameter))
                << size << ' ' << radius << ' ' << diameter;
          }
        }
      }
    }
  }
}

TEST_P(HammingTest, ACallerCanGiveUp) {
  const HashSet set = similar_hashes(100, 1, 3);
  int calls = 0;
  const auto give_up = [&] {
    if (++calls == 1) throw std::runtime_error("enough");
  };
  EXPECT_THROW((void)near_groups(set.view(), 3, {.between = give_up}), std::runtime_error);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace dittograph
