// SPDX-License-Identifier: Apache-2.0
#include "dittograph/hamming_index.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <new>
#include <utility>

#include "hamming_chunks.h"
#include "hamming_kernels.h"
#include "hamming_part.h"

namespace dittograph {
namespace {

// In units of comparing one hash among all, as measured: hashes of four words have to be fetched
// from where they are.
[[nodiscard]] constexpr SearchCosts query_costs(std::size_t words) noexcept {
  return words == 1 ? SearchCosts{40, 2} : SearchCosts{40, 10};
}

constexpr std::size_t kMostHashes = std::numeric_limits<std::uint32_t>::max();

}  // namespace

HammingIndex::Part::Part(std::vector<std::uint64_t> hashes, std::vector<std::int64_t> ids,
                         std::size_t words)
    : owned_hashes_(std::move(hashes)), owned_ids_(std::move(ids)) {
  hashes_ = {owned_hashes_.data(), owned_ids_.size(), words};
  ids_ = owned_ids_;
  if (hashes_.size >= kTablesFrom) {
    owned_tables_.reserve(count_chunks(words));
    for (std::size_t chunk = 0; chunk < count_chunks(words); ++chunk) {
      owned_tables_.emplace_back(hashes_, chunk, words == 1);
      tables_.push_back(owned_tables_.back().view());
    }
  }
  plan();
}

void HammingIndex::Part::plan() {
  std::vector<double> mean_sizes;
  for (const ChunkTable& table : tables_) {
    BucketSizes sizes(kBuckets);
    for (std::size_t i = 0; i < kBuckets; ++i) sizes[i] = table.offsets[i + 1] - table.offsets[i];
    mean_sizes.push_back(mean_bucket_size(sizes, hashes_.size));
  }
  while (!mean_sizes.empty()) {
    const auto radii = plan_chunks(mean_sizes, static_cast<unsigned>(plans_.size()),
                                   query_costs(hashes_.words), static_cast<double>(hashes_.size));
    if (!radii.has_value()) break;
    plans_.push_back(*radii);
  }
}

void HammingIndex::Part::find(const std::uint64_t* hash, unsigned radius,
                              FoundPositions& found) const {
  if (!is_planned(radius)) {
    find_within(hashes_, hash, radius, found);
    return;
  }
  const std::size_t before = found.all().size();
  const ChunkRadii& radii = plans_[radius];
  std::size_t compared = 0;
  for (std::size_t chunk = 0; chunk < tables_.size(); ++chunk) {
    if (radii[chunk] < 0) continue;
    compared += find_in_table(hashes_, tables_[chunk], chunk, radii, hash, radius, found);
    // A hash whose chunks are those of many others, unlike most.
    if (compared > hashes_.size / 4) {
      found.cut_to(before);
      find_within(hashes_, hash, radius, found);
      return;
    }
  }
}

std::size_t HammingIndex::size() const noexcept {
  return added_ids_.size() + (part_ == nullptr ? 0 : part_->ids().size());
}

HashView HammingIndex::added() const noexcept { return {added_.data(), added_ids_.size(), words_}; }

std::shared_ptr<const HammingIndex::Part> HammingIndex::with_all() const {
  if (part_ != nullptr && added_ids_.empty()) return part_;
  std::vector<std::uint64_t> hashes;
  std::vector<std::int64_t> ids;
  hashes.reserve(size() * words_);
  ids.reserve(size());
  if (part_ != nullptr) {
    const HashView all = part_->hashes();
    hashes.assign(all.data, all.data + all.size * words_);
    ids.assign(part_->ids().begin(), part_->ids().end());
  }
  hashes.insert(hashes.end(), added_.begin(), added_.end());
  ids.insert(ids.end(), added_ids_.begin(), added_ids_.end());
  return std::make_shared<const Part>(std::move(hashes), std::move(ids), words_);
}

void HammingIndex::add(HashView hashes, std::span<const std::int64_t> ids) {
  assert(hashes.words == words_ && hashes.size == ids.size());
  if (hashes.size > kMostHashes - size()) {
    throw std::length_error("an index must have fewer than 2^32 hashes");
  }
  // Room for both first, so that there is nothing that could fail half-way.
  const auto make_room = [](auto& items, std::size_t more) {
    const std::size_t needed = items.size() + more;
    if (needed > items.capacity()) items.reserve(std::max(needed, 2 * items.capacity()));
  };
  make_room(added_, hashes.size * words_);
  make_room(added_ids_, hashes.size);
  added_.insert(added_.end(), hashes.data, hashes.data + hashes.size * words_);
  added_ids_.insert(added_ids_.end(), ids.begin(), ids.end());
  // What has no table is compared with every query. New tables as seldom as this take O(1) a hash.
  const std::size_t in_tables = size() - added_ids_.size();
  if (added_ids_.size() < std::max(kTablesFrom, in_tables / 8)) return;
  try {
    part_ = with_all();
    added_ = {};  // and their memory with them
    added_ids_ = {};
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch)
    // They are there, and are found without a table.
  }
}

