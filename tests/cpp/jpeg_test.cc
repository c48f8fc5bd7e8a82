// SPDX-License-Identifier: Apache-2.0
// The pixels of sound files against libjpeg's own, read in the plainest way.
#include "dittograph/jpeg.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "guarded_memory.h"
#include "jpeg_files.h"
#include "jpeg_rows.h"
#include "reference/jpeg.h"

namespace dittograph {
namespace {

void expect_pixels_of_libjpeg(const Bytes& file, const JpegOptions& options = {}) {
  JpegReader reader(file, {}, options);
  ASSERT_EQ(reader.status(), JpegStatus::kOk) << reader.message();
  const auto denominator = static_cast<unsigned>(reader.scale_denominator());
  const auto expected = reference::read_jpeg(file, options.luma_only, denominator);
  ASSERT_TRUE(expected.is_complete);
  ASSERT_EQ(expected.warnings, 0);
  EXPECT_EQ(reader.format().width, static_cast<std::int32_t>(expected.width));
  EXPECT_EQ(reader.format().height, static_cast<std::int32_t>(expected.height));
  EXPECT_EQ(reader.format().layout,
            expected.channels == 1 ? PixelLayout::kGray : PixelLayout::kRgbx);
  EXPECT_EQ(read_all(reader), expected.bytes);
  EXPECT_EQ(reader.status(), JpegStatus::kOk);
  EXPECT_STREQ(reader.message(), "");
  EXPECT_EQ(reader.warnings(), 0);
  EXPECT_FALSE(reader.is_partial());
}

// Every size from 1 x 1 to beyond two blocks, of every kind of file.
TEST(JpegTest, SizesAndSamplings) {
  for (const auto& luma : {std::array{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}}) {
    for (const unsigned width : {1U, 2U, 7U, 8U, 9U, 16U, 17U, 33U, 200U}) {
      for (const unsigned height : {1U, 2U, 8U, 15U, 16U, 17U, 18U, 31U, 67U}) {
        for (const bool progressive : {false, true}) {
          const JpegRecipe recipe{
              .width = width, .height = height, .luma = luma, .progressive = progressive};
          SCOPED_TRACE(recipe);
          expect_pixels_of_libjpeg(write_jpeg(recipe));
          expect_pixels_of_libjpeg(write_jpeg(recipe), {.luma_only = true});
        }
      }
    }
  }
}

TEST(JpegTest, KindsOfFiles) {
  const std::vector<JpegRecipe> recipes = {
      {.pixels = JCS_GRAYSCALE, .file = JCS_GRAYSCALE},
      {.pixels = JCS_GRAYSCALE, .file = JCS_GRAYSCALE, .progressive = true},
      {.file = JCS_RGB},
      {.file = JCS_RGB, .progressive = true},
      {.arithmetic = true},
      {.progressive = true, .arithmetic = true},
      {.restart_interval = 1},
      {.progressive = true, .restart_interval = 2},
      {.quality = 1},
      {.quality = 100},
  };
  for (const JpegRecipe& recipe : recipes) {
    SCOPED_TRACE(recipe);
    const Bytes file = write_jpeg(recipe);
    for (const int denominator : {1, 2, 4, 8}) {
      expect_pixels_of_libjpeg(file, {.scale_denominator = denominator});
      expect_pixels_of_libjpeg(file, {.scale_denominator = denominator, .luma_only = true});
    }
    const JpegReader reader(file);
    EXPECT_EQ(reader.header().width, 37);
    EXPECT_EQ(reader.header().height, 29);
    EXPECT_EQ(reader.header().components, recipe.file == JCS_GRAYSCALE ? 1 : 3);
    EXPECT_EQ(reader.header().is_progressive, recipe.progressive);
    EXPECT_EQ(reader.header().color_space, recipe.file == JCS_GRAYSCALE ? JpegColorSpace::kGray
                                           : recipe.file == JCS_RGB     ? JpegColorSpace::kRgb
                                                                        : JpegColorSpace::kYCbCr);
    EXPECT_EQ(reader.header().orientation, 1);
  }
}

TEST(JpegTest, RowsAskedForInAnyNumber) {
  for (const bool progressive : {false, true}) {
    const Bytes file = write_jpeg({.height = 101, .progressive = progressive});
    const Bytes expected = reference::read_jpeg(file).bytes;
    for (const auto& turn : {std::vector<std::size_t>{1}, {2}, {7}, {16}, {17}, {32}, {1, 20, 3}}) {
      JpegReader reader(file);
      EXPECT_EQ(read_all(reader, turn), expected);
    }
  }
}

TEST(JpegTest, AsksForNoRowsAndBehindTheLast) {
  const Bytes file = write_jpeg({.height = 3});
  JpegReader reader(file);
  EXPECT_EQ(reader.next_rows({}), 0U);
  EXPECT_EQ(reader.status(), JpegStatus::kOk);
  EXPECT_EQ(read_all(reader), reference::read_jpeg(file).bytes);
  std::array<const std::uint8_t*, 4> rows{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(reader.next_rows(rows), 0U);
  EXPECT_EQ(reader.status(), JpegStatus::kOk);
}

// Nothing is read behind the file, nor before it.
TEST(JpegTest, FilesAtTheEndOfMemory) {
  for (const bool progressive : {false, true}) {
    const Bytes file = write_jpeg({.progressive = progressive});
    const Bytes expected = reference::read_jpeg(file).bytes;
    const GuardedMemory memory(file.size());
    for (const std::span place : {memory.at_end(file.size()), memory.at_start(file.size())}) {
      std::memcpy(place.data(), file.data(), file.size());
      JpegReader reader({reinterpret_cast<const std::uint8_t*>(place.data()), file.size()});
      EXPECT_EQ(read_all(reader), expected);
    }
  }
}

TEST(JpegTest, FastScaleLeavesAShortSide) {
  EXPECT_EQ(fast_scale_denominator(1, 1), 1);
  EXPECT_EQ(fast_scale_denominator(254, 5000), 1);
  EXPECT_EQ(fast_scale_denominator(255, 5000), 2);  // 128, as it is rounded up
  EXPECT_EQ(fast_scale_denominator(5000, 508), 2);
  EXPECT_EQ(fast_scale_denominator(5000, 509), 4);
  EXPECT_EQ(fast_scale_denominator(1016, 1016), 4);
  EXPECT_EQ(fast_scale_denominator(1017, 1017), 8);
  EXPECT_EQ(fast_scale_denominator(kMaxImageSide, kMaxImageSide), 8);
  for (const unsigned side : {100U, 254U, 255U, 508U, 509U, 1016U, 1017U}) {
    const Bytes file = write_jpeg({.width = side, .height = side + 40});
    const JpegReader reader(file, {}, {.scale_denominator = kFastScale});
    EXPECT_EQ(reader.scale_denominator(),
              fast_scale_denominator(static_cast<std::int32_t>(side), 5000));
    expect_pixels_of_libjpeg(file, {.scale_denominator = kFastScale, .luma_only = true});
  }
}

TEST(JpegTest, NamesItsLibrary) {
  EXPECT_EQ(std::string_view(jpeg_library()).find("libjpeg-turbo "), 0U) << jpeg_library();
  EXPECT_TRUE(std::strpbrk(jpeg_library(), "123456789") != nullptr) << jpeg_library();
}

}  // namespace
}  // namespace dittograph
