// SPDX-License-Identifier: Apache-2.0
// Hashes in the order of 16 bits of theirs: multi-index hashing (M. Norouzi, A. Punjani and
// D. Fleet, 2014). If two hashes differ in at most r bits, and sum(radii[i] + 1) over the chunks is
// r + 1, then in one chunk at least they differ in at most radii[i] bits.
#ifndef DITTOGRAPH_HAMMING_CHUNKS_H_
#define DITTOGRAPH_HAMMING_CHUNKS_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dittograph/hamming.h"

namespace dittograph {

inline constexpr std::size_t kChunkBits = 16;
inline constexpr std::size_t kBuckets = std::size_t{1} << kChunkBits;
inline constexpr std::size_t kMostChunks = 256 / kChunkBits;
inline constexpr std::size_t kChunksPerWord = 64 / kChunkBits;

[[nodiscard]] constexpr std::size_t count_chunks(std::size_t words) noexcept {
  return words * kChunksPerWord;
}

[[nodiscard]] constexpr std::uint16_t chunk_of(const std::uint64_t* hash,
                                               std::size_t chunk) noexcept {
  return static_cast<std::uint16_t>(hash[chunk / kChunksPerWord] >>
                                    (chunk % kChunksPerWord * kChunkBits));
}

/// Positions have 32 bits. Throws std::length_error if there are more hashes than that.
void check_size(HashView hashes);

/// In how many bits hashes may differ in each chunk to be compared; -1: they are not.
using ChunkRadii = std::array<int, kMostChunks>;

/// Whether two hashes are similar enough in a chunk before `chunk`: then that has found them.
[[nodiscard]] constexpr bool is_found_before(const std::uint64_t* one, const std::uint64_t* other,
                                             std::size_t chunk, const ChunkRadii& radii) noexcept {
  for (std::size_t before = 0; before < chunk; ++before) {
    const auto differing = static_cast<unsigned>(chunk_of(one, before) ^ chunk_of(other, before));
    if (std::popcount(differing) <= radii[before]) return true;
  }
  return false;
}

/// More bits than these take more buckets than it takes to compare all.
inline constexpr int kMostChunkRadius = 4;

/// How many masks have at most so many bits: 1, 17, 137, 697, 2517.
[[nodiscard]] std::size_t count_masks(int radius) noexcept;

/// All masks of kChunkBits, those with fewer bits first.
[[nodiscard]] std::span<const std::uint16_t, kBuckets> chunk_masks();

/// The hashes by one of their chunks. Owns nothing.
struct ChunkTable {
  /// Where each bucket begins, and the end of the last.
  std::span<const std::uint32_t> offsets;
  /// Of the hashes, bucket by bucket, ascending in each.
  std::span<const std::uint32_t> positions;
  /// The hashes in that order; none if they are too large to have them twice.
  std::span<const std::uint64_t> hashes;
};

/// The memory of a ChunkTable.
struct OwnedChunkTable {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> positions;
  std::vector<std::uint64_t> hashes;

  /// Precondition: there are fewer than 2^32 hashes. Throws std::bad_alloc.
  OwnedChunkTable(HashView all, std::size_t chunk, bool with_hashes);
  [[nodiscard]] ChunkTable view() const { return {offsets, positions, hashes}; }
};

/// How many hashes are in each bucket of a chunk.
using BucketSizes = std::vector<std::uint32_t>;
[[nodiscard]] BucketSizes bucket_sizes(HashView hashes, std::size_t chunk);

/// What a search costs, in units of one comparison among many.
struct SearchCosts {
  double bucket;     // to go to one
  double candidate;  // to compare what is in it
};

/// The radii with the least work for a query with `radius` that is like the hashes themselves; none
/// if even that is no less than `most`. `mean_sizes` says of each chunk how many hashes there are
/// in the bucket of a hash, on average.
[[nodiscard]] std::optional<ChunkRadii> plan_chunks(std::span<const double> mean_sizes,
                                                    unsigned radius, SearchCosts costs,
                                                    double most);

/// The mean, over all hashes, of the size of the bucket that they are in.
[[nodiscard]] double mean_bucket_size(std::span<const std::uint32_t> sizes, std::size_t hashes);

}  // namespace dittograph

#endif  // DITTOGRAPH_HAMMING_CHUNKS_H_
