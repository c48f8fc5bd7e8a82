// SPDX-License-Identifier: Apache-2.0
// A cosine transform by a real Fourier transform (Makhoul, "A fast cosine transform in one and two
// dimensions", 1980), that one by passes of radix 2 and 4 (Swarztrauber, "Vectorizing the FFTs",
// 1982: FFTPACK), as SciPy has it.
// This file is compiled without contraction to fused operations.
#include "imagehash_dct.h"

#include <array>
#include <cstddef>
#include <numbers>

namespace dittograph {
namespace {

constexpr std::size_t kSize = kDctSize;
using Values = std::array<double, kSize>;

struct Rotation {
  double cosine;
  double sine;
};

// The angles 2 pi i / 32, i from 1 on. As SciPy computes them from two tables: the last digits are
// not always those of the nearest number.
constexpr Rotation kRotations[] = {
    {0.9807852804032304, 0.19509032201612825}, {0.9238795325112867, 0.3826834323650898},
    {0.8314696123025452, 0.5555702330196022},  {0.7071067811865475, 0.7071067811865476},
    {0.5555702330196022, 0.8314696123025452},  {0.3826834323650898, 0.9238795325112867},
    {0.19509032201612825, 0.9807852804032304},
};

// cos(2 pi i / 128), i from 1 on; likewise.
constexpr double kCosines[kSize] = {
    0.9987954562051724,  0.9951847266721969,  0.989176509964781,   0.9807852804032304,
    0.970031253194544,   0.9569403357322088,  0.9415440651830208,  0.9238795325112867,
    0.9039892931234433,  0.881921264348355,   0.8577286100002721,  0.8314696123025452,
    0.8032075314806449,  0.773010453362737,   0.7409511253549591,  0.7071067811865475,
    0.6715589548470183,  0.6343932841636455,  0.5956993044924332,  0.5555702330196022,
    0.5141027441932217,  0.47139673682599753, 0.42755509343028203, 0.38268343236508967,
    0.33688985339221994, 0.2902846772544623,  0.24298017990326393, 0.19509032201612825,
    0.14673047445536164, 0.09801714032956049, 0.04906767432741799, -0.0,
};

// A pass of radix kRadix over kCount sequences of halfcomplex numbers, of kLength each.
template <std::size_t kRadix, std::size_t kLength, std::size_t kCount>
struct Pass {
  const Values& from;
  Values to{};

