// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_TESTS_CPP_JPEG_ROWS_H_
#define DITTOGRAPH_TESTS_CPP_JPEG_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dittograph/jpeg.h"

namespace dittograph {

/// All the rows that a reader gives, without the bytes that mean nothing. So many are asked for at
/// a time as `turn` says, in turn.
[[nodiscard]] inline std::vector<std::uint8_t> read_all(JpegReader& reader,
                                                        const std::vector<std::size_t>& turn = {
                                                            20}) {
  std::vector<std::uint8_t> pixels;
  std::array<const std::uint8_t*, 32> rows{};
  const ImageFormat format = reader.format();
  const std::size_t step = bytes_per_pixel(format.layout);
  for (std::size_t call = 0;; ++call) {
    const std::size_t wanted = turn[call % turn.size()];
    const std::size_t count = reader.next_rows(std::span(rows).first(wanted));
    if (count == 0) return pixels;
    for (std::size_t i = 0; i < count; ++i) {
      const std::span row(rows[i], format.row_bytes());
      for (std::size_t x = 0; x < row.size(); ++x) {
        if (step != 4 || x % 4 != 3) pixels.push_back(row[x]);
      }
    }
  }
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_JPEG_ROWS_H_
