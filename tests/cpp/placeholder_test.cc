// SPDX-License-Identifier: Apache-2.0
// BlurHash against the peer's strings and the oracle, on every SIMD target this machine can run,
// and ThumbHash, which has none, against the peer's bytes.
#include "dittograph/placeholder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

#include "drawn_images.h"
#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "image_goldens.h"
#include "reference/placeholder.h"

namespace dittograph {
namespace {

class BlurHashTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(BlurHashTest);

constexpr PixelLayout kLayouts[] = {PixelLayout::kGray, PixelLayout::kRgb, PixelLayout::kRgbx,
                                    PixelLayout::kRgba};

std::string blurhash(const DrawnImage& image, int nx, int ny, std::size_t at_a_time = 16) {
  BlurHashEncoder encoder(image.format(), nx, ny);
  add_all_rows(encoder, image.format(), image.row(0), at_a_time);
  return encoder.finish();
}

std::string expected(const DrawnImage& image, int nx, int ny) {
  return reference::blurhash_string(
      reference::blurhash_levels(image.format(), image.bytes().data(), nx, ny));
}

TEST_P(BlurHashTest, StringsOfThePeer) {
  for (const BlurHashGolden& golden : kBlurHashGoldens) {
    const DrawnImage image({golden.width, golden.height, PixelLayout::kRgb}, golden.drawing,
                           golden.seed);
    ASSERT_EQ(blurhash(image, golden.x_components, golden.y_components), golden.hash)
        << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing);
  }
}

TEST_P(BlurHashTest, EveryWidthAndLayout) {
  for (std::int32_t width = 1; width <= 100; width += width < 40 ? 1 : 7) {
    for (const PixelLayout layout : kLayouts) {
      const DrawnImage image({width, 5, layout}, Drawing::kNoise, 3);
      ASSERT_EQ(blurhash(image, 3, 2), expected(image, 3, 2))
          << width << ' ' << static_cast<int>(layout);
    }
  }
}

TEST_P(BlurHashTest, EveryNumberOfComponents) {
  const DrawnImage image({23, 31, PixelLayout::kRgb}, Drawing::kWaves, 4);
  for (int nx = 1; nx <= kMaxBlurHashComponents; ++nx) {
    for (int ny = 1; ny <= kMaxBlurHashComponents; ++ny) {
      ASSERT_EQ(blurhash(image, nx, ny), expected(image, nx, ny)) << nx << ' ' << ny;
    }
  }
}

// More than are summed up in doubles, and all of them white, which sums grow with most.
TEST_P(BlurHashTest, ManyRows) {
  DrawnImage image({3, 700, PixelLayout::kRgb}, Drawing::kNoise, 5);
  ASSERT_EQ(blurhash(image, 2, 4), expected(image, 2, 4));
  for (std::uint8_t& byte : image.bytes()) byte = 255;
  ASSERT_EQ(blurhash(image, 2, 4), expected(image, 2, 4));
}

// The sums of the longest image fit, too.
TEST_P(BlurHashTest, TheMostRows) {
  const ImageFormat format{1, kMaxImageSide, PixelLayout::kGray};
  const std::uint8_t white = 255;
  const std::vector<const std::uint8_t*> rows(static_cast<std::size_t>(format.height), &white);
  BlurHashEncoder encoder(format, 1, 1);
  encoder.add_rows(rows);
  EXPECT_EQ(encoder.finish(), reference::blurhash_string({0, 0, 255, 255, 255}));
}

TEST_P(BlurHashTest, AnyNumberOfRowsAtATime) {
  for (const PixelLayout layout : kLayouts) {
    const DrawnImage image({20, 300, layout}, Drawing::kNoise, 6);
    const std::string hash = blurhash(image, 4, 3);
    for (const std::size_t at_a_time : {1u, 3u, 15u, 300u}) {
      ASSERT_EQ(blurhash(image, 4, 3, at_a_time), hash) << at_a_time;
    }
  }
}

// A plain image has in its string the colour itself.
TEST_P(BlurHashTest, EveryOpacity) {
  DrawnImage image({131, 1, PixelLayout::kRgba}, Drawing::kPlain, 1);
  for (int opacity = 0; opacity < 256; ++opacity) {
    for (int colour = 0; colour < 256; colour += 3) {
      const int colours[] = {colour, 255 - colour, colour / 2};
      std::vector<int> levels{0, 0};
      for (std::size_t c = 0; c < 3; ++c) {
        levels.push_back((colours[c] * opacity + 255 * (255 - opacity) + 127) / 255);
      }
      for (std::size_t i = 0; i < image.bytes().size(); ++i) {
        image.bytes()[i] = static_cast<std::uint8_t>(i % 4 == 3 ? opacity : colours[i % 4]);
      }
      ASSERT_EQ(blurhash(image, 1, 1), reference::blurhash_string(levels))
          << colour << ' ' << opacity;
    }
  }
}

TEST_P(BlurHashTest, ReadsNothingBehindARow) {
  const GuardedMemory memory(std::size_t{150} * 4);
  for (const PixelLayout layout : kLayouts) {
    for (std::int32_t width = 1; width <= 150; ++width) {
      const DrawnImage image({width, 2, layout}, Drawing::kNoise, 7);
      const auto place = memory.at_end(image.format().row_bytes());
      BlurHashEncoder encoder(image.format(), 2, 2);
      for (std::size_t y = 0; y < 2; ++y) {
        std::memcpy(place.data(), image.row(y), place.size());
        const auto* row = reinterpret_cast<const std::uint8_t*>(place.data());
        encoder.add_rows({&row, 1});
      }
      ASSERT_EQ(encoder.finish(), blurhash(image, 2, 2));
    }
  }
}

std::string hex(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte / 16];
    text += "0123456789abcdef"[byte % 16];
  }
  return text;
}

TEST(ThumbHash, BytesOfThePeer) {
  for (const ThumbHashGolden& golden : kThumbHashGoldens) {
    DrawnImage image({golden.width, golden.height, PixelLayout::kRgba}, golden.drawing,
                     golden.seed);
    if (golden.is_opaque) {
      for (std::size_t i = 3; i < image.bytes().size(); i += 4) image.bytes()[i] = 255;
    }
    ASSERT_EQ(hex(thumbhash(image.bytes(), golden.width, golden.height)), golden.hash)
        << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing);
  }
}

}  // namespace
}  // namespace dittograph
