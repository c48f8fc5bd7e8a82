// SPDX-License-Identifier: Apache-2.0
// BlurHash without its sums: sRGB, quantising, base 83. No function of the C library that could
// have other bits elsewhere, only arithmetic and square roots. Compiled without contraction.
#include "placeholder_blurhash.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "placeholder_cosine.h"

namespace dittograph {
namespace {

// Of 0 < value <= 1, to a few units in the last place: Newton's iteration from above, where it
// goes down until rounding stops it.
double fifth_root(double value) noexcept {
  double root = 1;
  for (;;) {
    const double squared = root * root;
    const double next = (4 * root + value / (squared * squared)) / 5;
    if (next >= root) return root;
    root = next;
  }
}

// The byte that is nearest in sRGB to an intensity. Halves go up, even if rounding has taken a
// little off.
int srgb_of_linear(double intensity) noexcept {
  intensity *= 1 + 0x1p-40;
  int below = 0;
  for (int bit = 128; bit != 0; bit /= 2) {
    if (intensity >= linear_of_srgb(below + bit - 0.5)) below += bit;
  }
  return below;
}

// 0 to 18, 9 of which is none.
int quantised(double value, double largest) noexcept {
  const double root = std::copysign(std::sqrt(std::abs(value / largest)), value);
  return static_cast<int>(std::clamp(std::floor(root * 9 + 9.5), 0.0, 18.0));
}

void append_base_83(std::string& text, int value, int digits) {
  constexpr char kDigits[] =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  int power = 1;
  for (int i = 1; i < digits; ++i) power *= 83;
  for (; power != 0; power /= 83) text += kDigits[value / power % 83];
}

}  // namespace

double linear_of_srgb(double value) noexcept {
  const double share = value / 255;
  if (share <= 0.04045) return share / 12.92;
  const double base = (share + 0.055) / 1.055;
  return base * base * fifth_root(base * base);  // to the power of 2.4
}

const std::array<float, 256>& linear_table() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double scaled = linear_of_srgb(static_cast<double>(i)) * kLinearScale;
      values[i] = static_cast<float>(std::floor(scaled + 0.5));
    }
    return values;
  }();
  return table;
}

std::vector<double> half_turn_cosines(std::int32_t size) {
  std::vector<double> cosines(static_cast<std::size_t>(size) + 1);
  for (std::size_t k = 0; k < cosines.size(); ++k) {
    cosines[k] = cosine(std::numbers::pi * static_cast<double>(k) / size);
  }
  return cosines;
}

std::string blurhash_string(std::span<const double> components, int x_components,
                            int y_components) {
  std::string text;
  append_base_83(text, (x_components - 1) + (y_components - 1) * 9, 1);
  const auto varying = components.subspan(3);
  double largest = 0;
  for (const double value : varying) largest = std::max(largest, std::abs(value));
  const double scaled = std::clamp(std::floor(largest * 166 - 0.5), 0.0, 82.0);
  append_base_83(text, varying.empty() ? 0 : static_cast<int>(scaled), 1);
  append_base_83(text,
                 (srgb_of_linear(components[0]) << 16) + (srgb_of_linear(components[1]) << 8) +
                     srgb_of_linear(components[2]),
                 4);
  const double bound = (scaled + 1) / 166;
  for (std::size_t i = 0; i < varying.size(); i += 3) {
    append_base_83(text,
                   (quantised(varying[i], bound) * 19 + quantised(varying[i + 1], bound)) * 19 +
                       quantised(varying[i + 2], bound),
                   2);
  }
  return text;
}

}  // namespace dittograph
