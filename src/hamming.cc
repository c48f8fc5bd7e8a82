// SPDX-License-Identifier: Apache-2.0
#include "dittograph/hamming.h"

#include <algorithm>
#include <bit>

#include "hamming_chunks.h"
#include "hamming_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "hamming.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hamming_lanes-inl.h"
#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

// Calls `visit(i)` for each of `count` hashes within `radius`, ascending. So many as `readable` can
// be read.
template <std::size_t kWords, class Visit>
HWY_INLINE void VisitWithin(const std::uint64_t* HWY_RESTRICT hashes, std::size_t count,
                            std::size_t readable, const Query<kWords>& query, unsigned radius,
                            Visit&& visit) {
  const Words d;
  const std::size_t lanes = hn::Lanes(d);
  const auto bound = hn::Set(d, std::uint64_t{radius} + 1);
  const auto visit_from = [&](std::size_t first, hn::Mask<Words> mask) HWY_ATTR {
    VisitLanes(d, mask, [&](std::size_t lane) { visit(first + lane); });
  };
  std::size_t i = 0;
  // As a rule there is none among so many.
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    const std::uint64_t* HWY_RESTRICT from = hashes + i * kWords;
    const auto d0 = query.Distances(d, from);
    const auto d1 = query.Distances(d, from + lanes * kWords);
    const auto d2 = query.Distances(d, from + 2 * lanes * kWords);
    const auto d3 = query.Distances(d, from + 3 * lanes * kWords);
    const auto smallest = Smaller(Smaller(d0, d1), Smaller(d2, d3));
    if (HWY_LIKELY(hn::AllFalse(d, Below(d, smallest, bound)))) continue;
    visit_from(i, Below(d, d0, bound));
    visit_from(i + lanes, Below(d, d1, bound));
    visit_from(i + 2 * lanes, Below(d, d2, bound));
    visit_from(i + 3 * lanes, Below(d, d3, bound));
  }
  for (; i + lanes <= count; i += lanes) {
    visit_from(i, Below(d, query.Distances(d, hashes + i * kWords), bound));
  }
  if (i < count && readable - i >= lanes) {
    const auto mask = Below(d, query.Distances(d, hashes + i * kWords), bound);
    visit_from(i, hn::And(mask, hn::FirstN(d, count - i)));
    return;
  }
  for (; i < count; ++i) {
    if (query.Distance(hashes + i * kWords) <= radius) visit(i);
  }
}

template <std::size_t kWords>
void FindWithin(const HashView& hashes, const Query<kWords>& query, unsigned radius,
                FoundPositions& found) {
  VisitWithin(hashes.data, hashes.size, hashes.size, query, radius,
              [&](std::size_t i) { found.add(static_cast<std::uint32_t>(i)); });
}

template <std::size_t kWords>
void WriteDistances(const HashView& hashes, const Query<kWords>& query,
                    std::int16_t* HWY_RESTRICT distances) {
  const Words d;
  const hn::Rebind<std::uint16_t, Words> d16;
  const hn::RebindToSigned<decltype(d16)> with_sign;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= hashes.size; i += lanes) {
    const auto bits = query.Distances(d, hashes.data + i * kWords);
    hn::StoreU(hn::BitCast(with_sign, hn::TruncateTo(d16, bits)), with_sign, distances + i);
  }
  for (; i < hashes.size; ++i) {
    distances[i] = static_cast<std::int16_t>(query.Distance(hashes.data + i * kWords));
  }
}

// Whether one of `kSpan` hashes may be within `radius`; to say so of none takes no branch.
template <std::size_t kSpan>
HWY_INLINE bool MayBeWithin(const std::uint64_t* HWY_RESTRICT hashes, const Query<1>& query,
                            unsigned radius) {
  const Words d;
  auto smallest = query.Distances(d, hashes);
  for (std::size_t i = hn::Lanes(d); i < kSpan; i += hn::Lanes(d)) {
    smallest = Smaller(smallest, query.Distances(d, hashes + i));
  }
  return !hn::AllFalse(d, Below(d, smallest, hn::Set(d, std::uint64_t{radius} + 1)));
}

// The part of a table that a query goes through.
template <std::size_t kWords>
class TableSearch {
 public:
  TableSearch(const HashView& hashes, const ChunkTable& table, std::size_t chunk,
              const ChunkRadii& radii, const Query<kWords>& query, unsigned radius,
              FoundPositions& found)
      : hashes_(hashes),
        table_(table),
        masks_(chunk_masks().first(count_masks(radii[chunk]))),
        chunk_(chunk),
        radii_(radii),
        query_(query),
        radius_(radius),
        found_(found) {}

