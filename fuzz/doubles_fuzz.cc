// SPDX-License-Identifier: Apache-2.0
// doubles.h and doubles_tally.h against the oracle, on every SIMD target.
#include "dittograph/doubles.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "dittograph/doubles_tally.h"
#include "every_target.h"
#include "reference/doubles.h"

namespace dittograph {
namespace {

template <class T>
void check(FuzzedDataProvider& input) {
  const auto offset = input.ConsumeIntegralInRange<std::size_t>(0, 63);
  const auto capacity = input.ConsumeIntegralInRange<std::size_t>(0, 200);
  const auto cut = input.ConsumeIntegral<std::uint16_t>();
  const auto copies = input.ConsumeIntegral<std::uint8_t>();
  const auto bytes = input.ConsumeRemainingBytes<std::uint8_t>();
  std::vector<T> once(bytes.size() / sizeof(T));
  if (!once.empty()) std::memcpy(once.data(), bytes.data(), once.size() * sizeof(T));
  const std::vector<T> elements = repeated(once, copies);

  const auto positions = reference::find_doubles(elements);
  auto first_positions = positions;
  first_positions.resize(std::min(capacity, positions.size()));
  std::vector<DoublesTally<std::uint64_t>> tally;
  for (const auto& [element, count] : reference::tally_doubles(elements)) {
    tally.push_back({element, count});
  }

  const PlacedCopy copy(elements.data(), elements.size() * sizeof(T), offset);
  const void* data = copy.bytes().data();
  const ElementView view{data, elements.size(), sizeof(T)};
  // The second piece begins with the last element of the first.
  const std::size_t first_size = elements.empty() ? 0 : cut % elements.size() + 1;
  const std::size_t second_begin = first_size == 0 ? 0 : first_size - 1;
  const ElementView first{data, first_size, sizeof(T)};
  const ElementView second{copy.bytes().data() + second_begin * sizeof(T),
                           elements.size() - second_begin, sizeof(T)};
  for_each_target([&](const char* target) {
    expect_equal(count_doubles(view), positions.size(), "count_doubles", target);
    expect_equal(find_doubles(view), positions, "find_doubles", target);
    std::vector<std::int64_t> found(capacity);
    found.resize(find_doubles(view, found));
    expect_equal(found, first_positions, "find_doubles into a span", target);
    expect_equal(tally_doubles(view), tally, "tally_doubles", target);

    DoublesTallier tallier;
    tallier.add(first);
    DoublesTallier later;
    later.add(second);
    tallier.merge(later);
    expect_equal(tallier.tally(), tally, "DoublesTallier", target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::with_element_type(input, [&]<class T>(T) { dittograph::check<T>(input); });
  return 0;
}
