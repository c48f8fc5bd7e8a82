// SPDX-License-Identifier: Apache-2.0
// validate_utf8 against the oracle, on every SIMD target this machine can run.
#include "dittograph/utf8.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guarded_memory.h"
#include "hwy/tests/hwy_gtest.h"
#include "reference/doubles_utf8.h"
#include "utf8_texts.h"
#include "vector_bytes.h"

namespace dittograph {
namespace {

class Utf8Test : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(Utf8Test);

// A loop takes four vectors at once.
std::size_t round_bytes() { return 4 * vector_bytes(); }

// All sequences of up to four bytes that are well-formed, and all that cannot be continued to one
// though they could without their last byte: behind the first round of the loop, inside a vector
// and across two (the first vector begins at byte 3).
TEST_P(Utf8Test, EverySequenceThereIs) {
  const std::size_t positions[] = {round_bytes() + 1, round_bytes() + 3 + 62};
  std::string text(round_bytes() + 100, 'a');
  std::size_t valid_sequences = 0;
  std::vector<std::string> prefixes = {""};
  while (!prefixes.empty()) {
    const std::string prefix = prefixes.back();
    prefixes.pop_back();
    for (int byte = 0; byte < 256; ++byte) {
      const std::string sequence = prefix + static_cast<char>(byte);
      const auto decoded = reference::decode_utf8(sequence);
      const bool valid = decoded.valid_up_to == sequence.size();
      if (!valid && decoded.completable_up_to == sequence.size()) {
        prefixes.push_back(sequence);
        continue;
      }
      for (const std::size_t position : positions) {
        text.replace(position, sequence.size(), sequence);
        ASSERT_EQ(validate_utf8(text), valid ? text.size() : position)
            << testing::PrintToString(sequence);
        text.replace(position, sequence.size(), sequence.size(), 'a');
      }
      if (valid) ++valid_sequences;
    }
  }
  EXPECT_EQ(valid_sequences, 0x110000u - 0x800u);
}

// Both ends of each range of bytes that table 3-7 treats alike.
constexpr unsigned char kByteKinds[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                        0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                        0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};

TEST_P(Utf8Test, EveryCombinationOfFourKindsOfBytes) {
  struct Combination {
    char bytes[4];
    std::size_t valid_up_to;
  };
  std::vector<Combination> combinations;
  for (const auto a : kByteKinds) {
    for (const auto b : kByteKinds) {
      for (const auto c : kByteKinds) {
        for (const auto d : kByteKinds) {
          auto& last =
              combinations.emplace_back(Combination{{static_cast<char>(a), static_cast<char>(b),
                                                     static_cast<char>(c), static_cast<char>(d)},
                                                    0});
          last.valid_up_to =
              reference::decode_utf8(std::string(last.bytes, 4) + "aaaa").valid_up_to;
        }
      }
    }
  }
  for (const std::size_t position : {0u, 1u, 2u, 3u, 15u, 63u, 64u, 66u, 130u}) {
    std::string text(140, 'a');
    for (const auto& [bytes, valid_up_to] : combinations) {
      std::memcpy(text.data() + position, bytes, 4);
      const std::size_t expected = valid_up_to == 8 ? text.size() : position + valid_up_to;
      ASSERT_EQ(validate_utf8(text), expected)
          << testing::PrintToString(std::string_view(bytes, 4)) << " at " << position;
    }
  }
}

TEST_P(Utf8Test, ErrorsAtEveryPosition) {
  const std::string_view errors[] = {"\x80",
                                     "\xBF\xBF",
                                     "\xC0\xAF",
                                     "\xC3",
                                     "\xC3\xC3",
                                     "\xE0\x80\x80",
                                     "\xE2\x82",
                                     "\xE2\x82\xAC\x80",
                                     "\xED\xA0\x80",
                                     "\xF0\x8F\xBF\xBF",
                                     "\xF0\x9F\x98",
                                     "\xF0\x9F\x98\x80\x80",
                                     "\xF4\x90\x80\x80",
                                     "\xF5",
                                     "\xFF"};
  const std::string_view fillings[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                                       "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"};
  for (const std::string_view filling : fillings) {
    std::string before;
    while (before.size() < 2 * round_bytes() + 70) {
      for (const std::string_view error : errors) {
        for (const std::size_t after : {0u, 1u, 70u, 600u}) {
          std::string text = before;
          text += error;
          while (text.size() < before.size() + error.size() + after) text += filling;
          ASSERT_EQ(validate_utf8(text), reference::decode_utf8(text).valid_up_to)
              << testing::PrintToString(error) << " at " << before.size();
        }
      }
      before += filling;
    }
  }
}

TEST_P(Utf8Test, EveryLengthCutOffOrNot) {
  Random random(7);
  for (int round = 0; round < 10; ++round) {
    const std::string text = random_utf8(random, 400);
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const auto prefix = std::string_view(text).substr(0, size);
      ASSERT_EQ(validate_utf8(prefix), reference::decode_utf8(prefix).valid_up_to);
    }
  }
}

TEST_P(Utf8Test, CorruptText) {
  Random random(8);
  for (int round = 0; round < 6000; ++round) {
    std::string text = random_utf8(random, random() % 600 + 1);
    for (std::uint64_t changes = random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(kByteKinds[random() % std::size(kByteKinds)]);
          break;
        case 1:
          text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
          break;
        default:
          text.erase(at, 1);
          break;
      }
      if (text.empty()) break;
    }
    ASSERT_EQ(validate_utf8(text), reference::decode_utf8(text).valid_up_to)
        << testing::PrintToString(text);
  }
}

TEST_P(Utf8Test, ReadsNothingOutside) {
  const GuardedMemory memory(2 * round_bytes() + 100);
  Random random(9);
  const std::string text = random_utf8(random, 2 * round_bytes());
  for (std::size_t size = 0; size <= 2 * round_bytes() + 80; ++size) {
    const std::size_t expected = reference::decode_utf8(text.substr(0, size)).valid_up_to;
    for (const auto& place : {memory.at_start(size), memory.at_end(size)}) {
      std::memcpy(place.data(), text.data(), size);
      const std::string_view copy(reinterpret_cast<const char*>(place.data()), size);
      ASSERT_EQ(validate_utf8(copy), expected) << size;
    }
  }
}

TEST_P(Utf8Test, NothingAtAll) {
  EXPECT_EQ(validate_utf8({}), 0u);
  EXPECT_EQ(validate_utf8(""), 0u);
  // So that the target is asked at all: see TestWithParamTarget::TearDown.
  EXPECT_EQ(validate_utf8("abc"), 3u);
}

}  // namespace
}  // namespace dittograph
