// SPDX-License-Identifier: Apache-2.0
#include "dittograph/repeats.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "repeats.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "element_bytes.h"
#include "equal_words-inl.h"
#include "found_repeats.h"
#include "hwy/highway.h"

// A stretch with period p is a row of bits that say "equal to the element p further on"; of m
// elements the row has m - p. All periods are tried, one after the other.
HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

// What is searched.
struct Text {
  const std::uint8_t* HWY_RESTRICT bytes;
  std::size_t size;
  bool is_padded;  // a word can be read behind the end
};

// Bit i: element `first` + i equals the one `period` further on, for what there is of 64 pairs.
template <class T>
HWY_INLINE std::uint64_t EqualWordAt(const Text& text, std::size_t first, std::size_t period) {
  const std::uint8_t* HWY_RESTRICT a = text.bytes + first * sizeof(T);
  const std::uint8_t* HWY_RESTRICT b = a + period * sizeof(T);
  const std::size_t pairs = text.size - period - first;
  if (HWY_LIKELY(pairs >= kWord)) return EqualWord<T>(a, b);
  if (text.is_padded) return EqualWord<T>(a, b) & BitsBelow(pairs);
  std::uint8_t rest[2][kWord * sizeof(T)] = {};
  std::memcpy(rest[0], a, pairs * sizeof(T));
  std::memcpy(rest[1], b, pairs * sizeof(T));
  return EqualWord<T>(rest[0], rest[1]) & BitsBelow(pairs);
}

// Visits the rows of at least `min_row` bits that end among the pairs `first` to `last`, with where
// they begin and their length. `row` is the length of the row that ends before `first`, then of the
// one that may go on at `last`. Returns false as soon as `visit` does.
template <class T, class Visit>
HWY_INLINE bool VisitRows(const Text& text, std::size_t period, std::size_t min_row,
                          std::size_t first, std::size_t last, std::size_t& row, Visit&& visit) {
  for (; first < last; first += kWord) {
    const std::uint64_t word = EqualWordAt<T>(text, first, period);
    const auto more = static_cast<std::size_t>(std::countr_one(word));
    if (more == kWord) {
      row += kWord;
      continue;
    }
    // As a rule there is none, and only that is found out.
    const std::uint64_t starts = StartsOfRows(word, min_row);
    if (HWY_UNLIKELY(row + more >= min_row || starts != 0)) {
      if (row + more >= min_row && !visit(first - row, row + more)) return false;
      const auto at_end = static_cast<std::size_t>(std::countl_one(word));
      std::uint64_t inside = starts & ~BitsBelow(more) & BitsBelow(kWord - at_end);
      while (inside != 0) {
        const auto start = static_cast<std::size_t>(std::countr_zero(inside));
        const auto length = static_cast<std::size_t>(std::countr_one(word >> start));
        if (!visit(first + start, length)) return false;
        inside &= ~BitsBelow(start + length);
      }
    }
    row = static_cast<std::size_t>(std::countl_one(word));
  }
  return true;
}

// Whether `period`, a period of the stretch at `start`, is its smallest. A smaller one would have
// to divide it (N. Fine and H. Wilf, 1965), so it is enough to try its parts by a prime.
template <class T>
bool IsSmallestPeriod(const Text& text, std::size_t start, std::size_t period) {
  const std::uint8_t* unit = text.bytes + start * sizeof(T);
  const auto repeats_every = [&](std::size_t part) {
    return std::memcmp(unit, unit + part * sizeof(T), (period - part) * sizeof(T)) == 0;
  };
  std::size_t rest = period;
  for (std::size_t prime = 2; prime * prime <= rest; ++prime) {
    if (rest % prime != 0) continue;
    if (repeats_every(period / prime)) return false;
    while (rest % prime == 0) rest /= prime;
  }
  return rest == 1 || !repeats_every(period / rest);
}

// Elements that are searched for all periods before the next ones are: they stay in the first-level
// cache.
template <class T>
constexpr std::size_t kBlock = (std::size_t{16} << 10) / sizeof(T);

// `rows` has room for the row of each period from one block to the next, all 0.
template <class T>
void FindRepeats(const Text& text, std::size_t min_copies, std::size_t max_period,
                 std::size_t* HWY_RESTRICT rows, FoundRepeats& repeats) {
  const auto add = [&](std::size_t period, std::size_t start, std::size_t row) {
    if (!IsSmallestPeriod<T>(text, start, period)) return;
    repeats.add({static_cast<std::int64_t>(start), static_cast<std::int64_t>(period),
                 static_cast<std::int64_t>(row + period)});
  };
  for (std::size_t first = 0; first < text.size; first += kBlock<T>) {
    for (std::size_t period = 2; period <= max_period; ++period) {
      const std::size_t last = std::min(text.size - period, first + kBlock<T>);
      VisitRows<T>(text, period, (min_copies - 1) * period, first, last, rows[period],
                   [&](std::size_t start, std::size_t row) HWY_ATTR {
                     add(period, start, row);
                     return true;
                   });
    }
  }
  // Rows that reach the end of the last word have not been seen to end.
  for (std::size_t period = 2; period <= max_period; ++period) {
    const std::size_t pairs = text.size - period;
    if (rows[period] >= (min_copies - 1) * period) add(period, pairs - rows[period], rows[period]);
  }
}

