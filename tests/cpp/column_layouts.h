// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_TESTS_CPP_COLUMN_LAYOUTS_H_
#define DITTOGRAPH_TESTS_CPP_COLUMN_LAYOUTS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "column_arrays.h"

namespace dittograph {

/// A way for rows to lie in memory.
struct Layout {
  const char* name;
  std::function<std::unique_ptr<TestArray>(const OptionalRows&)> make;
  bool is_text = true;
};

[[nodiscard]] inline const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all = {
      {"utf8", [](const OptionalRows& rows) { return make_offsets<std::int32_t>("u", rows); }},
      {"large_utf8",
       [](const OptionalRows& rows) { return make_offsets<std::int64_t>("U", rows); }},
      {"utf8_view", [](const OptionalRows& rows) { return make_views("vu", rows); }},
      {"binary", [](const OptionalRows& rows) { return make_offsets<std::int32_t>("z", rows); },
       false},
      {"large_binary",
       [](const OptionalRows& rows) { return make_offsets<std::int64_t>("Z", rows); }, false},
      {"binary_view", [](const OptionalRows& rows) { return make_views("vz", rows); }, false},
      {"dictionary of int16",
       [](const OptionalRows& rows) { return make_dictionary<std::int16_t>("s", rows); }},
      {"dictionary of uint32",
       [](const OptionalRows& rows) { return make_dictionary<std::uint32_t>("I", rows); }},
      {"run ends of int64",
       [](const OptionalRows& rows) { return make_run_ends<std::int64_t>("l", rows); }},
      {"run ends of int16",
       [](const OptionalRows& rows) { return make_run_ends<std::int16_t>("s", rows); }},
      {"struct", [](const OptionalRows& rows) { return make_struct(rows); }},
  };
  return all;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_COLUMN_LAYOUTS_H_
