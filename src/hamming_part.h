// SPDX-License-Identifier: Apache-2.0
// Hashes, their ids and tables, in memory or in a file, which never change.
#ifndef DITTOGRAPH_HAMMING_PART_H_
#define DITTOGRAPH_HAMMING_PART_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dittograph/hamming_index.h"
#include "hamming_chunks.h"
#include "hamming_kernels.h"

namespace dittograph {

/// From so many hashes on tables are quicker than to compare all.
inline constexpr std::size_t kTablesFrom = std::size_t{1} << 15;

class HammingIndex::Part {
 public:
  /// Makes tables if it is worth it. Precondition: fewer than 2^32 hashes.
  Part(std::vector<std::uint64_t> hashes, std::vector<std::int64_t> ids, std::size_t words);

  [[nodiscard]] static std::shared_ptr<const Part> open(const std::filesystem::path& path);
  void save(const std::filesystem::path& path) const;

  [[nodiscard]] HashView hashes() const noexcept { return hashes_; }
  [[nodiscard]] std::span<const std::int64_t> ids() const noexcept { return ids_; }

  /// Adds the positions of the hashes within `radius`, in no particular order.
  void find(const std::uint64_t* hash, unsigned radius, FoundPositions& found) const;

  /// Whether find() uses the tables.
  [[nodiscard]] bool is_planned(unsigned radius) const noexcept { return radius < plans_.size(); }

 private:
  Part() = default;
  void plan();

  HashView hashes_;
  std::span<const std::int64_t> ids_;
  std::vector<ChunkTable> tables_;  // none, or one a chunk
  std::vector<ChunkRadii> plans_;   // for the radii from 0 on for which tables are quicker

  // What owns the memory: vectors or a file.
  std::vector<std::uint64_t> owned_hashes_;
  std::vector<std::int64_t> owned_ids_;
  std::vector<OwnedChunkTable> owned_tables_;
  std::shared_ptr<const void> file_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_HAMMING_PART_H_
