// SPDX-License-Identifier: Apache-2.0
// UTF-8 made of runs, and text cut into pieces, for the tests of streams.
#ifndef DITTOGRAPH_TESTS_CPP_UTF8_PIECES_H_
#define DITTOGRAPH_TESTS_CPP_UTF8_PIECES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utf8_texts.h"

namespace dittograph {

using Pieces = std::vector<std::string_view>;

inline Pieces cut_every(std::string_view text, std::size_t length) {
  Pieces pieces;
  for (; text.size() > length; text.remove_prefix(length)) pieces.push_back(text.substr(0, length));
  pieces.push_back(text);
  return pieces;
}

inline Pieces cut_at_random(Random& random, std::string_view text, std::size_t longest) {
  Pieces pieces;
  while (!text.empty()) {
    pieces.push_back(text.substr(0, random() % (longest + 1)));  // empty ones as well
    text.remove_prefix(pieces.back().size());
  }
  return pieces;
}

/// Valid text of about `size` bytes in runs of up to `longest` code points, of few different ones
/// that share bytes with each other: U+4E00 ends with two equal bytes, U+20AC and U+20AD differ in
/// the last. Every now and then it is ASCII for a while.
[[nodiscard]] inline std::string utf8_of_runs(Random& random, std::size_t size,
                                              std::size_t longest) {
  static const std::vector<std::string> kElements = {"a",
                                                     "b",
                                                     "\xC2\x80",
                                                     "\xC3\xA9",
                                                     "\xC3\xA8",
                                                     "\xE2\x82\xAC",
                                                     std::string(1, '\0'),
                                                     "\xE4\xB8\x80",
                                                     "\xE2\x82\xAD",
                                                     "\xE8\x80\x80",
                                                     "\xF0\x9F\x98\x80",
                                                     "\xF0\x9F\x98\x81"};
  std::string text;
  bool ascii = false;
  while (text.size() < size) {
    if (random() % 50 == 0) ascii = !ascii;
    const std::string& element = kElements[random() % (ascii ? 2 : kElements.size())];
    for (std::size_t i = random() % longest + 1; i > 0; --i) text += element;
  }
  return text;
}

/// Valid texts and texts that are wrong in a place or two, short enough to be cut anywhere.
inline std::vector<std::string> short_utf8_texts() {
  Random random(31);
  std::vector<std::string> texts = {"",
                                    "a",
                                    "aa",
                                    "\xC3\xA9\xC3\xA9",
                                    "\xE2\x82",
                                    "\xF0\x9F\x98",
                                    "\x80",
                                    "aaaa\x80\x80\x80\x80\x80\x80",
                                    "aa\xF0\x9F\x98\x80\x80\x80",
                                    "\xED\xA0\x80\xED\xA0\x80",
                                    "aa\xF5\x80\x80\x80",
                                    "\xC0\xAF",
                                    "aa\xC0",
                                    "\xE0\x80",
                                    "\xF4\x90",
                                    "\xE8\x80\x80\xE8\x80\x80\xE8\x80\x80\x80",
                                    "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F"};
  for (int i = 0; i < 12; ++i) {
    std::string text = i % 2 == 0 ? random_utf8(random, 15) : utf8_of_runs(random, 30, 5);
    texts.push_back(text);
    text[random() % text.size()] = static_cast<char>(random());
    texts.push_back(text);
    texts.push_back(text + text);
  }
  return texts;
}

/// Texts of runs that are as long as a word or a slice, and longer than a part.
inline std::vector<std::string> long_utf8_texts() {
  Random random(32);
  std::vector<std::string> texts;
  for (const std::size_t longest : {3u, 70u, 300u, 6'000u, 80'000u}) {
    texts.push_back(utf8_of_runs(random, 200'000, longest));
    std::string broken = texts.back();
    broken[broken.size() - 20'000 - random() % 40'000] = '\xFF';
    texts.push_back(broken);
  }
  texts.push_back(random_utf8(random, 40'000));
  return texts;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_UTF8_PIECES_H_
