// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_SQUEEZE_H_
#define DITTOGRAPH_SQUEEZE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dittograph/elements.h"
#include "dittograph/encoding.h"

/// Squeezing shortens every run to at most so many elements: "aaab" squeezed to one is "ab".
namespace dittograph {

/// How many elements are left when every run is shortened to `max_run`; 0 is taken for 1. O(n),
/// reads each byte once, allocates nothing. Precondition here and below: `elements.element_size` is
/// 1, 2, 4 or 8.
[[nodiscard]] std::uint64_t squeezed_size(ElementView elements, std::size_t max_run = 1) noexcept;

/// Writes what is left to `squeezed`, until no element more has room, and returns how many elements
/// it wrote; what lies behind them in the span is then arbitrary. `squeezed` must not overlap the
/// input; it need not be aligned. O(n), allocates nothing.
std::size_t squeeze(ElementView elements, std::size_t max_run,
                    std::span<std::byte> squeezed) noexcept;

/// What is left, as a vector. Throws std::bad_alloc. Not for bool, of which a vector packs bits.
template <ElementRange Range>
  requires(!std::same_as<std::ranges::range_value_t<const Range>, bool>)
[[nodiscard]] auto squeeze(const Range& elements, std::size_t max_run = 1) {
  const ElementView view = view_elements(elements);
  std::vector<std::ranges::range_value_t<const Range>> squeezed(squeezed_size(view, max_run));
  squeeze(view, max_run, std::as_writable_bytes(std::span(squeezed)));
  return squeezed;
}

/// Squeezes runs of equal code points of UTF-8 text. Writes what is left to `squeezed`, in whole
/// code points, until the next has no room, and returns how many bytes it wrote; what lies behind
/// them in the span is then arbitrary. `squeezed` must not overlap the text. O(n), allocates
/// nothing.
///
/// Expects valid UTF-8 (see utf8.h) and does not check it; invalid bytes are never a danger, but
/// what is left of them is not defined.
std::size_t squeeze_utf8(std::string_view text, std::size_t max_run,
                         std::span<char> squeezed) noexcept;

/// What is left, as a string. Throws std::bad_alloc.
[[nodiscard]] std::string squeeze_utf8(std::string_view text, std::size_t max_run = 1);

/// Squeezes a text that comes in pieces, cut anywhere, even inside a character: runs go on from one
/// piece to the next. UTF-8 is checked on the way; squeezing stops at the first invalid byte.
/// Allocates nothing. Use Squeezer or Utf8Squeezer.
///
///     dittograph::Utf8Squeezer squeezer;
///     while (read(piece)) write(squeezed.first(squeezer.update(piece, squeezed)));
///     if (!squeezer.finish()) report(*squeezer.error_offset());
template <Encoding kEncoding>
class BasicSqueezer {
 public:
  /// How many bytes more than it took a call may write: those that the piece before has cut off.
  static constexpr std::size_t kMostCarried = kEncoding == Encoding::kUtf8 ? 3 : 0;

  /// 0 is taken for 1.
  explicit BasicSqueezer(std::size_t max_run = 1) noexcept;

  /// Takes the next piece, writes what is left of it and returns how many bytes that are: of an
  /// invalid text, what is left of that before the first invalid byte. After that, or after
  /// finish(), further pieces are ignored. Precondition: `squeezed` has room for kMostCarried bytes
  /// more than `piece` and does not overlap it.
  std::size_t update(std::string_view piece, std::span<char> squeezed) noexcept;

  /// Says that the text ends here, so that a sequence cut off is an error now. Returns whether all
  /// of it is valid. A second call changes nothing. There is nothing more to write.
  bool finish() noexcept;

  /// The offset, from the start of the text, of the first invalid byte, as validate_utf8 defines
  /// it. Bytes are never invalid.
  [[nodiscard]] std::optional<std::uint64_t> error_offset() const noexcept {
    return open_.error_offset;
  }

 private:
  detail::OpenSequence open_;
  detail::ElementBytes last_;
  std::size_t run_ = 0;  // of the last element, but no more than max_run_
  std::size_t max_run_;
};

using Squeezer = BasicSqueezer<Encoding::kBytes>;
using Utf8Squeezer = BasicSqueezer<Encoding::kUtf8>;

extern template class BasicSqueezer<Encoding::kBytes>;
extern template class BasicSqueezer<Encoding::kUtf8>;

}  // namespace dittograph

#endif  // DITTOGRAPH_SQUEEZE_H_
