// SPDX-License-Identifier: Apache-2.0
// A strip of rows on its way through the filter of PDQ.
#ifndef DITTOGRAPH_PDQ_STRIP_H_
#define DITTOGRAPH_PDQ_STRIP_H_

#include <array>
#include <cstddef>

#include "pdq_filter.h"

namespace dittograph {

/// Columns that are filtered together: those of a strip fit into the first cache.
inline constexpr std::size_t kPdqTile = 64;

/// Rows are followed by zeros up to `stride`, a multiple of kPdqTile. Where a window begins before
/// the first entry or ends behind the last it takes zeros in, which change no bit of its sum.
struct PdqStrip {
  const PdqWindow& across;
  std::size_t stride;
  const float* luma;    ///< kPdqStrip rows
  const float* counts;  ///< how many entries the window around each column has, infinitely many
                        ///< behind the last, so that there the mean is 0
  float* columns;       ///< kPdqStrip rows side by side, across.window columns of zeros before
                        ///< the first, across.ahead behind the last
  float* smoothed;      ///< kPdqStrip rows: the means along rows
  float* sums;          ///< of the window of each column
  std::array<const float*, kPdqStrip> added;       ///< rows that come into the windows of columns
  std::array<const float*, kPdqStrip> subtracted;  ///< and those that go
  std::array<float, kPdqStrip> row_counts;         ///< how many rows are in then
  float* taken;  ///< kPdqStrip rows of kPdqSide entries: the result
};

}  // namespace dittograph

#endif  // DITTOGRAPH_PDQ_STRIP_H_
