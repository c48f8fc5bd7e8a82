// SPDX-License-Identifier: Apache-2.0
// JPEG files as rows of pixels, read by libjpeg-turbo. In a library of its own, dittograph_jpeg.
#ifndef DITTOGRAPH_JPEG_H_
#define DITTOGRAPH_JPEG_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "dittograph/image.h"

namespace dittograph {

/// Whether a file can be read, and if not, why.
enum class JpegStatus : std::uint8_t {
  kOk,
  kTruncated,    ///< it ends before the image does
  kCorrupt,      ///< it is no JPEG, or damaged where libjpeg gives up
  kTooLarge,     ///< more pixels or scans than JpegLimits allow, or than libjpeg reads
  kUnsupported,  ///< a JPEG of a kind that is not read: CMYK, 12 bits, lossless ...
  kOutOfMemory,
};

enum class JpegColorSpace : std::uint8_t { kGray, kYCbCr, kRgb, kCmyk, kYcck, kOther };

/// What a file may ask for. Both are looked at before memory or time is spent.
struct JpegLimits {
  /// Width times height in the file, whatever the reduction. The default is the largest image that
  /// Pillow opens, so that nothing passes here that does not pass there; a progressive file of that
  /// size needs a gigabyte, all others a few rows.
  std::uint64_t max_pixels = 178'956'970;
  /// A progressive file refines the whole image in each scan, of which a few bytes are enough
  /// (LJT-01-003 in "Two Issues with the JPEG Standard" of libjpeg-turbo.org). Encoders write about
  /// ten; the default is the limit of TurboJPEG's TJFLAG_LIMITSCANS.
  int max_scans = 500;
};

/// Instead of a scale_denominator: what fast_scale_denominator says of the size in the header.
inline constexpr int kFastScale = 0;

struct JpegOptions {
  /// 1, 2, 4 or 8: sides are divided by it, rounded up; or kFastScale.
  int scale_denominator = 1;
  /// Gray: the luma as it is in the file, no colours.
  bool luma_only = false;
  /// Whether a file that is truncated is read all the same, with what libjpeg puts in the place of
  /// the rest.
  bool partial = false;
};

/// What the file says before the pixels.
struct JpegHeader {
  std::int32_t width = 0;  ///< as stored: neither reduced nor turned
  std::int32_t height = 0;
  int components = 0;
  JpegColorSpace color_space = JpegColorSpace::kOther;
  bool is_progressive = false;
  /// The Exif tag, 1 to 8; 1, upright, if there is none or it makes no sense.
  int orientation = 1;
};

/// The shortest side that a reduction leaves. Below, hashes of 8 by 8 bits begin to drift: of 40
/// photographs reduced as far as it allows, 39 keep all bits of their phash, of those reduced to 64
/// pixels 38, and of those always reduced to an eighth 30.
inline constexpr std::int32_t kFastShortSide = 128;

/// The largest scale_denominator that leaves the shorter side of an image at least kFastShortSide;
/// 1 if there is none.
[[nodiscard]] constexpr int fast_scale_denominator(std::int32_t width,
                                                   std::int32_t height) noexcept {
  const std::int32_t side = std::min(width, height);
  for (const int denominator : {8, 4, 2}) {
    if ((side + denominator - 1) / denominator >= kFastShortSide) return denominator;
  }
  return 1;
}

/// The libjpeg this is built with, as "libjpeg-turbo 2.1.5".
[[nodiscard]] const char* jpeg_library() noexcept;

struct JpegDecoder;  // libjpeg's side

/// Reads a JPEG from memory. The pixels are those of Pillow: gray files as kGray, files with three
/// components as kRgbx, by libjpeg's exact DCT ("islow") and smooth upsampling of colours.
///
/// As in Pillow, damage inside a scan that libjpeg can pass over is no failure, but counted in
/// warnings(); what follows the last row is not looked at. The pixels of sound files are the same
/// whichever libjpeg-turbo is used. Those of damaged ones may differ between its SIMD and its plain
/// C, and those of progressive files that lack scans, which it smoothes, from version to version.
class JpegReader final : public RowSource {
 public:
  /// Reads the header, and decodes nothing. `data` must stay where it is as long as this lives.
  explicit JpegReader(std::span<const std::uint8_t> data, const JpegLimits& limits = {},
                      const JpegOptions& options = {}) noexcept;
  ~JpegReader() override;

  /// kOk as long as nothing has failed. Nothing can be read otherwise.
  [[nodiscard]] JpegStatus status() const noexcept;
  /// What has failed, in words; empty if nothing has. Lives as long as this.
  [[nodiscard]] const char* message() const noexcept;
  /// Known unless the header itself could not be read: width 0, then.
  [[nodiscard]] const JpegHeader& header() const noexcept { return header_; }
  [[nodiscard]] int scale_denominator() const noexcept { return scale_denominator_; }
  /// How often libjpeg has passed over damage so far.
  [[nodiscard]] std::int64_t warnings() const noexcept;
  /// Whether rows were read behind the end of a file: only with JpegOptions::partial.
  [[nodiscard]] bool is_partial() const noexcept;

  /// Of the rows, that is, reduced. Known if status() was kOk after the header.
  [[nodiscard]] ImageFormat format() const noexcept override { return format_; }
  /// No more than 16 at a time.
  [[nodiscard]] std::size_t next_rows(std::span<const std::uint8_t*> rows) noexcept override;

 private:
  void read_header(const JpegLimits& limits, const JpegOptions& options) noexcept;
  [[nodiscard]] bool start() noexcept;

  std::unique_ptr<JpegDecoder> decoder_;
  std::unique_ptr<std::uint8_t[]> strip_;
  JpegHeader header_;
  ImageFormat format_;
  int scale_denominator_ = 1;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_JPEG_H_
