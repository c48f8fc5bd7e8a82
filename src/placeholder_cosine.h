// SPDX-License-Identifier: Apache-2.0
// A cosine that has the same bits everywhere, which the C library's does not promise.
#ifndef DITTOGRAPH_PLACEHOLDER_COSINE_H_
#define DITTOGRAPH_PLACEHOLDER_COSINE_H_

namespace dittograph {

/// Of 0 <= angle <= 10 pi, to less than one unit in the last place: the bits that Math.cos of V8
/// has, which are those of the polynomials of Sun's fdlibm (K. Ng, 1993).
[[nodiscard]] double cosine(double angle) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_PLACEHOLDER_COSINE_H_
