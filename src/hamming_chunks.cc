// SPDX-License-Identifier: Apache-2.0
#include "hamming_chunks.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace dittograph {
namespace {

// Of kChunkBits bits, how many masks have up to 0, 1 ... of them.
constexpr auto kMasksUpTo = [] {
  std::array<std::size_t, kMostChunkRadius + 1> counts{};
  std::size_t of_so_many = 1;
  std::size_t total = 0;
  for (std::size_t bits = 0; bits < counts.size(); ++bits) {
    total += of_so_many;
    counts[bits] = total;
    of_so_many = of_so_many * (kChunkBits - bits) / (bits + 1);
  }
  return counts;
}();

}  // namespace

void check_size(HashView hashes) {
  if (hashes.size > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("there must be fewer than 2^32 hashes");
  }
}

std::size_t count_masks(int radius) noexcept {
  return radius < 0 ? 0 : kMasksUpTo[static_cast<std::size_t>(radius)];
}

std::span<const std::uint16_t, kBuckets> chunk_masks() {
  static const auto masks = [] {
    std::array<std::uint16_t, kBuckets> all{};
    std::iota(all.begin(), all.end(), std::uint16_t{0});
    std::ranges::stable_sort(all, {}, [](std::uint16_t mask) { return std::popcount(mask); });
    return all;
  }();
  return masks;
}

BucketSizes bucket_sizes(HashView hashes, std::size_t chunk) {
  BucketSizes sizes(kBuckets);
  for (std::size_t i = 0; i < hashes.size; ++i) ++sizes[chunk_of(hashes[i], chunk)];
  return sizes;
}

double mean_bucket_size(std::span<const std::uint32_t> sizes, std::size_t hashes) {
  double squares = 0;
  for (const std::uint32_t size : sizes) squares += static_cast<double>(size) * size;
  return hashes == 0 ? 0 : squares / static_cast<double>(hashes);
}

OwnedChunkTable::OwnedChunkTable(HashView all, std::size_t chunk, bool with_hashes)
    : offsets(kBuckets + 1), positions(all.size) {
  const BucketSizes sizes = bucket_sizes(all, chunk);
  std::partial_sum(sizes.begin(), sizes.end(), offsets.begin() + 1);
  if (with_hashes) hashes.resize(all.size * all.words);
  std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
  for (std::size_t i = 0; i < all.size; ++i) {
    const std::size_t bucket = chunk_of(all[i], chunk);
    // Somebody who changes hashes while they are read gets an arbitrary table, and no more.
    if (next[bucket] == offsets[bucket + 1]) continue;
    const std::size_t place = next[bucket]++;
    positions[place] = static_cast<std::uint32_t>(i);
    if (with_hashes) {
      std::copy_n(all[i], all.words,
                  hashes.begin() + static_cast<std::ptrdiff_t>(place * all.words));
    }
  }
}

std::optional<ChunkRadii> plan_chunks(std::span<const double> mean_sizes, unsigned radius,
                                      SearchCosts costs, double most) {
  ChunkRadii radii;
  radii.fill(-1);
  const auto cost_of_next = [&](std::size_t chunk) {
    const int now = radii[chunk];
    if (now == kMostChunkRadius) return std::numeric_limits<double>::infinity();
    const auto more = static_cast<double>(count_masks(now + 1) - count_masks(now));
    return more * (costs.bucket + costs.candidate * mean_sizes[chunk]);
  };
  // They are given out one by one, where the next costs least. The costs rise with the radius, so
  // that no other order could be better.
  double total = 0;
  for (unsigned given = 0; given <= radius; ++given) {
    std::size_t best = 0;
    for (std::size_t chunk = 1; chunk < mean_sizes.size(); ++chunk) {
      if (cost_of_next(chunk) < cost_of_next(best)) best = chunk;
    }
    total += cost_of_next(best);
    if (total >= most) return std::nullopt;
    ++radii[best];
  }
  return radii;
}

}  // namespace dittograph
