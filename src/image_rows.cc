// SPDX-License-Identifier: Apache-2.0
#include "dittograph/image_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "pixel_rows.h"

namespace dittograph {
namespace {

// How many rows to hand out, of those left from `next` on.
std::size_t count_next(const ImageFormat& format, std::int32_t next, std::size_t room) noexcept {
  return std::min(room, static_cast<std::size_t>(format.height - next));
}

// How many rows are turned together: with so many, each row of the upright image, which lie on
// pages of their own, is written to in longer pieces. 64 take half the time of 16.
constexpr std::size_t kTogether = 64;

// Puts rows of an image, from row `first` on, where they belong in the upright one.
template <std::size_t kSize>
void turn(std::span<const std::uint8_t* const> rows, std::int32_t first, const ImageFormat& stored,
          int orientation, std::uint8_t* upright) noexcept {
  const bool is_mirrored_across =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool is_mirrored_down =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const bool is_turned = orientation >= 5;
  const auto columns = static_cast<std::size_t>(stored.width);
  const auto height = static_cast<std::size_t>(stored.height);
  // In bytes: from one stored row to the next, from one stored column to the next.
  const std::size_t row_step = is_turned ? kSize : columns * kSize;
  const std::size_t column_step = is_turned ? height * kSize : kSize;
  for (std::size_t x = 0; x < columns; ++x) {
    std::uint8_t* const column = upright + (is_mirrored_across ? columns - 1 - x : x) * column_step;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t y = static_cast<std::size_t>(first) + i;
      std::memcpy(column + (is_mirrored_down ? height - 1 - y : y) * row_step, rows[i] + x * kSize,
                  kSize);
    }
  }
}

// Copies of rows, as they are or in gray.
class RowBatch {
 public:
  RowBatch(const ImageFormat& format, TurnedPixels pixels)
      : format_(format),
        is_gray_(pixels != TurnedPixels::kSame && format.layout != PixelLayout::kGray),
        composed_(pixels == TurnedPixels::kGrayOnWhite && format.layout == PixelLayout::kRgba
                      ? format.row_bytes()
                      : 0),
        values_(is_gray_ ? static_cast<std::size_t>(format.width) + kRowSlack : 0) {
    if (is_gray_) format_.layout = PixelLayout::kGray;
    source_layout_ = format.layout;
    bytes_.resize(kTogether * format_.row_bytes());
  }

  [[nodiscard]] const ImageFormat& format() const noexcept { return format_; }

  // Reads up to kTogether rows, fewer only if there are no more; nothing if the source fails.
  [[nodiscard]] std::span<const std::uint8_t* const> read(RowSource& source, std::size_t most) {
    most = std::min(most, kTogether);
    std::size_t filled = 0;
    while (filled < most) {
      const std::span<const std::uint8_t*> rows = std::span(rows_).subspan(filled, most - filled);
      const std::size_t count = source.next_rows(rows);
      if (count == 0) return {};
      for (std::size_t i = 0; i < count; ++i) {
        std::uint8_t* const copy = bytes_.data() + (filled + i) * format_.row_bytes();
        convert(rows[i], copy);
        rows[i] = copy;
      }
      filled += count;
    }
    return std::span(rows_).first(filled);
  }

 private:
  void convert(const std::uint8_t* row, std::uint8_t* copy) {
    if (!is_gray_) {
      std::memcpy(copy, row, format_.row_bytes());
      return;
    }
    const auto width = static_cast<std::size_t>(format_.width);
    if (!composed_.empty()) {
      compose_on_white(row, width, composed_.data());
      row = composed_.data();
    }
    gray_row(source_layout_, row, width, values_.data());
    std::transform(values_.data(), values_.data() + width, copy,
                   [](std::int16_t value) { return static_cast<std::uint8_t>(value); });
  }

  ImageFormat format_;
  PixelLayout source_layout_ = PixelLayout::kGray;
  bool is_gray_;
  std::vector<std::uint8_t> composed_;  // empty if nothing is laid on white
  std::vector<std::int16_t> values_;
  std::vector<std::uint8_t> bytes_;
  std::array<const std::uint8_t*, kTogether> rows_{};
};

}  // namespace

std::size_t MemoryRows::next_rows(std::span<const std::uint8_t*> rows) noexcept {
  const std::size_t count = count_next(format_, next_, rows.size());
  for (std::size_t i = 0; i < count; ++i, ++next_) rows[i] = first_ + next_ * stride_;
  return count;
}

std::size_t PointerRows::next_rows(std::span<const std::uint8_t*> rows) noexcept {
  const std::size_t count = count_next(format_, next_, rows.size());
  std::copy_n(rows_ + next_, count, rows.begin());
  next_ += static_cast<std::int32_t>(count);
  return count;
}

UprightRows::UprightRows(RowSource& source, int orientation, TurnedPixels pixels) {
  RowBatch batch(source.format(), pixels);
  const ImageFormat stored = batch.format();
  format_ = stored;
  if (orientation >= 5) std::swap(format_.width, format_.height);
  pixels_.resize(format_.row_bytes() * static_cast<std::size_t>(format_.height));

  for (std::int32_t next = 0; next < stored.height;) {
    const auto rows = batch.read(source, static_cast<std::size_t>(stored.height - next));
    if (rows.empty()) return;
    switch (bytes_per_pixel(stored.layout)) {
      case 1:
        turn<1>(rows, next, stored, orientation, pixels_.data());
        break;
      case 3:
        turn<3>(rows, next, stored, orientation, pixels_.data());
        break;
      default:
        turn<4>(rows, next, stored, orientation, pixels_.data());
        break;
    }
    next += static_cast<std::int32_t>(rows.size());
  }
  is_complete_ = true;
}

std::size_t UprightRows::next_rows(std::span<const std::uint8_t*> rows) noexcept {
  if (!is_complete_) return 0;
  const std::size_t count = count_next(format_, next_, rows.size());
  for (std::size_t i = 0; i < count; ++i, ++next_) {
    rows[i] = pixels_.data() + static_cast<std::size_t>(next_) * format_.row_bytes();
  }
  return count;
}

}  // namespace dittograph
