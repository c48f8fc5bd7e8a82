// SPDX-License-Identifier: Apache-2.0
// repeats.h against the oracle, on every SIMD target.
#include "dittograph/repeats.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "every_target.h"
#include "reference/repeats.h"

namespace dittograph {
namespace {

// Elements as words and how long to go on with them: repeats take few bytes of input.
template <class T>
std::vector<T> elements_from(FuzzedDataProvider& input) {
  std::vector<T> elements;
  while (input.remaining_bytes() != 0 && elements.size() < 1500) {
    std::vector<T> unit(input.ConsumeIntegralInRange<std::size_t>(1, 90));
    for (T& element : unit) element = input.ConsumeIntegral<T>();
    const auto length = input.ConsumeIntegral<std::uint8_t>();
    for (std::size_t i = 0; i < length; ++i) elements.push_back(unit[i % unit.size()]);
  }
  return elements;
}

template <class T>
void check(FuzzedDataProvider& input) {
  const auto offset = input.ConsumeIntegralInRange<std::size_t>(0, 63);
  const auto min_copies = input.ConsumeIntegralInRange<std::size_t>(2, 9);
  const auto max_period = input.ConsumeIntegralInRange<std::size_t>(0, 120);
  const auto min_period = input.ConsumeIntegralInRange<std::size_t>(1, 20);
  const auto elements = elements_from<T>(input);
  const auto repeats = reference::find_repeats(elements, min_copies, max_period);
  const auto end = reference::ends_in_repeat(elements, max_period, min_copies, min_period);

  const PlacedCopy copy(elements.data(), elements.size() * sizeof(T), offset);
  const std::string_view bytes = copy.bytes();
  const ElementView view{bytes.data(), bytes.size() / sizeof(T), sizeof(T)};
  for_each_target([&](const char* target) {
    expect_equal(find_repeats(view, min_copies, max_period), repeats, "find_repeats", target);
    expect_equal(has_repeat(view, min_copies, max_period), !repeats.empty(), "has_repeat", target);
    expect_equal(ends_in_repeat(view, max_period, min_copies, min_period), end, "ends_in_repeat",
                 target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::with_element_type(input, [&]<class T>(T) { dittograph::check<T>(input); });
  return 0;
}
