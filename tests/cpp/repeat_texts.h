// SPDX-License-Identifier: Apache-2.0
// Texts made of repeats: random, but the same in every run of a test.
#ifndef DITTOGRAPH_TESTS_CPP_REPEAT_TEXTS_H_
#define DITTOGRAPH_TESTS_CPP_REPEAT_TEXTS_H_

#include <cstddef>
#include <vector>

#include "run_texts.h"
#include "utf8_texts.h"

namespace dittograph {

/// Texts of `size` elements: those that are hard for comparisons and runs, Fibonacci words, which
/// have the most repeats and nest them, and some that are made of copies of random words of up to
/// 5, 70 or 150 elements.
template <class T>
[[nodiscard]] std::vector<std::vector<T>> repeat_texts(std::size_t size) {
  std::vector<std::vector<T>> texts = run_texts<T>(size);
  std::vector<T> shorter{T{1}};
  std::vector<T> fibonacci{T{1}, T{2}};
  while (fibonacci.size() < size) {
    const std::vector<T> before = fibonacci;
    fibonacci.insert(fibonacci.end(), shorter.begin(), shorter.end());
    shorter = before;
  }
  fibonacci.resize(size);
  texts.push_back(fibonacci);
  Random random(29);
  for (const std::size_t longest : {5u, 70u, 150u}) {
    auto& text = texts.emplace_back();
    while (text.size() < size) {
      std::vector<T> unit(random() % longest + 1);
      for (T& element : unit) element = static_cast<T>(random() % 3);
      const std::size_t length = unit.size() * (random() % 5) + random() % unit.size();
      for (std::size_t i = 0; i < length; ++i) text.push_back(unit[i % unit.size()]);
    }
    text.resize(size);
  }
  return texts;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_REPEAT_TEXTS_H_
