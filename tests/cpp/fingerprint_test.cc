// SPDX-License-Identifier: Apache-2.0
// What read_fingerprint makes of sources that fail: nothing. Its results are tested through Python.
#include "dittograph/fingerprint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/image_rows.h"

namespace dittograph {
namespace {

// A source of gray rows that fails after some of them.
class FailingRows : public RowSource {
 public:
  FailingRows(std::int32_t width, std::int32_t height, std::int32_t rows)
      : format_{width, height, PixelLayout::kGray},
        left_(rows),
        row_(static_cast<std::size_t>(std::max(width, 0)), 128) {}

  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }
  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override {
    if (left_ == 0) return 0;
    --left_;
    rows[0] = row_.data();
    return 1;
  }

 private:
  ImageFormat format_;
  std::int32_t left_;
  std::vector<std::uint8_t> row_;
};

bool is_read(std::int32_t width, std::int32_t height, std::int32_t rows, int orientation) {
  FailingRows source(width, height, rows);
  const FingerprintParts parts{
      .orientation = orientation, .pdq = true, .blurhash_x = 4, .blurhash_y = 3, .thumbhash = true};
  return read_fingerprint(source, parts).has_value();
}

TEST(FingerprintTest, SourceThatFailsBeforeItsLastRow) {
  for (const int orientation : {1, 3, 6}) {
    for (const std::int32_t rows : {0, 1, 16, 39}) {
      EXPECT_FALSE(is_read(30, 40, rows, orientation)) << rows << ' ' << orientation;
    }
    EXPECT_TRUE(is_read(30, 40, 40, orientation));
  }
}

// As a JpegReader is that has refused its header: all of its rows, none, are there at once.
TEST(FingerprintTest, SourceWithoutSize) {
  constexpr std::int32_t kTooMuch = kMaxImageSide + 1;
  constexpr std::array<std::array<std::int32_t, 2>, 6> kSizes = {
      {{0, 0}, {0, 5}, {5, 0}, {-1, 5}, {kTooMuch, 1}, {1, kTooMuch}}};
  for (const auto& [width, height] : kSizes) {
    for (const int orientation : {1, 3, 6}) {
      EXPECT_FALSE(is_read(width, height, std::max(height, 0), orientation))
          << width << " x " << height << ", orientation " << orientation;
    }
  }
}

}  // namespace
}  // namespace dittograph
