// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_HAMMING_H_
#define DITTOGRAPH_HAMMING_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// Hashes of 64 or 256 bits, of which similar ones say that what was hashed is similar. The Hamming
/// distance of two is the number of bits in which they differ (R. Hamming, 1950).
namespace dittograph {

/// `size` hashes of `words` 64-bit words each (1 or 4) that lie one after the other. Does not own
/// the memory.
struct HashView {
  const std::uint64_t* data = nullptr;
  std::size_t size = 0;
  std::size_t words = 1;

  /// Precondition: i < size.
  [[nodiscard]] const std::uint64_t* operator[](std::size_t i) const noexcept {
    return data + i * words;
  }
};

/// In how many bits two hashes of `words` words differ.
[[nodiscard]] constexpr unsigned hamming_distance(const std::uint64_t* one,
                                                  const std::uint64_t* other,
                                                  std::size_t words) noexcept {
  unsigned bits = 0;
  for (std::size_t i = 0; i < words; ++i) {
    bits += static_cast<unsigned>(std::popcount(one[i] ^ other[i]));
  }
  return bits;
}

/// Writes the distance of each hash from `query`. O(n), reads each hash once, allocates nothing.
/// Precondition: `distances` has `hashes.size` items.
void hamming_distances(HashView hashes, const std::uint64_t* query,
                       std::span<std::int16_t> distances) noexcept;

/// Two of the hashes, by their positions, first < second, and their distance.
struct HammingPair {
  std::int64_t first = 0;
  std::int64_t second = 0;
  std::int64_t distance = 0;

  friend bool operator==(const HammingPair&, const HammingPair&) = default;
  friend auto operator<=>(const HammingPair&, const HammingPair&) = default;
};

/// All pairs of hashes within a distance of each other, each once, some at a time: of 10,000 equal
/// hashes there are 50 million. They come in no particular order, but in the same for any number of
/// threads. Exact.
///
/// Pairs are looked for among hashes whose 16-bit chunks are similar (M. Norouzi, A. Punjani and
/// D. Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014), or among all if
/// that is less work: O(n^2 / 2) at worst. Needs 12 bytes a hash of 64 bits, 36 of 256.
class NearPairs {
 public:
  /// The hashes must stay where they are, and as they are: of those that change, what is found is
  /// arbitrary. Throws std::bad_alloc, std::length_error if there are
  /// 2^32 or more. Precondition: `hashes.words` is 1 or 4.
  NearPairs(HashView hashes, unsigned radius);
  NearPairs(NearPairs&&) noexcept;
  NearPairs& operator=(NearPairs&&) noexcept;
  ~NearPairs();

  /// Appends some more pairs, at most about 1.6 million, and returns whether there may be others:
  /// true without a pair after some tenths of a second, so that the caller can do something else.
  /// Throws std::bad_alloc; what is found after that is arbitrary.
  bool next(std::vector<HammingPair>& pairs, unsigned threads = 1);

 private:
  class Search;
  std::unique_ptr<Search> search_;
};

struct NearGroupsOptions {
  /// In how many bits two members of a group may differ; nothing is no limit.
  std::optional<unsigned> max_diameter = std::nullopt;
  unsigned threads = 1;
  /// Called now and then, for a caller who wants to give up: what it throws ends the search.
  std::function<void()> between = nullptr;
};

/// The groups of two or more hashes that are connected by pairs within `radius`: positions in
/// ascending order, groups ordered by their first. With a `max_diameter` pairs are taken in the
/// order of their distance, then of their positions, and connect two groups only if no two members
/// are then further apart. The result is the same for any number of threads. As for NearPairs;
/// with a `max_diameter` all pairs of different hashes are in memory at once.
[[nodiscard]] std::vector<std::vector<std::int64_t>> near_groups(
    HashView hashes, unsigned radius, const NearGroupsOptions& options = {});

}  // namespace dittograph

#endif  // DITTOGRAPH_HAMMING_H_
