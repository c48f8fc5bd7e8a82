// SPDX-License-Identifier: Apache-2.0
#include "dittograph/squeeze.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "dittograph/doubles.h"
#include "element_bytes.h"
#include "leave_out.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "squeeze.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "equal_words-inl.h"
#include "hwy/highway.h"
#include "keep_elements-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

// Finds the elements that are more than a run may have, from the words of VisitEqual.
class Surplus {
 public:
  explicit Surplus(std::size_t max_run) : max_run_(max_run) {}

  // Bit k: the element behind bit k of `word` is surplus: `max_run` bits in a row end there.
  HWY_INLINE std::uint64_t In(std::uint64_t word) {
    if (max_run_ == 1) return word;
    std::uint64_t surplus = EndsOfRows(word, max_run_);
    if (row_ != 0) {  // bits at the end of the words before count as well
      const auto more = static_cast<std::size_t>(std::countr_one(word));
      const std::size_t needed = max_run_ - 1 - std::min(row_, max_run_ - 1);
      surplus |= BitsBelow(more) & ~BitsBelow(needed);
    }
    row_ = RowAtEnd(row_, word);
    return surplus;
  }

 private:
  std::size_t max_run_;
  std::size_t row_ = 0;
};

template <class T>
std::uint64_t CountSurplus(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                           std::size_t max_run) {
  Surplus surplus(max_run);
  std::uint64_t count = 0;
  VisitEqual<T>(bytes, pairs, [&](std::size_t, std::uint64_t word) HWY_ATTR {
    count += hwy::PopCount(surplus.In(word));
    return true;
  });
  return count;
}

// Copies elements, one behind the other, to where there is room for `capacity` of them.
template <class T>
class Copier {
 public:
  Copier(const std::uint8_t* HWY_RESTRICT elements, std::size_t size,
         std::uint8_t* HWY_RESTRICT copy, std::size_t capacity)
      : elements_(elements), size_(size), copy_(copy), capacity_(capacity) {}

  // Copies the elements of a word, `first` to `first` + 63, whose bit of `surplus` is not set.
  // Returns false, and has done nothing, if there is too little room for that.
  HWY_INLINE bool CopyWord(std::size_t first, std::uint64_t surplus) {
    if (first + 2 * kWord > size_ || copied_ + 2 * kWord > capacity_) return false;
    copied_ += KeepElements<T>(elements_ + first * sizeof(T), surplus, copy_ + copied_ * sizeof(T));
    return true;
  }

  // Copies the elements `first` + k for each bit k of `kept`, or as many as there is room for.
  HWY_INLINE void CopyKept(std::size_t first, std::uint64_t kept) {
    while (kept != 0) {
      const auto start = static_cast<std::size_t>(std::countr_zero(kept));
      const auto count = static_cast<std::size_t>(std::countr_one(kept >> start));
      CopyStretch(first + start, count);
      kept &= ~BitsBelow(start + count);
    }
  }

  // Copies `count` elements, or as many as there is room for.
  HWY_INLINE void CopyStretch(std::size_t first, std::size_t count) {
    count = std::min(count, capacity_ - copied_);
    std::memcpy(copy_ + copied_ * sizeof(T), elements_ + first * sizeof(T), count * sizeof(T));
    copied_ += count;
  }

  [[nodiscard]] HWY_INLINE std::size_t Copied() const { return copied_; }
  [[nodiscard]] HWY_INLINE bool IsFull() const { return copied_ == capacity_; }

 private:
  const std::uint8_t* HWY_RESTRICT elements_;
  std::size_t size_;
  std::uint8_t* HWY_RESTRICT copy_;
  std::size_t capacity_;
  std::size_t copied_ = 0;
};

template <class T>
std::size_t Squeeze(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs, std::size_t max_run,
                    std::uint8_t* HWY_RESTRICT squeezed, std::size_t capacity) {
  Surplus surplus(max_run);
  Copier<T> copier(bytes, pairs + 1, squeezed, capacity);
  copier.CopyStretch(0, 1);
  VisitEqual<T>(bytes, pairs, [&](std::size_t first, std::uint64_t word) HWY_ATTR {
    const std::uint64_t surplus_bits = surplus.In(word);
    if (copier.CopyWord(first + 1, surplus_bits)) return true;
    copier.CopyKept(first + 1, ~surplus_bits & BitsBelow(pairs - first));
    return !copier.IsFull();
  });
  return copier.Copied();
}

std::size_t LeaveOut(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                     const std::uint64_t* HWY_RESTRICT surplus, std::uint8_t* HWY_RESTRICT copy,
                     std::size_t capacity) {
  Copier<std::uint8_t> copier(bytes, size, copy, capacity);
  for (std::size_t first = 0; first < size; first += kWord) {
    const std::uint64_t word = surplus[first / kWord];
    if (copier.CopyWord(first, word)) continue;
    copier.CopyKept(first, ~word & BitsBelow(size - first));
  }
  return copier.Copied();
}

std::uint64_t CountSurplusOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                                    std::size_t element_size, std::size_t max_run) {
  return WithElementOfSize(
      element_size, [&]<class T>(T) HWY_ATTR { return CountSurplus<T>(bytes, pairs, max_run); });
}

std::size_t SqueezeOfAnySize(const std::uint8_t* HWY_RESTRICT bytes, std::size_t pairs,
                             std::size_t element_size, std::size_t max_run,
                             std::uint8_t* HWY_RESTRICT squeezed, std::size_t capacity) {
  return WithElementOfSize(element_size, [&]<class T>(T) HWY_ATTR {
    return Squeeze<T>(bytes, pairs, max_run, squeezed, capacity);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(CountSurplusOfAnySize);
HWY_EXPORT(SqueezeOfAnySize);
HWY_EXPORT(LeaveOut);

}  // namespace

std::uint64_t squeezed_size(ElementView elements, std::size_t max_run) noexcept {
  if (max_run >= elements.size) return elements.size;
  if (max_run <= 1) return elements.size - count_doubles(elements);
  return elements.size - HWY_DYNAMIC_DISPATCH(CountSurplusOfAnySize)(
                             bytes_of(elements), elements.size - 1, elements.element_size, max_run);
}

std::size_t squeeze(ElementView elements, std::size_t max_run,
                    std::span<std::byte> squeezed) noexcept {
  const std::uint8_t* bytes = bytes_of(elements);
  const std::size_t capacity = squeezed.size() / elements.element_size;
  if (elements.size == 0 || capacity == 0) return 0;
  return HWY_DYNAMIC_DISPATCH(SqueezeOfAnySize)(
      bytes, elements.size - 1, elements.element_size, std::max<std::size_t>(max_run, 1),
      reinterpret_cast<std::uint8_t*>(squeezed.data()), capacity);
}

std::size_t leave_out(std::string_view text, std::span<const std::uint64_t> surplus,
                      std::span<char> copy) noexcept {
  return HWY_DYNAMIC_DISPATCH(LeaveOut)(reinterpret_cast<const std::uint8_t*>(text.data()),
                                        text.size(), surplus.data(),
                                        reinterpret_cast<std::uint8_t*>(copy.data()), copy.size());
}

}  // namespace dittograph
#endif  // HWY_ONCE
