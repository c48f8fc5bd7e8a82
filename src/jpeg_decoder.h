// SPDX-License-Identifier: Apache-2.0
// libjpeg behind functions that return. It reports errors by a function that must not, so setjmp
// and longjmp are needed; they are in jpeg_decoder.cc and nowhere else.
#ifndef DITTOGRAPH_SRC_JPEG_DECODER_H_
#define DITTOGRAPH_SRC_JPEG_DECODER_H_

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // jpeglib.h needs it
#include <span>

#include <jpeglib.h>

#include "dittograph/jpeg.h"

#ifndef JCS_EXTENSIONS
#error "dittograph needs libjpeg-turbo; this libjpeg does not write pixels of four bytes"
#endif

namespace dittograph {

/// As many as a block of pixels has at most: then libjpeg keeps none of them for later.
inline constexpr std::size_t kStripRows = 16;

struct JpegDecoder {
  JpegDecoder(std::span<const std::uint8_t> data, const JpegLimits& limits, bool partial) noexcept;
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;
  ~JpegDecoder();

  // Each returns whether it went well; if not, `status` and `message` say why.
  [[nodiscard]] bool read_header() noexcept;
  /// Sets what comes out, and finds its width and height.
  [[nodiscard]] bool set_output(J_COLOR_SPACE color_space, int scale_denominator) noexcept;
  /// Reads all of a file that has several scans.
  [[nodiscard]] bool start() noexcept;
  [[nodiscard]] bool read_rows(std::uint8_t* const* rows, std::size_t count) noexcept;

  /// Notes a failure of our own, as printf does. Without a value there is no need for a format.
  template <class First, class... Rest>
  void fail(JpegStatus why, const char* format, First first, Rest... rest) noexcept {
    status = why;
    (void)std::snprintf(message.data(), message.size(), format, first, rest...);
  }

  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_source_mgr source{};
  jpeg_progress_mgr progress{};
  std::jmp_buf back{};
  std::span<const std::uint8_t> file;
  int max_scans;
  bool is_partial_allowed;
  bool has_ended = false;  // libjpeg has asked for more than there is
  JpegStatus status = JpegStatus::kOk;
  std::array<char, JMSG_LENGTH_MAX> message{};
};

}  // namespace dittograph

#endif  // DITTOGRAPH_SRC_JPEG_DECODER_H_
