// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_FOUND_REPEATS_H_
#define DITTOGRAPH_FOUND_REPEATS_H_

#include <vector>

#include "dittograph/repeats.h"

namespace dittograph {

/// Where the kernels put what they find. It is out of their files so that no code of the standard
/// library is compiled for a SIMD target, and then used by others: the linker keeps only one copy.
class FoundRepeats {
 public:
  void add(const Repeat& repeat);
  /// All of them, ordered by start and then by period.
  [[nodiscard]] std::vector<Repeat> take_ordered();

 private:
  std::vector<Repeat> repeats_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_FOUND_REPEATS_H_
