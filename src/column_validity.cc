// SPDX-License-Identifier: Apache-2.0
#include "column_validity.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "column_pieces.h"

namespace dittograph {
namespace {

// So many bits of a bitmap lie in 8 bytes wherever they begin.
constexpr std::size_t kStride = 56;

[[nodiscard]] constexpr std::uint64_t bits_below(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// `count` bits from bit `from` on, no more than kStride. Reads no byte that has none of them.
[[nodiscard]] std::uint64_t read_bits(const Bitmap& bitmap, std::size_t from, std::size_t count) {
  if (bitmap.bits == nullptr) return bits_below(count);
  const std::size_t begin = bitmap.offset + from;
  std::uint64_t word = 0;
  std::memcpy(&word, bitmap.bits + begin / 8, (begin % 8 + count + 7) / 8);
  return (word >> (begin % 8)) & bits_below(count);
}

// Sets the bits of `word`, which has no more than kStride, from bit `at` on.
void or_bits(std::vector<std::uint64_t>& bits, std::size_t at, std::uint64_t word) {
  bits[at / 64] |= word << (at % 64);
  if (const std::uint64_t rest = (word >> 1) >> (63 - at % 64); rest != 0)
    bits[at / 64 + 1] |= rest;
}

[[nodiscard]] bool has_nulls(const ColumnView& view) {
  switch (view.layout) {
    case RowLayout::kNull:
      return view.size != 0;
    case RowLayout::kElements:
      return true;  // to be seen
    default:
      return view.validity[0].bits != nullptr || view.validity[1].bits != nullptr ||
             (!view.values.empty() && has_nulls(view.values[0]));
  }
}

void set_bits(const ColumnView& view, std::size_t at, std::vector<std::uint64_t>& bits) {
  if (!view.values.empty() && has_nulls(view.values[0])) {
    const Validity of_values = find_validity(view.values);
    visit_indices(view, [&](std::size_t row, std::size_t index) {
      const bool is_valid =
          of_values.null_count == 0 || ((of_values.bits[index / 64] >> (index % 64)) & 1) != 0;
      if (is_valid) bits[(at + row) / 64] |= std::uint64_t{1} << ((at + row) % 64);
    });
    return;
  }
  if (view.layout == RowLayout::kNull) return;
  if (view.layout == RowLayout::kElements) {
    for (std::size_t row = 0; row < view.size; ++row) {
      bits[(at + row) / 64] |= std::uint64_t{view.is_valid(row)} << ((at + row) % 64);
    }
    return;
  }
  for (std::size_t row = 0; row < view.size; row += kStride) {
    const std::size_t count = std::min(kStride, view.size - row);
    or_bits(bits, at + row,
            read_bits(view.validity[0], row, count) & read_bits(view.validity[1], row, count));
  }
}

// Counts the nulls; a bitmap without any is dropped.
[[nodiscard]] Validity count_nulls(std::vector<std::uint64_t> bits, std::size_t rows) {
  std::size_t valid = 0;
  for (const std::uint64_t word : bits) valid += static_cast<std::size_t>(std::popcount(word));
  if (valid == rows) return {};
  return {std::move(bits), rows - valid};
}

}  // namespace

Validity find_validity(std::span<const ColumnView> chunks) {
  if (std::ranges::none_of(chunks, has_nulls)) return {};
  const std::size_t rows = count_rows(chunks);
  std::vector<std::uint64_t> bits((rows + 63) / 64);
  std::size_t at = 0;
  for (const ColumnView& chunk : chunks) {
    set_bits(chunk, at, bits);
    at += chunk.size;
  }
  return count_nulls(std::move(bits), rows);
}

Validity slice_validity(const Validity& validity, std::size_t first, std::size_t count) {
  if (validity.null_count == 0) return {};
  std::vector<std::uint64_t> bits((count + 63) / 64);
  const Bitmap bitmap{reinterpret_cast<const std::uint8_t*>(validity.bits.data()), first};
  for (std::size_t row = 0; row < count; row += kStride) {
    const std::size_t some = std::min(kStride, count - row);
    or_bits(bits, row, read_bits(bitmap, row, some));
  }
  return count_nulls(std::move(bits), count);
}

}  // namespace dittograph
