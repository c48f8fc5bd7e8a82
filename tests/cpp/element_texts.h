// SPDX-License-Identifier: Apache-2.0
// Elements of each width for tests, and where to put them.
#ifndef DITTOGRAPH_TESTS_CPP_ELEMENT_TEXTS_H_
#define DITTOGRAPH_TESTS_CPP_ELEMENT_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "dittograph/elements.h"
#include "utf8_texts.h"

namespace dittograph {

/// Calls `function(T())` for the unsigned integers of 1, 2, 4 and 8 bytes.
template <class Function>
void for_each_width(Function&& function) {
  function(std::uint8_t{});
  function(std::uint16_t{});
  function(std::uint32_t{});
  function(std::uint64_t{});
}

/// A copy that begins `offset` bytes behind the start of a cache line and ends where its allocation
/// does, so that AddressSanitizer sees a read past it.
class PlacedCopy {
 public:
  template <class T>
  PlacedCopy(std::span<const T> elements, std::size_t offset)
      : memory_(static_cast<std::byte*>(
            ::operator new(offset + elements.size_bytes(), std::align_val_t{64}))),
        view_{memory_.get() + offset, elements.size(), sizeof(T)} {
    if (!elements.empty())
      std::memcpy(memory_.get() + offset, elements.data(), elements.size_bytes());
  }
  [[nodiscard]] ElementView view() const { return view_; }

 private:
  struct Deleter {
    void operator()(std::byte* memory) const { ::operator delete(memory, std::align_val_t{64}); }
  };
  std::unique_ptr<std::byte, Deleter> memory_;
  ElementView view_;
};

/// Texts that are hard in different ways; a kernel that forgets half of an element fails one of
/// them.
template <class T>
std::vector<std::vector<T>> hard_texts(std::size_t size) {
  constexpr unsigned kBits = 8 * sizeof(T);
  const T high = static_cast<T>(T{1} << (kBits - 1));
  const T all = static_cast<T>(~T{0});
  const std::vector<T> alphabets[] = {
      {0, 1}, {0, high}, {0, all}, {all}, {static_cast<T>(high - 1), high, all}, {}};
  Random random(sizeof(T));
  std::vector<std::vector<T>> texts;
  for (const auto& alphabet : alphabets) {
    auto& text = texts.emplace_back();
    for (std::size_t i = 0; i < size; ++i) {
      text.push_back(alphabet.empty() ? static_cast<T>(random())
                                      : alphabet[random() % alphabet.size()]);
    }
  }
  auto& alternating = texts.emplace_back();
  for (std::size_t i = 0; i < size; ++i) alternating.push_back(static_cast<T>(i % 2));
  return texts;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_ELEMENT_TEXTS_H_
