// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "dittograph/hamming.h"
#include "hamming_chunks.h"
#include "hamming_kernels.h"
#include "parallel.h"

namespace dittograph {
namespace {

// The work is dealt out to so many, whatever the number of threads is: so the order of the pairs is
// always the same.
constexpr std::size_t kWorkers = 64;
// One pauses when it has found so many pairs, or done so much.
constexpr std::size_t kEnoughPairs = std::size_t{1} << 13;
constexpr std::size_t kEnoughWork = std::size_t{1} << 23;

// Of comparing two buckets, in units of one comparison of many with many.
constexpr std::size_t kBucketCost = 200;
constexpr double kCandidateCost = 1.5;

// Up to kTile hashes of a bucket: their places in the table.
struct Rows {
  std::uint32_t bucket;
  std::uint32_t first;
  std::uint32_t last;
};

// Compares its share of the rows with all that may be similar, a tile at a time. In cache lines of
// its own: several are at work at once.
struct alignas(128) Worker {
  std::size_t rows = 0;    // where it is in the list of rows,
  std::size_t mask = 0;    // of the masks that lead to other buckets,
  std::size_t column = 0;  // and in that bucket
  std::vector<HammingPair> pairs;
};

// With so few it takes less time to compare each with each than to look at their buckets.
constexpr std::size_t kChunksFrom = 4096;

// The radii for all hashes together; none if it is less work to compare each with each.
[[nodiscard]] std::optional<ChunkRadii> plan_pairs(HashView hashes, unsigned radius) {
  if (hashes.size < kChunksFrom) return std::nullopt;
  std::vector<double> mean_sizes(count_chunks(hashes.words));
  for (std::size_t chunk = 0; chunk < mean_sizes.size(); ++chunk) {
    mean_sizes[chunk] = mean_bucket_size(bucket_sizes(hashes, chunk), hashes.size);
  }
  // All hashes of a bucket go to another one together, and so share what that costs.
  const double together = static_cast<double>(hashes.size) / kBuckets;
  const SearchCosts costs = {kBucketCost / std::max(1.0, together), kCandidateCost};
  return plan_chunks(mean_sizes, radius, costs, static_cast<double>(hashes.size));
}

}  // namespace

class NearPairs::Search {
 public:
  Search(HashView hashes, unsigned radius) : hashes_(hashes), radius_(radius), workers_(kWorkers) {
    if (const auto radii = plan_pairs(hashes, radius)) {
      radii_ = *radii;
      start_next_chunk();
    } else {
      start_with_all();
    }
  }

  bool next(std::vector<HammingPair>& pairs, unsigned threads) {
    if (is_done_) return false;
    parallel_for(kWorkers, threads, [&](std::size_t i) { work(workers_[i]); });
    for (Worker& worker : workers_) {
      pairs.insert(pairs.end(), worker.pairs.begin(), worker.pairs.end());
      worker.pairs.clear();
    }
    if (std::ranges::all_of(workers_,
                            [&](const Worker& one) { return one.rows >= rows_.size(); })) {
      start_next_chunk();
    }
    return !is_done_;
  }

 private:
  // Each with each: one bucket that has all hashes in their order.
  void start_with_all() {
    const std::uint32_t offsets[] = {0, static_cast<std::uint32_t>(hashes_.size)};
    in_order_ = hashes_;
    chunk_ = count_chunks(hashes_.words);  // none is left
    masks_ = {0};
    deal_out(offsets);
  }

  void start_next_chunk() {
    const std::size_t chunks = count_chunks(hashes_.words);
    while (chunk_ != chunks && radii_[chunk_] < 0) ++chunk_;
    if (chunk_ == chunks) {
      is_done_ = true;
      return;
    }
    table_.reset();  // before there is another
    table_ = std::make_unique<OwnedChunkTable>(hashes_, chunk_, true);
    in_order_.data = table_->hashes.data();
    in_order_.size = hashes_.size;
    in_order_.words = hashes_.words;
    const auto similar = chunk_masks().first(count_masks(radii_[chunk_]));
    masks_.assign(similar.begin(), similar.end());
    // So that many masks in a row have the same highest bit, and lead to larger buckets or do not:
    // the branch is easy to foretell.
    std::ranges::sort(masks_);
    ++chunk_;
    deal_out(table_->offsets);
  }

