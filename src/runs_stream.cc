// SPDX-License-Identifier: Apache-2.0
// Runs of a text that comes in pieces.
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "dittograph/runs.h"
#include "run_slices.h"
#include "text_pieces.h"

namespace dittograph {

template <Encoding kEncoding>
BasicRunsCounter<kEncoding>::BasicRunsCounter(std::size_t min_length) noexcept
    : min_length_(std::max<std::size_t>(min_length, 1)) {}

template <Encoding kEncoding>
bool BasicRunsCounter<kEncoding>::update(std::string_view piece) noexcept {
  return take_piece<kEncoding>(carry_.open, piece, [this](std::string_view part) {
    take_part<kEncoding>(
        carry_, part,
        [this](const Run& run, char32_t element) {
          if (static_cast<std::uint64_t>(run.length) >= min_length_) ++count_;
          keep_longer(longest_, run, element);
          return true;
        },
        [this](std::string_view slice, std::int64_t first) {
          count_slice<kEncoding>(slice, first, min_length_, count_, longest_);
          return true;
        });
  });
}

template <Encoding kEncoding>
bool BasicRunsCounter<kEncoding>::finish() noexcept {
  return finish_pieces(carry_.open);
}

template <Encoding kEncoding>
std::uint64_t BasicRunsCounter<kEncoding>::count() const noexcept {
  return count_ + (static_cast<std::uint64_t>(carry_.run.length) >= min_length_ ? 1 : 0);
}

template <Encoding kEncoding>
ElementRun BasicRunsCounter<kEncoding>::longest() const noexcept {
  ElementRun longest = longest_;
  if (carry_.run.length != 0) keep_longer(longest, carry_.run, decode_last(carry_.last));
  return longest;
}

template <Encoding kEncoding>
BasicRunsFinder<kEncoding>::BasicRunsFinder(std::size_t min_length) noexcept
    : min_length_(std::max<std::size_t>(min_length, 1)) {}

template <Encoding kEncoding>
bool BasicRunsFinder<kEncoding>::update(std::string_view piece, std::vector<ElementRun>& found) {
  return take_piece<kEncoding>(carry_.open, piece, [&](std::string_view part) {
    find_in_part<kEncoding>(carry_, part, min_length_, [&](const Run& run, char32_t element) {
      found.push_back({run, element});
      return true;
    });
  });
}

template <Encoding kEncoding>
bool BasicRunsFinder<kEncoding>::finish(std::vector<ElementRun>& found) {
  const bool valid = finish_pieces(carry_.open);
  if (carry_.run.length != 0 && static_cast<std::uint64_t>(carry_.run.length) >= min_length_) {
    found.push_back({carry_.run, decode_last(carry_.last)});
  }
  carry_.run = {};
  carry_.last = {};
  return valid;
}

template class BasicRunsCounter<Encoding::kBytes>;
template class BasicRunsCounter<Encoding::kUtf8>;
template class BasicRunsFinder<Encoding::kBytes>;
template class BasicRunsFinder<Encoding::kUtf8>;

}  // namespace dittograph
