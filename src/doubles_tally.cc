// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles_tally.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace dittograph {
namespace {

template <class T>
[[nodiscard]] std::uint64_t load_element(const std::byte* bytes) noexcept {
  T element;
  std::memcpy(&element, bytes, sizeof(T));
  return element;
}

[[nodiscard]] std::uint64_t element_at(ElementView elements, std::size_t position) noexcept {
  const auto* bytes =
      static_cast<const std::byte*>(elements.data) + position * elements.element_size;
  switch (elements.element_size) {
    case 1:
      return load_element<std::uint8_t>(bytes);
    case 2:
      return load_element<std::uint16_t>(bytes);
    case 4:
      return load_element<std::uint32_t>(bytes);
    default:
      return load_element<std::uint64_t>(bytes);
  }
}

}  // namespace

std::size_t& DoublesTallier::place_of(std::uint64_t element) {
  constexpr std::size_t kPage = 256;
  constexpr std::uint64_t kCodePoints = 0x110000;
  if (element >= kCodePoints) return others_[element];
  const auto page = static_cast<std::size_t>(element / kPage);
  if (pages_.size() <= page) pages_.resize(page + 1);
  if (pages_[page].empty()) pages_[page].resize(kPage);
  return pages_[page][element % kPage];
}

void DoublesTallier::add(std::uint64_t element, std::uint64_t count) {
  std::size_t& place = place_of(element);
  if (place == 0) {
    in_order_of_occurrence_.push_back({element, 0});
    place = in_order_of_occurrence_.size();
  }
  in_order_of_occurrence_[place - 1].count += count;
}

void DoublesTallier::add(ElementView elements) {
  // The kernel finds as many as fit on the stack, then they are looked up, one look-up a run.
  std::array<std::int64_t, 1024> positions;
  while (true) {
    const std::size_t found = find_doubles(elements, positions);
    for (std::size_t i = 0; i < found;) {
      const std::size_t first = i++;
      while (i < found && positions[i] == positions[i - 1] + 1) ++i;
      add(element_at(elements, static_cast<std::size_t>(positions[first])), i - first);
    }
    if (found < positions.size()) return;
    const std::size_t next = static_cast<std::size_t>(positions.back()) + 1;
    elements.data = static_cast<const std::byte*>(elements.data) + next * elements.element_size;
    elements.size -= next;
  }
}

void DoublesTallier::merge(const DoublesTallier& later) {
  // By index: `later` may be this very tallier, whose list then grows no further.
  for (std::size_t i = 0; i < later.in_order_of_occurrence_.size(); ++i) {
    const auto [element, count] = later.in_order_of_occurrence_[i];
    add(element, count);
  }
}

std::vector<DoublesTally<std::uint64_t>> DoublesTallier::tally() const {
  auto sorted = in_order_of_occurrence_;
  std::ranges::stable_sort(sorted, std::ranges::greater(), &DoublesTally<std::uint64_t>::count);
  return sorted;
}

std::vector<DoublesTally<std::uint64_t>> tally_doubles(ElementView elements) {
  DoublesTallier tallier;
  tallier.add(elements);
  return tallier.tally();
}

}  // namespace dittograph
