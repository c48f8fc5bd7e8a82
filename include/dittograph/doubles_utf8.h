// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_DOUBLES_UTF8_H_
#define DITTOGRAPH_DOUBLES_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/doubles.h"

/// Doubles among the code points of UTF-8 text, compared where they lie: nothing is decoded.
///
/// The functions expect valid UTF-8 (see utf8.h) and do not check it. Invalid bytes are never a
/// danger: nothing past the end is read, and the result is the same on every machine. A lead byte
/// is taken at its word (0xC0..0xDF opens 2 bytes, 0xE0..0xEF 3, 0xF0..0xFF 4, below 0x80 stands
/// alone), and its double is the same bytes once more right behind them.
namespace dittograph {

/// The number of equal neighbouring code points. O(n), allocates nothing.
[[nodiscard]] std::uint64_t count_doubles_utf8(std::string_view text) noexcept;

/// Writes the positions of the first doubles, ascending, as code-point indices (the number of bytes
/// before that are not continuation bytes), until `positions` is full; returns how many it wrote.
/// O(n), allocates nothing.
std::size_t find_doubles_utf8(std::string_view text, std::span<std::int64_t> positions) noexcept;

/// The positions of all doubles, ascending, as code-point indices. Throws std::bad_alloc.
[[nodiscard]] std::vector<std::int64_t> find_doubles_utf8(std::string_view text);

/// How often each code point is doubled, most frequent first, ties by first occurrence. Expects
/// valid UTF-8: of an invalid sequence the element is whatever its bits decode to.
/// Throws std::bad_alloc.
[[nodiscard]] std::vector<DoublesTally<char32_t>> tally_doubles_utf8(std::string_view text);

namespace detail {
/// find_doubles_utf8 with positions as byte offsets.
std::size_t find_doubles_utf8_offsets(std::string_view text,
                                      std::span<std::int64_t> offsets) noexcept;
}  // namespace detail

}  // namespace dittograph

#endif  // DITTOGRAPH_DOUBLES_UTF8_H_
