// SPDX-License-Identifier: Apache-2.0
// fingerprint.h on images of every layout, however they are turned, on every SIMD target: hashes
// against the oracle, where it decides, and everything against the first target.
#include "dittograph/fingerprint.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "dittograph/image_rows.h"
#include "dittograph/placeholder.h"
#include "every_target.h"
#include "reference/imagehash.h"

namespace dittograph {
namespace {

bool are_equal(const std::optional<Fingerprint>& one, const std::optional<Fingerprint>& other) {
  if (!one || !other) return false;
  const Fingerprint& a = *one;
  const Fingerprint& b = *other;
  return a.hashes.bits == b.hashes.bits && a.hashes.quality == b.hashes.quality && a.pdq == b.pdq &&
         a.blurhash == b.blurhash && a.thumbhash == b.thumbhash;
}

// Reads an image that ends where its memory does.
std::optional<Fingerprint> fingerprint_of(const ImageFormat& format, const PlacedCopy& pixels,
                                          const FingerprintParts& parts) {
  MemoryRows memory(format, reinterpret_cast<const std::uint8_t*>(pixels.bytes().data()),
                    static_cast<std::ptrdiff_t>(format.row_bytes()));
  return read_fingerprint(memory, parts);
}

void fuzz(FuzzedDataProvider& input) {
  ImageFormat format;
  format.layout = static_cast<PixelLayout>(input.ConsumeIntegralInRange(0, 3));
  format.width = input.ConsumeIntegralInRange(1, 150);
  format.height = input.ConsumeIntegralInRange(1, 150);
  FingerprintParts parts;
  parts.orientation = input.ConsumeIntegralInRange(1, 8);
  parts.rules = input.ConsumeBool() ? ImageHashRules::kImagehash : ImageHashRules::kImagededup;
  parts.hashes = input.ConsumeIntegralInRange(0u, kAllImageHashes);
  if (parts.rules == ImageHashRules::kImagededup) {
    parts.hashes &= ~only(ImageHashKind::kDifferenceVertical);
  }
  parts.pdq = input.ConsumeBool();
  parts.blurhash_x = input.ConsumeIntegralInRange(0, kMaxBlurHashComponents);
  parts.blurhash_y = input.ConsumeIntegralInRange(1, kMaxBlurHashComponents);
  parts.thumbhash = input.ConsumeBool();
  parts.on_white = input.ConsumeBool();
  const auto offset = input.ConsumeIntegralInRange<std::size_t>(0, 63);

  // The input over and over, so that a short one makes a picture.
  const auto given = input.ConsumeRemainingBytes<std::uint8_t>();
  std::vector<std::uint8_t> bytes(format.row_bytes() * static_cast<std::size_t>(format.height));
  for (std::size_t i = 0; i < bytes.size() && !given.empty(); ++i)
    bytes[i] = given[i % given.size()];
  const PlacedCopy pixels(bytes.data(), bytes.size(), offset);

  std::optional<Fingerprint> first;
  for_each_target([&](const char* target) {
    const auto found = fingerprint_of(format, pixels, parts);
    if (!first) first = found;
    expect_equal(are_equal(found, first), true, "fingerprint", target);
  });
  if (!first || parts.orientation != 1 || (parts.on_white && format.layout == PixelLayout::kRgba))
    return;
  for (std::size_t i = 0; i < kImageHashKinds; ++i) {
    const auto kind = static_cast<ImageHashKind>(i);
    if ((parts.hashes & only(kind)) == 0) continue;
    const auto [bits, undecided] = reference::image_hash(format, bytes.data(), kind, parts.rules);
    expect_equal(first->hashes[kind] & ~undecided, bits & ~undecided, "image hash", "of all");
  }
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::fuzz(input);
  return 0;
}
