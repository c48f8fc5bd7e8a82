// SPDX-License-Identifier: Apache-2.0
// A lack of memory is a status, and no more is taken than needed. A program of its own, because it
// replaces operator new.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "dittograph/jpeg.h"
#include "jpeg_files.h"
#include "jpeg_rows.h"
#include "reference/jpeg.h"

namespace {

// Of what is asked for without exceptions, as JpegReader does.
std::size_t allocated_bytes = 0;
int allocations_until_failure = -1;

void* allocate(std::size_t size) noexcept {
  if (allocations_until_failure == 0) return nullptr;
  if (allocations_until_failure > 0) --allocations_until_failure;
  allocated_bytes += size;
  return std::malloc(size);
}

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return allocate(size);
}
void* operator new(std::size_t size) {
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

namespace dittograph {
namespace {

TEST(JpegMemoryTest, EachAllocationFails) {
  const Bytes file = write_jpeg({});
  const Bytes expected = reference::read_jpeg(file).bytes;
  int failures = 0;
  for (int successes = 0;; ++successes) {
    allocations_until_failure = successes;
    JpegReader reader(file);
    const Bytes pixels = read_all(reader);
    allocations_until_failure = -1;
    if (reader.status() == JpegStatus::kOk) {
      EXPECT_EQ(pixels, expected);
      break;
    }
    ++failures;
    EXPECT_EQ(reader.status(), JpegStatus::kOutOfMemory);
    EXPECT_STREQ(reader.message(), "out of memory");
    EXPECT_TRUE(pixels.empty());
    EXPECT_FALSE(reader.is_partial());
    EXPECT_EQ(reader.warnings(), 0);
  }
  EXPECT_EQ(failures, 2);
}

TEST(JpegMemoryTest, RowsAreForTheFirstWhoAsks) {
  const Bytes file = with_size(write_jpeg({}), 10'000, 10'000);
  const std::size_t before = allocated_bytes;
  JpegReader reader(file, {}, {.partial = true});
  ASSERT_EQ(reader.status(), JpegStatus::kOk);
  EXPECT_LT(allocated_bytes - before, 4096U);
  std::array<const std::uint8_t*, 1> rows{};
  EXPECT_EQ(reader.next_rows(rows), 1U);
  EXPECT_LT(allocated_bytes - before, 4096U + 16U * 40'000);

  const std::size_t before_refusal = allocated_bytes;
  EXPECT_EQ(JpegReader(file, {.max_pixels = 1}).status(), JpegStatus::kTooLarge);
  EXPECT_LT(allocated_bytes - before_refusal, 4096U);
}

// libjpeg's own limit of memory, in kilobytes. A progressive file has all coefficients in memory.
TEST(JpegMemoryTest, LimitOfLibjpeg) {
  const Bytes file = with_size(write_jpeg({.progressive = true}), 2000, 2000, 0xC2);
  ASSERT_EQ(::setenv("JPEGMEM", "1000", 1), 0);
  JpegReader reader(file, {}, {.partial = true});
  std::array<const std::uint8_t*, 1> rows{};
  EXPECT_EQ(reader.next_rows(rows), 0U);
  EXPECT_EQ(reader.status(), JpegStatus::kOutOfMemory) << reader.message();
  ASSERT_EQ(::unsetenv("JPEGMEM"), 0);
}

}  // namespace
}  // namespace dittograph