void HammingIndex::merge(const HammingIndex& other) {
  assert(other.words_ == words_);
  if (other.size() > kMostHashes - size()) {
    throw std::length_error("an index must have fewer than 2^32 hashes");
  }
  HammingIndex both(*this);  // which also may be the other
  if (other.part_ != nullptr) both.add(other.part_->hashes(), other.part_->ids());
  both.add(other.added(), other.added_ids_);
  *this = std::move(both);
}

std::vector<HammingMatch> HammingIndex::query(const std::uint64_t* hash, unsigned radius) const {
  std::vector<HammingMatch> matches;
  FoundPositions found;
  const auto take = [&](HashView hashes, std::span<const std::int64_t> ids) {
    for (const std::uint32_t position : found.all()) {
      matches.push_back({hamming_distance(hashes[position], hash, words_), ids[position]});
    }
    found.cut_to(0);
  };
  if (part_ != nullptr) {
    part_->find(hash, radius, found);
    take(part_->hashes(), part_->ids());
  }
  find_within(added(), hash, radius, found);
  take(added(), added_ids_);
  std::ranges::sort(matches);
  return matches;
}

std::vector<HammingMatch> HammingIndex::nearest(const std::uint64_t* hash,
                                                std::size_t count) const {
  count = std::min(count, size());
  if (count == 0) return {};
  // As long as the tables help, a larger radius costs little.
  for (unsigned radius = 2; uses_tables(radius); radius += 2) {
    std::vector<HammingMatch> matches = query(hash, radius);
    if (matches.size() < count) continue;
    matches.resize(count);
    return matches;
  }
  // How many there are at each distance says which radius is large enough.
  std::array<std::size_t, 257> at_distance{};
  const auto count_distances = [&](HashView hashes) {
    std::array<std::int16_t, 1024> distances;
    for (std::size_t first = 0; first < hashes.size; first += distances.size()) {
      const std::size_t some = std::min(distances.size(), hashes.size - first);
      hamming_distances({hashes[first], some, words_}, hash, std::span(distances).first(some));
      for (std::size_t i = 0; i < some; ++i) ++at_distance[static_cast<std::size_t>(distances[i])];
    }
  };
  if (part_ != nullptr) count_distances(part_->hashes());
  count_distances(added());
  unsigned radius = 0;
  for (std::size_t known = at_distance[0]; known < count; known += at_distance[radius]) ++radius;
  std::vector<HammingMatch> matches = query(hash, radius);
  matches.resize(std::min(count, matches.size()));
  return matches;
}

bool HammingIndex::uses_tables(unsigned radius) const noexcept {
  return part_ != nullptr && part_->is_planned(radius);
}

void HammingIndex::save(const std::filesystem::path& path) const { with_all()->save(path); }

HammingIndex HammingIndex::open(const std::filesystem::path& path) {
  auto part = Part::open(path);
  HammingIndex index(part->hashes().words);
  index.part_ = std::move(part);
  return index;
}

}  // namespace dittograph
