// SPDX-License-Identifier: Apache-2.0
#include "column_verbs.h"

#include "text_slices.h"

namespace dittograph {

ElementView elements_of_row(std::string_view row, bool is_text, Scratch& scratch) {
  if (!is_text || is_ascii(row)) return view_bytes(row);
  scratch.code_points.clear();
  scratch.code_points.reserve(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t length = announced_length(byte_at(row, i));
    if (length == 0) continue;
    scratch.code_points.push_back(decode_sequence(row.substr(i, length), length));
  }
  return {scratch.code_points.data(), scratch.code_points.size(), sizeof(char32_t)};
}

}  // namespace dittograph
