// SPDX-License-Identifier: Apache-2.0
// Counting, finding into a span, squeezing into one and validating allocate nothing, and what
// returns a vector allocates that alone. A program of its own, because it replaces operator new.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "dittograph/doubles.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/doubles_utf8_stream.h"
#include "dittograph/repeats.h"
#include "dittograph/runs.h"
#include "dittograph/squeeze.h"
#include "dittograph/utf8.h"
#include "hwy/tests/hwy_gtest.h"

namespace {

std::size_t allocations = 0;
std::size_t allocated_bytes = 0;

void* allocate(std::size_t size) {
  ++allocations;
  allocated_bytes += size;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

namespace dittograph {
namespace {

template <class Function>
std::size_t allocations_of(Function&& function) {
  const std::size_t before = allocations;
  std::invoke(function);
  return allocations - before;
}

template <class Function>
std::size_t bytes_allocated_by(Function&& function) {
  const std::size_t before = allocated_bytes;
  std::invoke(function);
  return allocated_bytes - before;
}

class AllocationTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(AllocationTest);

TEST_P(AllocationTest, None) {
  std::string utf8;
  for (int i = 0; i < 100'000; ++i) utf8 += i % 3 == 0 ? "aa" : "\xE2\x82\xAC";
  const std::vector<std::uint32_t> elements(100'000, 1);
  std::array<std::int64_t, 100> positions{};
  std::array<std::int64_t, 100> lengths{};
  Utf8DoublesCounter counter;
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(count_doubles(elements), elements.size() - 1); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(find_doubles(elements, positions), 100u); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_NE(count_doubles_utf8(utf8), 0u); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(find_doubles_utf8(utf8, positions), 100u); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(validate_utf8(utf8), utf8.size()); }), 0u);
  EXPECT_EQ(allocations_of([&] {
              EXPECT_TRUE(counter.update(utf8));
              EXPECT_TRUE(counter.update("a"));
              EXPECT_TRUE(counter.finish());
            }),
            0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(count_runs(elements), 1u); }), 0u);
  EXPECT_EQ(allocations_of([&] {
              EXPECT_EQ(longest_run(elements).length, std::int64_t{100'000});
              EXPECT_EQ(find_runs(elements, 2, positions, std::span(positions).last(50)), 1u);
            }),
            0u);
  EXPECT_EQ(allocations_of([&] {
              const auto room = std::as_writable_bytes(std::span(positions));
              EXPECT_EQ(squeeze(view_elements(elements), 3, room), 3u);
              EXPECT_EQ(squeezed_size(view_elements(elements), 3), 3u);
            }),
            0u);
  EXPECT_EQ(allocations_of([&] {
              EXPECT_FALSE(has_repeat(elements));
              EXPECT_EQ(ends_in_repeat(elements), 1u);
            }),
            0u);
  std::vector<char> room(utf8.size() + Utf8Squeezer::kMostCarried);
  Utf8Squeezer squeezer;
  Utf8RunsCounter runs;
  EXPECT_EQ(allocations_of([&] { EXPECT_NE(longest_run_utf8(utf8).length, 0); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_NE(count_runs_utf8(utf8), 0u); }), 0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_EQ(find_runs_utf8(utf8, 1, positions, lengths), 100u); }),
            0u);
  EXPECT_EQ(allocations_of([&] { EXPECT_NE(squeeze_utf8(utf8, 1, room), 0u); }), 0u);
  EXPECT_EQ(allocations_of([&] {
              EXPECT_NE(squeezer.update(utf8, room), 0u);
              EXPECT_TRUE(squeezer.finish());
              EXPECT_TRUE(runs.update(utf8));
              EXPECT_NE(runs.count(), 0u);
            }),
            0u);
  // What returns a vector does allocate; or else the count above would not be worth much.
  EXPECT_NE(allocations_of([&] { EXPECT_NE(find_doubles(elements).size(), 0u); }), 0u);
}

TEST_P(AllocationTest, NothingButTheVector) {
  std::vector<std::uint16_t> elements(100'000);
  for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = i / 2 % 2;
  EXPECT_EQ(bytes_allocated_by([&] { EXPECT_EQ(find_runs(elements).size(), 50'000u); }),
            std::size_t{50'000} * 16);
  EXPECT_EQ(bytes_allocated_by([&] { EXPECT_EQ(squeeze(elements).size(), 50'000u); }),
            std::size_t{50'000} * 2);
}

}  // namespace
}  // namespace dittograph
