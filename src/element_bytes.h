// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_ELEMENT_BYTES_H_
#define DITTOGRAPH_ELEMENT_BYTES_H_

#include <cassert>
#include <cstdint>

#include "dittograph/elements.h"

namespace dittograph {

/// The memory of the elements, as the kernels take it. Asserts what every function of elements asks
/// of its caller.
[[nodiscard]] inline const std::uint8_t* bytes_of(ElementView elements) {
  assert(elements.element_size == 1 || elements.element_size == 2 || elements.element_size == 4 ||
         elements.element_size == 8);
  return static_cast<const std::uint8_t*>(elements.data);
}

}  // namespace dittograph

#endif  // DITTOGRAPH_ELEMENT_BYTES_H_
