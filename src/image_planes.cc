// SPDX-License-Identifier: Apache-2.0
#include "image_planes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <hwy/cache_control.h>

#include "pixel_rows.h"

namespace dittograph {
namespace {

// Pixels of a row that are converted in one go: a multiple of kGroup. Strips of so many, of all
// planes, lie in the first-level cache.
constexpr std::size_t kPart = 512;
std::size_t part_of(std::size_t planes) noexcept { return planes == 1 ? kPart : kPart / 4; }
constexpr std::size_t kMostPlanes = 4;
// How many rows of a part lie between the one that is converted and the one that is asked for. With
// a whole part between them, processors of AMD got slower.
constexpr std::size_t kRowsAhead = 8;

std::uint8_t to_byte(std::int16_t value) noexcept { return static_cast<std::uint8_t>(value); }

std::size_t count_planes(PixelLayout layout, PlaneKind kind) noexcept {
  if (kind == PlaneKind::kOpacityColors) return 4;
  return kind == PlaneKind::kColors && layout != PixelLayout::kGray ? 3 : 1;
}

// Asks for pixels that will be read soon. The hardware sees no stream in parts of many rows, so
// that each line of an image that no cache holds would be waited for.
void prefetch(const std::uint8_t* pixels, std::size_t bytes) noexcept {
  constexpr std::size_t kCacheLine = 64;
  for (std::size_t i = 0; i < bytes; i += kCacheLine) hwy::Prefetch(pixels + i);
}

}  // namespace

ImagePlanes::ImagePlanes(const ImageFormat& format, PlaneKind kind,
                         std::span<const ImageSize> sizes)
    : format_(format),
      size_{format.width, format.height},
      kind_(kind),
      strip_rows_(strip_rows()),
      values_(kPart + kRowSlack) {
  if (kind == PlaneKind::kOpacityColors) multiplied_.resize(kPart * kMostPlanes);
  const std::size_t planes = count_planes(format.layout, kind);
  for (std::size_t i = 0; i < planes; ++i) planes_.emplace_back(format.width);
  for (const ImageSize& size : sizes) {
    Target& target = targets_.emplace_back(Target{size, {}, {}});
    if (are_columns_first(size_, size)) {
      are_all_kept_ = true;
      continue;
    }
    for (std::size_t i = 0; i < planes; ++i) {
      target.resizers.emplace_back(size_, size);
    }
  }
  if (!are_all_kept_) return;
  for (Plane& plane : planes_) plane.all.resize(size_.pixels());
}

void ImagePlanes::add_rows(std::span<const std::uint8_t* const> rows) {
  while (!rows.empty()) {
    const std::size_t count = std::min(rows.size(), strip_rows_ - filled_);
    fill(rows.first(count));
    rows = rows.subspan(count);
    filled_ += count;
    if (filled_ == strip_rows_) flush();
  }
}

// Part by part, all rows of each: strips are larger than the nearest cache.
void ImagePlanes::fill(std::span<const std::uint8_t* const> rows) {
  const auto width = static_cast<std::size_t>(format_.width);
  const std::size_t pixel = bytes_per_pixel(format_.layout);
  const std::size_t part = part_of(planes_.size());
  for (std::size_t begin = 0; begin < width; begin += part) {
    const std::size_t count = std::min(part, width - begin);
    const std::size_t next = std::min(part, width - begin - count);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const std::uint8_t* pixels = rows[row] + begin * pixel;
      const std::size_t ahead = row + kRowsAhead;
      if (ahead < rows.size()) {
        prefetch(rows[ahead] + begin * pixel, count * pixel);
      } else if (const std::size_t later = ahead - rows.size(); later < rows.size()) {
        prefetch(rows[later] + (begin + count) * pixel, next * pixel);
      }
      if (kind_ == PlaneKind::kOpacityColors) {
        multiply_with_opacity(pixels, count, multiplied_.data());
        pixels = multiplied_.data();
      }
      for (std::size_t i = 0; i < planes_.size(); ++i) {
        if (kind_ == PlaneKind::kGray) {
          gray_row(format_.layout, pixels, count, values_.data());
        } else {
          channel_row(format_.layout, i, pixels, count, values_.data());
        }
        planes_[i].strip.set(filled_ + row, begin, values_.data(), count);
        if (!are_all_kept_) continue;
        std::uint8_t* const all =
            planes_[i].all.data() + (rows_flushed_ + filled_ + row) * width + begin;
        std::transform(values_.data(), values_.data() + count, all, to_byte);
      }
    }
  }
}

void ImagePlanes::flush() {
  for (Target& target : targets_) {
    for (std::size_t i = 0; i < target.resizers.size(); ++i) {
      target.resizers[i].add_strip(planes_[i].strip);
    }
  }
  rows_flushed_ += filled_;
  filled_ = 0;
}

void ImagePlanes::finish() {
  if (filled_ != 0) flush();
  std::vector<ImageSize> sizes;
  for (const Target& target : targets_) {
    if (target.resizers.empty()) sizes.push_back(target.size);
  }
  if (sizes.empty()) return;
  for (Plane& plane : planes_) {
    auto results = resize_columns_first(plane.all, size_, sizes);
    auto next = results.begin();
    for (Target& target : targets_) {
      if (target.resizers.empty()) target.columns_first.push_back(std::move(*next++));
    }
    plane.all = {};
  }
}

std::span<const std::uint8_t> ImagePlanes::resized(std::size_t size,
                                                   std::size_t plane) const noexcept {
  const Target& target = targets_[size];
  if (target.resizers.empty()) return target.columns_first[plane];
  return target.resizers[plane].pixels();
}

std::vector<std::uint8_t> ImagePlanes::mixed(std::size_t size) const {
  const std::span<const std::uint8_t> channels[] = {resized(size, 0), resized(size, 1),
                                                    resized(size, 2)};
  const std::size_t pixels = channels[0].size();
  std::vector<std::uint8_t> rgb(3 * pixels);
  for (std::size_t i = 0; i < rgb.size(); ++i) rgb[i] = channels[i % 3][i / 3];
  std::vector<std::int16_t> gray(pixels + kRowSlack);
  gray_row(PixelLayout::kRgb, rgb.data(), pixels, gray.data());
  std::vector<std::uint8_t> result(pixels);
  std::transform(gray.begin(), gray.end() - kRowSlack, result.begin(), to_byte);
  return result;
}

}  // namespace dittograph
