// SPDX-License-Identifier: Apache-2.0
// The oracle: what dittograph/columns.h promises for one row, in the fewest obviously correct
// lines.
#ifndef DITTOGRAPH_TESTS_REFERENCE_COLUMNS_H_
#define DITTOGRAPH_TESTS_REFERENCE_COLUMNS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/doubles_utf8.h"

namespace dittograph::reference {

/// Where in a row equal neighbours begin, and how many bytes each of the two has.
struct RowDouble {
  std::size_t offset;
  std::size_t length;
};

[[nodiscard]] inline std::vector<RowDouble> find_row_doubles(std::string_view row, bool is_text) {
  std::vector<RowDouble> doubles;
  if (is_text) {
    for (const Utf8Double& one : find_doubles_by_bytes(row)) {
      const auto offset = static_cast<std::size_t>(one.offset);
      const unsigned lead = byte_at(row, offset);
      doubles.push_back({offset, lead < 0x80 ? 1u : lead < 0xE0 ? 2u : lead < 0xF0 ? 3u : 4u});
    }
  } else {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      if (row[i] == row[i + 1]) doubles.push_back({i, 1});
    }
  }
  return doubles;
}

/// A run of two elements or more: doubles of which each begins where the one before it ends.
struct RowRun {
  std::size_t offset;
  std::size_t element_bytes;
  std::size_t elements;
};

[[nodiscard]] inline std::vector<RowRun> find_row_runs(std::string_view row, bool is_text) {
  std::vector<RowRun> runs;
  for (const RowDouble& one : find_row_doubles(row, is_text)) {
    if (!runs.empty() && one.length == runs.back().element_bytes &&
        one.offset == runs.back().offset + (runs.back().elements - 1) * one.length) {
      ++runs.back().elements;
    } else {
      runs.push_back({one.offset, one.length, 2});
    }
  }
  return runs;
}

[[nodiscard]] inline std::int64_t count_row_doubles(std::string_view row, bool is_text) {
  return static_cast<std::int64_t>(find_row_doubles(row, is_text).size());
}

[[nodiscard]] inline std::int64_t longest_row_run(std::string_view row, bool is_text) {
  std::size_t longest = row.empty() ? 0 : 1;
  for (const RowRun& run : find_row_runs(row, is_text)) longest = std::max(longest, run.elements);
  return static_cast<std::int64_t>(longest);
}

[[nodiscard]] inline std::int64_t count_row_runs(std::string_view row, bool is_text,
                                                 std::size_t min_length) {
  std::int64_t count = 0;
  if (min_length <= 1) {
    for (const char byte : row) {
      count += !is_text || (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1 : 0;
    }
    return count - count_row_doubles(row, is_text);
  }
  for (const RowRun& run : find_row_runs(row, is_text)) count += run.elements >= min_length ? 1 : 0;
  return count;
}

/// The elements of a row: the code points of valid text, or the bytes.
[[nodiscard]] inline std::u32string row_elements(std::string_view row, bool is_text) {
  return is_text ? decode_utf8(row).code_points : std::u32string(row.begin(), row.end());
}

[[nodiscard]] inline std::string squeeze_row(std::string_view row, bool is_text,
                                             std::size_t max_run) {
  std::string squeezed;
  std::size_t done = 0;  // so many bytes have been kept or left out
  for (const RowRun& run : find_row_runs(row, is_text)) {
    if (run.elements <= max_run) continue;
    const std::size_t surplus = run.offset + max_run * run.element_bytes;
    const std::size_t end = run.offset + run.elements * run.element_bytes;
    // Only in invalid text may runs overlap.
    if (surplus > done) squeezed += row.substr(done, surplus - done);
    done = std::max(done, end);
  }
  return squeezed + std::string(row.substr(done));
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_COLUMNS_H_
