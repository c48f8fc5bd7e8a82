// SPDX-License-Identifier: Apache-2.0
// Arrow's types as far as columns have them, and how others are refused.
#ifndef DITTOGRAPH_COLUMN_TYPES_H_
#define DITTOGRAPH_COLUMN_TYPES_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "dittograph/column.h"

namespace dittograph {

inline constexpr std::string_view kAllowed =
    "utf8, large_utf8, utf8_view, binary, large_binary, binary_view, a dictionary or run ends of "
    "these, or null";

[[noreturn]] inline void refuse_type(const std::string& what) {
  throw ColumnError(ColumnError::Kind::kType, what);
}

[[noreturn]] inline void refuse(const std::string& what) {
  throw ColumnError(ColumnError::Kind::kValue, what);
}

inline void require(bool right, const char* what) {
  if (!right) refuse(std::string("column's Arrow array is broken: ") + what);
}

struct PlainType {
  std::string_view format;
  RowLayout layout;
  RowKind kind;
  OffsetSize offset_size;
};

inline constexpr PlainType kPlainTypes[] = {
    {"u", RowLayout::kOffsets32, RowKind::kText, OffsetSize::k32},
    {"U", RowLayout::kOffsets64, RowKind::kText, OffsetSize::k64},
    {"vu", RowLayout::kViews, RowKind::kText, OffsetSize::kAny},
    {"z", RowLayout::kOffsets32, RowKind::kBytes, OffsetSize::k32},
    {"Z", RowLayout::kOffsets64, RowKind::kBytes, OffsetSize::k64},
    {"vz", RowLayout::kViews, RowKind::kBytes, OffsetSize::kAny},
    {"n", RowLayout::kNull, RowKind::kText, OffsetSize::kAny},
};

struct SlotType {
  std::string_view format;
  std::size_t size;
  bool is_signed;
};

inline constexpr SlotType kSlotTypes[] = {
    {"c", 1, true}, {"C", 1, false}, {"s", 2, true}, {"S", 2, false},
    {"i", 4, true}, {"I", 4, false}, {"l", 8, true}, {"L", 8, false},
};

[[nodiscard]] inline const SlotType* find_slot_type(std::string_view format) {
  for (const SlotType& type : kSlotTypes) {
    if (type.format == format) return &type;
  }
  return nullptr;
}

[[nodiscard]] inline std::string_view format_of(const ArrowSchema& schema) {
  require(schema.format != nullptr, "its schema has no format");
  return schema.format;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_TYPES_H_
