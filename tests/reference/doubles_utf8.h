// SPDX-License-Identifier: Apache-2.0
// The oracle for UTF-8: a strict decoder, whose code points tests/reference/doubles.h then counts,
// and the definition by bytes that dittograph/doubles_utf8.h gives for text that may be invalid.
#ifndef DITTOGRAPH_TESTS_REFERENCE_DOUBLES_UTF8_H_
#define DITTOGRAPH_TESTS_REFERENCE_DOUBLES_UTF8_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/doubles.h"

namespace dittograph::reference {

struct ByteRange {
  unsigned low;
  unsigned high;
};

struct WellFormedSequence {
  std::size_t length;
  std::array<ByteRange, 4> bytes;
};

/// Table 3-7 of the Unicode Standard, version 16, row by row.
inline constexpr std::array<WellFormedSequence, 9> kTable3_7 = {{
    {1, {{{0x00, 0x7F}}}},
    {2, {{{0xC2, 0xDF}, {0x80, 0xBF}}}},
    {3, {{{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}}}},
    {3, {{{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}}}},
    {3, {{{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}}}},
    {3, {{{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}}}},
    {4, {{{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}}},
    {4, {{{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}}},
    {4, {{{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}}}},
}};

struct DecodedUtf8 {
  std::u32string code_points;         // those before the first invalid byte
  std::size_t valid_up_to = 0;        // offset of the first invalid byte, or the size
  std::size_t completable_up_to = 0;  // that much might be the beginning of valid text
};

[[nodiscard]] inline unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

/// The code point of `sequence`, whose length its lead byte announces.
[[nodiscard]] inline char32_t decode_sequence(std::string_view sequence) {
  const unsigned lead = byte_at(sequence, 0);
  if (sequence.size() == 1) return lead;
  char32_t code_point = lead & (0xFFu >> (sequence.size() + 1));
  for (std::size_t i = 1; i < sequence.size(); ++i) {
    code_point = code_point * 64 + byte_at(sequence, i) % 64;
  }
  return code_point;
}

[[nodiscard]] inline DecodedUtf8 decode_utf8(std::string_view text) {
  DecodedUtf8 decoded;
  while (!text.empty()) {
    std::size_t length = 0;
    std::size_t longest_fit = 0;
    for (const auto& row : kTable3_7) {
      std::size_t fit = 0;
      while (fit < row.length && fit < text.size() && row.bytes[fit].low <= byte_at(text, fit) &&
             byte_at(text, fit) <= row.bytes[fit].high) {
        ++fit;
      }
      if (fit == row.length) length = fit;
      longest_fit = std::max(longest_fit, fit);
    }
    decoded.completable_up_to = decoded.valid_up_to + longest_fit;
    if (length == 0) break;
    decoded.code_points.push_back(decode_sequence(text.substr(0, length)));
    decoded.valid_up_to += length;
    text.remove_prefix(length);
  }
  return decoded;
}

struct Utf8Double {
  std::int64_t offset;
  std::int64_t position;  // bytes before it that are not continuation bytes
  char32_t element;
};

/// Each byte that is not a continuation opens a sequence of the length it announces; it is doubled
/// if the same bytes come once more right behind.
[[nodiscard]] inline std::vector<Utf8Double> find_doubles_by_bytes(std::string_view text) {
  std::vector<Utf8Double> doubles;
  std::int64_t position = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned lead = byte_at(text, i);
    if (0x80 <= lead && lead < 0xC0) continue;
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view sequence = text.substr(i, length);
    if (text.substr(i + sequence.size(), length) == sequence && sequence.size() == length) {
      doubles.push_back({static_cast<std::int64_t>(i), position, decode_sequence(sequence)});
    }
    ++position;
  }
  return doubles;
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_DOUBLES_UTF8_H_
