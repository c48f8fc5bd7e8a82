// SPDX-License-Identifier: Apache-2.0
// What the parts of PDQ share.
#ifndef DITTOGRAPH_PDQ_FILTER_H_
#define DITTOGRAPH_PDQ_FILTER_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/pdq.h"

namespace dittograph {

/// Rows that are filtered together, a lane each.
inline constexpr std::size_t kPdqStrip = 16;

/// The side of the small image that a hash is made of.
inline constexpr std::size_t kPdqSide = 64;

using PdqSmallImage = std::array<std::array<float, kPdqSide>, kPdqSide>;

/// The hash of the filtered and decimated image.
[[nodiscard]] PdqHash pdq_of_small_image(const PdqSmallImage& image) noexcept;

/// A mean over a window that slides along a side of an image. At the ends there is less in it.
struct PdqWindow {
  explicit PdqWindow(std::int32_t of_side)
      : side(static_cast<std::size_t>(of_side)),
        window((side + 2 * kPdqSide - 1) / (2 * kPdqSide)),
        ahead((window + 2) / 2 - 1) {}

  /// How many are in the window around `position`.
  [[nodiscard]] float count(std::size_t position) const noexcept {
    const std::size_t end = std::min(position + ahead + 1, side);
    const std::size_t begin = position + ahead + 1 > window ? position + ahead + 1 - window : 0;
    return static_cast<float>(end - begin);
  }

  /// Where the entry `small` of the small image is taken from: the middle of its part.
  [[nodiscard]] std::size_t middle(std::size_t small) const noexcept {
    return (2 * small + 1) * side / (2 * kPdqSide);
  }

  std::size_t side;
  std::size_t window;  ///< its length
  std::size_t ahead;   ///< how far it reaches after its position
};

}  // namespace dittograph

#endif  // DITTOGRAPH_PDQ_FILTER_H_
