// SPDX-License-Identifier: Apache-2.0
// Runs of text as bytes, slice by slice. A run is known when it has ended; that which the text so
// far ends with is carried on. Between the two ends of a slice, doubles tell about the runs:
// neighbouring positions are of one run.
#ifndef DITTOGRAPH_RUN_SLICES_H_
#define DITTOGRAPH_RUN_SLICES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dittograph/doubles.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/encoding.h"
#include "dittograph/runs.h"
#include "text_slices.h"

namespace dittograph {

template <Encoding kEncoding>
std::size_t find_slice_doubles(std::string_view slice, SlicePositions& positions) noexcept {
  if constexpr (kEncoding == Encoding::kBytes) return find_doubles(view_bytes(slice), positions);
  return find_doubles_utf8(slice, positions);
}

/// Calls `visit(i, run)` for each run of at least two elements, until it returns false; i is the
/// index of its first double.
template <class Visit>
void visit_rows(const SlicePositions& doubles, std::size_t found, Visit&& visit) {
  for (std::size_t i = 0; i < found;) {
    std::size_t end = i + 1;
    while (end < found && doubles[end] == doubles[end - 1] + 1) ++end;
    if (!visit(i, Run{doubles[i], static_cast<std::int64_t>(end - i) + 1})) return;
    i = end;
  }
}

[[nodiscard]] inline char32_t decode_last(const detail::ElementBytes& last) noexcept {
  return last.size == 1 ? static_cast<std::uint8_t>(last.bytes[0])
                        : decode<Encoding::kUtf8>(last.view());
}

/// Takes the next part of a text. Calls `ended(run, element)` for the run that the part before
/// ended with, once it has ended, and `inside(slice, first)` for slices of runs that begin and end
/// in them; element `first` of the text is their first. Both are asked for no more once they return
/// false.
template <Encoding kEncoding, class Ended, class Inside>
void take_part(detail::RunCarry& carry, std::string_view part, Ended&& ended, Inside&& inside) {
  for_each_slice<kEncoding>(part, [&](std::string_view slice) {
    if (const std::size_t leading = leading_run(slice, carry.last); leading != 0) {
      const auto more = static_cast<std::int64_t>(leading / carry.last.size);
      carry.run.length += more;
      carry.elements += more;
      slice.remove_prefix(leading);
      if (slice.empty()) return true;
    }
    if (carry.run.length != 0 && !ended(carry.run, decode_last(carry.last))) return false;
    const std::size_t last = start_of_last_run<kEncoding>(slice);
    const std::string_view whole = slice.substr(0, last);
    if (!whole.empty() && !inside(whole, carry.elements)) return false;
    carry.last = copy_of(slice.substr(last, element_length<kEncoding>(slice, last)));
    carry.run.start = carry.elements + static_cast<std::int64_t>(count_elements<kEncoding>(whole));
    carry.run.length = static_cast<std::int64_t>((slice.size() - last) / carry.last.size);
    carry.elements = carry.run.start + carry.run.length;
    return true;
  });
}

inline void keep_longer(ElementRun& longest, const Run& run, char32_t element) noexcept {
  if (run.length > longest.run.length) longest = {run, element};
}

/// Adds the runs of a slice to what has been counted before.
template <Encoding kEncoding>
void count_slice(std::string_view slice, std::int64_t first, std::uint64_t min_length,
                 std::uint64_t& count, ElementRun& longest) noexcept {
  if (kEncoding == Encoding::kBytes || is_ascii(slice)) {
    const ElementView view = view_bytes(slice);
    count += count_runs(view, min_length);
    // To find it takes longer than to ask whether there is one.
    const auto wanted = static_cast<std::size_t>(longest.run.length) + 1;
    if (wanted <= slice.size() && (wanted == 1 || count_runs(view, wanted) != 0)) {
      Run run = longest_run(view);
      const std::uint8_t element = byte_at(slice, static_cast<std::size_t>(run.start));
      run.start += first;
      keep_longer(longest, run, element);
    }
    return;
  }
  SlicePositions doubles;  // NOLINT(*-member-init): as many as are found
  const std::size_t found = find_slice_doubles<kEncoding>(slice, doubles);
  if (min_length <= 1) count += count_elements<kEncoding>(slice) - found;
  Run best;
  visit_rows(doubles, found, [&](std::size_t, const Run& run) {
    if (min_length > 1 && static_cast<std::uint64_t>(run.length) >= min_length) ++count;
    if (run.length > best.length) best = run;
    return true;
  });
  if (best.length == 0) best.length = 1;  // there is no double, but an element
  if (best.length <= longest.run.length) return;
  // Its element is looked for only now, as runs that are longer than all before are rare.
  std::size_t offset = 0;
  for (std::int64_t i = 0; i < best.start; ++i) {
    offset += element_length<kEncoding>(slice, offset);
    if (offset >= slice.size()) return;  // not UTF-8
  }
  const std::string_view element = slice.substr(offset, element_length<kEncoding>(slice, offset));
  keep_longer(longest, {first + best.start, best.length}, decode<kEncoding>(element));
}

/// Calls `add(run, element)` for the runs of a slice, until it returns false.
template <Encoding kEncoding, class Add>
bool find_in_slice(std::string_view slice, std::int64_t first, std::uint64_t min_length,
                   Add&& add) {
  if (min_length <= 1) {
    // Each element begins a run or goes on with one: there is nothing to be passed over.
    std::size_t offset = 0;
    while (offset < slice.size()) {
      const std::string_view element =
          slice.substr(offset, element_length<kEncoding>(slice, offset));
      // At least the element itself, which another thread may have changed meanwhile.
      const std::size_t size =
          std::max(leading_run(slice.substr(offset), copy_of(element)), element.size());
      const auto length = static_cast<std::int64_t>(size / element.size());
      if (!add(Run{first, length}, decode<kEncoding>(element))) return false;
      offset += size;
      first += length;
    }
    return true;
  }
  SlicePositions positions;  // NOLINT(*-member-init): as many as are found
  SlicePositions offsets;    // NOLINT(*-member-init): likewise
  const std::size_t found = find_slice_doubles<kEncoding>(slice, positions);
  const bool same = kEncoding == Encoding::kBytes;
  const std::size_t found_offsets =
      same ? found : detail::find_doubles_utf8_offsets(slice, offsets);
  bool wanted = true;
  // Both are as many, unless the text is being changed.
  const std::size_t doubles = std::min(found, found_offsets);
  visit_rows(positions, doubles, [&](std::size_t i, const Run& run) {
    if (static_cast<std::uint64_t>(run.length) < min_length) return true;
    const auto offset = static_cast<std::size_t>((same ? positions : offsets)[i]);
    if (offset >= slice.size()) return true;
    const std::string_view element = slice.substr(offset, element_length<kEncoding>(slice, offset));
    wanted = add(Run{first + run.start, run.length}, decode<kEncoding>(element));
    return wanted;
  });
  return wanted;
}

/// Calls `add(run, element)` for the runs of a part that are long enough, until it returns false.
template <Encoding kEncoding, class Add>
void find_in_part(detail::RunCarry& carry, std::string_view part, std::uint64_t min_length,
                  Add&& add) {
  take_part<kEncoding>(
      carry, part,
      [&](const Run& run, char32_t element) {
        return static_cast<std::uint64_t>(run.length) < min_length || add(run, element);
      },
      [&](std::string_view slice, std::int64_t first) {
        return find_in_slice<kEncoding>(slice, first, min_length, add);
      });
}

}  // namespace dittograph

#endif  // DITTOGRAPH_RUN_SLICES_H_
