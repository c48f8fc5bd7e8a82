// SPDX-License-Identifier: Apache-2.0
// Rows of pixels, from the layout of an image to one plane of 16-bit values.
#ifndef DITTOGRAPH_PIXEL_ROWS_H_
#define DITTOGRAPH_PIXEL_ROWS_H_

#include <cstddef>
#include <cstdint>

#include "dittograph/image.h"

namespace dittograph {

/// So many values behind the last one may be overwritten by the functions below.
inline constexpr std::size_t kRowSlack = 64;

/// Writes how bright each pixel is, as Pillow's `convert("L")` and ITU-R BT.601 have it:
/// (19595 R + 38470 G + 7471 B + 32768) / 65536, rounded down. Opacity is not looked at.
void gray_row(PixelLayout layout, const std::uint8_t* pixels, std::size_t width,
              std::int16_t* gray) noexcept;

/// Writes one channel, 0 to bytes_per_pixel(layout) - 1.
void channel_row(PixelLayout layout, std::size_t channel, const std::uint8_t* pixels,
                 std::size_t width, std::int16_t* values) noexcept;

/// Lays kRgba pixels on white: (c a + 255 (255 - a) + 127) / 255, rounded down, which is the
/// nearest integer. `rgbx` has room for `width` pixels of 4 bytes and may be `rgba`.
void compose_on_white(const std::uint8_t* rgba, std::size_t width, std::uint8_t* rgbx) noexcept;

/// Multiplies the colours of kRgba pixels with their opacity: c a / 255, rounded to the nearest, as
/// Pillow's `convert("RGBa")` does.
void multiply_with_opacity(const std::uint8_t* rgba, std::size_t width,
                           std::uint8_t* multiplied) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_PIXEL_ROWS_H_
