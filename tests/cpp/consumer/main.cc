// SPDX-License-Identifier: Apache-2.0
// Uses each public header once, as its documentation says, and prints what the test expects.
#include <dittograph/doubles.h>
#include <dittograph/doubles_tally.h>
#include <dittograph/doubles_utf8.h>
#include <dittograph/doubles_utf8_stream.h>
#include <dittograph/utf8.h>

#include <iostream>
#include <string_view>
#include <vector>

int main() {
  using namespace std::string_view_literals;

  std::cout << dittograph::count_doubles("bookkeeper"sv) << " doubles at";
  for (const auto position : dittograph::find_doubles("bookkeeper"sv)) std::cout << ' ' << position;

  std::cout << "\nmost often:";
  for (const auto& [element, count] : dittograph::tally_doubles(std::vector{7, 7, -1, -1, -1})) {
    std::cout << ' ' << element << " (" << count << ')';
  }

  dittograph::DoublesTallier tallier;
  tallier.add(dittograph::view_elements("aab"sv));
  tallier.add(dittograph::view_elements("bbb"sv));
  std::cout << "\ntallied in pieces: " << tallier.tally().size();

  constexpr auto kText = "\u00E9\u00E9 \u20AC\u20AC"sv;
  std::cout << "\nin UTF-8: " << dittograph::count_doubles_utf8(kText);

  dittograph::Utf8DoublesCounter counter;
  counter.update(kText.substr(0, 3));
  counter.update(kText.substr(3));
  std::cout << "\nin pieces: " << counter.count() << (counter.finish() ? ", valid" : ", invalid");

  std::cout << "\nvalid up to: " << dittograph::validate_utf8("ab\xFF"sv) << '\n';
}
