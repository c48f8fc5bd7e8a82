// SPDX-License-Identifier: Apache-2.0
// Checksums of the file of an index, as src/hamming_file.cc has them: whoever damages a file on
// purpose can make them right.
#ifndef DITTOGRAPH_TESTS_REFERENCE_HAMMING_FILE_H_
#define DITTOGRAPH_TESTS_REFERENCE_HAMMING_FILE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace dittograph::reference {

inline constexpr std::size_t kHeaderSize = 64;

[[nodiscard]] inline std::uint64_t mix(std::uint64_t sum, std::uint64_t word) {
  return std::rotl((sum ^ word) * 0x9E3779B97F4A7C15, 29);
}

[[nodiscard]] inline std::uint64_t checksum(const char* bytes, std::size_t size) {
  std::uint64_t lanes[4] = {1, 2, 3, 4};
  for (std::size_t i = 0; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, 8);
    lanes[i / 8 % 4] = mix(lanes[i / 8 % 4], word);
  }
  std::uint64_t sum = size;
  for (const std::uint64_t lane : lanes) sum = mix(sum, lane);
  return sum;
}

/// Writes the checksums that the file should have.
inline void seal(std::string& file) {
  if (file.size() < kHeaderSize) return;
  const std::uint64_t body = checksum(file.data() + kHeaderSize, file.size() - kHeaderSize);
  std::memcpy(file.data() + 32, &body, 8);
  std::memset(file.data() + 40, 0, 8);
  const std::uint64_t header = checksum(file.data(), kHeaderSize);
  std::memcpy(file.data() + 40, &header, 8);
}

}  // namespace dittograph::reference

#endif  // DITTOGRAPH_TESTS_REFERENCE_HAMMING_FILE_H_
