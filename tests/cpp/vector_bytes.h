// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_TESTS_CPP_VECTOR_BYTES_H_
#define DITTOGRAPH_TESTS_CPP_VECTOR_BYTES_H_

#include <algorithm>
#include <cstddef>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/prctl.h>
#endif

namespace dittograph {

/// No target of this machine has longer vectors: 64 bytes, or what SVE has here, up to 256.
[[nodiscard]] inline std::size_t vector_bytes() {
#if defined(__aarch64__) && defined(__linux__)
  const int answer = prctl(PR_SVE_GET_VL);
  const int sve_bytes = answer > 0 ? answer & PR_SVE_VL_LEN_MASK : 0;
#else
  const int sve_bytes = 0;
#endif
  return std::max<std::size_t>(64, static_cast<std::size_t>(sve_bytes));
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_VECTOR_BYTES_H_
