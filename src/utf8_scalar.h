// SPDX-License-Identifier: Apache-2.0
// UTF-8 one sequence at a time, for what is too short for vectors.
#ifndef DITTOGRAPH_UTF8_SCALAR_H_
#define DITTOGRAPH_UTF8_SCALAR_H_

#include <cstddef>
#include <cstdint>

namespace dittograph {

[[nodiscard]] inline bool is_continuation(std::uint8_t byte) noexcept {
  return (byte & 0xC0) == 0x80;
}

/// How many bytes the sequence has that `lead` opens, taken at its word; 0 for a continuation.
[[nodiscard]] inline std::size_t announced_length(std::uint8_t lead) noexcept {
  if (lead < 0x80) return 1;
  if (lead < 0xC0) return 0;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

/// Whether `second` may follow `lead`, which is 0xC2 to 0xF4, in a well-formed sequence. The range
/// is narrower after E0 and F0 (overlong), ED (surrogates), F4 (above U+10FFFF).
[[nodiscard]] inline bool is_second_byte(std::uint8_t lead, std::uint8_t second) noexcept {
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return low <= second && second <= high;
}

/// How many bytes at the end of the first `size` of `text` belong to a sequence that goes on after
/// them, going by its lead byte alone: 0 to 3.
[[nodiscard]] inline std::size_t incomplete_at_end(const std::uint8_t* text,
                                                   std::size_t size) noexcept {
  for (std::size_t back = 1; back <= 3 && back <= size; ++back) {
    const std::uint8_t byte = text[size - back];
    if (!is_continuation(byte)) return announced_length(byte) > back ? back : 0;
  }
  return 0;
}

/// The same, but 0 if no text that follows can make a well-formed sequence of them.
[[nodiscard]] inline std::size_t completable_at_end(const std::uint8_t* text,
                                                    std::size_t size) noexcept {
  const std::size_t open = incomplete_at_end(text, size);
  if (open == 0) return 0;
  const std::uint8_t* sequence = text + size - open;
  if (sequence[0] < 0xC2 || sequence[0] > 0xF4) return 0;
  return open == 1 || is_second_byte(sequence[0], sequence[1]) ? open : 0;
}

/// The length of the well-formed sequence (Unicode 16, table 3-7) that `text` starts with; 0 if it
/// starts with none. Precondition: `size` > 0.
[[nodiscard]] inline std::size_t valid_sequence_length(const std::uint8_t* text,
                                                       std::size_t size) noexcept {
  const std::uint8_t lead = text[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;  // continuations, overlong C0 and C1, above U+10FFFF
  const std::size_t length = announced_length(lead);
  if (size < length) return 0;
  if (!is_second_byte(lead, text[1])) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  return length;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_UTF8_SCALAR_H_
