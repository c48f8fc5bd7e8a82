// SPDX-License-Identifier: Apache-2.0
// Rows for the tests of verbs over columns, and what shall come out.
#ifndef DITTOGRAPH_TESTS_CPP_COLUMN_ROWS_H_
#define DITTOGRAPH_TESTS_CPP_COLUMN_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "column_arrays.h"
#include "dittograph/columns.h"
#include "utf8_texts.h"

namespace dittograph {

/// Rows short and long, empty ones and nulls among them; some longer than what is read at a time.
[[nodiscard]] inline OptionalRows random_rows(std::uint64_t seed, std::size_t count, bool ascii) {
  Random random(seed);
  OptionalRows rows;
  while (rows.size() < count) {
    const auto kind = random() % 20;
    if (kind == 0) {
      rows.emplace_back(std::nullopt);
    } else if (kind == 1) {
      rows.emplace_back("");
    } else {
      const std::size_t size = kind == 2 && random() % 20 == 0 ? random() % 60'000 : random() % 50;
      std::string row = ascii ? std::string() : random_utf8(random, size);
      while (row.size() < size) {
        row.append(random() % 4 == 0 ? random() % 70 : 1, static_cast<char>('a' + random() % 3));
      }
      rows.emplace_back(row);
    }
    if (random() % 4 == 0) rows.push_back(rows.back());
  }
  rows.resize(count);
  return rows;
}

/// What a function of a row says of each; 0 for one that is null.
template <class Function>
[[nodiscard]] std::vector<std::int64_t> expected_numbers(const OptionalRows& rows,
                                                         Function&& function) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : rows)
    numbers.push_back(row ? static_cast<std::int64_t>(function(*row)) : 0);
  return numbers;
}

[[nodiscard]] inline std::vector<std::int64_t> values_of(const NumberColumn& column) {
  return {column.values().begin(), column.values().end()};
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_COLUMN_ROWS_H_
