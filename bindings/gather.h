// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_GATHER_H_
#define DITTOGRAPH_BINDINGS_GATHER_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "bytes.h"
#include "dittograph/elements.h"
#include "gil.h"

namespace dittograph::python {

/// Copies elements of kSize bytes to where there is room for one a position.
template <std::size_t kSize>
void gather(ElementView text, std::span<const std::int64_t> positions, char* elements) {
  const char* data = static_cast<const char*>(text.data);
  for (const std::int64_t position : positions) {
    std::memcpy(elements, data + static_cast<std::size_t>(position) * kSize, kSize);
    elements += kSize;
  }
}

/// The elements at these positions, one behind the other. Precondition: the text has them.
[[nodiscard]] inline nanobind::bytes gather(ElementView text,
                                            std::span<const std::int64_t> positions) {
  const nanobind::bytes elements = new_bytes(positions.size() * text.element_size);
  char* room = memory_of(elements);
  without_gil(positions.size_bytes(), [&] {
    switch (text.element_size) {
      case 1:
        gather<1>(text, positions, room);
        break;
      case 2:
        gather<2>(text, positions, room);
        break;
      case 4:
        gather<4>(text, positions, room);
        break;
      default:
        gather<8>(text, positions, room);
    }
  });
  return elements;
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_GATHER_H_
