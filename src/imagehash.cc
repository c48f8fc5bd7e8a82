// SPDX-License-Identifier: Apache-2.0
#include "dittograph/imagehash.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "image_planes.h"
#include "imagehash_rules.h"

namespace dittograph {
namespace {

ImageSize size_for(ImageHashKind kind, const ImageFormat& format, ImageHashRules rules) noexcept {
  switch (kind) {
    case ImageHashKind::kAverage:
      return {8, 8};
    case ImageHashKind::kDifference:
      return {9, 8};
    case ImageHashKind::kDifferenceVertical:
      return {8, 9};
    case ImageHashKind::kPerceptual:
      return {32, 32};
    case ImageHashKind::kWavelet:
      break;
  }
  const std::int32_t side = wavelet_side(format.width, format.height, rules);
  return {side, side};
}

// The hashes that are computed.
std::vector<ImageHashKind> kinds_of(ImageHashSet wanted, bool is_quality_wanted) {
  std::vector<ImageHashKind> kinds;
  for (std::size_t i = 0; i < kImageHashKinds; ++i) {
    const auto kind = static_cast<ImageHashKind>(i);
    // The quality is taken from the same pixels as the perceptual hash.
    if ((wanted & only(kind)) != 0 || (kind == ImageHashKind::kPerceptual && is_quality_wanted)) {
      kinds.push_back(kind);
    }
  }
  return kinds;
}

std::vector<ImageSize> sizes_for(std::span<const ImageHashKind> kinds, const ImageFormat& format,
                                 ImageHashRules rules) {
  std::vector<ImageSize> sizes;
  for (const ImageHashKind kind : kinds) sizes.push_back(size_for(kind, format, rules));
  return sizes;
}

std::uint64_t bits_of(ImageHashKind kind, std::span<const std::uint8_t> pixels, std::size_t width,
                      ImageHashRules rules) {
  switch (kind) {
    case ImageHashKind::kAverage:
      return average_bits(pixels, rules);
    case ImageHashKind::kDifference:
      return difference_bits(pixels);
    case ImageHashKind::kDifferenceVertical:
      return vertical_difference_bits(pixels);
    case ImageHashKind::kPerceptual:
      return perceptual_bits(pixels, rules);
    case ImageHashKind::kWavelet:
      break;
  }
  return wavelet_bits(pixels, width, rules);
}

}  // namespace

class ImageHasher::Planes {
 public:
  Planes(const ImageFormat& format, ImageHashSet wanted, bool is_quality_wanted,
         ImageHashRules rules)
      : wanted_(wanted),
        is_quality_wanted_(is_quality_wanted),
        rules_(rules),
        kinds_(kinds_of(wanted, is_quality_wanted)),
        sizes_(sizes_for(kinds_, format, rules)),
        planes_(format,
                rules == ImageHashRules::kImagededup ? PlaneKind::kColors : PlaneKind::kGray,
                sizes_) {}

  void add_rows(std::span<const std::uint8_t* const> rows) {
    if (!kinds_.empty()) planes_.add_rows(rows);
  }

  ImageHashes finish() {
    ImageHashes hashes;
    if (kinds_.empty()) return hashes;
    planes_.finish();
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      const ImageHashKind kind = kinds_[i];
      std::vector<std::uint8_t> mixed;
      std::span<const std::uint8_t> pixels = planes_.resized(i, 0);
      if (planes_.planes() > 1) {
        mixed = planes_.mixed(i);
        pixels = mixed;
      }
      if (kind == ImageHashKind::kPerceptual && is_quality_wanted_) {
        hashes.quality = quality_of(pixels);
      }
      if ((wanted_ & only(kind)) == 0) continue;
      hashes.bits[static_cast<std::size_t>(kind)] =
          bits_of(kind, pixels, static_cast<std::size_t>(sizes_[i].width), rules_);
    }
    return hashes;
  }

 private:
  ImageHashSet wanted_;
  bool is_quality_wanted_;
  ImageHashRules rules_;
  std::vector<ImageHashKind> kinds_;
  std::vector<ImageSize> sizes_;
  ImagePlanes planes_;
};

ImageHasher::ImageHasher(const ImageFormat& format, ImageHashSet wanted, bool is_quality_wanted,
                         ImageHashRules rules)
    : planes_(std::make_unique<Planes>(format, wanted, is_quality_wanted, rules)) {}
ImageHasher::ImageHasher(ImageHasher&&) noexcept = default;
ImageHasher& ImageHasher::operator=(ImageHasher&&) noexcept = default;
ImageHasher::~ImageHasher() = default;

void ImageHasher::add_rows(std::span<const std::uint8_t* const> rows) { planes_->add_rows(rows); }

ImageHashes ImageHasher::finish() { return planes_->finish(); }

}  // namespace dittograph
