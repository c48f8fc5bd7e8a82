// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_HAMMING_INDEX_H_
#define DITTOGRAPH_HAMMING_INDEX_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "dittograph/hamming.h"

namespace dittograph {

/// A hash of an index, by its id, and its distance from the query.
struct HammingMatch {
  std::int64_t distance = 0;
  std::int64_t id = 0;

  friend bool operator==(const HammingMatch&, const HammingMatch&) = default;
  friend auto operator<=>(const HammingMatch&, const HammingMatch&) = default;
};

/// A file that is no index, or is damaged. The text says what is wrong.
class HammingFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Hashes that can be asked for those near to another one; exact. Large indexes have a table for
/// every 16 bits of a hash (M. Norouzi, A. Punjani and D. Fleet, "Fast exact search in Hamming
/// space with multi-index hashing", 2014), in which a query with a small radius looks at few
/// hashes; other queries look at all. What was added last, up to 32,768 hashes or an eighth, is not
/// in the tables.
///
/// Needs 16 bytes a hash of 64 bits, 64 with tables; 40 a hash of 256 bits, 104 with tables; while
/// tables are made, both. Const functions may be called by several threads at once.
class HammingIndex {
 public:
  /// For hashes of `words` 64-bit words: 1 or 4.
  explicit HammingIndex(std::size_t words = 1) noexcept : words_(words) {}

  /// Adds hashes, each with an id, which need not differ from others. Amortised O(1) a hash. Throws
  /// std::bad_alloc, std::length_error if there were 2^32 or more; nothing has been added then.
  /// Preconditions: hashes.words is words(), and there are as many ids.
  void add(HashView hashes, std::span<const std::int64_t> ids);

  /// Adds all that is in another index. As add(). Precondition: other.words() is words().
  void merge(const HammingIndex& other);

  /// All hashes within `radius` of `hash`, by distance, then by id. Throws std::bad_alloc.
  [[nodiscard]] std::vector<HammingMatch> query(const std::uint64_t* hash, unsigned radius) const;

  /// The `count` hashes nearest to `hash`, or all if there are fewer, by distance, then by id.
  /// Throws std::bad_alloc.
  [[nodiscard]] std::vector<HammingMatch> nearest(const std::uint64_t* hash,
                                                  std::size_t count) const;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t words() const noexcept { return words_; }

  /// Whether a query with that radius looks at few of the hashes, as a rule.
  [[nodiscard]] bool uses_tables(unsigned radius) const noexcept;

  /// Writes a file under another name and renames it at the end. Throws std::bad_alloc,
  /// std::filesystem::filesystem_error; there is no file then, or the one that there was.
  void save(const std::filesystem::path& path) const;

  /// Maps a file into memory; several processes that do so share it. All of it is read once, to see
  /// whether it is whole. Whoever writes into the file after that changes what is found, and who
  /// makes it shorter ends this process. What is added is kept in memory. Throws HammingFileError,
  /// std::filesystem::filesystem_error, std::bad_alloc.
  [[nodiscard]] static HammingIndex open(const std::filesystem::path& path);

 private:
  class Part;

  [[nodiscard]] HashView added() const noexcept;
  [[nodiscard]] std::shared_ptr<const Part> with_all() const;

  std::size_t words_;
  std::shared_ptr<const Part> part_;  // what has tables or comes from a file; never changes
  std::vector<std::uint64_t> added_;  // since
  std::vector<std::int64_t> added_ids_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_HAMMING_INDEX_H_
