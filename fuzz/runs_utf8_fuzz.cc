// SPDX-License-Identifier: Apache-2.0
// The UTF-8 of runs.h and squeeze.h, and their streams, against the oracles, on every SIMD target.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dittograph/runs.h"
#include "dittograph/squeeze.h"
#include "every_target.h"
#include "reference/doubles_utf8.h"
#include "reference/runs.h"

namespace dittograph {
namespace {

using Pieces = std::vector<PlacedCopy>;

// What the oracle says of a text as elements of a kind.
template <class Elements>
struct Expected {
  Expected(const Elements& elements, std::size_t length)
      : squeezed(reference::squeeze(elements, length)), longest(reference::longest_run(elements)) {
    for (const auto& run : reference::find_runs(elements, length)) {
      runs.push_back(run);
      element_runs.push_back({run, code_of(elements[static_cast<std::size_t>(run.start)])});
    }
  }
  static char32_t code_of(char byte) { return static_cast<std::uint8_t>(byte); }
  static char32_t code_of(char32_t code_point) { return code_point; }

  std::vector<typename Elements::value_type> squeezed;
  Run longest;
  std::vector<Run> runs;
  std::vector<ElementRun> element_runs;
};

template <Encoding kEncoding, class Elements>
void check_pieces(const Pieces& pieces, std::size_t length, const Expected<Elements>& expected,
                  const std::string& squeezed, std::optional<std::uint64_t> error_offset,
                  const char* target) {
  BasicSqueezer<kEncoding> squeezer(length);
  BasicRunsCounter<kEncoding> counter(length);
  BasicRunsFinder<kEncoding> finder(length);
  std::string written;
  std::vector<ElementRun> found;
  for (const PlacedCopy& piece : pieces) {
    std::vector<char> room(piece.bytes().size() + squeezer.kMostCarried);
    written.append(room.data(), squeezer.update(piece.bytes(), room));
    counter.update(piece.bytes());
    finder.update(piece.bytes(), found);
  }
  for (const bool valid : {squeezer.finish(), counter.finish(), finder.finish(found)}) {
    expect_equal(valid, !error_offset, "finish", target);
  }
  for (const auto& offset :
       {squeezer.error_offset(), counter.error_offset(), finder.error_offset()}) {
    expect_equal(offset, error_offset, "error_offset", target);
  }
  expect_equal(written, squeezed, "a squeezer", target);
  expect_equal(counter.count(), expected.runs.size(), "a counter", target);
  expect_equal(counter.longest().run, expected.longest, "the longest of a counter", target);
  expect_equal(found, expected.element_runs, "a finder", target);
}

// Of text that is not valid nothing is promised but to stay inside it and the span.
void call_all(std::string_view text, std::size_t length, std::vector<char> room) {
  (void)longest_run_utf8(text);
  (void)count_runs_utf8(text, length);
  (void)find_runs_utf8(text, length);
  (void)squeeze_utf8(text, length, room);
}

void check(std::string_view text, const Pieces& pieces, std::size_t length, std::size_t capacity) {
  const auto decoded = reference::decode_utf8(text);
  const bool valid = decoded.valid_up_to == text.size();
  const auto error_offset = valid ? std::nullopt : std::optional(decoded.valid_up_to);
  const Expected expected(decoded.code_points, length);
  const Expected expected_bytes(std::string(text), length);
  // Squeezed by bytes: the bytes of each code point that is left.
  std::string squeezed;
  std::size_t offset = 0;
  std::size_t row = 0;
  for (std::size_t i = 0; i < decoded.code_points.size(); ++i) {
    const char32_t code_point = decoded.code_points[i];
    const std::size_t size = code_point < 0x80      ? 1
                             : code_point < 0x800   ? 2
                             : code_point < 0x10000 ? 3
                                                    : 4;
    row = i != 0 && decoded.code_points[i - 1] == code_point ? row + 1 : 1;
    if (row <= length) squeezed += text.substr(offset, size);
    offset += size;
  }
  const std::string squeezed_bytes(expected_bytes.squeezed.begin(), expected_bytes.squeezed.end());

  for_each_target([&](const char* target) {
    call_all(text, length, std::vector<char>(capacity));
    check_pieces<Encoding::kUtf8>(pieces, length, expected, squeezed, error_offset, target);
    check_pieces<Encoding::kBytes>(pieces, length, expected_bytes, squeezed_bytes, std::nullopt,
                                   target);
    if (!valid) return;
    expect_equal(longest_run_utf8(text), expected.longest, "longest_run_utf8", target);
    expect_equal(count_runs_utf8(text, length), expected.runs.size(), "count_runs_utf8", target);
    expect_equal(find_runs_utf8(text, length), expected.runs, "find_runs_utf8", target);
    expect_equal(squeeze_utf8(text, length), squeezed, "squeeze_utf8", target);
    std::vector<char> room(capacity);
    const std::size_t written = squeeze_utf8(text, length, room);
    const std::string fits = squeezed.substr(0, capacity);
    expect_equal(written, reference::decode_utf8(fits).valid_up_to, "squeeze into a span", target);
    expect_equal(std::string(room.data(), written), fits.substr(0, written), "it", target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  const auto length = input.ConsumeIntegralInRange<std::size_t>(1, 100);
  const auto capacity = input.ConsumeIntegralInRange<std::size_t>(0, 400);
  const auto before = input.ConsumeIntegralInRange<std::size_t>(0, 5000);
  const auto piece_size = input.ConsumeIntegralInRange<std::size_t>(1, 9000);
  const auto copies = input.ConsumeIntegral<std::uint8_t>();
  const std::string once = input.ConsumeRemainingBytesAsString();
  // What comes before moves the rest across the borders of blocks and slices.
  const std::string text = std::string(before, 'a') + dittograph::repeated(once, copies);

  const dittograph::PlacedCopy copy(text.data(), text.size(), 0);
  dittograph::Pieces pieces;  // each alone in its memory
  for (std::size_t begin = 0; begin < text.size(); begin += piece_size) {
    pieces.emplace_back(text.data() + begin, std::min(piece_size, text.size() - begin), 0);
  }
  dittograph::check(copy.bytes(), pieces, length, capacity);
  return 0;
}
