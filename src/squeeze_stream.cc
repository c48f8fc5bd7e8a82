// SPDX-License-Identifier: Apache-2.0
// Squeezing of text as bytes: UTF-8, and what comes in pieces.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "dittograph/doubles_utf8.h"
#include "dittograph/squeeze.h"
#include "leave_out.h"
#include "text_pieces.h"
#include "text_slices.h"

namespace dittograph {
namespace {

/// Where squeezed text is written to.
class Output {
 public:
  explicit Output(std::span<char> room) noexcept : room_(room) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_full() const noexcept { return full_; }
  [[nodiscard]] std::span<char> rest() const noexcept { return room_.subspan(size_); }

  /// Says that so many bytes have been written to the rest, of `wanted`.
  void advance(std::size_t written, std::size_t wanted) noexcept {
    size_ += written;
    full_ = full_ || written < wanted;
  }

  /// Copies the bytes of `text` from `begin` to before `end`, or so many code points of them as
  /// there is room for.
  void copy(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    std::size_t size = end - begin;
    if (size > room_.size() - size_) {
      size = room_.size() - size_;
      // Not beyond the start of the code point that does not fit any more.
      while (size > 0 && is_continuation(byte_at(text, begin + size))) --size;
      full_ = true;
    }
    if (size != 0) std::memcpy(room_.data() + size_, text.data() + begin, size);
    size_ += size;
  }

 private:
  std::span<char> room_;
  std::size_t size_ = 0;
  bool full_ = false;  // something had no room
};

/// The doubles of a slice as they come, and which of them are surplus. Of a double either code
/// point can go, as they are the same; the first is the one whose offset is known.
class SurplusDoubles {
 public:
  explicit SurplusDoubles(std::size_t max_run) noexcept : max_run_(max_run) {}

  /// Takes the next double. Returns whether its code point is to be left out.
  bool take(std::size_t offset, std::size_t length) noexcept {
    row_ = offset == row_end_ ? row_ + 1 : 1;
    row_end_ = offset + length;
    return row_ >= max_run_;
  }

 private:
  std::size_t max_run_;
  std::size_t row_end_ = ~std::size_t{0};  // where the double would begin that goes on with the row
  std::size_t row_ = 0;                    // of doubles, those of one run
};

/// Squeezes a slice that has other code points than ASCII, of which all has room. There is no
/// branch that hangs on where the doubles are: that would be hard to foretell.
std::size_t squeeze_slice(std::string_view slice, std::size_t max_run,
                          std::span<char> room) noexcept {
  SlicePositions doubles;  // NOLINT(*-member-init): as many as are found
  const std::size_t found = detail::find_doubles_utf8_offsets(slice, doubles);
  std::array<std::uint64_t, kSlice / 64 + 1> surplus{};  // a bit a byte
  SurplusDoubles rows(max_run);
  for (std::size_t i = 0; i < found; ++i) {
    const auto offset = static_cast<std::size_t>(doubles[i]) % kSlice;
    const std::size_t length = announced_length(byte_at(slice, offset));
    const std::uint64_t bits =
        rows.take(offset, length) ? (std::uint64_t{1} << length) - 1 : std::uint64_t{0};
    const std::size_t shift = offset % 64;
    surplus[offset / 64] |= bits << shift;
    surplus[offset / 64 + 1] |= bits >> 1 >> (63 - shift);  // of one that goes on in the next word
  }
  return leave_out(slice, surplus, room);
}

/// The same where there is too little room for all: copies what lies between surplus code points.
void squeeze_slice(std::string_view slice, std::size_t max_run, Output& output) noexcept {
  SlicePositions doubles;  // NOLINT(*-member-init): as many as are found
  const std::size_t found = detail::find_doubles_utf8_offsets(slice, doubles);
  SurplusDoubles rows(max_run);
  std::size_t kept_from = 0;  // what lies before has been copied or left out
  for (std::size_t i = 0; i < found && !output.is_full(); ++i) {
    const auto offset = static_cast<std::size_t>(doubles[i]);
    const std::size_t length = element_length<Encoding::kUtf8>(slice, offset);
    if (!rows.take(offset, length) || offset < kept_from) continue;
    output.copy(slice, kept_from, offset);
    kept_from = offset + length;
  }
  if (!output.is_full()) output.copy(slice, kept_from, slice.size());
}

/// Squeezes elements that come one text after the other as if they were one.
template <Encoding kEncoding>
class Squeezing {
 public:
  Squeezing(detail::ElementBytes& last, std::size_t& run, std::size_t max_run,
            std::span<char> room) noexcept
      : last_(last), run_(run), max_run_(max_run), output_(room) {}

