// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles_utf8_stream.h"

#include <algorithm>
#include <cstring>

#include "dittograph/doubles_utf8.h"
#include "dittograph/utf8.h"
#include "utf8_scalar.h"

namespace dittograph {
namespace {

using detail::Utf8Carry;

// Text is checked and then counted in parts that the second-level cache holds.
constexpr std::size_t kPart = 65536;

[[nodiscard]] std::uint8_t byte_at(std::string_view text, std::size_t i) noexcept {
  return static_cast<std::uint8_t>(text[i]);
}

[[nodiscard]] std::size_t open_at_end(std::string_view text) noexcept {
  return completable_at_end(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// The start of the code point that ends at `end`, going by its bytes' kinds alone.
[[nodiscard]] std::size_t start_of_last(std::string_view text, std::size_t end) noexcept {
  if (end == 0) return 0;
  std::size_t start = end - 1;
  while (start > 0 && end - start < 4 && is_continuation(byte_at(text, start))) --start;
  return start;
}

// `cut`, or the start of the code point it is inside of. Four continuations in a row are in none:
// there the cut stays, because before them it would cut off a sequence that is whole.
[[nodiscard]] std::size_t code_point_start(std::string_view text, std::size_t cut) noexcept {
  std::size_t start = cut;
  while (cut - start < 3 && is_continuation(byte_at(text, start))) --start;
  return is_continuation(byte_at(text, start)) ? cut : start;
}

// Takes `text`, which lies at carry.offset, and leaves its end in the carry. Hands its valid part
// to `take`, in parts of whole code points; each starts with the last code point of the one before.
template <class Take>
void consume(Utf8Carry& carry, std::string_view text, Take&& take) {
  const std::size_t complete = text.size() - open_at_end(text);
  std::size_t start = 0;
  for (std::size_t end = 0; end < complete; start = start_of_last(text, end)) {
    const std::size_t begin = end;
    end = std::min(begin + kPart, complete);
    if (end < complete) end = code_point_start(text, end);
    const std::string_view part = text.substr(start, end - start);
    const std::size_t valid = validate_utf8(part);
    take(part.substr(0, valid));
    if (valid < part.size()) {
      carry.error_offset = carry.offset + start + valid;
      return;
    }
  }
  carry.offset += start;
  carry.size = text.size() - start;
  std::memmove(carry.bytes.data(), text.data() + start, carry.size);
}

template <class Take>
bool update(Utf8Carry& carry, std::string_view piece, Take&& take) {
  if (carry.error_offset || carry.finished || piece.empty()) return !carry.error_offset;

  if (carry.size != 0) {
    // The seam: what was carried, and enough of the piece to complete an open sequence (3 bytes)
    // and to hold the code point after it (4).
    constexpr std::size_t kSeam = 8;
    std::array<char, 2 * kSeam> buffer;
    const std::size_t taken = std::min(piece.size(), kSeam);
    std::memcpy(buffer.data(), carry.bytes.data(), carry.size);
    std::memcpy(buffer.data() + carry.size, piece.data(), taken);
    std::string_view seam(buffer.data(), carry.size + taken);

    std::size_t next = 0;  // in the piece: where its first own code point starts
    while (next < taken && is_continuation(byte_at(piece, next))) ++next;
    if (piece.size() > kSeam && next <= 3) {
      seam = seam.substr(0, carry.size + next + announced_length(byte_at(piece, next)));
      const std::uint64_t piece_offset = carry.offset + carry.size;
      consume(carry, seam, take);
      if (carry.error_offset) return false;
      carry.offset = piece_offset + next;
      piece.remove_prefix(next);
    } else {
      // All of a short piece, or too many continuations in a row: the error is in the seam.
      consume(carry, seam, take);
      return !carry.error_offset;
    }
  }
  consume(carry, piece, take);
  return !carry.error_offset;
}

bool finish(Utf8Carry& carry) noexcept {
  if (!carry.error_offset && !carry.finished) {
    const std::string_view rest(carry.bytes.data(), carry.size);
    if (const std::size_t open = open_at_end(rest); open != 0) {
      carry.error_offset = carry.offset + rest.size() - open;
    }
  }
  carry.finished = true;
  return !carry.error_offset;
}

// Stays within the text even if it is no longer what the kernel has seen, because somebody writes
// to it.
[[nodiscard]] char32_t decode(std::string_view text, std::size_t offset) noexcept {
  const std::uint8_t lead = byte_at(text, offset);
  const std::size_t length = std::min(announced_length(lead), text.size() - offset);
  if (length <= 1) return lead;
  char32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    code_point = (code_point << 6) | (byte_at(text, offset + i) & 0x3Fu);
  }
  return code_point;
}

// Adds the doubles of `text` to `tallier`.
void add_utf8(DoublesTallier& tallier, std::string_view text) {
  std::array<std::int64_t, 1024> offsets;
  while (true) {
    const std::size_t found = detail::find_doubles_utf8_offsets(text, offsets);
    for (std::size_t i = 0; i < found;) {
      // Doubles that follow one another at the distance of their length are of one code point.
      const auto offset = static_cast<std::size_t>(offsets[i]);
      const auto length = static_cast<std::int64_t>(announced_length(byte_at(text, offset)));
      const std::size_t first = i++;
      while (i < found && offsets[i] == offsets[i - 1] + length) ++i;
      tallier.add(decode(text, offset), i - first);
    }
    if (found < offsets.size()) return;
    text.remove_prefix(static_cast<std::size_t>(offsets.back()) + 1);
  }
}

[[nodiscard]] std::vector<DoublesTally<char32_t>> as_code_points(const DoublesTallier& tallier) {
  std::vector<DoublesTally<char32_t>> tally;
  for (const auto& [element, count] : tallier.tally()) {
    tally.push_back({static_cast<char32_t>(element), count});
  }
  return tally;
}

}  // namespace

bool Utf8DoublesCounter::update(std::string_view piece) noexcept {
  return dittograph::update(carry_, piece,
                            [this](std::string_view part) { count_ += count_doubles_utf8(part); });
}

bool Utf8DoublesCounter::finish() noexcept { return dittograph::finish(carry_); }

bool Utf8DoublesTallier::update(std::string_view piece) {
  return dittograph::update(carry_, piece,
                            [this](std::string_view part) { add_utf8(tallier_, part); });
}

bool Utf8DoublesTallier::finish() noexcept { return dittograph::finish(carry_); }

std::vector<DoublesTally<char32_t>> Utf8DoublesTallier::tally() const {
  return as_code_points(tallier_);
}

std::vector<DoublesTally<char32_t>> tally_doubles_utf8(std::string_view text) {
  DoublesTallier tallier;
  add_utf8(tallier, text);
  return as_code_points(tallier);
}

}  // namespace dittograph
