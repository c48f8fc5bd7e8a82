// SPDX-License-Identifier: Apache-2.0
// hamming.h and hamming_index.h against the oracle, on every SIMD target.
#include "dittograph/hamming.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/hamming_index.h"
#include "every_target.h"
#include "reference/hamming.h"

namespace dittograph {
namespace {

// New ones, and ones that differ in few bits from one before: those take few bytes of input.
std::vector<std::uint64_t> hashes_from(FuzzedDataProvider& input, std::size_t words) {
  std::vector<std::uint64_t> all;
  while (input.remaining_bytes() != 0 && all.size() < 200 * words) {
    const std::size_t count = all.size() / words;
    const auto flips = input.ConsumeIntegralInRange<std::size_t>(0, 20);
    const auto like = input.ConsumeIntegralInRange<std::size_t>(0, count);
    for (std::size_t word = 0; word < words; ++word) {
      all.push_back(like == count ? input.ConsumeIntegral<std::uint64_t>()
                                  : all[like * words + word]);
    }
    for (std::size_t i = 0; like != count && i < flips; ++i) {
      const auto bit = input.ConsumeIntegralInRange<std::size_t>(0, 64 * words - 1);
      all[count * words + bit / 64] ^= std::uint64_t{1} << (bit % 64);
    }
  }
  return all;
}

void check(FuzzedDataProvider& input) {
  const std::size_t words = input.ConsumeBool() ? 1 : 4;
  const auto radius = input.ConsumeIntegralInRange<unsigned>(0, 70);
  const auto diameter = input.ConsumeIntegralInRange<unsigned>(0, 70);
  const std::vector<std::uint64_t> all = hashes_from(input, words);
  const HashView hashes{all.data(), all.size() / words, words};
  const std::uint64_t nothing[4] = {};
  const std::uint64_t* query = hashes.size == 0 ? nothing : hashes[radius % hashes.size];

  const auto distances = reference::hamming_distances(hashes, query);
  const auto pairs = reference::near_pairs(hashes, radius);
  const auto groups = reference::near_groups(hashes, radius);
  std::vector<HammingMatch> matches;
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < hashes.size; ++i) {
    ids.push_back(static_cast<std::int64_t>(i * 37 % 101));
    matches.push_back({distances[i], ids.back()});
  }
  std::ranges::sort(matches);
  const auto near =
      std::ranges::upper_bound(matches, std::int64_t{radius}, {}, &HammingMatch::distance);
  const std::vector<HammingMatch> within(matches.begin(), near);
  matches.resize(std::min<std::size_t>(matches.size(), diameter));

  for_each_target([&](const char* target) {
    std::vector<std::int16_t> found_distances(hashes.size);
    hamming_distances(hashes, query, found_distances);
    expect_equal(found_distances, distances, "hamming_distances", target);
    NearPairs search(hashes, radius);
    std::vector<HammingPair> found;
    while (search.next(found)) {
    }
    std::ranges::sort(found);
    expect_equal(found, pairs, "near_pairs", target);
    expect_equal(near_groups(hashes, radius), groups, "near_groups", target);
    HammingIndex index(words);
    index.add(hashes, ids);
    expect_equal(index.query(query, radius), within, "query", target);
    expect_equal(index.nearest(query, diameter), matches, "nearest", target);
  });
  // Which has no kernel of its own.
  if (hashes.size <= 40) {
    expect_equal(near_groups(hashes, radius, {.max_diameter = diameter}),
                 reference::near_groups(hashes, radius, diameter), "near_groups", "any");
  }
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::check(input);
  return 0;
}
