// SPDX-License-Identifier: Apache-2.0
#include "thumbnail.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/placeholder.h"

namespace dittograph {
namespace {

constexpr std::size_t kOpacity = 3;

// Undoes multiply_with_opacity(), as Pillow's `convert("RGBA")` of RGBa does.
std::uint8_t divide(std::uint8_t color, std::uint8_t opacity) noexcept {
  if (opacity == 0 || opacity == 255) return color;
  return static_cast<std::uint8_t>(std::min(255 * color / opacity, 255));
}

}  // namespace

ImageSize thumbnail_size(ImageSize size, std::int32_t longest) noexcept {
  const std::int32_t side = std::max(size.width, size.height);
  if (side <= longest) return size;
  const auto scaled = [&](std::int64_t length) {
    const std::int64_t rounded = (2 * length * longest + side) / (2 * std::int64_t{side});
    return static_cast<std::int32_t>(std::max<std::int64_t>(rounded, 1));
  };
  return {scaled(size.width), scaled(size.height)};
}

Thumbnail::Thumbnail(const ImageFormat& format)
    : format_(format),
      size_(thumbnail_size({format.width, format.height}, kMaxThumbHashSide)),
      has_opacity_(format.layout == PixelLayout::kRgba) {
  if (size_.width == format.width && size_.height == format.height) return;
  planes_.emplace(format, has_opacity_ ? PlaneKind::kOpacityColors : PlaneKind::kColors,
                  std::span(&size_, 1));
}

void Thumbnail::add_rows(std::span<const std::uint8_t* const> rows) {
  if (planes_) {
    planes_->add_rows(rows);
    return;
  }
  for (const std::uint8_t* row : rows) {
    const std::size_t step = bytes_per_pixel(format_.layout);
    for (std::size_t i = 0; i < format_.row_bytes(); i += step) {
      // The same value three times if there is one.
      const std::size_t next = step == 1 ? 0 : 1;
      rgba_.insert(rgba_.end(), {row[i], row[i + next], row[i + 2 * next],
                                 has_opacity_ ? row[i + kOpacity] : std::uint8_t{255}});
    }
  }
}

std::vector<std::uint8_t> Thumbnail::reduced(const ImagePlanes& planes) const {
  std::vector<std::uint8_t> rgba(4 * size_.pixels(), 255);
  for (std::size_t channel = 0; channel < (has_opacity_ ? 4u : 3u); ++channel) {
    const std::span<const std::uint8_t> plane =
        planes.resized(0, planes.planes() == 1 ? 0 : channel);
    for (std::size_t i = 0; i < plane.size(); ++i) rgba[4 * i + channel] = plane[i];
  }
  if (has_opacity_) {
    for (std::size_t i = 0; i < rgba.size(); ++i) {
      if (i % 4 != kOpacity) rgba[i] = divide(rgba[i], rgba[i / 4 * 4 + kOpacity]);
    }
  }
  return rgba;
}

std::vector<std::uint8_t> Thumbnail::finish() {
  if (planes_) {
    planes_->finish();
    rgba_ = reduced(*planes_);
  }
  return thumbhash(rgba_, size_.width, size_.height);
}

}  // namespace dittograph
