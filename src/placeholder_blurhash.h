// SPDX-License-Identifier: Apache-2.0
// What the parts of BlurHash share.
#ifndef DITTOGRAPH_PLACEHOLDER_BLURHASH_H_
#define DITTOGRAPH_PLACEHOLDER_BLURHASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dittograph {

/// Rows that are summed up together.
inline constexpr std::size_t kBlurHashStrip = 16;

/// Bytes of a row that are looked up together: those of a strip fit into the first cache.
inline constexpr std::size_t kBlurHashBlock = 256;

/// Linear colours are whole numbers below 2^23, of which this is white; cosines of rows are of 22
/// bits. 2^17 products fit into 64 bits with a sign, and 2^8 into the 53 of a double. Dark colours,
/// where sRGB is linear, are multiples of 2546, so that their mean can lie just between two bytes.
inline constexpr double kLinearScale = 2546 * 255 * 12.92;
inline constexpr int kRowCosineBits = 22;
inline constexpr std::int32_t kMaxRowsInDoubles = 256;

/// The intensity, 0 to 1, that the sRGB value `value`, 0 to 255, stands for (IEC 61966-2-1).
[[nodiscard]] double linear_of_srgb(double value) noexcept;

/// The intensities of all bytes, times kLinearScale, rounded.
[[nodiscard]] const std::array<float, 256>& linear_table();

/// cos(pi * k / size) for k = 0 to size.
[[nodiscard]] std::vector<double> half_turn_cosines(std::int32_t size);

/// Of cos(pi * product / size), the position in half_turn_cosines(size).
[[nodiscard]] constexpr std::size_t half_turn_position(std::int64_t product,
                                                       std::int32_t size) noexcept {
  const std::int64_t in_turn = product % (2 * std::int64_t{size});
  return static_cast<std::size_t>(in_turn <= size ? in_turn : 2 * std::int64_t{size} - in_turn);
}

/// The string of components: three values each, row by row.
[[nodiscard]] std::string blurhash_string(std::span<const double> components, int x_components,
                                          int y_components);

}  // namespace dittograph

#endif  // DITTOGRAPH_PLACEHOLDER_BLURHASH_H_