  // Returns how many hashes have been compared.
  std::size_t Run() {
    // Buckets lie anywhere: memory is asked for them some time before.
    constexpr std::size_t kAhead = 8;
    const std::uint16_t key = chunk_of(query_.query, chunk_);
    const auto bucket = [&](std::size_t i) { return std::size_t{key} ^ masks_[i]; };
    for (std::size_t i = 0; i < std::min(kAhead, masks_.size()); ++i) AskFor(bucket(i));
    std::size_t compared = 0;
    for (std::size_t i = 0; i < masks_.size(); ++i) {
      if (i + kAhead < masks_.size()) AskFor(bucket(i + kAhead));
      const std::uint32_t begin = table_.offsets[bucket(i)];
      const std::uint32_t end = table_.offsets[bucket(i) + 1];
      compared += end - begin;
      Visit(begin, end - begin);
    }
    return compared;
  }

 private:
  HWY_INLINE void AskFor(std::size_t bucket) const {
    const std::uint32_t begin = table_.offsets[bucket];
    if constexpr (kWords == 1) {
      hwy::Prefetch(table_.hashes.data() + begin);
    } else {
      hwy::Prefetch(table_.positions.data() + begin);
    }
  }

  HWY_INLINE void Visit(std::size_t begin, std::size_t size) {
    const std::uint32_t* HWY_RESTRICT positions = table_.positions.data() + begin;
    if constexpr (kWords == 1) {
      const std::uint64_t* HWY_RESTRICT in_bucket = table_.hashes.data() + begin;
      const std::size_t readable = table_.hashes.size() - begin;
      // How full a bucket is nobody can foretell, that it has fewer than so many is easy.
      constexpr std::size_t kSpan = 24;
      if (size <= kSpan && readable >= kSpan + hn::Lanes(Words()) &&
          HWY_LIKELY(!MayBeWithin<kSpan>(in_bucket, query_, radius_))) {
        return;
      }
      VisitWithin(in_bucket, size, readable, query_, radius_,
                  [&](std::size_t i) { Add(positions[i], in_bucket + i); });
    } else {
      // They are where they are: all of the bucket is asked for first.
      for (std::size_t i = 0; i < size; ++i) hwy::Prefetch(HashAt(positions[i]));
      for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t* HWY_RESTRICT hash = HashAt(positions[i]);
        if (query_.Distance(hash) <= radius_) Add(positions[i], hash);
      }
    }
  }

  HWY_INLINE const std::uint64_t* HashAt(std::uint32_t position) const {
    return hashes_.data + std::size_t{position} * kWords;
  }

  void Add(std::uint32_t position, const std::uint64_t* HWY_RESTRICT hash) {
    if (!is_found_before(hash, query_.query, chunk_, radii_)) found_.add(position);
  }

  const HashView& hashes_;
  const ChunkTable& table_;
  std::span<const std::uint16_t> masks_;
  std::size_t chunk_;
  const ChunkRadii& radii_;
  const Query<kWords>& query_;
  unsigned radius_;
  FoundPositions& found_;
};

void FindWithinAny(const HashView& hashes, const std::uint64_t* query, unsigned radius,
                   FoundPositions& found) {
  WithWords(hashes.words, [&](auto words) HWY_ATTR {
    FindWithin<words()>(hashes, Query<words()>(query), radius, found);
  });
}

void WriteDistancesOfAny(const HashView& hashes, const std::uint64_t* query,
                         std::int16_t* HWY_RESTRICT distances) {
  WithWords(hashes.words, [&](auto words) HWY_ATTR {
    WriteDistances<words()>(hashes, Query<words()>(query), distances);
  });
}

std::size_t FindInTableOfAny(const HashView& hashes, const ChunkTable& table, std::size_t chunk,
                             const ChunkRadii& radii, const std::uint64_t* query, unsigned radius,
                             FoundPositions& found) {
  return WithWords(hashes.words, [&](auto words) HWY_ATTR {
    const Query<words()> one(query);
    return TableSearch<words()>(hashes, table, chunk, radii, one, radius, found).Run();
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(FindWithinAny);
HWY_EXPORT(WriteDistancesOfAny);
HWY_EXPORT(FindInTableOfAny);

}  // namespace

void hamming_distances(HashView hashes, const std::uint64_t* query,
                       std::span<std::int16_t> distances) noexcept {
  HWY_DYNAMIC_DISPATCH(WriteDistancesOfAny)(hashes, query, distances.data());
}

void find_within(HashView hashes, const std::uint64_t* query, unsigned radius,
                 FoundPositions& found) {
  HWY_DYNAMIC_DISPATCH(FindWithinAny)(hashes, query, radius, found);
}

std::size_t find_in_table(HashView hashes, const ChunkTable& table, std::size_t chunk,
                          const ChunkRadii& radii, const std::uint64_t* query, unsigned radius,
                          FoundPositions& found) {
  return HWY_DYNAMIC_DISPATCH(FindInTableOfAny)(hashes, table, chunk, radii, query, radius, found);
}

}  // namespace dittograph
#endif  // HWY_ONCE
