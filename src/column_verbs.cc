// SPDX-License-Identifier: Apache-2.0
#include "column_verbs.h"

#include <cstring>

namespace dittograph {
namespace {

[[nodiscard]] bool is_ascii(std::string_view text) noexcept {
  std::uint64_t any = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    any |= word;
  }
  for (; i < text.size(); ++i) any |= static_cast<std::uint8_t>(text[i]);
  return (any & 0x8080808080808080) == 0;
}

}  // namespace

ElementView elements_of_row(std::string_view row, bool is_text, Scratch& scratch) {
  if (!is_text || is_ascii(row)) return {row.data(), row.size(), 1};
  scratch.code_points.clear();
  scratch.code_points.reserve(row.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(row.data());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t length = announced_length(bytes[i]);
    if (length == 0) continue;
    char32_t code_point = length == 1 ? bytes[i] : bytes[i] & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < row.size(); ++k) {
      code_point = code_point << 6 | (bytes[i + k] & 0x3Fu);
    }
    scratch.code_points.push_back(code_point);
  }
  return {scratch.code_points.data(), scratch.code_points.size(), sizeof(char32_t)};
}

std::size_t count_code_points(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return !is_continuation(static_cast<std::uint8_t>(byte));
  }));
}

}  // namespace dittograph
