// SPDX-License-Identifier: Apache-2.0
// Haar's wavelets in floating point, rounded as PyWavelets rounds them.
#ifndef DITTOGRAPH_IMAGEHASH_WAVELETS_H_
#define DITTOGRAPH_IMAGEHASH_WAVELETS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "dittograph/imagehash.h"

namespace dittograph {

/// The coarsest 8 x 8 values of Haar's wavelets of side x side pixels: what PyWavelets 1.9 computes
/// for imagehash 4.3, which takes the mean away by transforming all there and back, or for
/// imagededup, which does not. O(side^2); takes side^2 / 4 bytes.
[[nodiscard]] std::array<double, 64> rounded_wavelets(std::span<const std::uint8_t> pixels,
                                                      std::size_t side, ImageHashRules rules);

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGEHASH_WAVELETS_H_
