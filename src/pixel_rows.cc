// SPDX-License-Identifier: Apache-2.0
#include "pixel_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pixel_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// At most 64 bytes, which kRowSlack allows for.
using Bytes = hn::CappedTag<std::uint8_t, 64>;
using Values = hn::CappedTag<std::int16_t, 32>;
using Pixels = hn::CappedTag<std::uint32_t, 16>;

#if HWY_TARGET == HWY_SCALAR  // which has no 128-bit blocks

void GrayRow(PixelLayout layout, const std::uint8_t* HWY_RESTRICT pixels, std::size_t width,
             std::int16_t* HWY_RESTRICT gray) {
  const std::size_t size = bytes_per_pixel(layout);
  for (std::size_t i = 0; i < width; ++i) {
    const std::uint8_t* pixel = pixels + i * size;
    gray[i] = static_cast<std::int16_t>(
        size == 1 ? pixel[0]
                  : (19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
  }
}

void ChannelRow(PixelLayout layout, std::size_t channel, const std::uint8_t* HWY_RESTRICT pixels,
                std::size_t width, std::int16_t* HWY_RESTRICT values) {
  const std::size_t size = bytes_per_pixel(layout);
  for (std::size_t i = 0; i < width; ++i) values[i] = pixels[i * size + channel];
}

#else

// Of pixels R, G, B, any, how bright they are, in the upper half of each lane; the lower half is of
// no meaning. The weight of green has 17 bits with its sign: half of it is taken twice, with half
// of what rounds.
template <class D, class V = hn::Vec<D> >
HWY_INLINE V GrayAbove(D d, V rgbx) {
  const hn::RebindToSigned<D> di;
  const hn::Repartition<std::int16_t, D> dh;
  const auto sum_pairs = [&](V pairs, std::uint32_t first, std::uint32_t second) HWY_ATTR {
    auto odd = hn::Zero(di);
    const auto weights = hn::BitCast(dh, hn::Set(d, first | second << 16));
    const auto even =
        hn::ReorderWidenMulAccumulate(di, hn::BitCast(dh, pairs), weights, hn::Zero(di), odd);
    return hn::RearrangeToOddPlusEven(even, odd);
  };
  const auto red_blue = hn::And(rgbx, hn::Set(d, 0x00FF00FF));
  const auto green = hn::And(hn::ShiftRight<8>(rgbx), hn::Set(d, 0xFF));
  const auto green_one = hn::Or(green, hn::Set(d, 0x10000));
  const auto half = sum_pairs(green_one, 38470 / 2, 32768 / 2);
  return hn::BitCast(d, hn::Add(sum_pairs(red_blue, 19595, 7471), hn::Add(half, half)));
}

// kRgbx and kRgba: Lanes(Pixels) pixels.
HWY_INLINE void Gray4(const std::uint8_t* HWY_RESTRICT pixels, std::int16_t* HWY_RESTRICT gray) {
  const Pixels d;
  const hn::RebindToSigned<Pixels> di;
  const hn::Rebind<std::int16_t, Pixels> dh;
  const hn::Repartition<std::uint8_t, Pixels> d8;
  const auto above = GrayAbove(d, hn::BitCast(d, hn::LoadU(d8, pixels)));
  hn::StoreU(hn::DemoteTo(dh, hn::BitCast(di, hn::ShiftRight<16>(above))), dh, gray);
}

// kRgb: Lanes(Bytes) pixels.
HWY_INLINE void Gray3(const std::uint8_t* HWY_RESTRICT pixels, std::int16_t* HWY_RESTRICT gray) {
  const Bytes d8;
  const hn::Repartition<std::uint16_t, Bytes> d16;
  const hn::Repartition<std::uint32_t, Bytes> d32;
  const hn::Repartition<std::int16_t, Bytes> dh;
  hn::Vec<Bytes> red;
  hn::Vec<Bytes> green;
  hn::Vec<Bytes> blue;
  hn::LoadInterleaved3(d8, pixels, red, green, blue);
  // Of each block, pixels 0 to 7 and 8 to 15 as R, G and as B, any.
  const auto rg0 = hn::BitCast(d16, hn::InterleaveLower(d8, red, green));
  const auto rg1 = hn::BitCast(d16, hn::InterleaveUpper(d8, red, green));
  const auto b0 = hn::BitCast(d16, hn::InterleaveLower(d8, blue, blue));
  const auto b1 = hn::BitCast(d16, hn::InterleaveUpper(d8, blue, blue));
  const auto gray_of = [&](hn::Vec<decltype(d16)> rg, hn::Vec<decltype(d16)> b) HWY_ATTR {
    const auto low = GrayAbove(d32, hn::BitCast(d32, hn::InterleaveLower(d16, rg, b)));
    const auto high = GrayAbove(d32, hn::BitCast(d32, hn::InterleaveUpper(d16, rg, b)));
    // Pixels 0, 4, 1, 5, 2, 6, 3, 7 of each eight, put in order.
    const auto mixed = hn::OddEven(hn::BitCast(dh, high), hn::BitCast(dh, hn::ShiftRight<16>(low)));
    alignas(16) static constexpr std::uint8_t kOrder[16] = {0, 1, 4, 5, 8,  9,  12, 13,
                                                            2, 3, 6, 7, 10, 11, 14, 15};
    return hn::TableLookupBytes(mixed, hn::BitCast(dh, hn::LoadDup128(d8, kOrder)));
  };
  const auto gray0 = gray_of(rg0, b0);
  const auto gray1 = gray_of(rg1, b1);
  // Block b of them is the first and the second half of pixels 16 b and on.
  if (hn::Lanes(dh) == 8) {
    hn::StoreU(gray0, dh, gray);
    hn::StoreU(gray1, dh, gray + 8);
    return;
  }
  alignas(64) std::int16_t halves[2][32];
  hn::StoreU(gray0, dh, halves[0]);
  hn::StoreU(gray1, dh, halves[1]);
  for (std::size_t i = 0; i < hn::Lanes(dh); i += 8) {
    std::memcpy(gray + 2 * i, halves[0] + i, 16);
    std::memcpy(gray + 2 * i + 8, halves[1] + i, 16);
  }
}

HWY_INLINE void Gray1(const std::uint8_t* HWY_RESTRICT pixels, std::int16_t* HWY_RESTRICT gray) {
  const Values d;
  const hn::Rebind<std::uint8_t, Values> d8;
  hn::StoreU(hn::PromoteTo(d, hn::LoadU(d8, pixels)), d, gray);
}

// Calls `convert` for each `step` pixels; for the last ones on a copy, so that nothing is read past
// the end.
template <std::size_t kSize, class Convert>
HWY_INLINE void ForPixels(const std::uint8_t* HWY_RESTRICT pixels, std::size_t width,
                          std::size_t step, std::int16_t* HWY_RESTRICT gray, Convert&& convert) {
  std::size_t i = 0;
  for (; i + step <= width; i += step) convert(pixels + i * kSize, gray + i);
  if (i == width) return;
  std::uint8_t rest[256] = {};
  std::memcpy(rest, pixels + i * kSize, (width - i) * kSize);
  convert(rest, gray + i);
}

void GrayRow(PixelLayout layout, const std::uint8_t* HWY_RESTRICT pixels, std::size_t width,
             std::int16_t* HWY_RESTRICT gray) {
  switch (layout) {
    case PixelLayout::kGray:
      ForPixels<1>(pixels, width, hn::Lanes(Values()), gray, Gray1);
      break;
    case PixelLayout::kRgb:
      ForPixels<3>(pixels, width, hn::Lanes(Bytes()), gray, Gray3);
      break;
    case PixelLayout::kRgbx:
    case PixelLayout::kRgba:
      ForPixels<4>(pixels, width, hn::Lanes(Pixels()), gray, Gray4);
      break;
  }
}

// One channel of Lanes(Values) pixels of 3 bytes.
HWY_INLINE void Channel3(std::size_t channel, const std::uint8_t* HWY_RESTRICT pixels,
                         std::int16_t* HWY_RESTRICT values) {
  const Values d;
  const hn::Rebind<std::uint8_t, Values> d8;
  hn::Vec<decltype(d8)> red;
  hn::Vec<decltype(d8)> green;
  hn::Vec<decltype(d8)> blue;
  hn::LoadInterleaved3(d8, pixels, red, green, blue);
  hn::StoreU(hn::PromoteTo(d, channel == 0 ? red : channel == 1 ? green : blue), d, values);
}

// Of Lanes(Pixels) pixels of 4 bytes.
HWY_INLINE void Channel4(std::size_t channel, const std::uint8_t* HWY_RESTRICT pixels,
                         std::int16_t* HWY_RESTRICT values) {
  const Pixels d;
  const hn::RebindToSigned<Pixels> di;
  const hn::Rebind<std::int16_t, Pixels> dh;
  const hn::Repartition<std::uint8_t, Pixels> d8;
  const auto all = hn::BitCast(d, hn::LoadU(d8, pixels));
  const auto one = hn::And(hn::ShiftRightSame(all, static_cast<int>(8 * channel)), hn::Set(d, 255));
  hn::StoreU(hn::DemoteTo(dh, hn::BitCast(di, one)), dh, values);
}

void ChannelRow(PixelLayout layout, std::size_t channel, const std::uint8_t* HWY_RESTRICT pixels,
                std::size_t width, std::int16_t* HWY_RESTRICT values) {
  switch (layout) {
    case PixelLayout::kGray:
      ForPixels<1>(pixels, width, hn::Lanes(Values()), values, Gray1);
      break;
    case PixelLayout::kRgb:
      ForPixels<3>(pixels, width, hn::Lanes(Values()), values,
                   [=](const std::uint8_t* HWY_RESTRICT from, std::int16_t* HWY_RESTRICT to)
                       HWY_ATTR { Channel3(channel, from, to); });
      break;
    case PixelLayout::kRgbx:
    case PixelLayout::kRgba:
      ForPixels<4>(pixels, width, hn::Lanes(Pixels()), values,
                   [=](const std::uint8_t* HWY_RESTRICT from, std::int16_t* HWY_RESTRICT to)
                       HWY_ATTR { Channel4(channel, from, to); });
      break;
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

// Compilers turn these loops into vectors.

void ComposeOnWhite(const std::uint8_t* rgba, std::size_t width, std::uint8_t* rgbx) {
  for (std::size_t i = 0; i < 4 * width; i += 4) {
    const unsigned opacity = rgba[i + 3];
    const unsigned white = 255 * (255 - opacity) + 127;
    for (std::size_t k = 0; k < 3; ++k) {
      rgbx[i + k] = static_cast<std::uint8_t>((rgba[i + k] * opacity + white) / 255);
    }
    rgbx[i + 3] = 255;
  }
}

void MultiplyWithOpacity(const std::uint8_t* rgba, std::size_t width, std::uint8_t* multiplied) {
  for (std::size_t i = 0; i < 4 * width; i += 4) {
    const unsigned opacity = rgba[i + 3];
    for (std::size_t k = 0; k < 3; ++k) {
      const unsigned product = rgba[i + k] * opacity + 128;
      multiplied[i + k] = static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
    }
    multiplied[i + 3] = rgba[i + 3];
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(GrayRow);
HWY_EXPORT(ChannelRow);
HWY_EXPORT(ComposeOnWhite);
HWY_EXPORT(MultiplyWithOpacity);

}  // namespace

void gray_row(PixelLayout layout, const std::uint8_t* pixels, std::size_t width,
              std::int16_t* gray) noexcept {
  HWY_DYNAMIC_DISPATCH(GrayRow)(layout, pixels, width, gray);
}

void channel_row(PixelLayout layout, std::size_t channel, const std::uint8_t* pixels,
                 std::size_t width, std::int16_t* values) noexcept {
  HWY_DYNAMIC_DISPATCH(ChannelRow)(layout, channel, pixels, width, values);
}

void compose_on_white(const std::uint8_t* rgba, std::size_t width, std::uint8_t* rgbx) noexcept {
  HWY_DYNAMIC_DISPATCH(ComposeOnWhite)(rgba, width, rgbx);
}

void multiply_with_opacity(const std::uint8_t* rgba, std::size_t width,
                           std::uint8_t* multiplied) noexcept {
  HWY_DYNAMIC_DISPATCH(MultiplyWithOpacity)(rgba, width, multiplied);
}

}  // namespace dittograph
#endif  // HWY_ONCE
