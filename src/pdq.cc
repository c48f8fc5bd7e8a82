// SPDX-License-Identifier: Apache-2.0
// PDQ's filter: the mean over a window along rows, then down columns, and both once more, of which
// 64 x 64 entries are taken. A sum in floats keeps what was rounded off before, so all additions
// are done as the reference does them: one after the other along a row or column. But means that
// nobody asks for are not computed, and all four passes go on while rows come in. Compiled without
// contraction.
#include "dittograph/pdq.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <span>
#include <vector>

#include "pdq_filter.h"
#include "pdq_strip.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pdq.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "pdq_strip-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

void FilterStrip(const PdqStrip& strip) {
  switch (kPdqStrip / hn::Lanes(Rows())) {
    case 2:
      FilterStripIn<2>(strip);
      break;
    case 4:
      FilterStripIn<4>(strip);
      break;
    default:
      FilterStripIn<1>(strip);
  }
}

// 0.299, 0.587 and 0.114 of the colours, in doubles and then rounded, as numpy does it: which is a
// whole number divided by 1000 and rounded once, as tests/cpp/pdq_reference_test.cc shows.
constexpr float kRed = 299;
constexpr float kGreen = 587;
constexpr float kBlue = 114;
constexpr float kAll = 1000;

void WriteLuma(const std::uint8_t* HWY_RESTRICT row, std::size_t width, PixelLayout layout,
               float* HWY_RESTRICT luma) {
  const hn::ScalableTag<float> d;
  const hn::RebindToSigned<decltype(d)> whole;
  const hn::Rebind<std::uint8_t, decltype(d)> bytes;
  using Bytes = hn::Vec<decltype(bytes)>;
  const std::size_t lanes = hn::Lanes(d);
  const auto widen = [&](Bytes colour)
                         HWY_ATTR { return hn::ConvertTo(d, hn::PromoteTo(whole, colour)); };
  const auto write = [&](Bytes red, Bytes green, Bytes blue, std::size_t x) HWY_ATTR {
    // Whole numbers below 2^24: exact.
    auto sum = hn::Mul(widen(red), hn::Set(d, kRed));
    sum = hn::MulAdd(widen(green), hn::Set(d, kGreen), sum);
    sum = hn::MulAdd(widen(blue), hn::Set(d, kBlue), sum);
    hn::StoreU(hn::Div(sum, hn::Set(d, kAll)), d, luma + x);
  };
  std::size_t x = 0;
  Bytes red;
  Bytes green;
  Bytes blue;
  Bytes rest;
  switch (layout) {
    case PixelLayout::kGray:
      for (; x + lanes <= width; x += lanes) {
        hn::StoreU(widen(hn::LoadU(bytes, row + x)), d, luma + x);
      }
      for (; x < width; ++x) luma[x] = row[x];
      return;
    case PixelLayout::kRgb:
      for (; x + lanes <= width; x += lanes) {
        hn::LoadInterleaved3(bytes, row + 3 * x, red, green, blue);
        write(red, green, blue, x);
      }
      break;
    case PixelLayout::kRgbx:
    case PixelLayout::kRgba:
      for (; x + lanes <= width; x += lanes) {
        hn::LoadInterleaved4(bytes, row + 4 * x, red, green, blue, rest);
        write(red, green, blue, x);
      }
      break;
  }
  const std::size_t pixel = bytes_per_pixel(layout);
  for (; x < width; ++x) {
    const std::uint8_t* colours = row + x * pixel;
    luma[x] = (kRed * static_cast<float>(colours[0]) + kGreen * static_cast<float>(colours[1]) +
               kBlue * static_cast<float>(colours[2])) /
              kAll;
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(FilterStrip);
HWY_EXPORT(WriteLuma);

constexpr std::int32_t kShortestSide = 5;

struct alignas(64) Line {
  std::array<float, 16> values;
};

// Zeros, where cache lines begin.
class Floats {
 public:
  explicit Floats(std::size_t size) : lines_((size + 15) / 16) {}
  [[nodiscard]] float* data() noexcept { return reinterpret_cast<float*>(lines_.data()); }

 private:
  std::vector<Line> lines_;
};

}  // namespace

class PdqHasher::Filter {
 public:
  explicit Filter(ImageFormat format)
      : format_(format),
        across_(format.width),
        down_(format.height),
        stride_((across_.side + kPdqTile - 1) / kPdqTile * kPdqTile),
        counts_(stride_, std::numeric_limits<float>::infinity()),
        luma_(kPdqStrip * stride_),
        columns_((across_.window + stride_ + across_.ahead) * kPdqStrip),
        zeros_(stride_),
        kept_strips_((down_.window + kPdqStrip - 1) / kPdqStrip + 1),
        smoothed_(kept_strips_ * kPdqStrip * stride_),
        sums_(stride_),
        kept_(down_.window * kPdqSide) {
    for (std::size_t x = 0; x < across_.side; ++x) counts_[x] = across_.count(x);
  }

  void AddRow(const std::uint8_t* row) noexcept {
    float* luma = luma_.data() + in_strip_ * stride_;
    HWY_DYNAMIC_DISPATCH(WriteLuma)(row, across_.side, format_.layout, luma);
    if (across_.side == kPdqSide && down_.side == kPdqSide) {
      std::copy_n(luma, kPdqSide, small_[rows_].begin());
      ++rows_;
      return;
    }
    ++rows_;
    if (++in_strip_ == kPdqStrip) FilterRows();
  }

  const PdqSmallImage& Finish() noexcept {
    if (across_.side == kPdqSide && down_.side == kPdqSide) return small_;
    // Behind the last row there are zeros.
    while (next_ < down_.side + down_.ahead) {
      std::fill(luma_.data() + in_strip_ * stride_, luma_.data() + kPdqStrip * stride_, 0.0f);
      FilterRows();
    }
    constexpr std::array<float, kPdqSide> kZeros{};
    for (std::size_t i = 0; i < down_.ahead; ++i) SlideDown(down_.side + i, kZeros.data());
    return small_;
  }

 private:
  [[nodiscard]] float* smoothed(std::size_t row) noexcept {
    return smoothed_.data() + row % (kept_strips_ * kPdqStrip) * stride_;
  }

  // Filters the strip, whose first row is `next_`.
  void FilterRows() noexcept {
    PdqStrip strip{.across = across_,
                   .stride = stride_,
                   .luma = luma_.data(),
                   .counts = counts_.data(),
                   .columns = columns_.data(),
                   .smoothed = smoothed(next_),
                   .sums = sums_.data(),
                   .added = {},
                   .subtracted = {},
                   .row_counts = {},
                   .taken = taken_.data()};
    for (std::size_t i = 0; i < kPdqStrip; ++i) {
      const std::size_t row = next_ + i;
      strip.added[i] = smoothed(row);
      strip.subtracted[i] = row >= down_.window ? smoothed(row - down_.window) : zeros_.data();
      strip.row_counts[i] = IsOfImage(row) ? down_.count(row - down_.ahead) : 1;
    }
    HWY_DYNAMIC_DISPATCH(FilterStrip)(strip);
    for (std::size_t i = 0; i < kPdqStrip; ++i) {
      const std::size_t row = next_ + i;
      if (IsOfImage(row)) SlideDown(row - down_.ahead, taken_.data() + i * kPdqSide);
    }
    next_ += kPdqStrip;
    in_strip_ = 0;
  }

  // Whether the mean down columns that ends with this row is that around a row of the image.
  [[nodiscard]] bool IsOfImage(std::size_t row) const noexcept {
    return row >= down_.ahead && row - down_.ahead < down_.side;
  }

  // The second mean down columns, of those that are taken.
  void SlideDown(std::size_t row, const float* entries) noexcept {
    float* kept = kept_.data() + row % down_.window * kPdqSide;
    for (std::size_t j = 0; j < kPdqSide; ++j) {
      small_sums_[j] = small_sums_[j] + entries[j] - kept[j];
      kept[j] = entries[j];
    }
    if (row < down_.ahead) return;
    const std::size_t middle = row - down_.ahead;
    for (; next_small_ < kPdqSide && down_.middle(next_small_) == middle; ++next_small_) {
      for (std::size_t j = 0; j < kPdqSide; ++j) {
        small_[next_small_][j] = small_sums_[j] / down_.count(middle);
      }
    }
  }

  ImageFormat format_;
  PdqWindow across_;
  PdqWindow down_;
  std::size_t stride_;
  std::vector<float> counts_;
  Floats luma_;
  Floats columns_;
  Floats zeros_;
  std::size_t kept_strips_;  // those of the window, and the one that comes
  Floats smoothed_;
  Floats sums_;
  Floats kept_;  // rows in the second windows of columns
  std::array<float, kPdqStrip * kPdqSide> taken_{};
  std::array<float, kPdqSide> small_sums_{};
  PdqSmallImage small_{};
  std::size_t rows_ = 0;
  std::size_t in_strip_ = 0;
  std::size_t next_ = 0;  // the first row of the strip
  std::size_t next_small_ = 0;
};

PdqHasher::PdqHasher(ImageFormat format) {
  assert(1 <= format.width && format.width <= kMaxImageSide);
  assert(1 <= format.height && format.height <= kMaxImageSide);
  if (std::min(format.width, format.height) >= kShortestSide) {
    filter_ = std::make_unique<Filter>(format);
  }
}

PdqHasher::PdqHasher(PdqHasher&&) noexcept = default;
PdqHasher& PdqHasher::operator=(PdqHasher&&) noexcept = default;
PdqHasher::~PdqHasher() = default;

void PdqHasher::add_rows(std::span<const std::uint8_t* const> rows) noexcept {
  if (filter_ == nullptr) return;
  for (const std::uint8_t* row : rows) filter_->AddRow(row);
}

PdqHash PdqHasher::finish() noexcept {
  return filter_ == nullptr ? PdqHash() : pdq_of_small_image(filter_->Finish());
}

}  // namespace dittograph
#endif  // HWY_ONCE
