// SPDX-License-Identifier: Apache-2.0
// Elements as Python objects.
#ifndef DITTOGRAPH_BINDINGS_ELEMENT_H_
#define DITTOGRAPH_BINDINGS_ELEMENT_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "dittograph/elements.h"

namespace dittograph::python {

/// The zero-extended bits of an element.
[[nodiscard]] inline std::uint64_t bits_at(ElementView elements, std::size_t i) noexcept {
  std::uint64_t bits = 0;  // the library is for little-endian machines alone
  std::memcpy(&bits, static_cast<const char*>(elements.data) + i * elements.element_size,
              elements.element_size);
  return bits;
}

/// The integer of `size` bytes whose bits are the lower ones of `bits`.
[[nodiscard]] inline nanobind::object to_int(std::uint64_t bits, std::size_t size, bool is_signed) {
  if (!is_signed) return nanobind::int_(bits);
  switch (size) {
    case 1:
      return nanobind::int_(static_cast<std::int8_t>(bits));
    case 2:
      return nanobind::int_(static_cast<std::int16_t>(bits));
    case 4:
      return nanobind::int_(static_cast<std::int32_t>(bits));
    default:
      return nanobind::int_(static_cast<std::int64_t>(bits));
  }
}

/// The str of that one code point.
[[nodiscard]] inline nanobind::object to_character(std::uint64_t code_point) {
  auto character = nanobind::steal(PyUnicode_FromOrdinal(static_cast<int>(code_point)));
  if (!character.is_valid()) throw nanobind::python_error();
  return character;
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_ELEMENT_H_