  void deal_out(std::span<const std::uint32_t> offsets) {
    rows_.clear();
    for (std::uint32_t bucket = 0; bucket + 1 < offsets.size(); ++bucket) {
      const std::uint32_t end = offsets[bucket + 1];
      for (std::uint32_t first = offsets[bucket]; first < end;) {
        const auto last = static_cast<std::uint32_t>(std::min<std::size_t>(first + kTile, end));
        rows_.push_back({bucket, first, last});
        first = last;
      }
    }
    for (std::size_t i = 0; i < kWorkers; ++i) {
      workers_[i].rows = i;
      workers_[i].mask = 0;
      workers_[i].column = 0;
    }
  }

  void work(Worker& worker) const {
    if (worker.rows >= rows_.size()) return;
    const auto room = std::make_unique_for_overwrite<TilePair[]>(kTile * kTile);
    std::size_t done = 0;
    for (; worker.rows < rows_.size(); worker.rows += kWorkers, worker.mask = 0) {
      const Rows& rows = rows_[worker.rows];
      for (; worker.mask < masks_.size(); ++worker.mask, worker.column = 0) {
        const std::uint32_t bucket = rows.bucket ^ masks_[worker.mask];
        if (bucket < rows.bucket) continue;  // whose rows come here
        const auto [begin, end] = columns(bucket);
        std::size_t first = bucket == rows.bucket ? rows.first : begin;
        for (first = std::max(first, worker.column); first < end; first = worker.column) {
          if (worker.pairs.size() >= kEnoughPairs || done >= kEnoughWork) return;
          worker.column = std::min<std::size_t>(first + kTile, end);
          done += compare(rows, first, worker.column, room.get(), worker.pairs);
        }
        done += kBucketCost;
      }
    }
  }

  // Adds the pairs of rows with some columns; returns how many there are of both. `room` is for
  // those of a tile.
  std::size_t compare(const Rows& rows, std::size_t first, std::size_t last, TilePair* room,
                      std::vector<HammingPair>& pairs) const {
    const auto from_to = [&](std::size_t begin, std::size_t end) -> HashView {
      return {in_order_[begin], end - begin, in_order_.words};
    };
    const HashView row_hashes = from_to(rows.first, rows.last);
    const HashView column_hashes = from_to(first, last);
    const std::size_t count =
        find_tile_pairs(row_hashes, column_hashes, radius_, first == rows.first, room);
    for (std::size_t i = 0; i < count; ++i) {
      const auto [row, column] = room[i];
      add(pairs, rows.first + row, first + column);
    }
    return row_hashes.size * column_hashes.size;
  }

  void add(std::vector<HammingPair>& pairs, std::size_t one_place, std::size_t other_place) const {
    const std::uint64_t* one = in_order_[one_place];
    const std::uint64_t* other = in_order_[other_place];
    if (table_ != nullptr && is_found_before(one, other, chunk_ - 1, radii_)) return;
    const auto [first, second] = std::minmax({position(one_place), position(other_place)});
    pairs.push_back({first, second, hamming_distance(one, other, hashes_.words)});
  }

  [[nodiscard]] std::int64_t position(std::size_t place) const {
    return table_ != nullptr ? table_->positions[place] : static_cast<std::int64_t>(place);
  }

  // Where the hashes of a bucket begin and end.
  [[nodiscard]] std::pair<std::size_t, std::size_t> columns(std::uint32_t bucket) const {
    if (table_ == nullptr) return {0, hashes_.size};
    return {table_->offsets[bucket], table_->offsets[bucket + 1]};
  }

  HashView hashes_;
  unsigned radius_;
  ChunkRadii radii_{};
  std::size_t chunk_ = 0;                   // the next one
  std::vector<std::uint16_t> masks_;        // which lead to similar buckets
  std::unique_ptr<OwnedChunkTable> table_;  // by the chunk before that; none if each goes with each
  HashView in_order_;                       // the hashes as the table has them
  std::vector<Rows> rows_;
  std::vector<Worker> workers_;
  bool is_done_ = false;
};

NearPairs::NearPairs(HashView hashes, unsigned radius) {
  check_size(hashes);
  search_ = std::make_unique<Search>(hashes, radius);
}
NearPairs::NearPairs(NearPairs&&) noexcept = default;
NearPairs& NearPairs::operator=(NearPairs&&) noexcept = default;
NearPairs::~NearPairs() = default;

bool NearPairs::next(std::vector<HammingPair>& pairs, unsigned threads) {
  return search_->next(pairs, threads);
}

}  // namespace dittograph
