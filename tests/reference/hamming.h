// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/hamming.h promises, in the fewest obviously correct lines.
#ifndef DITTOGRAPH_TESTS_REFERENCE_HAMMING_H_
#define DITTOGRAPH_TESTS_REFERENCE_HAMMING_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "dittograph/hamming.h"

namespace dittograph::reference {

[[nodiscard]] inline unsigned hamming_distance(const std::uint64_t* one, const std::uint64_t* other,
                                               std::size_t words) {
  int bits = 0;
  for (std::size_t i = 0; i < words; ++i) bits += std::popcount(one[i] ^ other[i]);
  return static_cast<unsigned>(bits);
}

[[nodiscard]] inline std::vector<std::int16_t> hamming_distances(HashView hashes,
                                                                 const std::uint64_t* query) {
  std::vector<std::int16_t> distances(hashes.size);
  for (std::size_t i = 0; i < hashes.size; ++i) {
    distances[i] = static_cast<std::int16_t>(hamming_distance(hashes[i], query, hashes.words));
  }
  return distances;
}

/// In ascending order.
[[nodiscard]] inline std::vector<HammingPair> near_pairs(HashView hashes, unsigned radius) {
  std::vector<HammingPair> pairs;
  for (std::size_t i = 0; i < hashes.size; ++i) {
    for (std::size_t j = i + 1; j < hashes.size; ++j) {
      const unsigned distance = hamming_distance(hashes[i], hashes[j], hashes.words);
      if (distance <= radius) {
        pairs.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(j), distance});
      }
    }
  }
  return pairs;
}

[[nodiscard]] inline std::vector<std::vector<std::int64_t>> near_groups(
    HashView hashes, unsigned radius, std::optional<unsigned> max_diameter = {}) {
  std::vector<HammingPair> pairs = near_pairs(hashes, radius);
  std::ranges::sort(pairs, {}, [](const HammingPair& pair) {
    return std::tuple(pair.distance, pair.first, pair.second);
  });
  std::vector<std::size_t> group(hashes.size);
  for (std::size_t i = 0; i < hashes.size; ++i) group[i] = i;
  for (const HammingPair& pair : pairs) {
    const std::size_t one = group[static_cast<std::size_t>(pair.first)];
    const std::size_t other = group[static_cast<std::size_t>(pair.second)];
    bool all_near = true;
    for (std::size_t a = 0; a < hashes.size; ++a) {
      for (std::size_t b = 0; b < hashes.size; ++b) {
        if (group[a] == one && group[b] == other && max_diameter.has_value() &&
            hamming_distance(hashes[a], hashes[b], hashes.words) > *max_diameter) {
          all_near = false;
        }
      }
    }
    if (!all_near) continue;
    for (std::size_t& member : group) {
      if (member == std::max(one, other)) member = std::min(one, other);
    }
  }
  std::map<std::size_t, std::vector<std::int64_t>> members;
  for (std::size_t i = 0; i < hashes.size; ++i) {
    members[group[i]].push_back(static_cast<std::int64_t>(i));
  }
  std::vector<std::vector<std::int64_t>> groups;
  for (const auto& [first, positions] : members) {
    if (positions.size() > 1) groups.push_back(positions);
  }
  return groups;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_HAMMING_H_
