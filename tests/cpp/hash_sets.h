// SPDX-License-Identifier: Apache-2.0
// Hashes for tests.
#ifndef DITTOGRAPH_TESTS_CPP_HASH_SETS_H_
#define DITTOGRAPH_TESTS_CPP_HASH_SETS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "dittograph/hamming.h"
#include "utf8_texts.h"

namespace dittograph {

/// Hashes that own their memory.
class HashSet {
 public:
  explicit HashSet(std::size_t words) : words_(words) {}
  HashSet(std::vector<std::uint64_t> all, std::size_t words)
      : all_(std::move(all)), words_(words) {}

  [[nodiscard]] HashView view() const { return {all_.data(), all_.size() / words_, words_}; }
  [[nodiscard]] std::uint64_t* operator[](std::size_t i) { return all_.data() + i * words_; }
  [[nodiscard]] std::size_t size() const { return all_.size() / words_; }

  /// Flips some bits, not all of them different.
  void flip(std::size_t i, std::size_t bits, Random& random) {
    for (std::size_t k = 0; k < bits; ++k) {
      (*this)[i][random() % words_] ^= std::uint64_t{1} << (random() % 64);
    }
  }
  void copy(std::size_t from, std::size_t to) {
    for (std::size_t word = 0; word < words_; ++word) (*this)[to][word] = (*this)[from][word];
  }

 private:
  std::vector<std::uint64_t> all_;
  std::size_t words_;
};

/// Hashes without likeness.
inline HashSet random_hashes(std::size_t size, std::size_t words, unsigned seed) {
  Random random(seed);
  std::vector<std::uint64_t> all(size * words);
  for (std::uint64_t& word : all) word = random();
  return {std::move(all), words};
}

/// Every third is another one with some bits flipped, every seventh equals another one.
inline HashSet similar_hashes(std::size_t size, std::size_t words, unsigned seed) {
  HashSet hashes = random_hashes(size, words, seed);
  Random random(seed + 1);
  for (std::size_t i = 0; i < size; ++i) {
    if (i % 3 != 0 && i % 7 != 0) continue;
    hashes.copy(random() % size, i);
    if (i % 3 == 0) hashes.flip(i, random() % 24, random);
  }
  return hashes;
}

/// Nearly all bits are the same in all, as in hashes of images that show nothing.
inline HashSet flat_hashes(std::size_t size, std::size_t words, unsigned seed) {
  HashSet hashes(std::vector<std::uint64_t>(size * words), words);
  Random random(seed);
  for (std::size_t i = 0; i < size; ++i) hashes.flip(i, random() % 6, random);
  return hashes;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_HASH_SETS_H_
