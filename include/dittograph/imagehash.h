// SPDX-License-Identifier: Apache-2.0
// Perceptual hashes: 64 bits that change little when an image is scaled, compressed or retouched.
// The same bits as of the Python packages imagehash 4.3 or imagededup 0.3, on every processor.
#ifndef DITTOGRAPH_IMAGEHASH_H_
#define DITTOGRAPH_IMAGEHASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "dittograph/image.h"

namespace dittograph {

enum class ImageHashKind : std::uint8_t {
  kAverage,             ///< brighter than the mean of 8 x 8 pixels
  kDifference,          ///< brighter than the left neighbour, in 8 rows of 9 pixels
  kDifferenceVertical,  ///< brighter than the upper neighbour, in 9 rows of 8 pixels
  kPerceptual,          ///< the 8 x 8 lowest frequencies of 32 x 32 pixels, above their median
  kWavelet,             ///< the coarsest 8 x 8 of Haar's wavelets, above their median
};
inline constexpr std::size_t kImageHashKinds = 5;

/// Whose preprocessing and thresholds.
enum class ImageHashRules : std::uint8_t {
  kImagehash,   ///< gray first, then resized; strictly above the threshold
  kImagededup,  ///< resized first, then gray; at or above the threshold; no kDifferenceVertical
};

/// Which hashes, one bit each.
using ImageHashSet = std::uint32_t;
[[nodiscard]] constexpr ImageHashSet only(ImageHashKind kind) noexcept {
  return ImageHashSet{1} << static_cast<unsigned>(kind);
}
inline constexpr ImageHashSet kAllImageHashes = (ImageHashSet{1} << kImageHashKinds) - 1;

struct ImageHashes {
  /// By kind; those not asked for are 0. The first bit of the first row is the highest.
  std::array<std::uint64_t, kImageHashKinds> bits{};
  /// If asked for: how much there is to see, 0 to 100. Of the image as 32 x 32 gray pixels, the
  /// differences of neighbours in percent of 255, rounded down each, added up, divided by 22, at
  /// most 100. The formula is that of PDQ for a quarter of its pixels.
  int quality = 0;

  [[nodiscard]] std::uint64_t operator[](ImageHashKind kind) const noexcept {
    return bits[static_cast<std::size_t>(kind)];
  }
};

/// Computes hashes of an image while its rows come in, from the top. Its opacity is not looked at.
/// Takes memory for some hundred rows; with kWavelet for a gray copy of at most the image's size;
/// of an image that is more than twice as high as wide a byte a pixel for each plane that is
/// resized, one, or three with kImagededup.
class ImageHasher {
 public:
  /// Precondition: the sides of `format` are in its limits; `rules` has all hashes of `wanted`.
  ImageHasher(const ImageFormat& format, ImageHashSet wanted, bool is_quality_wanted = false,
              ImageHashRules rules = ImageHashRules::kImagehash);
  ImageHasher(ImageHasher&&) noexcept;
  ImageHasher& operator=(ImageHasher&&) noexcept;
  ~ImageHasher();

  /// The next rows, each of format.row_bytes() bytes. Precondition: no more than are left.
  void add_rows(std::span<const std::uint8_t* const> rows);

  /// Precondition: all rows were added.
  [[nodiscard]] ImageHashes finish();

 private:
  class Planes;
  std::unique_ptr<Planes> planes_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGEHASH_H_
