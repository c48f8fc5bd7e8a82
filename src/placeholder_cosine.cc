// SPDX-License-Identifier: Apache-2.0
// Cody and Waite's reduction by multiples of pi/2, held in pieces of 33 bits, then a polynomial.
// Coefficients and order of operations are those of Sun's fdlibm 5.3, of which V8 has a port: the
// ThumbHash of a plain image is made of rounding errors, so that every bit counts. Compiled
// without contraction.
#include "placeholder_cosine.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace dittograph {
namespace {

// Sign, exponent and the first 20 bits of the fraction.
std::uint32_t high_word(double value) noexcept {
  return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value) >> 32);
}

constexpr int exponent_of(std::uint32_t high) noexcept {
  return static_cast<int>((high >> 20) & 0x7FF);
}

// The angle is head + tail.
struct Reduced {
  double head;
  double tail;
  int quarter_turns;
};

Reduced reduce(double angle) noexcept {
  if (high_word(angle) <= 0x3FE921FB) return {angle, 0, 0};  // pi/4
  // pi/2 in pieces, and what each leaves over.
  constexpr double kPiece[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69};
  constexpr double kRest[] = {0x1.0b4611a626331p-34, 0x1.3198a2e037073p-69, 0x1.b839a252049c1p-104};
  const int turns = static_cast<int>(std::floor(angle * (2 / std::numbers::pi) + 0.5));
  const double n = turns;
  double rest = angle - n * kPiece[0];
  double error = n * kRest[0];
  double head = rest - error;
  // Near a multiple of pi/2 nothing is left of the digits so far.
  if (high_word(angle) == high_word(n * (std::numbers::pi / 2))) {
    const int exponent = exponent_of(high_word(angle));
    constexpr int kLost[] = {16, 49};
    for (int i = 0; i < 2 && exponent - exponent_of(high_word(head)) > kLost[i]; ++i) {
      const double before = rest;
      error = n * kPiece[i + 1];
      rest = before - error;
      error = n * kRest[i + 1] - ((before - rest) - error);
      head = rest - error;
    }
  }
  return {head, (rest - head) - error, turns};
}

double sine_near_0(double x, double tail) noexcept {
  const double z = x * x;
  const double v = z * x;
  const double r = 8.33333333332248946124e-03 +
                   z * (-1.98412698298579493134e-04 +
                        z * (2.75573137070700676789e-06 +
                             z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  return x - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01);
}

double cosine_near_0(double x, double tail) noexcept {
  const std::uint32_t high = high_word(x) & 0x7FFFFFFF;
  if (high < 0x3E400000) return 1;  // 2^-27
  const double z = x * x;
  const double r =
      z * (4.16666666666666019037e-02 +
           z * (-1.38888888888741095749e-03 +
                z * (2.48015872894767294178e-05 +
                     z * (-2.75573143513906633035e-07 +
                          z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  if (high < 0x3FD33333) return 1 - (0.5 * z - (z * r - x * tail));  // 0.3
  // About x / 4, of few digits, so that 1 less it is exact.
  const double part =
      high > 0x3FE90000 ? 0.28125 : std::bit_cast<double>(std::uint64_t{high - 0x00200000} << 32);
  return (1 - part) - ((0.5 * z - part) - (z * r - x * tail));
}

}  // namespace

double cosine(double angle) noexcept {
  assert(angle >= 0 && angle <= 10 * std::numbers::pi);
  const Reduced reduced = reduce(angle);
  switch (reduced.quarter_turns & 3) {
    case 0:
      return cosine_near_0(reduced.head, reduced.tail);
    case 1:
      return -sine_near_0(reduced.head, reduced.tail);
    case 2:
      return -cosine_near_0(reduced.head, reduced.tail);
    default:
      return sine_near_0(reduced.head, reduced.tail);
  }
}

}  // namespace dittograph
