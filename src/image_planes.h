// SPDX-License-Identifier: Apache-2.0
// An image, while its rows come in, resized to several sizes.
#ifndef DITTOGRAPH_IMAGE_PLANES_H_
#define DITTOGRAPH_IMAGE_PLANES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/image.h"
#include "resize.h"

namespace dittograph {

/// What is resized of each pixel.
enum class PlaneKind : std::uint8_t {
  kGray,           ///< how bright it is: one plane
  kColors,         ///< each colour, or the one plane of a gray image
  kOpacityColors,  ///< of kRgba: each colour times the opacity, and the opacity
};

/// Resizes the planes of an image with Pillow's Lanczos, to the same bits.
class ImagePlanes {
 public:
  /// Precondition: kOpacityColors only of kRgba.
  ImagePlanes(const ImageFormat& format, PlaneKind kind, std::span<const ImageSize> sizes);

  /// The next rows; quickest if they are as many as a strip has.
  void add_rows(std::span<const std::uint8_t* const> rows);
  /// To be called once, when all rows were added.
  void finish();

  [[nodiscard]] std::size_t planes() const noexcept { return planes_.size(); }
  /// One plane at one of the sizes, row by row. Precondition: finish() was called.
  [[nodiscard]] std::span<const std::uint8_t> resized(std::size_t size,
                                                      std::size_t plane) const noexcept;
  /// How bright that is: of colours what kGray is of pixels. Precondition: there are three planes.
  [[nodiscard]] std::vector<std::uint8_t> mixed(std::size_t size) const;

 private:
  struct Plane {
    explicit Plane(std::int32_t width) : strip(width) {}
    Strip strip;
    std::vector<std::uint8_t> all;  // if a size needs it
  };
  // One entry for each plane, in one of the two.
  struct Target {
    ImageSize size;
    std::vector<PlaneResizer> resizers;
    std::vector<std::vector<std::uint8_t>> columns_first;  // when finished
  };

  void fill(std::span<const std::uint8_t* const> rows);
  void flush();

  ImageFormat format_;
  ImageSize size_;
  PlaneKind kind_;
  std::size_t strip_rows_;
  std::vector<std::int16_t> values_;      // of a part of a row
  std::vector<std::uint8_t> multiplied_;  // likewise
  std::vector<Plane> planes_;
  std::vector<Target> targets_;
  bool are_all_kept_ = false;
  std::size_t rows_flushed_ = 0;
  std::size_t filled_ = 0;  // rows of the strips
};

}  // namespace dittograph

#endif  // DITTOGRAPH_IMAGE_PLANES_H_
