// SPDX-License-Identifier: Apache-2.0
#include "jpeg_exif.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace dittograph {
namespace {

// Integers out of bytes of which nothing is known. What is outside reads as 0.
class TiffBytes {
 public:
  TiffBytes(std::span<const std::uint8_t> bytes, bool is_big_endian) noexcept
      : bytes_(bytes), is_big_endian_(is_big_endian) {}

  [[nodiscard]] std::uint32_t read(std::uint64_t offset, std::size_t size) const noexcept {
    if (offset > bytes_.size() || bytes_.size() - offset < size) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value = value << 8 | bytes_[offset + (is_big_endian_ ? i : size - 1 - i)];
    }
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  bool is_big_endian_;
};

[[nodiscard]] bool starts_with(std::span<const std::uint8_t> bytes,
                               std::string_view prefix) noexcept {
  return bytes.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), bytes.begin(),
                    [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; });
}

// The size of a type of TIFF's, 0 if it is none that is taken. An orientation is a SHORT. What else
// is an integer, or the first of several, Pillow takes as well; but not a BYTE, which may be a
// text.
[[nodiscard]] std::size_t integer_size(std::uint32_t type) noexcept {
  switch (type) {
    case 3:  // SHORT
    case 8:  // SSHORT
      return 2;
    case 4:   // LONG
    case 9:   // SLONG
    case 13:  // IFD
      return 4;
    case 6:  // SBYTE
      return 1;
    default:
      return 0;
  }
}

// The content of an Exif segment is a TIFF file: a header that says where the first directory is,
// which is a number of entries of 12 bytes (Exif 2.32, 4.6.2).
[[nodiscard]] int orientation_of(std::span<const std::uint8_t> tiff) noexcept {
  using namespace std::string_view_literals;
  const bool is_big_endian = starts_with(tiff, "MM\0*"sv);
  if (!is_big_endian && !starts_with(tiff, "II*\0"sv)) return 1;
  const TiffBytes bytes(tiff, is_big_endian);
  const std::uint64_t directory = bytes.read(4, 4);
  const std::uint32_t entries = bytes.read(directory, 2);
  for (std::uint32_t i = 0; i < entries; ++i) {
    constexpr std::uint32_t kOrientation = 0x0112;
    const std::uint64_t entry = directory + 2 + std::uint64_t{12} * i;
    if (bytes.read(entry, 2) != kOrientation) continue;
    const std::size_t size = integer_size(bytes.read(entry + 2, 2));
    const std::uint32_t count = bytes.read(entry + 4, 4);
    if (size == 0 || count == 0 || count > 4 / size) return 1;
    const std::uint32_t value = bytes.read(entry + 8, size);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace

int exif_orientation(std::span<const std::uint8_t> jpeg) noexcept {
  using namespace std::string_view_literals;
  constexpr std::string_view kExif = "Exif\0\0"sv;
  std::size_t at = 2;  // behind the marker SOI
  while (at + 4 <= jpeg.size()) {
    // Before a marker there may be anything but 0xFF, and 0xFF any number of times.
    if (jpeg[at] != 0xFF || jpeg[at + 1] == 0xFF || jpeg[at + 1] == 0) {
      ++at;
      continue;
    }
    const std::uint8_t marker = jpeg[at + 1];
    if (marker == 0xDA || marker == 0xD9) break;  // a scan, or the end
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      at += 2;  // those without a length
      continue;
    }
    const std::size_t length = std::size_t{jpeg[at + 2]} << 8 | jpeg[at + 3];
    if (length < 2 || length > jpeg.size() - at - 2) break;
    const std::span<const std::uint8_t> content = jpeg.subspan(at + 4, length - 2);
    if (marker == 0xE1 && starts_with(content, kExif)) {
      return orientation_of(content.subspan(kExif.size()));
    }
    at += 2 + length;
  }
  return 1;
}

}  // namespace dittograph
