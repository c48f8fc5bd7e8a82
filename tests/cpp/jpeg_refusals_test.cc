// SPDX-License-Identifier: Apache-2.0
// Files that are truncated, damaged, too large or of a kind that is not read.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "dittograph/jpeg.h"
#include "jpeg_files.h"
#include "jpeg_rows.h"
#include "reference/jpeg.h"

namespace dittograph {
namespace {

TEST(JpegRefusalsTest, TruncatedAtEveryPrefix) {
  for (const bool progressive : {false, true}) {
    const Bytes whole = write_jpeg({.progressive = progressive});
    const Bytes expected = reference::read_jpeg(whole).bytes;
    const std::size_t scan = find_marker(whole, 0xDA);  // the header's last segment
    const std::size_t data = scan + 2 + whole[scan + 3];
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes file(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      JpegReader reader(file);
      const Bytes pixels = read_all(reader);
      if (reader.status() == JpegStatus::kOk) {
        // Whoever has all rows does not look for the marker at the end.
        EXPECT_GE(size + 2, whole.size());
        EXPECT_EQ(pixels, expected);
      } else {
        ASSERT_EQ(reader.status(), JpegStatus::kTruncated) << size << ": " << reader.message();
        const std::string text = "the file ends after " + std::to_string(size) + " bytes, ";
        EXPECT_EQ(std::string_view(reader.message()).substr(0, text.size()), text);
        EXPECT_LT(pixels.size(), expected.size());
        EXPECT_EQ(reader.header().width != 0, size >= data) << size;
      }
      EXPECT_FALSE(reader.is_partial());
    }
  }
}

TEST(JpegRefusalsTest, PartialAtEveryPrefix) {
  for (const bool progressive : {false, true}) {
    const Bytes whole = write_jpeg({.progressive = progressive});
    std::size_t partial = 0;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const Bytes file(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      JpegReader reader(file, {}, {.partial = true});
      const Bytes pixels = read_all(reader);
      if (reader.status() != JpegStatus::kOk) {
        ASSERT_EQ(reader.status(), JpegStatus::kTruncated) << size << ": " << reader.message();
        EXPECT_FALSE(reader.is_partial());
        continue;
      }
      // libjpeg's own source of bytes in memory puts the end where there is none, too.
      EXPECT_EQ(pixels, reference::read_jpeg(file).bytes) << size;
      if (reader.is_partial()) {
        ++partial;
      } else {
        EXPECT_GE(size + 2, whole.size());
      }
    }
    EXPECT_GT(partial, whole.size() / 4);
  }
}

// Whatever is wrong: libjpeg reads as much as here, and finds the same pixels.
TEST(JpegRefusalsTest, FlippedBytes) {
  for (const bool progressive : {false, true}) {
    const Bytes whole =
        write_jpeg({.width = 20, .height = 20, .progressive = progressive, .restart_interval = 1});
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const int flipped : {0xFF, 0x01, 0x80}) {
        Bytes file = whole;
        file[at] = static_cast<std::uint8_t>(file[at] ^ flipped);
        JpegReader reader(file, {.max_pixels = 100'000}, {.partial = true});
        if (reader.status() == JpegStatus::kTooLarge) continue;
        if (reader.status() == JpegStatus::kUnsupported) {
          EXPECT_EQ(reader.next_rows({}), 0U);
          continue;
        }
        const Bytes pixels = read_all(reader);
        const auto expected = reference::read_jpeg(file);
        ASSERT_EQ(reader.status() == JpegStatus::kOk, expected.is_complete)
            << at << ": " << reader.message();
        if (!expected.is_complete) {
          EXPECT_STRNE(reader.message(), "");
          continue;
        }
        EXPECT_EQ(pixels, expected.bytes) << at;
      }
    }
  }
}

TEST(JpegRefusalsTest, WarningsAreCounted) {
  const Bytes whole = write_jpeg({.restart_interval = 1});
  Bytes file = whole;
  for (std::size_t i = find_marker(file, 0xDA) + 40; i < file.size() - 60; i += 7) file[i] = 0x55;
  JpegReader reader(file);
  EXPECT_EQ(reader.warnings(), 0);
  const Bytes pixels = read_all(reader);
  ASSERT_EQ(reader.status(), JpegStatus::kOk) << reader.message();
  EXPECT_GT(reader.warnings(), 0);
  EXPECT_EQ(pixels, reference::read_jpeg(file).bytes);
}

TEST(JpegRefusalsTest, NoJpeg) {
  for (const std::string_view text :
       {"GIF89a", "\x89PNG\r\n\x1a\n", "no image at all", "\xff\xd9\xff\xd8"}) {
    const Bytes file(text.begin(), text.end());
    JpegReader reader(file);
    EXPECT_EQ(reader.status(), JpegStatus::kCorrupt);
    EXPECT_EQ(std::string_view(reader.message()).find("Not a JPEG file"), 0U) << reader.message();
    EXPECT_EQ(reader.header().width, 0);
    std::array<const std::uint8_t*, 1> rows{};
    EXPECT_EQ(reader.next_rows(rows), 0U);
  }
  const JpegReader reader(std::span<const std::uint8_t>{});
  EXPECT_EQ(reader.status(), JpegStatus::kTruncated);
  EXPECT_STREQ(reader.message(), "the file ends after 0 bytes, in its header");
}

TEST(JpegRefusalsTest, TablesWithoutAnImage) {
  Bytes file = write_jpeg({});
  file.resize(find_marker(file, 0xC0));
  file.insert(file.end(), {0xFF, 0xD9});
  EXPECT_EQ(JpegReader(file).status(), JpegStatus::kCorrupt);
}

TEST(JpegRefusalsTest, KindsThatAreNotRead) {
  for (const J_COLOR_SPACE space : {JCS_CMYK, JCS_YCCK}) {
    const Bytes file = write_jpeg({.pixels = JCS_CMYK, .file = space});
    JpegReader reader(file);
    EXPECT_EQ(reader.status(), JpegStatus::kUnsupported);
    EXPECT_STREQ(reader.message(),
                 "the image has 4 components of 8 bits; only gray, YCbCr and RGB of 8 are read");
    EXPECT_EQ(reader.header().color_space,
              space == JCS_CMYK ? JpegColorSpace::kCmyk : JpegColorSpace::kYcck);
    EXPECT_EQ(reader.header().width, 37);
    std::array<const std::uint8_t*, 1> rows{};
    EXPECT_EQ(reader.next_rows(rows), 0U);
  }
  const Bytes baseline = write_jpeg({});
  const std::size_t frame = find_marker(baseline, 0xC0);
  Bytes twelve_bits = baseline;
  twelve_bits[frame + 1] = 0xC1;
  twelve_bits[frame + 4] = 12;
  EXPECT_EQ(JpegReader(twelve_bits).status(), JpegStatus::kUnsupported);
  for (const int start : {0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF}) {
    Bytes differential = baseline;
    differential[frame + 1] = static_cast<std::uint8_t>(start);
    const JpegReader reader(differential);
    EXPECT_EQ(reader.status(), JpegStatus::kUnsupported) << reader.message();
  }
}

TEST(JpegRefusalsTest, Bombs) {
  for (const bool progressive : {false, true}) {
    const Bytes bomb = with_size(write_jpeg({.progressive = progressive}), 65500, 65500,
                                 progressive ? 0xC2 : 0xC0);
    const JpegReader reader(bomb);
    EXPECT_EQ(reader.status(), JpegStatus::kTooLarge);
    EXPECT_STREQ(reader.message(), "image must have at most 178956970 pixels, got 65500 x 65500");
    EXPECT_EQ(reader.header().width, 65500);
  }
  const Bytes beyond = with_size(write_jpeg({}), 65535, 1);
  EXPECT_EQ(JpegReader(beyond).status(), JpegStatus::kTooLarge);

  const Bytes file = write_jpeg({.width = 30, .height = 20});
  EXPECT_EQ(JpegReader(file, {.max_pixels = 600}).status(), JpegStatus::kOk);
  EXPECT_EQ(JpegReader(file, {.max_pixels = 599}).status(), JpegStatus::kTooLarge);
  // The limit is for what is in the file.
  EXPECT_EQ(JpegReader(file, {.max_pixels = 599}, {.scale_denominator = 8}).status(),
            JpegStatus::kTooLarge);
}

// A scan of one component that refines it by nothing, over and over: a valid file.
TEST(JpegRefusalsTest, Scans) {
  Bytes file = write_jpeg({.progressive = true});
  const auto scans_at = [&](int limit) {
    JpegReader reader(file, {.max_scans = limit});
    (void)read_all(reader);
    EXPECT_TRUE(reader.status() == JpegStatus::kOk ||
                std::string_view(reader.message()) ==
                    "image must have at most " + std::to_string(limit) + " scans, got more");
    return reader.status();
  };
  EXPECT_EQ(scans_at(10), JpegStatus::kOk);  // as many as libjpeg's script has
  EXPECT_EQ(scans_at(9), JpegStatus::kTooLarge);

  file.resize(file.size() - 2);
  for (int i = 10; i < 500; ++i) {
    file.insert(file.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 1, 0x10});
  }
  file.insert(file.end(), {0xFF, 0xD9});
  EXPECT_EQ(scans_at(JpegLimits{}.max_scans), JpegStatus::kOk);
  file.resize(file.size() - 2);
  file.insert(file.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 1, 0x10, 0xFF, 0xD9});
  EXPECT_EQ(scans_at(JpegLimits{}.max_scans), JpegStatus::kTooLarge);
  EXPECT_EQ(scans_at(501), JpegStatus::kOk);
}

}  // namespace
}  // namespace dittograph
