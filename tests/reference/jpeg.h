// SPDX-License-Identifier: Apache-2.0
// JPEG files read as libjpeg's documentation reads them: all defaults, a row at a time, RGB or
// gray.
#ifndef DITTOGRAPH_TESTS_REFERENCE_JPEG_H_
#define DITTOGRAPH_TESTS_REFERENCE_JPEG_H_

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <vector>

#include <jpeglib.h>

namespace dittograph::reference {

struct JpegPixels {
  bool is_complete = false;  ///< libjpeg has given all rows
  unsigned width = 0;
  unsigned height = 0;
  unsigned channels = 0;
  long warnings = 0;
  std::vector<std::uint8_t> bytes;
};

struct JpegJump {
  jpeg_error_mgr errors;
  std::jmp_buf back;
};

// All that is destroyed stands outside of what is jumped over.
inline void read_jpeg_rows(jpeg_decompress_struct& info, JpegJump& jump,
                           std::span<const std::uint8_t> file, bool gray, unsigned denominator,
                           JpegPixels& pixels) {
  if (setjmp(jump.back) != 0) return;  // NOLINT(cert-err52-cpp,modernize-avoid-setjmp-longjmp)
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, file.data(), static_cast<unsigned long>(file.size()));
  (void)jpeg_read_header(&info, TRUE);
  if (gray) info.out_color_space = JCS_GRAYSCALE;
  info.scale_denom = denominator;
  (void)jpeg_start_decompress(&info);
  pixels.width = info.output_width;
  pixels.height = info.output_height;
  pixels.channels = static_cast<unsigned>(info.output_components);
  const std::size_t row_bytes = std::size_t{pixels.width} * pixels.channels;
  pixels.bytes.resize(row_bytes * pixels.height);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = pixels.bytes.data() + info.output_scanline * row_bytes;
    (void)jpeg_read_scanlines(&info, &row, 1);
  }
  pixels.is_complete = true;
}

[[nodiscard]] inline JpegPixels read_jpeg(std::span<const std::uint8_t> file, bool gray = false,
                                          unsigned denominator = 1) {
  JpegPixels pixels;
  JpegJump jump{};
  jpeg_decompress_struct info{};
  info.err = jpeg_std_error(&jump.errors);
  info.client_data = &jump;
  jump.errors.error_exit = [](j_common_ptr common) {
    // NOLINTNEXTLINE(cert-err52-cpp,modernize-avoid-setjmp-longjmp)
    std::longjmp(static_cast<JpegJump*>(common->client_data)->back, 1);
  };
  jump.errors.output_message = [](j_common_ptr) {};
  read_jpeg_rows(info, jump, file, gray, denominator, pixels);
  pixels.warnings = jump.errors.num_warnings;
  jpeg_destroy_decompress(&info);
  return pixels;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_JPEG_H_