  [[nodiscard]] double in(std::size_t i, std::size_t part, std::size_t k) const noexcept {
    return from[i + kLength * (part + kRadix * k)];
  }
  double& out(std::size_t i, std::size_t k, std::size_t part) noexcept {
    return to[i + kLength * (k + kCount * part)];
  }
  // Puts (re, im), turned, at i - 1 and i. Part p turns by p times the angle of part 1.
  void put(std::size_t i, std::size_t k, std::size_t part, double re, double im) noexcept {
    const Rotation by = kRotations[part * kCount * (i / 2) - 1];
    out(i, k, part) = by.cosine * im + by.sine * re;
    out(i - 1, k, part) = by.cosine * re - by.sine * im;
  }
};

template <std::size_t kLength, std::size_t kCount>
Values radix2(const Values& from) noexcept {
  Pass<2, kLength, kCount> pass{from};
  for (std::size_t k = 0; k < kCount; ++k) {
    constexpr std::size_t kLast = kLength - 1;
    pass.out(0, k, 0) = pass.in(0, 0, k) + pass.in(kLast, 1, k);
    pass.out(0, k, 1) = pass.in(0, 0, k) - pass.in(kLast, 1, k);
    pass.out(kLast, k, 0) = 2 * pass.in(kLast, 0, k);
    pass.out(kLast, k, 1) = -2 * pass.in(0, 1, k);
    for (std::size_t i = 2; i < kLength; i += 2) {
      const std::size_t opposite = kLength - i;
      pass.out(i - 1, k, 0) = pass.in(i - 1, 0, k) + pass.in(opposite - 1, 1, k);
      pass.out(i, k, 0) = pass.in(i, 0, k) - pass.in(opposite, 1, k);
      pass.put(i, k, 1, pass.in(i - 1, 0, k) - pass.in(opposite - 1, 1, k),
               pass.in(i, 0, k) + pass.in(opposite, 1, k));
    }
  }
  return pass.to;
}

template <std::size_t kLength, std::size_t kCount>
Values radix4(const Values& from) noexcept {
  Pass<4, kLength, kCount> pass{from};
  for (std::size_t k = 0; k < kCount; ++k) {
    constexpr std::size_t kLast = kLength - 1;
    const double ends = pass.in(0, 0, k) + pass.in(kLast, 3, k);
    const double between_ends = pass.in(0, 0, k) - pass.in(kLast, 3, k);
    const double even = 2 * pass.in(kLast, 1, k);
    const double odd = 2 * pass.in(0, 2, k);
    pass.out(0, k, 0) = ends + even;
    pass.out(0, k, 1) = between_ends - odd;
    pass.out(0, k, 2) = ends - even;
    pass.out(0, k, 3) = between_ends + odd;
    if constexpr (kLength % 2 == 0) {
      const double im_sum = pass.in(0, 3, k) + pass.in(0, 1, k);
      const double im_difference = pass.in(0, 3, k) - pass.in(0, 1, k);
      const double re_sum = pass.in(kLast, 0, k) + pass.in(kLast, 2, k);
      const double re_difference = pass.in(kLast, 0, k) - pass.in(kLast, 2, k);
      pass.out(kLast, k, 0) = re_sum + re_sum;
      pass.out(kLast, k, 1) = std::numbers::sqrt2 * (re_difference - im_sum);
      pass.out(kLast, k, 2) = im_difference + im_difference;
      pass.out(kLast, k, 3) = -std::numbers::sqrt2 * (re_difference + im_sum);
    }
    for (std::size_t i = 2; i < kLength; i += 2) {
      const std::size_t opposite = kLength - i;
      const double re03 = pass.in(i - 1, 0, k) + pass.in(opposite - 1, 3, k);
      const double re0 = pass.in(i - 1, 0, k) - pass.in(opposite - 1, 3, k);
      const double im0 = pass.in(i, 0, k) + pass.in(opposite, 3, k);
      const double im03 = pass.in(i, 0, k) - pass.in(opposite, 3, k);
      const double im2 = pass.in(i, 2, k) + pass.in(opposite, 1, k);
      const double im21 = pass.in(i, 2, k) - pass.in(opposite, 1, k);
      const double re21 = pass.in(i - 1, 2, k) + pass.in(opposite - 1, 1, k);
      const double re2 = pass.in(i - 1, 2, k) - pass.in(opposite - 1, 1, k);
      pass.out(i - 1, k, 0) = re03 + re21;
      pass.out(i, k, 0) = im03 + im21;
      pass.put(i, k, 1, re0 - im2, im0 + re2);
      pass.put(i, k, 2, re03 - re21, im03 - im21);
      pass.put(i, k, 3, re0 + im2, im0 - re2);
    }
  }
  return pass.to;
}

}  // namespace

Values dct(Values values) noexcept {
  values[0] *= 2;
  values[kSize - 1] *= 2;
  for (std::size_t k = 1; k < kSize - 1; k += 2) {
    const double next = values[k + 1];
    values[k + 1] = next - values[k];
    values[k] += next;
  }
  values = radix4<1, 8>(radix4<4, 2>(radix2<16, 1>(values)));
  for (std::size_t k = 1; k < kSize / 2; ++k) {
    const std::size_t opposite = kSize - k;
    const double a = kCosines[k - 1] * values[opposite] + kCosines[opposite - 1] * values[k];
    const double b = kCosines[k - 1] * values[k] - kCosines[opposite - 1] * values[opposite];
    values[k] = 0.5 * (a + b);
    values[opposite] = 0.5 * (a - b);
  }
  values[kSize / 2] *= kCosines[kSize / 2 - 1];
  return values;
}

}  // namespace dittograph
