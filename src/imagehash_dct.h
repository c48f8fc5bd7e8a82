// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_IMAGEHASH_DCT_H_
#define DITTOGRAPH_IMAGEHASH_DCT_H_

#include <array>
#include <cstddef>

namespace dittograph {

inline constexpr std::size_t kDctSize = 32;

/// The discrete cosine transform (type II) of 32 values, not normalised: for each k the sum of
/// 2 values[n] cos(pi k (2 n + 1) / 64).
///
/// The operations are those of scipy.fftpack (SciPy up to 1.17), in that order, so that each
/// rounding is the same: where an image is symmetric or plain, the bits of a perceptual hash are
/// the signs of what was rounded off.
[[nodiscard]] std::array<double, kDctSize> dct(std::array<double, kDctSize> values) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGEHASH_DCT_H_
