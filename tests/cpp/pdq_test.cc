// SPDX-License-Identifier: Apache-2.0
// PDQ against the peer's hashes and the oracle, on every SIMD target this machine can run.
#include "dittograph/pdq.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "drawn_images.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "image_goldens.h"
#include "reference/pdq.h"

namespace dittograph {
namespace {

class PdqTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(PdqTest);

constexpr PixelLayout kLayouts[] = {PixelLayout::kGray, PixelLayout::kRgb, PixelLayout::kRgbx,
                                    PixelLayout::kRgba};

PdqHash hash_of(const DrawnImage& image, std::size_t at_a_time = 16) {
  PdqHasher hasher(image.format());
  add_all_rows(hasher, image.format(), image.row(0), at_a_time);
  return hasher.finish();
}

PdqHash expected(const DrawnImage& image) {
  return reference::pdq_hash(image.format(), image.bytes().data());
}

TEST_P(PdqTest, HashesOfThePeer) {
  for (const PdqGolden& golden : kPdqGoldens) {
    const DrawnImage image({golden.width, golden.height, PixelLayout::kRgb}, golden.drawing,
                           golden.seed);
    ASSERT_EQ(hash_of(image), golden.hash)
        << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing);
  }
}

TEST_P(PdqTest, EveryWidthAndLayout) {
  for (std::int32_t width = 1; width <= 140; width += width < 70 ? 1 : 9) {
    for (const PixelLayout layout : kLayouts) {
      const DrawnImage image({width, 20, layout}, Drawing::kNoise, 3);
      ASSERT_EQ(hash_of(image), expected(image)) << width << ' ' << static_cast<int>(layout);
    }
  }
}

TEST_P(PdqTest, EveryHeight) {
  for (std::int32_t height = 1; height <= 140; height += height < 40 ? 1 : 9) {
    const DrawnImage image({23, height, PixelLayout::kRgb}, Drawing::kNoise, 4);
    ASSERT_EQ(hash_of(image), expected(image)) << height;
  }
}

// Windows of several rows and columns, of up to more than a strip.
TEST_P(PdqTest, LongSides) {
  constexpr std::pair<std::int32_t, std::int32_t> kSides[] = {{5, 3001},  {3001, 5},  {1030, 40},
                                                              {40, 1030}, {257, 384}, {385, 256}};
  for (const auto& [width, height] : kSides) {
    const DrawnImage image({width, height, PixelLayout::kRgb}, Drawing::kNoise, 5);
    ASSERT_EQ(hash_of(image), expected(image)) << width << 'x' << height;
  }
}

TEST_P(PdqTest, AnyNumberOfRowsAtATime) {
  const DrawnImage image({70, 300, PixelLayout::kRgb}, Drawing::kNoise, 6);
  const PdqHash hash = hash_of(image);
  for (const std::size_t at_a_time : {1u, 2u, 7u, 15u, 300u}) {
    ASSERT_EQ(hash_of(image, at_a_time), hash) << at_a_time;
  }
}

TEST_P(PdqTest, ReadsNothingBehindARow) {
  const GuardedMemory memory(std::size_t{150} * 4);
  for (const PixelLayout layout : kLayouts) {
    for (std::int32_t width = 5; width <= 150; ++width) {
      const DrawnImage image({width, 5, layout}, Drawing::kNoise, 7);
      const auto place = memory.at_end(image.format().row_bytes());
      PdqHasher hasher(image.format());
      for (std::size_t y = 0; y < 5; ++y) {
        std::memcpy(place.data(), image.row(y), place.size());
        const auto* row = reinterpret_cast<const std::uint8_t*>(place.data());
        hasher.add_rows({&row, 1});
      }
      ASSERT_EQ(hasher.finish(), hash_of(image));
    }
  }
}

}  // namespace
}  // namespace dittograph
