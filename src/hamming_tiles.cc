// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "hamming_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "hamming_tiles.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hamming_lanes-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

// The most lanes that a tile's columns are read beyond their end.
constexpr std::size_t kMostLanes = hn::MaxLanes(Words());

// The columns of a tile: the first word of all, the second of all ...
template <std::size_t kWords>
struct TileColumns {
  std::uint64_t words[kWords][kTile + 4 * kMostLanes];

  explicit TileColumns(const HashView& hashes) {
    for (std::size_t word = 0; word < kWords; ++word) {
      for (std::size_t i = 0; i < hashes.size; ++i) {
        words[word][i] = hashes.data[i * kWords + word];
      }
      // What is behind them is compared, too, and left out after that.
      std::fill_n(words[word] + hashes.size, 4 * hn::Lanes(Words()), std::uint64_t{0});
    }
  }

  HWY_INLINE hn::Vec<Words> Distances(Words d, std::size_t column,
                                      const std::uint64_t* HWY_RESTRICT row) const {
    auto bits = hn::Zero(d);
    for (std::size_t word = 0; word < kWords; ++word) {
      const auto columns = hn::LoadU(d, words[word] + column);
      bits = hn::Add(bits, CountBits(hn::Xor(columns, hn::Set(d, row[word]))));
    }
    return bits;
  }
};

template <std::size_t kWords>
std::size_t FindTilePairs(const HashView& rows, const HashView& columns, unsigned radius,
                          bool upper, TilePair* HWY_RESTRICT pairs) {
  const Words d;
  const std::size_t lanes = hn::Lanes(d);
  const auto bound = hn::Set(d, std::uint64_t{radius} + 1);
  const TileColumns<kWords> tile(columns);
  std::size_t count = 0;
  const auto add = [&](std::size_t row, std::size_t first, hn::Mask<Words> mask) HWY_ATTR {
    VisitLanes(d, mask, [&](std::size_t lane) {
      const std::size_t column = first + lane;
      if (column >= columns.size || (upper && row >= column)) return;
      pairs[count++] = {static_cast<std::uint16_t>(row), static_cast<std::uint16_t>(column)};
    });
  };
  std::size_t first = 0;
  // Few columns stay in registers while all rows go by.
  for (; columns.size - first > 2 * lanes; first = std::min(first + 4 * lanes, columns.size)) {
    for (std::size_t row = 0; row < rows.size; ++row) {
      const std::uint64_t* HWY_RESTRICT hash = rows.data + row * kWords;
      const auto d0 = tile.Distances(d, first, hash);
      const auto d1 = tile.Distances(d, first + lanes, hash);
      const auto d2 = tile.Distances(d, first + 2 * lanes, hash);
      const auto d3 = tile.Distances(d, first + 3 * lanes, hash);
      const auto smallest = Smaller(Smaller(d0, d1), Smaller(d2, d3));
      if (HWY_LIKELY(hn::AllFalse(d, Below(d, smallest, bound)))) continue;
      add(row, first, Below(d, d0, bound));
      add(row, first + lanes, Below(d, d1, bound));
      add(row, first + 2 * lanes, Below(d, d2, bound));
      add(row, first + 3 * lanes, Below(d, d3, bound));
    }
  }
  for (; first < columns.size; first += 2 * lanes) {
    for (std::size_t row = 0; row < rows.size; ++row) {
      const std::uint64_t* HWY_RESTRICT hash = rows.data + row * kWords;
      const auto d0 = tile.Distances(d, first, hash);
      const auto d1 = tile.Distances(d, first + lanes, hash);
      if (HWY_LIKELY(hn::AllFalse(d, Below(d, Smaller(d0, d1), bound)))) continue;
      add(row, first, Below(d, d0, bound));
      add(row, first + lanes, Below(d, d1, bound));
    }
  }
  return count;
}

std::size_t FindTilePairsOfAny(const HashView& rows, const HashView& columns, unsigned radius,
                               bool upper, TilePair* HWY_RESTRICT pairs) {
  return WithWords(rows.words, [&](auto words) HWY_ATTR {
    return FindTilePairs<words()>(rows, columns, radius, upper, pairs);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(FindTilePairsOfAny);

}  // namespace

std::size_t find_tile_pairs(HashView rows, HashView columns, unsigned radius, bool upper,
                            TilePair* pairs) {
  return HWY_DYNAMIC_DISPATCH(FindTilePairsOfAny)(rows, columns, radius, upper, pairs);
}

}  // namespace dittograph
#endif  // HWY_ONCE
