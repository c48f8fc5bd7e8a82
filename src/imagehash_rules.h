// SPDX-License-Identifier: Apache-2.0
// From a small gray image to bits.
#ifndef DITTOGRAPH_IMAGEHASH_RULES_H_
#define DITTOGRAPH_IMAGEHASH_RULES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "dittograph/imagehash.h"

namespace dittograph {

/// Of 8 x 8 pixels, those above their mean.
[[nodiscard]] std::uint64_t average_bits(std::span<const std::uint8_t> pixels,
                                         ImageHashRules rules) noexcept;
/// Of 8 rows of 9 pixels.
[[nodiscard]] std::uint64_t difference_bits(std::span<const std::uint8_t> pixels) noexcept;
/// Of 9 rows of 8 pixels.
[[nodiscard]] std::uint64_t vertical_difference_bits(std::span<const std::uint8_t> pixels) noexcept;
/// Of 32 x 32 pixels.
[[nodiscard]] std::uint64_t perceptual_bits(std::span<const std::uint8_t> pixels,
                                            ImageHashRules rules) noexcept;
/// Of side x side pixels, a power of 2.
[[nodiscard]] std::uint64_t wavelet_bits(std::span<const std::uint8_t> pixels, std::size_t side,
                                         ImageHashRules rules);
/// Of 32 x 32 pixels; see ImageHashes::quality.
[[nodiscard]] int quality_of(std::span<const std::uint8_t> pixels) noexcept;

/// The side to which images are resized for their wavelets.
[[nodiscard]] std::int32_t wavelet_side(std::int32_t width, std::int32_t height,
                                        ImageHashRules rules) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGEHASH_RULES_H_
