// SPDX-License-Identifier: Apache-2.0
// The oracle of hashes against cases worked out by hand.
#include "reference/hamming.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace dittograph {
namespace {

using Groups = std::vector<std::vector<std::int64_t>>;

TEST(HammingReference, Distances) {
  const std::uint64_t hashes[] = {0, 1, 0xFF, ~std::uint64_t{0}};
  EXPECT_EQ(reference::hamming_distances({hashes, 4, 1}, hashes),
            (std::vector<std::int16_t>{0, 1, 8, 64}));
  const std::uint64_t ones[] = {~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0},
                                ~std::uint64_t{0}};
  const std::uint64_t zeros[] = {0, 0, 0, 0};
  EXPECT_EQ(reference::hamming_distance(ones, zeros, 4), 256u);
}

TEST(HammingReference, Pairs) {
  const std::uint64_t hashes[] = {0b0000, 0b0001, 0b0111, 0b0000};
  EXPECT_TRUE(reference::near_pairs({}, 64).empty());
  EXPECT_EQ(reference::near_pairs({hashes, 4, 1}, 0), (std::vector<HammingPair>{{0, 3, 0}}));
  EXPECT_EQ(reference::near_pairs({hashes, 4, 1}, 2),
            (std::vector<HammingPair>{{0, 1, 1}, {0, 3, 0}, {1, 2, 2}, {1, 3, 1}}));
}

TEST(HammingReference, Groups) {
  // A chain, each a bit from the next; another two far from it; one alone.
  const std::uint64_t hashes[] = {0b0111, 0xFF00, 0b0001, 0b0011, 0xFF01, 0xFF0000};
  const HashView view{hashes, 6, 1};
  EXPECT_EQ(reference::near_groups(view, 0), Groups{});
  EXPECT_EQ(reference::near_groups(view, 1), (Groups{{0, 2, 3}, {1, 4}}));
  // 0 and 3 are the first pair; then 2 would be 2 bits from 0.
  EXPECT_EQ(reference::near_groups(view, 1, 1), (Groups{{0, 3}, {1, 4}}));
  EXPECT_EQ(reference::near_groups(view, 1, 2), (Groups{{0, 2, 3}, {1, 4}}));
  EXPECT_EQ(reference::near_groups(view, 64).size(), 1u);
}

}  // namespace
}  // namespace dittograph
