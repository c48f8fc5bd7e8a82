// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_FUZZ_EVERY_TARGET_H_
#define DITTOGRAPH_FUZZ_EVERY_TARGET_H_

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include "hwy/highway.h"

namespace dittograph {

/// A copy that begins `offset` bytes behind the start of a cache line and ends where its allocation
/// does, so that AddressSanitizer sees every read past it.
class PlacedCopy {
 public:
  PlacedCopy(const void* bytes, std::size_t size, std::size_t offset)
      : memory_(static_cast<char*>(::operator new(offset + size, std::align_val_t{64}))),
        bytes_(memory_.get() + offset, size) {
    if (size != 0) std::memcpy(memory_.get() + offset, bytes, size);
  }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  struct Deleter {
    void operator()(char* memory) const { ::operator delete(memory, std::align_val_t{64}); }
  };
  std::unique_ptr<char, Deleter> memory_;
  std::string_view bytes_;
};

/// `input` over and over, `copies` times or until there are some 3,000 bytes: the main loops want
/// long text, the fuzzer is quicker with short input.
template <class Sequence>
Sequence repeated(const Sequence& input, std::size_t copies) {
  constexpr std::size_t kEnough = 3000;
  Sequence text;
  for (std::size_t copy = 0; copy < copies && text.size() * sizeof(input[0]) < kEnough; ++copy) {
    text.insert(text.end(), input.begin(), input.end());
  }
  return text;
}

/// Calls `function` with a zero of the element type that the input chooses.
template <class Function>
void with_element_type(FuzzedDataProvider& input, Function&& function) {
  switch (input.ConsumeIntegralInRange(0, 3)) {
    case 0:
      function(std::uint8_t{});
      break;
    case 1:
      function(std::uint16_t{});
      break;
    case 2:
      function(std::uint32_t{});
      break;
    default:
      function(std::uint64_t{});
  }
}

/// Calls `function(target)` after each choice of a SIMD target that this machine can run. `target`
/// is to be handed on to `expect_equal`.
template <class Function>
void for_each_target(Function&& function) {
  static const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  for (const std::int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    function(hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);
}

/// Ends the program, which the fuzzer takes for a finding, if `actual` is not what the oracle says.
template <class Actual, class Expected>
void expect_equal(const Actual& actual, const Expected& expected, const char* what,
                  const char* target) {
  if (actual == expected) return;
  std::fprintf(stderr, "%s on target %s is not what the oracle says\n", what, target);
  std::abort();
}

}  // namespace dittograph

#endif  // DITTOGRAPH_FUZZ_EVERY_TARGET_H_