template <class T>
bool HasRepeat(const Text& text, std::size_t min_copies, std::size_t max_period) {
  // Blocks overlap by what it takes to see a row that lies across their border, so that nothing has
  // to be remembered.
  const std::size_t longest_row = (min_copies - 1) * max_period;
  const std::size_t overlap = (longest_row + kWord - 1) / kWord * kWord;
  const std::size_t block = std::max(kBlock<T>, 8 * overlap);
  for (std::size_t first = 0; first < text.size; first += block) {
    for (std::size_t period = 2; period <= max_period; ++period) {
      const std::size_t begin = first - std::min(first, overlap);
      const std::size_t last = std::min(text.size - period, first + block);
      const std::size_t min_row = (min_copies - 1) * period;
      std::size_t row = 0;
      // It has been found already with its smallest period, unless that is 1.
      const auto is_run = [&](std::size_t start, std::size_t) HWY_ATTR {
        const std::uint8_t* unit = text.bytes + start * sizeof(T);
        return std::memcmp(unit, unit + sizeof(T), (period - 1) * sizeof(T)) == 0;
      };
      if (!VisitRows<T>(text, period, min_row, begin, last, row, is_run)) return true;
      if (row >= min_row && !is_run(last - row, row)) return true;
    }
  }
  return false;
}

// Calls `function(text)`, with a padded copy if the text is short: each period has an end of its
// own, and when all there is is that end, there is no faster way to read it.
template <class T, class Function>
HWY_INLINE auto WithText(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                         Function&& function) {
  constexpr std::size_t kShort = 1024;
  if (size * sizeof(T) > kShort) return function(Text{bytes, size, false});
  HWY_ALIGN std::uint8_t padded[kShort + kWord * sizeof(T)];
  std::memcpy(padded, bytes, size * sizeof(T));
  std::memset(padded + size * sizeof(T), 0, kWord * sizeof(T));
  return function(Text{padded, size, true});
}

void FindRepeatsOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                          std::size_t element_size, std::size_t min_copies, std::size_t max_period,
                          std::size_t* HWY_RESTRICT rows, FoundRepeats* repeats) {
  WithElementOfSize(element_size, [&]<class T>(T) HWY_ATTR {
    WithText<T>(bytes, size, [&](const Text& text) HWY_ATTR {
      FindRepeats<T>(text, min_copies, max_period, rows, *repeats);
    });
  });
}

bool HasRepeatOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                        std::size_t element_size, std::size_t min_copies, std::size_t max_period) {
  return WithElementOfSize(element_size, [&]<class T>(T) HWY_ATTR {
    return WithText<T>(bytes, size, [&](const Text& text) HWY_ATTR {
      return HasRepeat<T>(text, min_copies, max_period);
    });
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(FindRepeatsOfAnySize);
HWY_EXPORT(HasRepeatOfAnySize);

// The largest period of which `min_copies` fit.
[[nodiscard]] std::size_t periods_of(ElementView elements, std::size_t min_copies,
                                     std::size_t max_period) {
  return std::min(max_period, elements.size / min_copies);
}

}  // namespace

void FoundRepeats::add(const Repeat& repeat) { repeats_.push_back(repeat); }

std::vector<Repeat> FoundRepeats::take_ordered() {
  std::ranges::sort(repeats_, {}, [](const Repeat& r) { return std::pair(r.start, r.period); });
  return std::move(repeats_);
}

std::vector<Repeat> find_repeats(ElementView elements, std::size_t min_copies,
                                 std::size_t max_period) {
  min_copies = std::max<std::size_t>(min_copies, 2);
  max_period = periods_of(elements, min_copies, max_period);
  if (max_period < 2) return {};
  FoundRepeats repeats;
  std::vector<std::size_t> rows(max_period + 1);
  HWY_DYNAMIC_DISPATCH(FindRepeatsOfAnySize)
  (bytes_of(elements), elements.size, elements.element_size, min_copies, max_period, rows.data(),
   &repeats);
  return repeats.take_ordered();
}

bool has_repeat(ElementView elements, std::size_t min_copies, std::size_t max_period) noexcept {
  min_copies = std::max<std::size_t>(min_copies, 2);
  max_period = periods_of(elements, min_copies, max_period);
  if (max_period < 2) return false;
  return HWY_DYNAMIC_DISPATCH(HasRepeatOfAnySize)(bytes_of(elements), elements.size,
                                                  elements.element_size, min_copies, max_period);
}

std::size_t ends_in_repeat(ElementView elements, std::size_t max_period, std::size_t min_copies,
                           std::size_t min_period) noexcept {
  min_copies = std::max<std::size_t>(min_copies, 2);
  max_period = periods_of(elements, min_copies, max_period);
  const std::size_t size = elements.element_size;
  const std::uint8_t* end = bytes_of(elements) + elements.size * size;
  for (std::size_t period = std::max<std::size_t>(min_period, 1); period <= max_period; ++period) {
    const std::size_t bytes = period * size;
    // The last element decides nearly always.
    if (std::memcmp(end - size, end - size - bytes, size) != 0) continue;
    const std::size_t row = (min_copies - 1) * bytes;
    if (std::memcmp(end - row, end - row - bytes, row) == 0) return period;
  }
  return 0;
}

}  // namespace dittograph
#endif  // HWY_ONCE
