// SPDX-License-Identifier: Apache-2.0
// PDQ, the perceptual hash of 256 bits that Facebook published ("The TMK+PDQF Video-Hashing
// Algorithm and the PDQ Image-Hashing Algorithm", 2019).
#ifndef DITTOGRAPH_PDQ_H_
#define DITTOGRAPH_PDQ_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "dittograph/image.h"

namespace dittograph {

struct PdqHash {
  std::array<std::uint64_t, 4> words{};  ///< highest first
  int quality = 0;                       ///< 0 to 100: below 50 there is little to tell images by

  friend bool operator==(const PdqHash&, const PdqHash&) = default;
};

/// The PDQ hash of an image whose rows come from the top down, at full size. Bits and quality are
/// those of pdqhash.compute (PyPI pdqhash 0.2.8) of the same colours; opacity is not looked at. An
/// image with a side shorter than 5 pixels has no bits and quality 0. O(pixels); needs about
/// (270 + height / 32) bytes for each column.
class PdqHasher {
 public:
  /// Throws std::bad_alloc. Precondition: both sides of the image are 1 to kMaxImageSide.
  explicit PdqHasher(ImageFormat format);
  PdqHasher(PdqHasher&&) noexcept;
  PdqHasher& operator=(PdqHasher&&) noexcept;
  ~PdqHasher();

  /// Takes the next rows, each of format.row_bytes() bytes. Nothing is kept of them.
  /// Precondition: there are as many left.
  void add_rows(std::span<const std::uint8_t* const> rows) noexcept;

  /// Preconditions: all rows were added, and it is called once.
  [[nodiscard]] PdqHash finish() noexcept;

 private:
  class Filter;

  std::unique_ptr<Filter> filter_;  // none if the image is too small
};

}  // namespace dittograph

#endif  // DITTOGRAPH_PDQ_H_
