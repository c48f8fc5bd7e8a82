// SPDX-License-Identifier: Apache-2.0
// Runs of UTF-8 that lies in memory as a whole.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/runs.h"
#include "run_slices.h"

namespace dittograph {
namespace {

using detail::RunCarry;

// What a counter would say of the whole text, unchecked.
struct Counted {
  std::uint64_t count = 0;
  ElementRun longest;
};

[[nodiscard]] Counted count_utf8(std::string_view text, std::uint64_t min_length) noexcept {
  Counted counted;
  RunCarry carry;
  const auto ended = [&](const Run& run, char32_t element) {
    if (static_cast<std::uint64_t>(run.length) >= min_length) ++counted.count;
    keep_longer(counted.longest, run, element);
    return true;
  };
  take_part<Encoding::kUtf8>(carry, text, ended, [&](std::string_view slice, std::int64_t first) {
    count_slice<Encoding::kUtf8>(slice, first, min_length, counted.count, counted.longest);
    return true;
  });
  if (carry.run.length != 0) ended(carry.run, decode_last(carry.last));
  return counted;
}

// Calls `add(run)` for the runs of the whole text, unchecked, until it returns false.
template <class Add>
void find_utf8(std::string_view text, std::uint64_t min_length, Add&& add) {
  RunCarry carry;
  bool wanted = true;
  find_in_part<Encoding::kUtf8>(carry, text, min_length, [&](const Run& run, char32_t) {
    wanted = add(run);
    return wanted;
  });
  if (wanted && static_cast<std::uint64_t>(carry.run.length) >= min_length) add(carry.run);
}

}  // namespace

Run longest_run_utf8(std::string_view text) noexcept {
  return count_utf8(text, std::numeric_limits<std::uint64_t>::max()).longest.run;
}

std::uint64_t count_runs_utf8(std::string_view text, std::size_t min_length) noexcept {
  return count_utf8(text, std::max<std::size_t>(min_length, 1)).count;
}

std::size_t find_runs_utf8(std::string_view text, std::size_t min_length,
                           std::span<std::int64_t> starts,
                           std::span<std::int64_t> lengths) noexcept {
  const std::size_t capacity = std::min(starts.size(), lengths.size());
  std::size_t found = 0;
  if (capacity == 0) return 0;
  find_utf8(text, std::max<std::size_t>(min_length, 1), [&](const Run& run) {
    starts[found] = run.start;
    lengths[found] = run.length;
    return ++found < capacity;
  });
  return found;
}

std::vector<Run> find_runs_utf8(std::string_view text, std::size_t min_length) {
  std::vector<Run> runs;
  if (text.empty()) return runs;
  find_utf8(text, std::max<std::size_t>(min_length, 1), [&](const Run& run) {
    runs.push_back(run);
    return true;
  });
  return runs;
}

}  // namespace dittograph
