// SPDX-License-Identifier: Apache-2.0
#include "dittograph/runs.h"

#include <algorithm>
#include <bit>

#include "dittograph/doubles.h"
#include "element_bytes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runs.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "equal_words-inl.h"
#include "hwy/highway.h"

// A run of n elements is a row of n - 1 bits that say "equal to the next". `row` is the length of
// the row at the end of the words before, hence of one that this word may go on with.
HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

struct Row {
  std::size_t start = 0;
  std::size_t length = 0;
};

// The first of the longest rows.
template <class T>
Row LongestRow(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs) {
  Row best;
  std::size_t row = 0;
  VisitEqual<T>(bytes, pairs, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
    if (row != 0) {
      const std::size_t length = row + static_cast<std::size_t>(std::countr_one(word));
      if (length > best.length) best = {first - row, length};
    }
    // As a rule there is none longer than the best so far, and only that is found out.
    while (const std::uint64_t longer = StartsOfRows(word, best.length + 1)) {
      const auto start = std::countr_zero(longer);
      best = {first + static_cast<std::size_t>(start),
              static_cast<std::size_t>(std::countr_one(word >> start))};
    }
    row = RowAtEnd(row, word);
    return true;
  });
  return best;
}

// The number of rows of at least `min_length` bits, which is not 0.
template <class T>
std::uint64_t CountRows(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                        std::size_t min_length) {
  std::uint64_t count = 0;
  std::size_t row = 0;
  VisitEqual<T>(bytes, pairs, [&](std::size_t, std::uint64_t word) HWY_ATTR {
    std::uint64_t inside = word;
    if (row != 0) {
      const auto more = static_cast<std::size_t>(std::countr_one(word));
      // One that was long enough before has been counted there.
      count += row < min_length && row + more >= min_length;
      inside &= ~BitsBelow(more);
    }
    const std::uint64_t long_enough = StartsOfRows(inside, min_length);
    count += hwy::PopCount(long_enough & ~(long_enough << 1));
    row = RowAtEnd(row, word);
    return true;
  });
  return count;
}

// Where runs are written to: starts and lengths, each `stride` items behind the one before.
struct Output {
  std::int64_t* HWY_RESTRICT starts;
  std::int64_t* HWY_RESTRICT lengths;
  std::size_t capacity;
  std::size_t stride;
  std::size_t size = 0;

  HWY_INLINE void Add(std::size_t start, std::size_t length) {
    if (size == capacity) return;
    starts[size * stride] = static_cast<std::int64_t>(start);
    lengths[size * stride] = static_cast<std::int64_t>(length);
    ++size;
  }
};

// Writes all runs, those of a single element too: each ends where a bit is not set.
template <class T>
void FindAll(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs, Output& runs) {
  std::size_t start = 0;
  VisitEqual<T>(bytes, pairs, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
    for (std::uint64_t ends = ~word & BitsBelow(pairs - first); ends != 0; ends &= ends - 1) {
      const std::size_t next = first + static_cast<std::size_t>(std::countr_zero(ends)) + 1;
      runs.Add(start, next - start);
      start = next;
    }
    return runs.size < runs.capacity;
  });
  runs.Add(start, pairs + 1 - start);
}

// Writes the runs that are rows of at least `min_length` bits, which is not 0.
template <class T>
void FindRows(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs, std::size_t min_length,
              Output& runs) {
  std::size_t row = 0;
  VisitEqual<T>(bytes, pairs, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
    std::uint64_t inside = word;
    if (row != 0) {
      const auto more = static_cast<std::size_t>(std::countr_one(word));
      if (more == kWord) {
        row += kWord;
        return true;
      }
      if (row + more >= min_length) runs.Add(first - row, row + more + 1);
      inside &= ~BitsBelow(more);
    }
    // A row that reaches the end of the word may go on in the next.
    row = static_cast<std::size_t>(std::countl_one(inside));
    inside &= BitsBelow(kWord - row);
    std::uint64_t long_enough = StartsOfRows(inside, min_length);
    while (long_enough != 0) {
      const auto start = static_cast<std::size_t>(std::countr_zero(long_enough));
      const auto length = static_cast<std::size_t>(std::countr_one(inside >> start));
      runs.Add(first + start, length + 1);
      long_enough &= ~BitsBelow(start + length);
    }
    return runs.size < runs.capacity;
  });
  // A row that reaches the end of the last pair has not been seen to end.
  if (pairs % kWord == 0 && row >= min_length) runs.Add(pairs - row, row + 1);
}

void LongestRowOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                         std::size_t element_size, Run* run) {
  const Row row = WithElementOfSize(
      element_size, [&]<class T>(T) HWY_ATTR { return LongestRow<T>(bytes, pairs); });
  *run = {static_cast<std::int64_t>(row.start), static_cast<std::int64_t>(row.length + 1)};
}

std::uint64_t CountRowsOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                                 std::size_t element_size, std::size_t min_length) {
  return WithElementOfSize(
      element_size, [&]<class T>(T) HWY_ATTR { return CountRows<T>(bytes, pairs, min_length); });
}

std::size_t FindRunsOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                              std::size_t element_size, std::size_t min_length,
                              std::int64_t* HWY_RESTRICT starts, std::int64_t* HWY_RESTRICT lengths,
                              std::size_t capacity, std::size_t stride) {
  Output runs{starts, lengths, capacity, stride};
  WithElementOfSize(element_size, [&]<class T>(T) HWY_ATTR {
    if (min_length <= 1) {
      FindAll<T>(bytes, pairs, runs);
    } else {
      FindRows<T>(bytes, pairs, min_length - 1, runs);
    }
  });
  return runs.size;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(LongestRowOfAnySize);
HWY_EXPORT(CountRowsOfAnySize);
HWY_EXPORT(FindRunsOfAnySize);

}  // namespace

Run longest_run(ElementView elements) noexcept {
  if (elements.size == 0) return {};
  Run run;
  HWY_DYNAMIC_DISPATCH(LongestRowOfAnySize)
  (bytes_of(elements), elements.size - 1, elements.element_size, &run);
  return run;
}

std::uint64_t count_runs(ElementView elements, std::size_t min_length) noexcept {
  if (elements.size == 0) return 0;
  // Each double makes one run less.
  if (min_length <= 1) return elements.size - count_doubles(elements);
  return HWY_DYNAMIC_DISPATCH(CountRowsOfAnySize)(bytes_of(elements), elements.size - 1,
                                                  elements.element_size, min_length - 1);
}

std::size_t find_runs(ElementView elements, std::size_t min_length, std::span<std::int64_t> starts,
                      std::span<std::int64_t> lengths) noexcept {
  const std::size_t capacity = std::min(starts.size(), lengths.size());
  if (elements.size == 0 || capacity == 0) return 0;
  return HWY_DYNAMIC_DISPATCH(FindRunsOfAnySize)(bytes_of(elements), elements.size - 1,
                                                 elements.element_size, min_length, starts.data(),
                                                 lengths.data(), capacity, 1);
}

std::vector<Run> find_runs(ElementView elements, std::size_t min_length) {
  std::vector<Run> runs(count_runs(elements, min_length));
  if (runs.empty()) return runs;
  // Where they are to stay: spans of their own would double the memory.
  static_assert(sizeof(Run) == 2 * sizeof(std::int64_t));
  HWY_DYNAMIC_DISPATCH(FindRunsOfAnySize)
  (bytes_of(elements), elements.size - 1, elements.element_size, min_length, &runs.front().start,
   &runs.front().length, runs.size(), 2);
  return runs;
}

}  // namespace dittograph
#endif  // HWY_ONCE
