// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_TESTS_CPP_GUARDED_MEMORY_H_
#define DITTOGRAPH_TESTS_CPP_GUARDED_MEMORY_H_

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <span>
#include <system_error>

namespace dittograph {

/// Memory between two pages whose reading kills the process: AddressSanitizer sees neither loads by
/// some vector intrinsics nor bytes next to a buffer that belong to another, the hardware sees all.
class GuardedMemory {
 public:
  /// At least `capacity` bytes.
  explicit GuardedMemory(std::size_t capacity) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    inside_ = (capacity + page - 1) / page * page;
    mapped_ = inside_ + 2 * page;
    void* memory = ::mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    before_ = static_cast<std::byte*>(memory);
    if (::mprotect(before_ + page, inside_, PROT_READ | PROT_WRITE) != 0) {
      throw std::system_error(errno, std::generic_category(), "mprotect");
    }
    inside_begin_ = before_ + page;
  }
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;
  ~GuardedMemory() { ::munmap(before_, mapped_); }

  /// The first `size` bytes: reading one before them is fatal.
  [[nodiscard]] std::span<std::byte> at_start(std::size_t size) const {
    return {inside_begin_, size};
  }

  /// The last `size` bytes: reading one after them is fatal.
  [[nodiscard]] std::span<std::byte> at_end(std::size_t size) const {
    return {inside_begin_ + inside_ - size, size};
  }

 private:
  std::byte* before_ = nullptr;
  std::byte* inside_begin_ = nullptr;
  std::size_t inside_ = 0;
  std::size_t mapped_ = 0;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_GUARDED_MEMORY_H_
