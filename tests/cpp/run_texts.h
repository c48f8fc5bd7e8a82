// SPDX-License-Identifier: Apache-2.0
// Texts made of runs: random, but the same in every run of a test.
#ifndef DITTOGRAPH_TESTS_CPP_RUN_TEXTS_H_
#define DITTOGRAPH_TESTS_CPP_RUN_TEXTS_H_

#include <cstddef>
#include <vector>

#include "element_texts.h"
#include "utf8_texts.h"

namespace dittograph {

/// Texts of `size` elements: those that are hard for comparisons, and some whose runs are up to
/// three, seventy or three hundred elements long, hence a part of a word, about one, or several.
template <class T>
[[nodiscard]] std::vector<std::vector<T>> run_texts(std::size_t size) {
  std::vector<std::vector<T>> texts = hard_texts<T>(size);
  Random random(23);
  for (const std::size_t longest : {3u, 70u, 300u}) {
    auto& text = texts.emplace_back();
    while (text.size() < size) {
      const std::size_t length = random() % longest + 1;
      text.insert(text.end(), length, static_cast<T>(random() % 5));
    }
    text.resize(size);
  }
  return texts;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_RUN_TEXTS_H_
