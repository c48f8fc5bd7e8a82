// SPDX-License-Identifier: Apache-2.0
// utf8.h, doubles_utf8.h and doubles_utf8_stream.h against the oracles, on every SIMD target.
#include "dittograph/doubles_utf8.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dittograph/doubles_utf8_stream.h"
#include "dittograph/utf8.h"
#include "every_target.h"
#include "reference/doubles.h"
#include "reference/doubles_utf8.h"

namespace dittograph {
namespace {

using Positions = std::vector<std::int64_t>;
using Tally = std::vector<DoublesTally<char32_t>>;

// What is defined for any bytes.
void check_bytes(std::string_view text, std::size_t capacity) {
  Positions positions;
  Positions offsets;
  std::vector<char32_t> elements;
  for (const auto& found : reference::find_doubles_by_bytes(text)) {
    positions.push_back(found.position);
    offsets.push_back(found.offset);
    elements.push_back(found.element);
  }
  auto first_positions = positions;
  auto first_offsets = offsets;
  first_positions.resize(std::min(capacity, positions.size()));
  first_offsets.resize(std::min(capacity, offsets.size()));
  const Tally tally = reference::tally(elements);

  for_each_target([&](const char* target) {
    expect_equal(count_doubles_utf8(text), positions.size(), "count_doubles_utf8", target);
    expect_equal(find_doubles_utf8(text), positions, "find_doubles_utf8", target);
    Positions found(capacity);
    found.resize(find_doubles_utf8(text, found));
    expect_equal(found, first_positions, "find_doubles_utf8 into a span", target);
    found.resize(capacity);
    found.resize(detail::find_doubles_utf8_offsets(text, found));
    expect_equal(found, first_offsets, "find_doubles_utf8_offsets", target);
    expect_equal(tally_doubles_utf8(text), tally, "tally_doubles_utf8", target);
  });
}

template <class Stream>
void feed(Stream& stream, const std::vector<std::string_view>& pieces,
          const reference::DecodedUtf8& decoded, bool valid, const char* target) {
  std::size_t received = 0;
  for (const std::string_view piece : pieces) {
    received += piece.size();
    expect_equal(stream.update(piece), received <= decoded.completable_up_to, "update", target);
  }
  expect_equal(stream.finish(), valid, "finish", target);
  const auto error_offset = valid ? std::nullopt : std::optional(decoded.valid_up_to);
  expect_equal(stream.error_offset(), error_offset, "error_offset", target);
}

// Validation, and what counts no further than to the first invalid byte.
void check_valid_text(std::string_view text, const std::vector<std::string_view>& pieces) {
  const auto decoded = reference::decode_utf8(text);
  const bool valid = decoded.valid_up_to == text.size();
  const auto count = reference::count_doubles(decoded.code_points);
  const auto tally = reference::tally_doubles(decoded.code_points);
  const std::string_view valid_text = text.substr(0, decoded.valid_up_to);

  for_each_target([&](const char* target) {
    expect_equal(validate_utf8(text), decoded.valid_up_to, "validate_utf8", target);
    expect_equal(count_doubles_utf8(valid_text), count, "count_doubles_utf8", target);
    Utf8DoublesCounter counter;
    feed(counter, pieces, decoded, valid, target);
    expect_equal(counter.count(), count, "Utf8DoublesCounter", target);
    Utf8DoublesTallier tallier;
    feed(tallier, pieces, decoded, valid, target);
    expect_equal(tallier.tally(), tally, "Utf8DoublesTallier", target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  const auto capacity = input.ConsumeIntegralInRange<std::size_t>(0, 200);
  const auto before = input.ConsumeIntegralInRange<std::size_t>(0, 300);
  const auto copies = input.ConsumeIntegral<std::uint8_t>();
  std::vector<std::size_t> piece_sizes(input.ConsumeIntegralInRange<std::size_t>(1, 6));
  for (auto& piece_size : piece_sizes) {
    piece_size = input.ConsumeIntegral<std::uint8_t>();
    if (piece_size > 200) piece_size *= 16;
  }
  const std::string once = input.ConsumeRemainingBytesAsString();
  // What comes before moves the rest across the borders of blocks.
  const std::string text = std::string(before, 'a') + dittograph::repeated(once, copies);

  const dittograph::PlacedCopy copy(text.data(), text.size(), 0);
  dittograph::check_bytes(copy.bytes(), capacity);

  // The sizes over and over, and each piece alone in its memory.
  std::vector<dittograph::PlacedCopy> copies_of_pieces;
  std::vector<std::string_view> pieces;
  std::string_view rest = copy.bytes();
  for (std::size_t i = 0; !rest.empty(); ++i) {
    std::size_t piece_size = std::min(piece_sizes[i % piece_sizes.size()], rest.size());
    if (i >= piece_sizes.size() && piece_size == 0) piece_size = 1;  // so that it ends
    copies_of_pieces.emplace_back(rest.data(), piece_size, 0);
    pieces.push_back(copies_of_pieces.back().bytes());
    rest.remove_prefix(piece_size);
  }
  dittograph::check_valid_text(copy.bytes(), pieces);
  return 0;
}
