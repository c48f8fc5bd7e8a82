// SPDX-License-Identifier: Apache-2.0
// Text that comes in pieces, handed on in whole elements that have been checked.
#ifndef DITTOGRAPH_TEXT_PIECES_H_
#define DITTOGRAPH_TEXT_PIECES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dittograph/encoding.h"
#include "dittograph/utf8.h"
#include "utf8_scalar.h"

namespace dittograph {

// Text is checked and then read once more in parts that the second-level cache holds.
inline constexpr std::size_t kCheckedPart = 65536;

[[nodiscard]] inline const std::uint8_t* unsigned_bytes(std::string_view text) noexcept {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

[[nodiscard]] inline std::uint8_t byte_at(std::string_view text, std::size_t i) noexcept {
  return static_cast<std::uint8_t>(text[i]);
}

/// `cut`, or the start of the element it is inside of. Four continuations in a row are in none:
/// there the cut stays, because before them it would cut off a sequence that is whole.
template <Encoding kEncoding>
[[nodiscard]] std::size_t element_start(std::string_view text, std::size_t cut) noexcept {
  if constexpr (kEncoding == Encoding::kBytes) return cut;
  if (cut >= text.size()) return text.size();
  std::size_t start = cut;
  while (cut - start < 3 && start > 0 && is_continuation(byte_at(text, start))) --start;
  return is_continuation(byte_at(text, start)) ? cut : start;
}

/// Moves bytes from `piece` to the open sequence, of which there is a beginning, until it is whole
/// or wrong or the piece is at its end. Returns whether it is whole.
[[nodiscard]] inline bool complete(detail::OpenSequence& open, std::string_view& piece) noexcept {
  const auto* sequence = reinterpret_cast<const std::uint8_t*>(open.bytes.data());
  const std::size_t length = announced_length(sequence[0]);
  while (open.size < length && !piece.empty()) {
    const std::uint8_t byte = byte_at(piece, 0);
    if (open.size == 1 ? !is_second_byte(sequence[0], byte) : !is_continuation(byte)) {
      open.error_offset = open.offset;
      return false;
    }
    open.bytes[open.size++] = piece[0];
    piece.remove_prefix(1);
  }
  return open.size == length;
}

/// Hands the elements of a piece, whole and valid, to `take`, in their order and in parts. Returns
/// whether all text so far is valid; from the first invalid byte on, or after finish(), it does
/// nothing more.
template <Encoding kEncoding, class Take>
bool take_piece(detail::OpenSequence& open, std::string_view piece, Take&& take) {
  if (open.error_offset || open.finished) return !open.error_offset;
  if constexpr (kEncoding == Encoding::kBytes) {
    for (; !piece.empty(); piece.remove_prefix(std::min(kCheckedPart, piece.size()))) {
      take(piece.substr(0, kCheckedPart));
    }
    return true;
  }

  if (open.size != 0) {
    if (!complete(open, piece)) return !open.error_offset;
    take(std::string_view(open.bytes.data(), open.size));
    open.offset += open.size;
    open.size = 0;
  }
  const std::size_t whole = piece.size() - completable_at_end(unsigned_bytes(piece), piece.size());
  for (std::size_t begin = 0; begin < whole;) {
    std::size_t end = std::min(begin + kCheckedPart, whole);
    if (end < whole) end = element_start<kEncoding>(piece, end);
    const std::string_view part = piece.substr(begin, end - begin);
    const std::size_t valid = validate_utf8(part);
    if (valid != 0) take(part.substr(0, valid));
    if (valid < part.size()) {
      open.error_offset = open.offset + begin + valid;
      return false;
    }
    begin = end;
  }
  open.size = piece.size() - whole;
  if (open.size != 0) std::memcpy(open.bytes.data(), piece.data() + whole, open.size);
  open.offset += whole;
  return true;
}

/// Says that the text ends here. Returns whether all of it is valid.
inline bool finish_pieces(detail::OpenSequence& open) noexcept {
  if (!open.error_offset && !open.finished && open.size != 0) open.error_offset = open.offset;
  open.finished = true;
  return !open.error_offset;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TEXT_PIECES_H_
