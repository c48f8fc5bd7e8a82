// SPDX-License-Identifier: Apache-2.0
#include "dittograph/jpeg.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <new>

#include "jpeg_decoder.h"
#include "jpeg_exif.h"

#define DITTOGRAPH_STRING_OF(...) #__VA_ARGS__
#define DITTOGRAPH_STRING(...) DITTOGRAPH_STRING_OF(__VA_ARGS__)

namespace dittograph {
namespace {

[[nodiscard]] JpegColorSpace color_space_of(J_COLOR_SPACE space) noexcept {
  switch (space) {
    case JCS_GRAYSCALE:
      return JpegColorSpace::kGray;
    case JCS_YCbCr:
      return JpegColorSpace::kYCbCr;
    case JCS_RGB:
      return JpegColorSpace::kRgb;
    case JCS_CMYK:
      return JpegColorSpace::kCmyk;
    case JCS_YCCK:
      return JpegColorSpace::kYcck;
    default:
      return JpegColorSpace::kOther;
  }
}

[[nodiscard]] bool is_supported(JpegColorSpace space) noexcept {
  return space == JpegColorSpace::kGray || space == JpegColorSpace::kYCbCr ||
         space == JpegColorSpace::kRgb;
}

}  // namespace

const char* jpeg_library() noexcept {
  return "libjpeg-turbo " DITTOGRAPH_STRING(LIBJPEG_TURBO_VERSION);
}

JpegReader::JpegReader(std::span<const std::uint8_t> data, const JpegLimits& limits,
                       const JpegOptions& options) noexcept
    : decoder_(new (std::nothrow) JpegDecoder(data, limits, options.partial)) {
  assert(options.scale_denominator == kFastScale || options.scale_denominator == 1 ||
         options.scale_denominator == 2 || options.scale_denominator == 4 ||
         options.scale_denominator == 8);
  if (decoder_ == nullptr) return;
  read_header(limits, options);
  if (header_.width != 0) header_.orientation = exif_orientation(data);
}

JpegReader::~JpegReader() = default;

void JpegReader::read_header(const JpegLimits& limits, const JpegOptions& options) noexcept {
  JpegDecoder& decoder = *decoder_;
  if (!decoder.read_header()) return;
  const jpeg_decompress_struct& info = decoder.info;
  header_.width = static_cast<std::int32_t>(info.image_width);
  header_.height = static_cast<std::int32_t>(info.image_height);
  header_.components = info.num_components;
  header_.color_space = color_space_of(info.jpeg_color_space);
  header_.is_progressive = info.progressive_mode != FALSE;

  const std::uint64_t pixels = std::uint64_t{info.image_width} * info.image_height;
  if (pixels > limits.max_pixels) {
    decoder.fail(JpegStatus::kTooLarge, "image must have at most %llu pixels, got %u x %u",
                 static_cast<unsigned long long>(limits.max_pixels), info.image_width,
                 info.image_height);
    return;
  }
  if (info.image_width > kMaxImageSide || info.image_height > kMaxImageSide) {
    decoder.fail(JpegStatus::kTooLarge, "image must have sides of at most %d pixels, got %u x %u",
                 kMaxImageSide, info.image_width, info.image_height);
    return;
  }
  // Some libjpegs read more than 8 bits, by functions of their own.
  if (!is_supported(header_.color_space) || info.data_precision != 8) {
    decoder.fail(JpegStatus::kUnsupported,
                 "the image has %d components of %d bits; only gray, YCbCr and RGB of 8 are read",
                 info.num_components, info.data_precision);
    return;
  }
  const bool is_gray = options.luma_only || header_.color_space == JpegColorSpace::kGray;
  scale_denominator_ = options.scale_denominator != kFastScale
                           ? options.scale_denominator
                           : fast_scale_denominator(header_.width, header_.height);
  if (!decoder.set_output(is_gray ? JCS_GRAYSCALE : JCS_EXT_RGBX, scale_denominator_)) return;
  format_ = {static_cast<std::int32_t>(info.output_width),
             static_cast<std::int32_t>(info.output_height),
             is_gray ? PixelLayout::kGray : PixelLayout::kRgbx};
}

JpegStatus JpegReader::status() const noexcept {
  return decoder_ != nullptr ? decoder_->status : JpegStatus::kOutOfMemory;
}

const char* JpegReader::message() const noexcept {
  return decoder_ != nullptr ? decoder_->message.data() : "out of memory";
}

std::int64_t JpegReader::warnings() const noexcept {
  return decoder_ != nullptr ? decoder_->errors.num_warnings : 0;
}

bool JpegReader::is_partial() const noexcept {
  return decoder_ != nullptr && decoder_->status == JpegStatus::kOk && decoder_->has_ended;
}

bool JpegReader::start() noexcept {
  const auto rows = std::min(kStripRows, static_cast<std::size_t>(format_.height));
  strip_.reset(new (std::nothrow) std::uint8_t[rows * format_.row_bytes()]);
  if (strip_ == nullptr) {
    decoder_->fail(JpegStatus::kOutOfMemory, "%s", "out of memory");
    return false;
  }
  return decoder_->start();
}

std::size_t JpegReader::next_rows(std::span<const std::uint8_t*> rows) noexcept {
  if (status() != JpegStatus::kOk) return 0;
  if (strip_ == nullptr && !start()) return 0;
  const std::size_t left = decoder_->info.output_height - decoder_->info.output_scanline;
  const std::size_t count = std::min({rows.size(), kStripRows, left});
  std::array<std::uint8_t*, kStripRows> lines{};
  for (std::size_t i = 0; i < count; ++i) lines[i] = strip_.get() + i * format_.row_bytes();
  if (count == 0 || !decoder_->read_rows(lines.data(), count)) return 0;
  std::copy_n(lines.begin(), count, rows.begin());
  return count;
}

}  // namespace dittograph
