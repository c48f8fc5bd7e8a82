// SPDX-License-Identifier: Apache-2.0
// Kernels over pieces of columns.
#ifndef DITTOGRAPH_COLUMN_DOUBLES_H_
#define DITTOGRAPH_COLUMN_DOUBLES_H_

#include <cstddef>
#include <cstdint>

#include "column_pieces.h"

namespace dittograph {

/// Bit i of `doubles`: at byte i an element begins that is equal to the next, which may be in the
/// next row. `size` is at most kPieceBytes + 8; what a Scratch has is enough room, and no other
/// bits of the words that hold bits 0 to `size` are set. Returns whether all elements are single
/// bytes.
bool find_doubles_of_piece(const std::uint8_t* bytes, std::size_t size, bool is_text,
                           std::uint64_t* doubles) noexcept;

/// Writes the number of doubles of each row to `counts`. `doubles` is what find_doubles_of_piece
/// has written, `is_narrow` what it has returned.
void count_doubles_of_rows(const Piece& piece, bool is_narrow, const std::uint64_t* doubles,
                           std::int64_t* counts) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_DOUBLES_H_
