// SPDX-License-Identifier: Apache-2.0
// Hashes of images against imagehash's and the oracle, on every SIMD target this machine can run.
#include "dittograph/imagehash.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "drawn_images.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "imagehash_goldens.h"
#include "reference/imagehash.h"

namespace dittograph {
namespace {

class ImageHashTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ImageHashTest);

constexpr PixelLayout kLayouts[] = {PixelLayout::kGray, PixelLayout::kRgb, PixelLayout::kRgbx,
                                    PixelLayout::kRgba};

ImageHashes hashes_of(const ImageFormat& format, const std::uint8_t* pixels,
                      ImageHashRules rules = ImageHashRules::kImagehash,
                      std::size_t at_a_time = 16) {
  const ImageHashSet wanted = rules == ImageHashRules::kImagehash
                                  ? kAllImageHashes
                                  : kAllImageHashes & ~only(ImageHashKind::kDifferenceVertical);
  ImageHasher hasher(format, wanted, true, rules);
  add_all_rows(hasher, format, pixels, at_a_time);
  return hasher.finish();
}

void expect_hashes(const DrawnImage& image, ImageHashRules rules = ImageHashRules::kImagehash) {
  const ImageHashes hashes = hashes_of(image.format(), image.row(0), rules);
  for (std::size_t i = 0; i < kImageHashKinds; ++i) {
    const auto kind = static_cast<ImageHashKind>(i);
    if (rules == ImageHashRules::kImagededup && kind == ImageHashKind::kDifferenceVertical) {
      continue;
    }
    const auto [bits, undecided] =
        reference::image_hash(image.format(), image.bytes().data(), kind, rules);
    ASSERT_EQ(hashes[kind] & ~undecided, bits & ~undecided)
        << image.format().width << 'x' << image.format().height << " kind " << i << " layout "
        << static_cast<int>(image.format().layout);
  }
}

TEST_P(ImageHashTest, HashesOfThePeer) {
  for (const ImageHashGolden& golden : kImageHashGoldens) {
    const DrawnImage image({golden.width, golden.height, PixelLayout::kRgb}, golden.drawing,
                           golden.seed);
    const ImageHashes hashes = hashes_of(image.format(), image.row(0));
    for (std::size_t i = 0; i < kImageHashKinds; ++i) {
      ASSERT_EQ(hashes.bits[i], golden.bits[i])
          << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing)
          << " kind " << i;
    }
  }
}

TEST_P(ImageHashTest, EveryWidthAndLayout) {
  for (std::int32_t width = 1; width <= 140; width += width < 40 ? 1 : 13) {
    for (const PixelLayout layout : kLayouts) {
      expect_hashes(DrawnImage({width, 19, layout}, Drawing::kNoise, 3));
    }
  }
}

TEST_P(ImageHashTest, EveryHeight) {
  for (std::int32_t height = 1; height <= 140; height += height < 40 ? 1 : 13) {
    expect_hashes(DrawnImage({21, height, PixelLayout::kRgbx}, Drawing::kWaves, 4));
  }
}

// Reduced so far that weights have 16 bits, and by less; on either side.
TEST_P(ImageHashTest, LongSides) {
  constexpr std::pair<std::int32_t, std::int32_t> kSides[] = {
      {5, 4501}, {4501, 5}, {1030, 40}, {40, 1030}, {257, 140}};
  for (const auto& [width, height] : kSides) {
    expect_hashes(DrawnImage({width, height, PixelLayout::kRgb}, Drawing::kNoise, 5));
  }
}

TEST_P(ImageHashTest, RulesOfImagededup) {
  for (const auto& [width, height] : {std::pair(1, 1), {40, 31}, {130, 97}}) {
    for (const PixelLayout layout : kLayouts) {
      expect_hashes(DrawnImage({width, height, layout}, Drawing::kNoise, 6),
                    ImageHashRules::kImagededup);
    }
  }
}

