// SPDX-License-Identifier: Apache-2.0
// The oracle of PDQ against the peer's hashes and by hand, and what the kernel relies on.
#include "reference/pdq.h"

#include <gtest/gtest.h>

#include <vector>

#include "image_goldens.h"

namespace dittograph {
namespace {

TEST(PdqReference, HashesOfThePeer) {
  for (const PdqGolden& golden : kPdqGoldens) {
    const DrawnImage image({golden.width, golden.height, PixelLayout::kRgb}, golden.drawing,
                           golden.seed);
    ASSERT_EQ(reference::pdq_hash(image.format(), image.bytes().data()), golden.hash)
        << golden.width << 'x' << golden.height << ' ' << static_cast<int>(golden.drawing);
  }
}

TEST(PdqReference, MeansOfWindows) {
  // 300 entries have windows of 3.
  std::vector<float> in(300);
  in[0] = 6;
  in[5] = 3;
  in[299] = 12;
  std::vector<float> out(300);
  reference::pdq_box(in.data(), out.data(), in.size(), 1);
  EXPECT_EQ(out[0], 3);  // with one behind
  EXPECT_EQ(out[1], 2);
  EXPECT_EQ(out[2], 0);
  EXPECT_EQ(out[4], 1);
  EXPECT_EQ(out[6], 1);
  EXPECT_EQ(out[7], 0);
  EXPECT_EQ(out[298], 4);
  EXPECT_EQ(out[299], 6);
}

// Why the kernel may compute it with whole numbers and one division.
TEST(PdqReference, LumaIsAWholeNumberDividedBy1000) {
  for (int red = 0; red < 256; ++red) {
    for (int green = 0; green < 256; ++green) {
      for (int blue = 0; blue < 256; ++blue) {
        const auto sum = static_cast<float>(299 * red + 587 * green + 114 * blue);
        ASSERT_EQ(sum / 1000, reference::pdq_luma(static_cast<std::uint8_t>(red),
                                                  static_cast<std::uint8_t>(green),
                                                  static_cast<std::uint8_t>(blue)))
            << red << ' ' << green << ' ' << blue;
      }
    }
  }
}

}  // namespace
}  // namespace dittograph
