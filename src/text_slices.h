// SPDX-License-Identifier: Apache-2.0
// Text as bytes, cut into slices of whole elements, and the runs at their two ends. Of text that is
// not valid nothing is promised here but that nothing outside it is read.
#ifndef DITTOGRAPH_TEXT_SLICES_H_
#define DITTOGRAPH_TEXT_SLICES_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dittograph/elements.h"
#include "dittograph/encoding.h"
#include "text_pieces.h"
#include "utf8_scalar.h"

namespace dittograph {

// A slice has no more doubles than there is room for on the stack.
inline constexpr std::size_t kSlice = 4096;
using SlicePositions = std::array<std::int64_t, kSlice>;

[[nodiscard]] inline ElementView view_bytes(std::string_view text) noexcept {
  return {text.data(), text.size(), 1};
}

[[nodiscard]] inline bool is_ascii(std::string_view text) noexcept {
  // In blocks that a compiler reads with vectors: other text shows in the first of them, as a rule.
  constexpr std::size_t kBlock = 128;
  for (; text.size() >= kBlock; text.remove_prefix(kBlock)) {
    std::uint8_t any = 0;
    for (std::size_t i = 0; i < kBlock; ++i) any |= static_cast<std::uint8_t>(text[i]);
    if (any >= 0x80) return false;
  }
  std::uint64_t any = 0;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    any |= word;
  }
  for (const char c : text) any |= static_cast<std::uint8_t>(c);
  return (any & 0x8080808080808080) == 0;
}

/// The length of the element that starts at `offset`, which is inside the text; at least 1.
template <Encoding kEncoding>
[[nodiscard]] std::size_t element_length(std::string_view text, std::size_t offset) noexcept {
  if constexpr (kEncoding == Encoding::kBytes) return 1;
  const std::size_t length = announced_length(byte_at(text, offset));
  return std::clamp<std::size_t>(length, 1, text.size() - offset);
}

/// The code point of a sequence of `length` bytes, made of those that are there.
[[nodiscard]] inline char32_t decode_sequence(std::string_view bytes, std::size_t length) noexcept {
  const std::uint8_t lead = byte_at(bytes, 0);
  if (length == 1) return lead;
  char32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    code_point = (code_point << 6) | (byte_at(bytes, i) & 0x3Fu);
  }
  return code_point;
}

/// The code point of a sequence, or the byte.
template <Encoding kEncoding>
[[nodiscard]] char32_t decode(std::string_view element) noexcept {
  return decode_sequence(element, kEncoding == Encoding::kBytes ? 1 : element.size());
}

/// How many elements there are.
template <Encoding kEncoding>
[[nodiscard]] std::uint64_t count_elements(std::string_view text) noexcept {
  if constexpr (kEncoding == Encoding::kBytes) return text.size();
  // Lanes of a byte, which a compiler adds up in vectors, emptied before they can overflow.
  std::uint64_t count = 0;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, 255);
    std::uint8_t starts = 0;
    for (const char c : part) {
      starts = static_cast<std::uint8_t>(starts + (static_cast<signed char>(c) >= -64 ? 1 : 0));
    }
    count += starts;
    text.remove_prefix(part.size());
  }
  return count;
}

/// How many bytes of `text` equal those `distance` before them, from `distance` on.
[[nodiscard]] inline std::size_t repeated_bytes(std::string_view text,
                                                std::size_t distance) noexcept {
  std::size_t i = distance;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t here = 0;
    std::uint64_t before = 0;
    std::memcpy(&here, text.data() + i, 8);
    std::memcpy(&before, text.data() + i - distance, 8);
    if (const std::uint64_t differ = here ^ before; differ != 0) {
      return i - distance + static_cast<std::size_t>(std::countr_zero(differ)) / 8;
    }
  }
  while (i < text.size() && text[i] == text[i - distance]) ++i;
  return std::min(i, text.size()) - std::min(distance, text.size());
}

/// How many bytes at the start of `text` are that element over and over.
[[nodiscard]] inline std::size_t leading_run(std::string_view text,
                                             const detail::ElementBytes& element) noexcept {
  if (element.size == 0 || !text.starts_with(element.view())) return 0;
  const std::size_t repeated = repeated_bytes(text, element.size);
  return element.size + repeated - repeated % element.size;
}

/// Where the last run starts. The text is not empty.
template <Encoding kEncoding>
[[nodiscard]] std::size_t start_of_last_run(std::string_view text) noexcept {
  std::size_t start = element_start<kEncoding>(text, text.size() - 1);
  const std::size_t length = text.size() - start;
  const char* element = text.data() + start;
  // A word at a time as long as a word of them is the same as one element later.
  while (start >= 8) {
    std::uint64_t here = 0;
    std::uint64_t later = 0;
    std::memcpy(&here, text.data() + start - 8, 8);
    std::memcpy(&later, text.data() + start - 8 + length, 8);
    if (here != later) break;
    start -= 8 - 8 % length;
  }
  while (start >= length && std::memcmp(text.data() + start - length, element, length) == 0) {
    start -= length;
  }
  return start;
}

[[nodiscard]] inline detail::ElementBytes copy_of(std::string_view element) noexcept {
  detail::ElementBytes copy;
  copy.size = std::min(element.size(), copy.bytes.size());
  std::memcpy(copy.bytes.data(), element.data(), copy.size);
  return copy;
}

/// Calls `take` for slices of the text, each of whole elements, until it returns false.
template <Encoding kEncoding, class Take>
void for_each_slice(std::string_view text, Take&& take) {
  while (!text.empty()) {
    std::size_t end = std::min(kSlice, text.size());
    if (end < text.size()) end = element_start<kEncoding>(text, end);
    if (!take(text.substr(0, end))) return;
    text.remove_prefix(end);
  }
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TEXT_SLICES_H_
