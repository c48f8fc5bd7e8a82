// SPDX-License-Identifier: Apache-2.0
// A guard that does not guard would make all tests that use it pass.
#include "guarded_memory.h"

#include <gtest/gtest.h>

#include <cstddef>

namespace dittograph {
namespace {

void read(const std::byte* byte) {
  [[maybe_unused]] const volatile std::byte value = *const_cast<const volatile std::byte*>(byte);
}

TEST(GuardedMemoryDeathTest, EndsWhereItSays) {
  const GuardedMemory memory(5000);
  for (const std::size_t size : {1u, 64u, 5000u}) {
    const auto last = memory.at_end(size);
    read(last.data());
    read(last.data() + size - 1);
    EXPECT_DEATH(read(last.data() + size), "");
  }
}

TEST(GuardedMemoryDeathTest, BeginsWhereItSays) {
  const GuardedMemory memory(5000);
  const auto first = memory.at_start(5000);
  read(first.data());
  read(first.data() + first.size() - 1);
  EXPECT_DEATH(read(first.data() - 1), "");
}

}  // namespace
}  // namespace dittograph
