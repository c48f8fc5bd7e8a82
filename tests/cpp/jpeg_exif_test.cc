// SPDX-License-Identifier: Apache-2.0
// Orientations out of Exif segments, sound ones and others.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dittograph/jpeg.h"
#include "jpeg_files.h"

namespace dittograph {
namespace {

// An Exif segment of one directory, written as its specification says.
class ExifWriter {
 public:
  explicit ExifWriter(bool is_big_endian) : is_big_endian_(is_big_endian) {
    for (const char c : std::string_view("Exif\0\0", 6))
      bytes_.push_back(static_cast<std::uint8_t>(c));
    bytes_.insert(bytes_.end(), 2, is_big_endian ? 'M' : 'I');
    put(42, 2);
    put(8, 4);
  }
  void put(std::uint32_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (is_big_endian_ ? size - 1 - i : i);
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
  void put_entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value,
                 unsigned size) {
    put(tag, 2);
    put(type, 2);
    put(count, 4);
    put(value, size);
    put(0, 4 - size);
  }

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
  bool is_big_endian_;
};

const Bytes& plain() {
  static const Bytes file = write_jpeg({.width = 9, .height = 5});
  return file;
}

int orientation_of(const Bytes& file) {
  const JpegReader reader(file);
  EXPECT_EQ(reader.status(), JpegStatus::kOk) << reader.message();
  return reader.header().orientation;
}

int orientation_with(const Bytes& exif) {
  return orientation_of(with_segment(plain(), 0xE1, exif));
}

Bytes one_entry(bool is_big_endian, std::uint32_t type, std::uint32_t count, std::uint32_t value,
                unsigned size) {
  ExifWriter exif(is_big_endian);
  exif.put(1, 2);
  exif.put_entry(0x0112, type, count, value, size);
  exif.put(0, 4);
  return exif.bytes();
}

TEST(JpegExifTest, EveryOrientation) {
  for (const bool is_big_endian : {false, true}) {
    for (std::uint32_t value = 0; value < 300; ++value) {
      const int expected = value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
      EXPECT_EQ(orientation_with(one_entry(is_big_endian, 3, 1, value, 2)), expected) << value;
    }
    EXPECT_EQ(orientation_with(one_entry(is_big_endian, 4, 1, 0x10006, 4)), 1);
  }
}

// As Pillow 13 reads them.
TEST(JpegExifTest, OtherTypesAndCounts) {
  struct Type {
    std::uint32_t number;
    unsigned size;
  };
  for (const bool is_big_endian : {false, true}) {
    for (const Type type :
         {Type{3, 2}, Type{8, 2}, Type{4, 4}, Type{9, 4}, Type{13, 4}, Type{6, 1}}) {
      const auto with_count = [&](std::uint32_t count) {
        return orientation_with(one_entry(is_big_endian, type.number, count, 6, type.size));
      };
      EXPECT_EQ(with_count(1), 6) << type.number;
      EXPECT_EQ(with_count(0), 1) << type.number;
      // More than one value may lie in the entry itself, or elsewhere, where nobody looks.
      EXPECT_EQ(with_count(4 / type.size), 6) << type.number;
      EXPECT_EQ(with_count(4 / type.size + 1), 1) << type.number;
      EXPECT_EQ(with_count(0xFFFFFFFF), 1) << type.number;
    }
    for (const std::uint32_t type : {0U, 1U, 2U, 5U, 7U, 10U, 11U, 12U, 14U, 16U, 0xFFFFU}) {
      EXPECT_EQ(orientation_with(one_entry(is_big_endian, type, 1, 6, 2)), 1) << type;
    }
  }
}

TEST(JpegExifTest, AmongOtherEntriesAndSegments) {
  for (const bool is_big_endian : {false, true}) {
    ExifWriter exif(is_big_endian);
    exif.put(3, 2);
    exif.put_entry(0x010F, 2, 4, 0, 4);
    exif.put_entry(0x0112, 3, 1, 8, 2);
    exif.put_entry(0x0112, 3, 1, 3, 2);
    exif.put(0, 4);
    EXPECT_EQ(orientation_with(exif.bytes()), 8);  // the first one
    Bytes file = with_segment(plain(), 0xE1, exif.bytes());
    const Bytes xmp = {'h', 't', 't', 'p', ':'};
    EXPECT_EQ(orientation_of(with_segment(file, 0xE1, xmp)), 8);
    EXPECT_EQ(orientation_of(with_segment(file, 0xFE, Bytes(40'000, 0xFF))), 8);
    EXPECT_EQ(orientation_of(with_segment(file, 0xE1, one_entry(!is_big_endian, 3, 1, 5, 2))), 5);
    const Bytes fill_bytes(3, 0xFF);
    file.insert(file.begin() + 2, fill_bytes.begin(), fill_bytes.end());
    EXPECT_EQ(orientation_of(file), 8);
  }
}

TEST(JpegExifTest, BrokenAtEveryPrefixAndByte) {
  for (const bool is_big_endian : {false, true}) {
    const Bytes whole = one_entry(is_big_endian, 3, 1, 6, 2);
    const std::size_t needed = whole.size() - 6;  // without padding and the next directory
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes exif(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(orientation_with(exif), size >= needed ? 6 : 1) << size;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        Bytes exif = whole;
        exif[at] = static_cast<std::uint8_t>(byte);
        const int orientation = orientation_with(exif);
        EXPECT_GE(orientation, 1);
        EXPECT_LE(orientation, 8);
      }
    }
  }
}

TEST(JpegExifTest, DirectoriesOutside) {
  for (const bool is_big_endian : {false, true}) {
    for (const std::uint32_t offset :
         {0U, 7U, 26U, 65535U, 0x7FFFFFFFU, 0xFFFFFFF0U, 0xFFFFFFFFU}) {
      Bytes exif = one_entry(is_big_endian, 3, 1, 6, 2);
      for (unsigned i = 0; i < 4; ++i) {
        exif[10 + i] = static_cast<std::uint8_t>(offset >> 8 * (is_big_endian ? 3 - i : i));
      }
      EXPECT_EQ(orientation_with(exif), 1) << offset;
    }
    ExifWriter many(is_big_endian);
    many.put(65535, 2);
    EXPECT_EQ(orientation_with(many.bytes()), 1);
  }
}

}  // namespace
}  // namespace dittograph
