// SPDX-License-Identifier: Apache-2.0
// UTF-8 text for tests: random, but the same in every run.
#ifndef DITTOGRAPH_TESTS_CPP_UTF8_TEXTS_H_
#define DITTOGRAPH_TESTS_CPP_UTF8_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace dittograph {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t operator()() { return engine_(); }

  /// `low` to `high`, both included. The distributions of <random> differ between libraries.
  char32_t between(char32_t low, char32_t high) {
    return low + static_cast<char32_t>(engine_() % (high - low + 1));
  }

 private:
  std::mt19937_64 engine_;
};

/// By the bits of table 3-6 of the Unicode Standard. Surrogates are encoded like anything else.
[[nodiscard]] inline std::string encode_utf8(char32_t code_point) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  const auto continuation = [&](int shift) { return byte(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0 | (code_point >> 6)), continuation(0)};
  if (code_point < 0x10000) {
    return {byte(0xE0 | (code_point >> 12)), continuation(6), continuation(0)};
  }
  return {byte(0xF0 | (code_point >> 18)), continuation(12), continuation(6), continuation(0)};
}

/// One that takes `length` bytes.
[[nodiscard]] inline char32_t random_code_point(Random& random, std::size_t length) {
  switch (length) {
    case 1:
      return random.between(0x00, 0x7F);
    case 2:
      return random.between(0x80, 0x7FF);
    case 3:
      return random() % 2 == 0 ? random.between(0x800, 0xD7FF) : random.between(0xE000, 0xFFFF);
    default:
      return random.between(0x10000, 0x10FFFF);
  }
}

/// Valid text of `size` code points or, for the sake of whole doubles, one more. A third of them
/// are doubled. Others differ from the one before in a single bit, so that in UTF-8 they share all
/// bytes but one. Which lengths occur changes every now and then.
[[nodiscard]] inline std::string random_utf8(Random& random, std::size_t size) {
  std::string text;
  std::uint64_t lengths = 0b1111;
  char32_t last = 'a';
  for (std::size_t i = 0; i < size; ++i) {
    if (random() % 300 == 0) lengths = random() % 15 + 1;
    std::size_t length = random() % 4 + 1;
    while ((lengths >> (length - 1) & 1) == 0) length = length % 4 + 1;
    const char32_t near = last ^ (char32_t{1} << random() % 16);
    const bool is_scalar_value = (near < 0xD800 || 0xDFFF < near) && near <= 0x10FFFF;
    last = random() % 3 == 0 && is_scalar_value && encode_utf8(near).size() == length
               ? near
               : random_code_point(random, length);
    text += encode_utf8(last);
    if (random() % 3 == 0) {
      text += encode_utf8(last);
      ++i;
    }
  }
  return text;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_UTF8_TEXTS_H_
