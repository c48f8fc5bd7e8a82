// SPDX-License-Identifier: Apache-2.0
// What each pixel weighs when one side of an image is resized with Lanczos' window, as Pillow does
// it (`Image.resize(size, Image.Resampling.LANCZOS)`, 8-bit channels, unchanged since release 3.4):
// sinc(x) * sinc(x / 3), stretched by the factor of reduction, normalised in double precision, then
// rounded to integers of 22 fractional bits. All that follows is integer arithmetic, which comes to
// the same in any order, so that the vector width cannot be seen in a result.
#ifndef DITTOGRAPH_RESIZE_WEIGHTS_H_
#define DITTOGRAPH_RESIZE_WEIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace dittograph {

/// Pixels are multiplied eight at a time: a group, of 16-bit values one 128-bit block.
inline constexpr std::size_t kGroup = 8;

/// Fractional bits of a weight.
inline constexpr int kWeightBits = 22;

/// A weight is low + 65536 * high, both of 16 bits with sign, and sums wrap around: the sum that
/// counts fits into 32 bits. Where the side gets shorter by a factor of 129 or more, or in the
/// outer lobes, high is 0; those groups are not multiplied with it.
struct ResizeWeights {
  struct Window {
    std::size_t first_group = 0;  ///< the pixel where it begins lies in this group
    std::size_t groups = 0;
    std::size_t high_first = 0;  ///< group from first_group on where high begins to matter
    std::size_t high_groups = 0;
    std::size_t low = 0;   ///< where its weights begin in `low`
    std::size_t high = 0;  ///< in `high`
  };

  std::vector<Window> windows;  ///< one for each pixel of the result, ascending
  std::vector<std::int16_t> low;
  std::vector<std::int16_t> high;

  [[nodiscard]] std::size_t bytes() const noexcept {
    return windows.size() * sizeof(Window) + (low.size() + high.size()) * sizeof(std::int16_t);
  }
};

/// One window of weights as integers, from pixel `first` on.
struct WeightWindow {
  std::int32_t first = 0;
  std::vector<std::int32_t> weights;
};

/// Of a side of `from` pixels that is resized to `to`, the window for pixel `index` of the result.
[[nodiscard]] WeightWindow lanczos_window(std::int32_t from, std::int32_t to, std::int32_t index);

/// The weights for a side of `from` pixels that is resized to `to`, both at least 1. The latest are
/// kept: to compute them takes as long as to resize a small image. Safe to call from many threads.
[[nodiscard]] std::shared_ptr<const ResizeWeights> resize_weights(std::int32_t from,
                                                                  std::int32_t to);

}  // namespace dittograph

#endif  // DITTOGRAPH_RESIZE_WEIGHTS_H_