  /// Returns false if there is no more room.
  bool take(std::string_view text) noexcept {
    // What is ASCII as a whole is squeezed as bytes, however long it is.
    if (kEncoding == Encoding::kBytes || is_ascii(text)) return take_bytes(text);
    for_each_slice<kEncoding>(text, [&](std::string_view slice) {
      return is_ascii(slice) ? take_bytes(slice) : take_slice(slice);
    });
    return !output_.is_full();
  }

  [[nodiscard]] std::size_t written() const noexcept { return output_.size(); }

 private:
  bool take_bytes(std::string_view text) noexcept {
    text.remove_prefix(continue_run(text));
    if (text.empty() || output_.is_full()) return !output_.is_full();
    const auto room = std::as_writable_bytes(output_.rest());
    const std::size_t written = squeeze(view_bytes(text), max_run_, room);
    // Whether that was all needs to be known only where there was too little room for all.
    output_.advance(
        written, room.size() < text.size() ? squeezed_size(view_bytes(text), max_run_) : written);
    remember_end(text);
    return !output_.is_full();
  }

  bool take_slice(std::string_view text) noexcept {
    text.remove_prefix(continue_run(text));
    if (text.empty() || output_.is_full()) return !output_.is_full();
    const std::span<char> room = output_.rest();
    if (room.size() >= text.size()) {
      const std::size_t written = squeeze_slice(text, max_run_, room);
      output_.advance(written, written);
    } else {
      squeeze_slice(text, max_run_, output_);
    }
    remember_end(text);
    return !output_.is_full();
  }

  // Takes what belongs to the run that the text before ended with, and returns how much it is.
  std::size_t continue_run(std::string_view text) noexcept {
    const std::size_t size = leading_run(text, last_);
    if (size == 0) return 0;
    const std::size_t kept = std::min(size / last_.size, max_run_ - run_);
    if (kept != 0) output_.copy(text, 0, kept * last_.size);
    run_ += kept;
    return size;
  }

  void remember_end(std::string_view text) noexcept {
    const std::size_t start = start_of_last_run<kEncoding>(text);
    last_ = copy_of(text.substr(start, element_length<kEncoding>(text, start)));
    run_ = std::min((text.size() - start) / last_.size, max_run_);
  }

  detail::ElementBytes& last_;
  std::size_t& run_;
  std::size_t max_run_;
  Output output_;
};

}  // namespace

template <Encoding kEncoding>
BasicSqueezer<kEncoding>::BasicSqueezer(std::size_t max_run) noexcept
    : max_run_(std::max<std::size_t>(max_run, 1)) {}

template <Encoding kEncoding>
std::size_t BasicSqueezer<kEncoding>::update(std::string_view piece,
                                             std::span<char> squeezed) noexcept {
  assert(squeezed.size() >= piece.size() + kMostCarried);
  Squeezing<kEncoding> squeezing(last_, run_, max_run_, squeezed);
  take_piece<kEncoding>(open_, piece, [&](std::string_view part) { squeezing.take(part); });
  return squeezing.written();
}

template <Encoding kEncoding>
bool BasicSqueezer<kEncoding>::finish() noexcept {
  return finish_pieces(open_);
}

template class BasicSqueezer<Encoding::kBytes>;
template class BasicSqueezer<Encoding::kUtf8>;

std::size_t squeeze_utf8(std::string_view text, std::size_t max_run,
                         std::span<char> squeezed) noexcept {
  detail::ElementBytes last;
  std::size_t run = 0;
  Squeezing<Encoding::kUtf8> squeezing(last, run, std::max<std::size_t>(max_run, 1), squeezed);
  while (!text.empty()) {
    std::size_t end = std::min(kCheckedPart, text.size());
    if (end < text.size()) end = element_start<Encoding::kUtf8>(text, end);
    if (!squeezing.take(text.substr(0, end))) break;
    text.remove_prefix(end);
  }
  return squeezing.written();
}

std::string squeeze_utf8(std::string_view text, std::size_t max_run) {
  std::string squeezed(text.size(), '\0');
  squeezed.resize(squeeze_utf8(text, max_run, squeezed));
  squeezed.shrink_to_fit();
  return squeezed;
}

}  // namespace dittograph
