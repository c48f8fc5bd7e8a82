// SPDX-License-Identifier: Apache-2.0
// columns.h against the oracle, on every SIMD target: any bytes as rows of any length, in every
// layout, sliced and divided anywhere. Offsets and views that are wrong must be refused.
#include "dittograph/columns.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cpp/column_arrays.h"
#include "cpp/column_rows.h"
#include "every_target.h"
#include "reference/columns.h"

namespace dittograph {
namespace {

[[nodiscard]] OptionalRows rows_from(FuzzedDataProvider& input) {
  OptionalRows rows;
  std::size_t bytes = 0;
  while (input.remaining_bytes() != 0 && rows.size() < 200 && bytes < 50'000) {
    const auto kind = input.ConsumeIntegral<std::uint8_t>();
    if (kind == 0) {
      rows.emplace_back(std::nullopt);
      continue;
    }
    std::string row = input.ConsumeBytesAsString(kind % 64);
    if (kind >= 240) row = repeated(row, kind % 16 == 0 ? 20'000 : kind);
    bytes += row.size();
    rows.emplace_back(row);
  }
  return rows;
}

[[nodiscard]] std::unique_ptr<TestArray> make_array(const OptionalRows& rows, int layout) {
  switch (layout) {
    case 0:
      return make_offsets<std::int32_t>("u", rows);
    case 1:
      return make_offsets<std::int64_t>("U", rows);
    case 2:
      return make_views("vu", rows);
    case 3:
      return make_dictionary<std::int16_t>("s", rows);
    case 4:
      return make_run_ends<std::int32_t>("i", rows);
    case 5:
      return make_struct(rows);
    case 6:
      return make_views("vz", rows);
    default:
      return make_offsets<std::int32_t>("z", rows);
  }
}

[[nodiscard]] OptionalRows rows_of(const TextColumn& column) {
  OptionalRows rows;
  for (const TextChunk& chunk : column.chunks) {
    for (std::size_t i = 0; i < chunk.size; ++i) {
      const bool is_valid =
          chunk.validity.empty() || ((chunk.validity[i / 64] >> (i % 64)) & 1) != 0;
      rows.emplace_back();
      if (is_valid) {
        rows.back().emplace(chunk.bytes.get() + chunk.offsets[i],
                            chunk.bytes.get() + chunk.offsets[i + 1]);
      }
    }
  }
  return rows;
}

void check(FuzzedDataProvider& input) {
  const int layout = input.ConsumeIntegralInRange(0, 7);
  const bool is_text = layout < 6;
  const auto length = input.ConsumeIntegralInRange<std::size_t>(1, 70);
  const auto before = input.ConsumeIntegralInRange<std::size_t>(0, 20);
  const auto places = input.ConsumeIntegral<std::uint16_t>();
  const OptionalRows rows = rows_from(input);
  OptionalRows around(before, "zz");
  around.insert(around.end(), rows.begin(), rows.end());
  const auto array = make_array(around, layout);
  const std::size_t cut = rows.empty() ? 0 : places % rows.size();
  std::vector<ColumnView> chunks;
  for (const auto& [first, size] : {std::pair{before, cut}, {before + cut, rows.size() - cut}}) {
    array->array().offset = static_cast<std::int64_t>(first);
    array->array().length = static_cast<std::int64_t>(size);
    chunks.push_back(view_column(array->schema(), array->array()));
  }

  const auto doubles = expected_numbers(
      rows, [&](const auto& row) { return reference::count_row_doubles(row, is_text); });
  const auto longest = expected_numbers(
      rows, [&](const auto& row) { return reference::longest_row_run(row, is_text); });
  const auto runs = expected_numbers(
      rows, [&](const auto& row) { return reference::count_row_runs(row, is_text, length); });
  OptionalRows squeezed;
  std::optional<std::size_t> invalid;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    squeezed.emplace_back();
    if (!row.has_value()) continue;
    squeezed.back() = reference::squeeze_row(*row, is_text, length);
    if (is_text && !invalid && reference::decode_utf8(*row).valid_up_to != row->size()) invalid = i;
  }
  for_each_target([&](const char* target) {
    expect_equal(values_of(count_doubles(chunks)), doubles, "count_doubles", target);
    expect_equal(values_of(longest_run_length(chunks)), longest, "longest_run_length", target);
    expect_equal(values_of(count_runs(chunks, length)), runs, "count_runs", target);
    expect_equal(rows_of(squeeze(chunks, length)), squeezed, "squeeze", target);
    expect_equal(rows_of(squeeze(chunks, length, 1, 100)), squeezed, "squeeze, divided", target);
    const auto found = find_invalid_row(chunks);
    expect_equal(found ? std::optional(found->row) : std::nullopt, invalid, "find_invalid_row",
                 target);
  });
}

// Some bytes of offsets, views, indices or run ends are whatever the input says; the buffers are as
// long as before. It may be refused, and may be read if it is right by chance.
void break_something(FuzzedDataProvider& input) {
  const int layout = input.ConsumeIntegralInRange(0, 7);
  const bool in_child = input.ConsumeBool();
  const auto where = input.ConsumeIntegral<std::uint16_t>();
  const auto value = input.ConsumeIntegral<std::uint8_t>();
  const OptionalRows rows = rows_from(input);
  if (rows.empty()) return;
  if (layout == 5) return;
  const auto array = make_array(rows, layout);
  std::size_t slot = layout == 2 || layout == 6 ? 16 : layout == 1 ? 8 : layout == 3 ? 2 : 4;
  TestArray* broken = array.get();
  if (layout == 4 || (layout == 3 && in_child)) {  // run ends, offsets of a dictionary
    broken = &array->child(0);
    slot = 4;
  }
  auto* slots = broken->buffer<std::uint8_t>(1);
  // Not the last offset: it says how long the bytes are, and is trusted.
  slots[where % (static_cast<std::size_t>(broken->array().length) * slot)] = value;
  for_each_target([&](const char* /*target*/) {
    try {
      const std::vector chunks = {view_column(array->schema(), array->array())};
      static_cast<void>(count_doubles(chunks));
      static_cast<void>(squeeze(chunks));
      const auto found = find_invalid_row(chunks);
      if (found && found->position >= found->bytes.size()) std::abort();
    } catch (const ColumnError&) {
      return;
    }
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  if (input.ConsumeBool()) {
    dittograph::break_something(input);
  } else {
    dittograph::check(input);
  }
  return 0;
}
