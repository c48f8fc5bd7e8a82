// SPDX-License-Identifier: Apache-2.0
#include "dittograph/fingerprint.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dittograph/image_rows.h"
#include "dittograph/placeholder.h"
#include "pixel_rows.h"
#include "thumbnail.h"

namespace dittograph {
namespace {

// So few that they are still in the cache for each of the parts.
constexpr std::size_t kRows = 16;
using Rows = std::span<const std::uint8_t* const>;

// The rows that are laid on white.
class White {
 public:
  explicit White(const ImageFormat& format) : format_(format) {
    format_.layout = PixelLayout::kRgbx;
    pixels_.resize(kRows * format_.row_bytes());
  }

  [[nodiscard]] const ImageFormat& format() const noexcept { return format_; }

  Rows compose(Rows rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::uint8_t* const row = pixels_.data() + i * format_.row_bytes();
      compose_on_white(rows[i], static_cast<std::size_t>(format_.width), row);
      rows_[i] = row;
    }
    return Rows(rows_).first(rows.size());
  }

 private:
  ImageFormat format_;
  std::vector<std::uint8_t> pixels_;
  std::array<const std::uint8_t*, kRows> rows_{};
};

// A source that has failed may have no size, and would be an image without rows: done at once.
bool has_size(const ImageFormat& format) noexcept {
  const auto is_side = [](std::int32_t side) { return side >= 1 && side <= kMaxImageSide; };
  return is_side(format.width) && is_side(format.height);
}

// To compute that of an image that is to be turned.
TurnedPixels pixels_needed(const FingerprintParts& parts) noexcept {
  if (parts.pdq || parts.thumbhash || parts.blurhash_x != 0 ||
      parts.rules == ImageHashRules::kImagededup) {
    return TurnedPixels::kSame;
  }
  return parts.on_white ? TurnedPixels::kGrayOnWhite : TurnedPixels::kGray;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): once, for the image that was turned
std::optional<Fingerprint> read_fingerprint(RowSource& source, const FingerprintParts& parts) {
  if (!has_size(source.format())) return std::nullopt;
  if (parts.orientation != 1) {
    UprightRows upright(source, parts.orientation, pixels_needed(parts));
    FingerprintParts of_upright = parts;
    of_upright.orientation = 1;
    return read_fingerprint(upright, of_upright);
  }
  ImageFormat format = source.format();
  std::optional<Thumbnail> thumbnail;
  if (parts.thumbhash) thumbnail.emplace(format);
  std::optional<White> white;
  if (parts.on_white && format.layout == PixelLayout::kRgba) {
    format = white.emplace(format).format();
  } else if (format.layout == PixelLayout::kRgba) {
    format.layout = PixelLayout::kRgbx;
  }
  ImageHasher hasher(format, parts.hashes, parts.quality, parts.rules);
  std::optional<PdqHasher> pdq;
  if (parts.pdq) pdq.emplace(format);
  std::optional<BlurHashEncoder> blurhash;
  if (parts.blurhash_x != 0) blurhash.emplace(format, parts.blurhash_x, parts.blurhash_y);

  std::array<const std::uint8_t*, kRows> found{};
  for (std::int32_t left = format.height; left > 0;) {
    const std::size_t most = std::min(kRows, static_cast<std::size_t>(left));
    const std::size_t count = source.next_rows(std::span(found).first(most));
    if (count == 0) return std::nullopt;
    Rows rows = Rows(found).first(count);
    if (thumbnail) thumbnail->add_rows(rows);
    if (white) rows = white->compose(rows);
    hasher.add_rows(rows);
    if (pdq) pdq->add_rows(rows);
    if (blurhash) blurhash->add_rows(rows);
    left -= static_cast<std::int32_t>(count);
  }

  Fingerprint result;
  result.hashes = hasher.finish();
  if (pdq) result.pdq = pdq->finish();
  if (blurhash) result.blurhash = blurhash->finish();
  if (thumbnail) result.thumbhash = thumbnail->finish();
  return result;
}

}  // namespace dittograph
