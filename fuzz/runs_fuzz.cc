// SPDX-License-Identifier: Apache-2.0
// runs.h and squeeze.h against the oracle, on every SIMD target.
#include "dittograph/runs.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "dittograph/squeeze.h"
#include "every_target.h"
#include "reference/runs.h"

namespace dittograph {
namespace {

// Elements by their run lengths: long runs, which are what this is about, take few bytes of input.
template <class T>
std::vector<T> elements_from(FuzzedDataProvider& input) {
  std::vector<T> elements;
  while (input.remaining_bytes() != 0 && elements.size() < 3000) {
    const auto length = input.ConsumeIntegral<std::uint8_t>();
    elements.insert(elements.end(), length, input.ConsumeIntegral<T>());
  }
  return elements;
}

// 0 is taken for 1, and what is beyond every length must not wrap around.
std::size_t length_from(FuzzedDataProvider& input) {
  constexpr auto kMost = std::numeric_limits<std::size_t>::max();
  const auto length = input.ConsumeIntegralInRange<std::size_t>(0, 310);
  return length <= 300 ? length : kMost - (length - 301);
}

template <class T>
void check(FuzzedDataProvider& input) {
  const auto offset = input.ConsumeIntegralInRange<std::size_t>(0, 63);
  const std::size_t length = length_from(input);
  const auto capacity = input.ConsumeIntegralInRange<std::size_t>(0, 200);
  const auto elements = elements_from<T>(input);
  const auto runs = reference::find_runs(elements, length);
  const auto squeezed = reference::squeeze(elements, std::max<std::size_t>(length, 1));

  const PlacedCopy copy(elements.data(), elements.size() * sizeof(T), offset);
  const std::string_view bytes = copy.bytes();
  const ElementView view{bytes.data(), bytes.size() / sizeof(T), sizeof(T)};
  for_each_target([&](const char* target) {
    expect_equal(longest_run(view), reference::longest_run(elements), "longest_run", target);
    expect_equal(count_runs(view, length), runs.size(), "count_runs", target);
    expect_equal(find_runs(view, length), runs, "find_runs", target);
    std::vector<std::int64_t> starts(capacity);
    std::vector<std::int64_t> lengths(capacity);
    const std::size_t found = find_runs(view, length, starts, lengths);
    std::vector<Run> first_runs(found);
    for (std::size_t i = 0; i < found; ++i) first_runs[i] = {starts[i], lengths[i]};
    const auto end = runs.begin() + static_cast<std::ptrdiff_t>(std::min(capacity, runs.size()));
    expect_equal(first_runs, std::vector(runs.begin(), end), "find_runs into spans", target);
    expect_equal(squeezed_size(view, length), squeezed.size(), "squeezed_size", target);
    expect_equal(squeeze(elements, length), squeezed, "squeeze", target);
    std::vector<T> room(capacity);
    room.resize(squeeze(view, length, std::as_writable_bytes(std::span(room))));
    auto first = squeezed;
    first.resize(std::min(capacity, squeezed.size()));
    expect_equal(room, first, "squeeze into a span", target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::with_element_type(input, [&]<class T>(T) { dittograph::check<T>(input); });
  return 0;
}
