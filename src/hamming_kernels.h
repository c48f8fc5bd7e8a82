// SPDX-License-Identifier: Apache-2.0
// What hamming.cc does with SIMD, for those who search.
#ifndef DITTOGRAPH_HAMMING_KERNELS_H_
#define DITTOGRAPH_HAMMING_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/hamming.h"
#include "hamming_chunks.h"

namespace dittograph {

/// Positions that a kernel has found. No part of it is compiled for a SIMD target: the linker could
/// choose that for everybody.
class FoundPositions {
 public:
  void add(std::uint32_t position) { positions_.push_back(position); }
  /// Forgets all but the first `size`.
  void cut_to(std::size_t size) { positions_.resize(size); }
  [[nodiscard]] const std::vector<std::uint32_t>& all() const { return positions_; }

 private:
  std::vector<std::uint32_t> positions_;
};

/// Adds the positions of the hashes within `radius` of `query`, ascending.
void find_within(HashView hashes, const std::uint64_t* query, unsigned radius,
                 FoundPositions& found);

/// Adds the positions of the hashes within `radius` of `query` whose chunk differs from the query's
/// in at most radii[chunk] bits. Those of which a chunk before is as similar as `radii` say have
/// been found by that, and are left out. Returns how many hashes have been compared.
std::size_t find_in_table(HashView hashes, const ChunkTable& table, std::size_t chunk,
                          const ChunkRadii& radii, const std::uint64_t* query, unsigned radius,
                          FoundPositions& found);

/// The most hashes that find_tile_pairs takes on each side.
inline constexpr std::size_t kTile = 128;

/// Where a pair is in a tile.
struct TilePair {
  std::uint16_t row;
  std::uint16_t column;
};

/// Writes the pairs within `radius` of each other, one of `rows` and one of `columns`, and returns
/// how many. If both are the same hashes, `upper` leaves out the pairs whose row is not less than
/// the column. `pairs` has room for rows.size * columns.size.
std::size_t find_tile_pairs(HashView rows, HashView columns, unsigned radius, bool upper,
                            TilePair* pairs);

}  // namespace dittograph

#endif  // DITTOGRAPH_HAMMING_KERNELS_H_