// All values at their ends: sums are as large as they can be.
TEST_P(ImageHashTest, BlackAndWhite) {
  expect_hashes(DrawnImage({301, 203, PixelLayout::kGray}, Drawing::kBoard, 7));
  DrawnImage white({301, 203, PixelLayout::kRgbx}, Drawing::kPlain, 7);
  std::memset(white.bytes().data(), 255, white.bytes().size());
  expect_hashes(white);
}

TEST_P(ImageHashTest, AnyNumberOfRowsAtATime) {
  const DrawnImage image({70, 150, PixelLayout::kRgb}, Drawing::kNoise, 8);
  const ImageHashes expected = hashes_of(image.format(), image.row(0));
  for (const std::size_t at_a_time : {1u, 3u, 17u, 150u}) {
    const ImageHashes hashes =
        hashes_of(image.format(), image.row(0), ImageHashRules::kImagehash, at_a_time);
    EXPECT_EQ(hashes.bits, expected.bits) << at_a_time;
    EXPECT_EQ(hashes.quality, expected.quality) << at_a_time;
  }
}

TEST_P(ImageHashTest, NothingIsReadBehindTheLastRow) {
  for (const PixelLayout layout : kLayouts) {
    for (std::int32_t width = 1; width <= 70; ++width) {
      const DrawnImage image({width, 3, layout}, Drawing::kNoise, 9);
      const GuardedMemory memory(image.bytes().size());
      const auto place = memory.at_end(image.bytes().size());
      std::memcpy(place.data(), image.bytes().data(), place.size());
      const ImageHashes hashes =
          hashes_of(image.format(), reinterpret_cast<const std::uint8_t*>(place.data()));
      ASSERT_EQ(hashes.bits, hashes_of(image.format(), image.row(0)).bits) << width;
    }
  }
}

// The same pixels in other layouts.
TEST_P(ImageHashTest, LayoutsAgree) {
  const DrawnImage rgb({83, 61, PixelLayout::kRgb}, Drawing::kNoise, 10);
  DrawnImage rgbx({83, 61, PixelLayout::kRgbx}, Drawing::kNoise, 11);
  for (std::size_t i = 0; i < rgb.bytes().size(); ++i) {
    rgbx.bytes()[i / 3 * 4 + i % 3] = rgb.bytes()[i];
  }
  EXPECT_EQ(hashes_of(rgbx.format(), rgbx.row(0)).bits, hashes_of(rgb.format(), rgb.row(0)).bits);
}

TEST(ImageHashQualityTest, FromNothingToAll) {
  const DrawnImage plain({50, 40, PixelLayout::kRgb}, Drawing::kPlain, 3);
  EXPECT_EQ(hashes_of(plain.format(), plain.row(0)).quality, 0);
  const DrawnImage noise({32, 32, PixelLayout::kGray}, Drawing::kNoise, 3);
  EXPECT_EQ(hashes_of(noise.format(), noise.row(0)).quality, 100);
  // One column of 32 brighter by 51, which is 20 percent, on either side: 2 * 32 * 20 / 22.
  DrawnImage line({32, 32, PixelLayout::kGray}, Drawing::kPlain, 0);
  for (std::size_t y = 0; y < 32; ++y) line.bytes()[32 * y + 16] = 51;
  EXPECT_EQ(hashes_of(line.format(), line.row(0)).quality, 58);
}

TEST(ImageHashQualityTest, OnlyWhatWasAskedFor) {
  const DrawnImage image({50, 40, PixelLayout::kRgb}, Drawing::kNoise, 3);
  ImageHasher hasher(image.format(), only(ImageHashKind::kAverage));
  add_all_rows(hasher, image.format(), image.row(0), 16);
  const ImageHashes hashes = hasher.finish();
  EXPECT_EQ(hashes.quality, 0);
  EXPECT_NE(hashes[ImageHashKind::kAverage], 0u);
  EXPECT_EQ(hashes[ImageHashKind::kPerceptual], 0u);
}

}  // namespace
}  // namespace dittograph
