// SPDX-License-Identifier: Apache-2.0
#include "dittograph/doubles_utf8.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "doubles_utf8.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "doubles_utf8-inl.h"
#include "hwy/highway.h"
#include "mask_bits-inl.h"

HWY_BEFORE_NAMESPACE();
namespace dittograph {
namespace HWY_NAMESPACE {
namespace {

std::uint64_t CountUtf8(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size) {
  std::uint64_t count = 0;
  VisitDoubles(bytes, size, [&](std::size_t, std::uint64_t doubles, std::uint64_t) HWY_ATTR {
    count += hwy::PopCount(doubles);
    return true;
  });
  return count;
}

// Positions as code-point indices.
std::size_t FindUtf8(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                     std::int64_t* HWY_RESTRICT positions, std::size_t capacity) {
  std::size_t found = 0;
  std::size_t code_points = 0;
  VisitDoubles(bytes, size, [&](std::size_t, std::uint64_t doubles, std::uint64_t starts) HWY_ATTR {
    for (; doubles != 0 && found < capacity; doubles &= doubles - 1) {
      const auto before = (doubles & -doubles) - 1;
      positions[found++] = static_cast<std::int64_t>(code_points + hwy::PopCount(starts & before));
    }
    code_points += hwy::PopCount(starts);
    return found < capacity;
  });
  return found;
}

// Positions as byte offsets.
std::size_t FindUtf8Offsets(const std::uint8_t* HWY_RESTRICT bytes, std::size_t size,
                            std::int64_t* HWY_RESTRICT offsets, std::size_t capacity) {
  std::size_t found = 0;
  VisitDoubles(bytes, size, [&](std::size_t offset, std::uint64_t doubles, std::uint64_t) HWY_ATTR {
    found += WritePositions(doubles, offset, offsets + found, capacity - found);
    return found < capacity;
  });
  return found;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace dittograph
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dittograph {
namespace {

HWY_EXPORT(CountUtf8);
HWY_EXPORT(FindUtf8);
HWY_EXPORT(FindUtf8Offsets);

[[nodiscard]] const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

std::uint64_t count_doubles_utf8(std::string_view text) noexcept {
  return HWY_DYNAMIC_DISPATCH(CountUtf8)(bytes_of(text), text.size());
}

std::size_t find_doubles_utf8(std::string_view text, std::span<std::int64_t> positions) noexcept {
  if (positions.empty()) return 0;
  return HWY_DYNAMIC_DISPATCH(FindUtf8)(bytes_of(text), text.size(), positions.data(),
                                        positions.size());
}

std::size_t detail::find_doubles_utf8_offsets(std::string_view text,
                                              std::span<std::int64_t> offsets) noexcept {
  if (offsets.empty()) return 0;
  return HWY_DYNAMIC_DISPATCH(FindUtf8Offsets)(bytes_of(text), text.size(), offsets.data(),
                                               offsets.size());
}

std::vector<std::int64_t> find_doubles_utf8(std::string_view text) {
  std::vector<std::int64_t> positions(count_doubles_utf8(text));
  find_doubles_utf8(text, positions);
  return positions;
}

}  // namespace dittograph
#endif  // HWY_ONCE
