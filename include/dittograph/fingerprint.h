// SPDX-License-Identifier: Apache-2.0
// All that is computed of an image, in one go over its rows.
#ifndef DITTOGRAPH_FINGERPRINT_H_
#define DITTOGRAPH_FINGERPRINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dittograph/image.h"
#include "dittograph/imagehash.h"
#include "dittograph/pdq.h"

namespace dittograph {

/// What to compute.
struct FingerprintParts {
  /// That of Exif, 1 to 8: how to turn the image before. A RowSource does not say it; of a
  /// JpegReader pass on header().orientation.
  int orientation = 1;
  ImageHashSet hashes = kAllImageHashes;
  ImageHashRules rules = ImageHashRules::kImagehash;
  bool quality = true;
  bool pdq = false;
  int blurhash_x = 0;  ///< components, 1 to 9 each; 0: no BlurHash
  int blurhash_y = 0;
  bool thumbhash = false;
  /// Lay kRgba on white for all but the ThumbHash, which has an opacity of its own: each channel is
  /// (c a + 255 (255 - a) + 127) / 255, rounded down. Otherwise opacity is not looked at.
  bool on_white = false;
};

/// Of what was not asked for, the initial value.
struct Fingerprint {
  ImageHashes hashes;
  PdqHash pdq;
  std::string blurhash;
  /// Of the image, reduced with Pillow's Lanczos so that neither side is longer than 100 pixels.
  std::vector<std::uint8_t> thumbhash;
};

/// Reads all rows of `source`; nullopt if it fails before the last, or if a side of the image is
/// not in its limits, as that of a JpegReader is which could not read the header. Throws
/// std::bad_alloc.
[[nodiscard]] std::optional<Fingerprint> read_fingerprint(RowSource& source,
                                                          const FingerprintParts& parts);

}  // namespace dittograph

#endif  // DITTOGRAPH_FINGERPRINT_H_
