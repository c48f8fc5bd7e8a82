// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_UTF8_H_
#define DITTOGRAPH_UTF8_H_

#include <cstddef>
#include <string_view>

namespace dittograph {

/// The offset of the first byte that does not belong to a well-formed UTF-8 sequence (Unicode 16,
/// table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF), or `text.size()` if all is
/// valid. A sequence cut off by the end of the text is reported at its lead byte. The offset equals
/// Python's `UnicodeDecodeError.start` and Rust's `Utf8Error::valid_up_to`.
///
/// O(n), allocates nothing. The lookup algorithm of J. Keiser and D. Lemire, "Validating UTF-8 in
/// less than one instruction per byte", Software: Practice and Experience 51 (5), 2021.
[[nodiscard]] std::size_t validate_utf8(std::string_view text) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_UTF8_H_
