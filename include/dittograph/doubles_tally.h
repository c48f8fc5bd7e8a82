// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_TALLY_H_
#define DITTOGRAPH_DOUBLES_TALLY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "dittograph/doubles.h"

namespace dittograph {

/// Adds up the tallies of pieces of one text, or of several texts. `tally_doubles` in instalments:
/// a double across a border of two pieces counts when the second piece starts with the last element
/// of the first. Memory grows with the number of distinct doubled elements, below U+110000 in pages
/// of 256 that neighbours share. Time for one double is O(log k) for k of them at worst: there is
/// no hash function that an input could be made against.
class DoublesTallier {
 public:
  /// Adds the doubles inside `elements`. Throws std::bad_alloc.
  void add(ElementView elements);

  /// Adds `count` doubles of `element`. Throws std::bad_alloc.
  void add(std::uint64_t element, std::uint64_t count);

  /// Adds what `later` has counted, in a text that comes after all texts so far.
  /// Throws std::bad_alloc.
  void merge(const DoublesTallier& later);

  /// Most frequent first, ties by first occurrence. Throws std::bad_alloc.
  [[nodiscard]] std::vector<DoublesTally<std::uint64_t>> tally() const;

 private:
  [[nodiscard]] std::size_t& place_of(std::uint64_t element);

  std::vector<DoublesTally<std::uint64_t>> in_order_of_occurrence_;
  // Where an element stands in that list, plus one; zero if nowhere. What a code point can be is
  // looked up in pages of 256 (empty until one of them is doubled), everything else in the tree.
  std::vector<std::vector<std::size_t>> pages_;
  std::map<std::uint64_t, std::size_t> others_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_DOUBLES_TALLY_H_
