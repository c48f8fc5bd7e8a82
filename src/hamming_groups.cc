// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "dittograph/hamming.h"
#include "hamming_chunks.h"

namespace dittograph {
namespace {

// The hashes that differ from each other, each at its first position. Of a copy: what it is sorted
// by must not change meanwhile.
struct DistinctHashes {
  std::vector<std::uint64_t> hashes;
  /// For each hash of the input, which of the distinct ones it equals.
  std::vector<std::size_t> numbers;
  std::size_t words;

  explicit DistinctHashes(HashView input)
      : hashes(input.data, input.data + input.size * input.words),
        numbers(input.size),
        words(input.words) {
    const HashView all = {hashes.data(), input.size, words};
    std::vector<std::uint32_t> order(all.size);
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::ranges::sort(order, [&](std::uint32_t one, std::uint32_t other) {
      const auto [a, b] = std::mismatch(all[one], all[one] + words, all[other]);
      return a == all[one] + words ? one < other : *a < *b;
    });
    // Of equal ones the first is the first in that order, too.
    std::vector<std::uint32_t> first_of(all.size);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const bool is_new =
          i == 0 || !std::equal(all[order[i]], all[order[i]] + words, all[order[i - 1]]);
      first_of[order[i]] = is_new ? order[i] : first_of[order[i - 1]];
    }
    // They move to the front, in the order of the input.
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size; ++i) {
      if (first_of[i] != i) {
        numbers[i] = numbers[first_of[i]];
        continue;
      }
      std::copy_n(all[i], words, hashes.begin() + static_cast<std::ptrdiff_t>(count * words));
      numbers[i] = count++;
    }
    hashes.resize(count * words);
  }

  [[nodiscard]] HashView view() const { return {hashes.data(), hashes.size() / words, words}; }
};

// Disjoint sets, with path halving (J. van Leeuwen and T. van der Weide, 1977). The smallest member
// stands for a set.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }
  [[nodiscard]] std::size_t find(std::size_t i) {
    while (parents_[i] != i) {
      parents_[i] = parents_[parents_[i]];
      i = parents_[i];
    }
    return i;
  }
  /// Returns which stands for both.
  std::size_t join(std::size_t one, std::size_t other) {
    const auto [smaller, larger] = std::minmax({find(one), find(other)});
    parents_[larger] = smaller;
    return smaller;
  }

 private:
  std::vector<std::size_t> parents_;
};

template <class Visit>
void visit_pairs(HashView hashes, unsigned radius, const NearGroupsOptions& options,
                 const Visit& visit) {
  NearPairs search(hashes, radius);
  std::vector<HammingPair> pairs;
  for (bool has_more = true; has_more;) {
    pairs.clear();
    has_more = search.next(pairs, options.threads);
    if (options.between) options.between();
    visit(pairs);
  }
}

// Joins sets from the nearest pair on, as long as their members are near enough. Two members are
// compared once at most: sets that cannot be joined never can, however they grow.
class LimitedJoin {
 public:
  LimitedJoin(HashView hashes, unsigned max_diameter, const NearGroupsOptions& options,
              DisjointSets& sets)
      : hashes_(hashes),
        max_diameter_(max_diameter),
        options_(options),
        sets_(sets),
        members_(hashes.size),
        apart_(hashes.size) {
    for (std::size_t i = 0; i < hashes.size; ++i) members_[i] = {i};
  }

  void take(const HammingPair& pair) {
    const std::size_t one = sets_.find(static_cast<std::size_t>(pair.first));
    const std::size_t other = sets_.find(static_cast<std::size_t>(pair.second));
    if (one == other || apart_[one].contains(other)) return;
    if (are_near(members_[one], members_[other])) {
      join(one, other);
    } else {
      apart_[one].insert(other);
      apart_[other].insert(one);
    }
  }

 private:
  using Members = std::vector<std::size_t>;

  [[nodiscard]] bool are_near(const Members& some, const Members& others) {
    constexpr std::size_t kBetween = std::size_t{1} << 22;
    return std::ranges::all_of(some, [&](std::size_t a) {
      compared_ += others.size();
      if (compared_ >= kBetween && options_.between) {
        compared_ = 0;
        options_.between();
      }
      return std::ranges::all_of(others, [&](std::size_t b) {
        return hamming_distance(hashes_[a], hashes_[b], hashes_.words) <= max_diameter_;
      });
    });
  }

  void join(std::size_t one, std::size_t other) {
    const std::size_t joined = sets_.join(one, other);
    const std::size_t gone = joined == one ? other : one;
    const Members from = std::exchange(members_[gone], {});
    members_[joined].insert(members_[joined].end(), from.begin(), from.end());
    for (const std::size_t set : std::exchange(apart_[gone], {})) {
      apart_[set].erase(gone);
      apart_[set].insert(joined);
      apart_[joined].insert(set);
    }
  }

  HashView hashes_;
  unsigned max_diameter_;
  const NearGroupsOptions& options_;
  DisjointSets& sets_;
  std::vector<Members> members_;                        // of each set
  std::vector<std::unordered_set<std::size_t>> apart_;  // and those it cannot be joined with
  std::size_t compared_ = 0;                            // since the caller was asked
};

void join_within(HashView hashes, unsigned radius, unsigned max_diameter,
                 const NearGroupsOptions& options, DisjointSets& sets) {
  std::vector<HammingPair> pairs;
  // A pair that is further apart than that never joins anything.
  visit_pairs(hashes, std::min(radius, max_diameter), options,
              [&](const std::vector<HammingPair>& found) {
                pairs.insert(pairs.end(), found.begin(), found.end());
              });
  std::ranges::sort(pairs, {}, [](const HammingPair& pair) {
    return std::tuple(pair.distance, pair.first, pair.second);
  });
  LimitedJoin join(hashes, max_diameter, options, sets);
  for (const HammingPair& pair : pairs) join.take(pair);
}

}  // namespace

std::vector<std::vector<std::int64_t>> near_groups(HashView hashes, unsigned radius,
                                                   const NearGroupsOptions& options) {
  check_size(hashes);
  // Equal hashes are one: a million of them would be pairs without end.
  const DistinctHashes distinct(hashes);
  DisjointSets sets(distinct.view().size);
  if (options.max_diameter.has_value()) {
    join_within(distinct.view(), radius, *options.max_diameter, options, sets);
  } else {
    visit_pairs(distinct.view(), radius, options, [&](const std::vector<HammingPair>& pairs) {
      for (const HammingPair& pair : pairs) {
        sets.join(static_cast<std::size_t>(pair.first), static_cast<std::size_t>(pair.second));
      }
    });
  }
  std::vector<std::size_t> sizes(distinct.view().size);
  for (const std::size_t number : distinct.numbers) ++sizes[sets.find(number)];
  // Groups are made where their first member is met.
  std::vector<std::vector<std::int64_t>> groups;
  std::vector<std::size_t> group_of(sizes.size());  // and 1; 0 is none
  for (std::size_t i = 0; i < hashes.size; ++i) {
    const std::size_t set = sets.find(distinct.numbers[i]);
    if (sizes[set] < 2) continue;
    if (group_of[set] == 0) {
      groups.emplace_back().reserve(sizes[set]);
      group_of[set] = groups.size();
    }
    groups[group_of[set] - 1].push_back(static_cast<std::int64_t>(i));
  }
  return groups;
}

}  // namespace dittograph
