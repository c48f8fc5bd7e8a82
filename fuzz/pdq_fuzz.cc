// SPDX-License-Identifier: Apache-2.0
// pdq.h against the oracle, and placeholder.h against itself, on every SIMD target: where BlurHash
// is at a tie the oracle, in doubles, decides as rounding errors do.
#include "dittograph/pdq.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dittograph/placeholder.h"
#include "every_target.h"
#include "reference/pdq.h"

namespace dittograph {
namespace {

// Each row ends where its memory does.
class PlacedRows {
 public:
  PlacedRows(const std::vector<std::uint8_t>& bytes, ImageFormat format, std::size_t offset) {
    for (std::size_t y = 0; y < static_cast<std::size_t>(format.height); ++y) {
      copies_.emplace_back(bytes.data() + y * format.row_bytes(), format.row_bytes(), offset);
      rows_.push_back(reinterpret_cast<const std::uint8_t*>(copies_.back().bytes().data()));
    }
  }
  template <class Hasher>
  void add_to(Hasher& hasher, std::size_t at_a_time) const {
    for (auto rest = std::span(rows_); !rest.empty();) {
      const std::size_t count = std::min(at_a_time, rest.size());
      hasher.add_rows(rest.first(count));
      rest = rest.subspan(count);
    }
  }

 private:
  std::vector<PlacedCopy> copies_;
  std::vector<const std::uint8_t*> rows_;
};

void check(FuzzedDataProvider& input) {
  const ImageFormat format{input.ConsumeIntegralInRange(1, 400),
                           input.ConsumeIntegralInRange(1, 300),
                           static_cast<PixelLayout>(input.ConsumeIntegralInRange(0, 3))};
  const auto at_a_time = input.ConsumeIntegralInRange<std::size_t>(1, 40);
  const auto offset = input.ConsumeIntegralInRange<std::size_t>(0, 63);
  const int nx = input.ConsumeIntegralInRange(1, kMaxBlurHashComponents);
  const int ny = input.ConsumeIntegralInRange(1, kMaxBlurHashComponents);
  std::vector<std::uint8_t> some = input.ConsumeRemainingBytes<std::uint8_t>();
  some.push_back(1);
  std::vector<std::uint8_t> bytes(format.row_bytes() * static_cast<std::size_t>(format.height));
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = some[i % some.size()];
  const PlacedRows rows(bytes, format, offset);
  const PdqHash hash = reference::pdq_hash(format, bytes.data());
  std::string first;
  for_each_target([&](const char* target) {
    PdqHasher hasher(format);
    rows.add_to(hasher, at_a_time);
    expect_equal(hasher.finish(), hash, "PdqHasher", target);
    BlurHashEncoder encoder(format, nx, ny);
    rows.add_to(encoder, at_a_time);
    const std::string text = encoder.finish();
    if (first.empty()) first = text;
    expect_equal(text, first, "BlurHashEncoder", target);
  });
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::check(input);
  return 0;
}
