// SPDX-License-Identifier: Apache-2.0
// The oracle of BlurHash against the peer's strings.
#include "reference/placeholder.h"

#include <gtest/gtest.h>

#include "image_goldens.h"

namespace dittograph {
namespace {

TEST(BlurHashReference, StringsOfThePeer) {
  for (const BlurHashGolden& golden : kBlurHashGoldens) {
    const DrawnImage image({golden.width, golden.height, PixelLayout::kRgb}, golden.drawing,
                           golden.seed);
    ASSERT_EQ(reference::blurhash_string(reference::blurhash_levels(
                  image.format(), image.bytes().data(), golden.x_components, golden.y_components)),
              golden.hash)
        << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing);
  }
}

TEST(BlurHashReference, OpacityIsLaidOnWhite) {
  const std::uint8_t pixel[] = {10, 20, 30, 0};
  const std::vector<int> white{0, 0, 255, 255, 255};
  EXPECT_EQ(reference::blurhash_levels({1, 1, PixelLayout::kRgba}, pixel, 1, 1), white);
  const std::vector<int> itself{0, 0, 10, 20, 30};
  EXPECT_EQ(reference::blurhash_levels({1, 1, PixelLayout::kRgbx}, pixel, 1, 1), itself);
}

}  // namespace
}  // namespace dittograph
