// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_SRC_JPEG_EXIF_H_
#define DITTOGRAPH_SRC_JPEG_EXIF_H_

#include <cstdint>
#include <span>

namespace dittograph {

/// The orientation, 1 to 8, that the first Exif segment of a JPEG file has in its first directory;
/// 1 if there is none or it makes no sense. O(segments before the first scan).
[[nodiscard]] int exif_orientation(std::span<const std::uint8_t> jpeg) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_SRC_JPEG_EXIF_H_
