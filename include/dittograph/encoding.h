// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_ENCODING_H_
#define DITTOGRAPH_ENCODING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dittograph {

/// What the elements are of a text that comes as bytes: these bytes, or code points.
enum class Encoding { kBytes, kUtf8 };

namespace detail {

/// What a reader of text in pieces has to remember of the bytes between two of them.
struct OpenSequence {
  std::array<char, 4> bytes{};  // the first of them, of a sequence that a piece has cut off
  std::size_t size = 0;
  std::uint64_t offset = 0;  // of bytes[0], or of the next piece if there are none
  std::optional<std::uint64_t> error_offset;
  bool finished = false;
};

/// A copy of an element: up to four bytes.
struct ElementBytes {
  std::array<char, 4> bytes{};
  std::size_t size = 0;  // 0: none yet

  [[nodiscard]] std::string_view view() const noexcept { return {bytes.data(), size}; }
};

}  // namespace detail
}  // namespace dittograph

#endif  // DITTOGRAPH_ENCODING_H_
