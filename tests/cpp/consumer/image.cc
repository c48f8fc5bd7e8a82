// SPDX-License-Identifier: Apache-2.0
// Hashes what a JpegReader reads, which takes both libraries.
#include "dittograph/jpeg.h"

#include <array>
#include <cstdint>
#include <iostream>

#include "dittograph/fingerprint.h"

int main() {
  const std::array<std::uint8_t, 4> gif = {'G', 'I', 'F', '8'};
  dittograph::JpegReader reader(gif);
  dittograph::FingerprintParts parts;
  parts.orientation = reader.header().orientation;
  const bool found = dittograph::read_fingerprint(reader, parts).has_value();
  std::cout << (found ? "a fingerprint of nothing" : reader.message()) << '\n';
  return reader.status() == dittograph::JpegStatus::kCorrupt ? 0 : 1;
}
