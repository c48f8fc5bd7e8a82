// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_THUMBNAIL_H_
#define DITTOGRAPH_THUMBNAIL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dittograph/image.h"
#include "image_planes.h"

namespace dittograph {

/// The size of an image whose sides are both at most `longest`: that of the image, or the nearest
/// to its proportions, halves rounded up.
[[nodiscard]] ImageSize thumbnail_size(ImageSize size, std::int32_t longest) noexcept;

/// Reduces an image, while its rows come in, to what a ThumbHash is made of.
class Thumbnail {
 public:
  explicit Thumbnail(const ImageFormat& format);

  void add_rows(std::span<const std::uint8_t* const> rows);

  /// The ThumbHash. Precondition: all rows were added.
  [[nodiscard]] std::vector<std::uint8_t> finish();

 private:
  [[nodiscard]] std::vector<std::uint8_t> reduced(const ImagePlanes& planes) const;

  ImageFormat format_;
  ImageSize size_;
  bool has_opacity_;
  std::optional<ImagePlanes> planes_;  // none if the image is small enough
  std::vector<std::uint8_t> rgba_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_THUMBNAIL_H_
