// SPDX-License-Identifier: Apache-2.0
// One call on more elements than 32 bits can count, with the best target only: it reads 4 GiB.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>

#include "dittograph/doubles.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/utf8.h"

namespace dittograph {
namespace {

// Zeros that take no memory: pages that are only read are all the same one.
class Zeros {
 public:
  explicit Zeros(std::size_t size) : size_(size) {
    constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, kFlags, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    bytes_ = static_cast<char*>(memory);
  }
  Zeros(const Zeros&) = delete;
  Zeros& operator=(const Zeros&) = delete;
  ~Zeros() { ::munmap(bytes_, size_); }

  [[nodiscard]] std::span<char> bytes() const { return {bytes_, size_}; }

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

TEST(DoublesLargeTest, Beyond32Bits) {
  constexpr std::size_t kSize = (std::size_t{1} << 32) + 1000;
  const Zeros zeros(kSize);
  zeros.bytes()[kSize - 500] = 'x';  // equals neither neighbour
  const std::string_view text(zeros.bytes().data(), kSize);
  EXPECT_EQ(count_doubles(text), kSize - 1 - 2);
  EXPECT_EQ(count_doubles_utf8(text), kSize - 1 - 2);
  EXPECT_EQ(validate_utf8(text), kSize);
  zeros.bytes()[kSize - 500] = '\xFF';
  EXPECT_EQ(validate_utf8(text), kSize - 500);
}

}  // namespace
}  // namespace dittograph
