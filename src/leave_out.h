// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_LEAVE_OUT_H_
#define DITTOGRAPH_LEAVE_OUT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dittograph {

/// Copies the bytes whose bit of `surplus` is not set, 64 of them a word, and returns how many they
/// are; what lies behind them in the span is then arbitrary. Precondition: `copy` has room for all
/// of `text`, which it does not overlap.
std::size_t leave_out(std::string_view text, std::span<const std::uint64_t> surplus,
                      std::span<char> copy) noexcept;

}  // namespace dittograph

#endif  // DITTOGRAPH_LEAVE_OUT_H_
