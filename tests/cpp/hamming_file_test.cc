// SPDX-License-Identifier: Apache-2.0
// Indexes in files: whole ones, and ones that are not.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>
#include <vector>

#include "dittograph/hamming_index.h"
#include "hash_sets.h"
#include "reference/hamming_file.h"

namespace dittograph {
namespace {

namespace fs = std::filesystem;

class HammingFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("dittograph-" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file() const { return folder_ / "index"; }
  [[nodiscard]] std::size_t count_files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }
  [[nodiscard]] std::string content() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }
  [[nodiscard]] std::string why_refused() const {
    try {
      (void)HammingIndex::open(file());
    } catch (const HammingFileError& error) {
      return error.what();
    }
    return "it is not";
  }

 private:
  fs::path folder_;
};

HammingIndex index_of(const HashSet& set) {
  std::vector<std::int64_t> ids(set.size());
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = 1000 - static_cast<std::int64_t>(i);
  HammingIndex index(set.view().words);
  index.add(set.view(), ids);
  return index;
}

TEST_F(HammingFileTest, WhatIsSavedIsOpened) {
  for (const std::size_t words : {1u, 4u}) {
    for (const std::size_t size : {0u, 1u, 7u, 100u, 40'000u}) {
      const HashSet set = similar_hashes(size, words, 3);
      HammingIndex index = index_of(set);
      index.save(file());
      EXPECT_EQ(count_files(), 1u);
      HammingIndex opened = HammingIndex::open(file());
      ASSERT_EQ(opened.size(), size);
      ASSERT_EQ(opened.words(), words);
      const HashSet query = similar_hashes(size + 1, words, 3);
      for (const unsigned radius : {0u, 5u, 40u}) {
        ASSERT_EQ(opened.query(query.view()[size / 2], radius),
                  index.query(query.view()[size / 2], radius));
      }
      // What is added to one of a file is in memory; it can replace the file that it came from.
      for (HammingIndex* one : {&index, &opened}) {
        const std::int64_t id[] = {-5};
        one->add({query.view()[size], 1, words}, id);
      }
      opened.save(file());
      const HammingIndex again = HammingIndex::open(file());
      ASSERT_EQ(again.query(query.view()[size], 9), index.query(query.view()[size], 9));
      ASSERT_EQ(opened.query(query.view()[size], 9), index.query(query.view()[size], 9));
    }
  }
}

TEST_F(HammingFileTest, EqualIndexesAreEqualFiles) {
  const HashSet set = similar_hashes(40'000, 1, 3);
  index_of(set).save(file());
  const std::string once = content();
  HammingIndex::open(file()).save(file());
  EXPECT_EQ(content(), once);
  EXPECT_EQ(once.size() % 64, 0u);
}

TEST_F(HammingFileTest, EveryShorterFileIsRefused) {
  index_of(similar_hashes(20, 1, 3)).save(file());
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    ASSERT_NE(why_refused(), "it is not") << size;
  }
  write(whole + std::string(64, '\0'));
  EXPECT_EQ(why_refused(), "it is damaged: its checksum is not that of its content");
}

TEST_F(HammingFileTest, EveryChangedBitIsSeen) {
  index_of(similar_hashes(20, 4, 3)).save(file());
  const std::string whole = content();
  for (std::size_t bit = 0; bit < 8 * whole.size(); bit += bit < 512 ? 1 : 13) {
    std::string changed = whole;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    write(changed);
    ASSERT_NE(why_refused(), "it is not") << bit;
  }
}

TEST_F(HammingFileTest, SaysWhatItIsInstead) {
  write("");
  EXPECT_EQ(why_refused(), "it is too short for an index");
  write(std::string(200, 'x'));
  EXPECT_EQ(why_refused(), "it is no index of hashes");
  index_of(similar_hashes(20, 1, 3)).save(file());
  std::string newer = content();
  newer[8] = 2;
  write(newer);
  EXPECT_EQ(why_refused(), "it has format 2, this version reads format 1");
}

// The checksums of all of these are right.
class HammingFileDamagedOnPurpose : public HammingFileTest {
 protected:
  // What is said of a file of 40,000 hashes when `damage` has been done to it.
  template <class Damage>
  [[nodiscard]] std::string said_of(const Damage& damage) const {
    index_of(similar_hashes(40'000, 1, 3)).save(file());
    std::string bytes = content();
    damage(bytes);
    reference::seal(bytes);
    write(bytes);
    return why_refused();
  }
  template <class Item>
  static void put(std::string& bytes, std::size_t offset, Item item) {
    std::memcpy(bytes.data() + offset, &item, sizeof(item));
  }

  static constexpr std::size_t kSize = 40'000;
  static constexpr std::size_t kOffsets = 64 + kSize * 16;
  static constexpr std::size_t kPositions = kOffsets + 262'208;  // of 65,537 items
  static constexpr std::size_t kHashes = kPositions + kSize * 4;
};

TEST_F(HammingFileDamagedOnPurpose, Header) {
  const std::string damaged = "its header is damaged";
  EXPECT_EQ(said_of([](std::string&) {}), "it is not");
  for (const std::uint32_t words : {0u, 2u, 3u, 5u, ~0u}) {
    EXPECT_EQ(said_of([=](std::string& bytes) { put(bytes, 12, words); }), damaged) << words;
  }
  for (const std::uint64_t tables : {1u, 3u, 5u, 16u, ~0u}) {
    EXPECT_EQ(said_of([=](std::string& bytes) { put(bytes, 24, tables); }), damaged) << tables;
  }
  EXPECT_EQ(said_of([](std::string& bytes) { put(bytes, 16, ~std::uint64_t{0}); }), damaged);
  EXPECT_EQ(said_of([](std::string& bytes) { put(bytes, 16, std::uint64_t{1000}); }), damaged);
}

TEST_F(HammingFileDamagedOnPurpose, Length) {
  const std::string shorter = "it is shorter than its header says";
  EXPECT_EQ(said_of([](std::string& bytes) { put(bytes, 16, std::uint64_t{4'294'967'295}); }),
            shorter);
  for (const std::size_t size : {std::size_t{64}, kOffsets, kPositions, kHashes}) {
    EXPECT_EQ(said_of([=](std::string& bytes) { bytes.resize(size); }), shorter) << size;
  }
  EXPECT_EQ(said_of([](std::string& bytes) { bytes.append(64, '\0'); }),
            "it is longer than its header says");
  EXPECT_EQ(said_of([](std::string& bytes) { put(bytes, 24, std::uint64_t{0}); }),
            "it is longer than its header says");
}

TEST_F(HammingFileDamagedOnPurpose, Tables) {
  const std::string damaged = "its tables are damaged";
  for (const std::uint32_t offset : {~0u, 0u}) {
    for (const std::size_t bucket : {0u, 30'000u, 65'536u}) {
      if (bucket == 0 && offset == 0) continue;  // which is what it was
      EXPECT_EQ(said_of([=](std::string& bytes) { put(bytes, kOffsets + 4 * bucket, offset); }),
                damaged)
          << bucket;
    }
  }
  for (const std::uint32_t position : {40'000u, ~0u}) {
    for (const std::size_t i : {std::size_t{0}, kSize - 1}) {
      EXPECT_EQ(said_of([=](std::string& bytes) { put(bytes, kPositions + 4 * i, position); }),
                damaged);
    }
  }
  // Inside, but of another bucket; a hash that is not that at the position; one in it twice.
  EXPECT_EQ(said_of([](std::string& bytes) {
              bytes.replace(kPositions, 4, bytes, kPositions + 4 * (kSize - 1), 4);
            }),
            damaged);
  EXPECT_EQ(said_of([](std::string& bytes) { put(bytes, kHashes, std::uint64_t{5}); }), damaged);
  EXPECT_EQ(said_of([](std::string& bytes) {
              for (std::size_t i = 0; i < kSize; ++i)
                put(bytes, kPositions + 4 * i, std::uint32_t{0});
            }),
            damaged);
}

TEST_F(HammingFileTest, WhereThereIsNoFile) {
  EXPECT_THROW((void)HammingIndex::open(file()), fs::filesystem_error);
  EXPECT_THROW((void)HammingIndex::open(file().parent_path()), fs::filesystem_error);
  const HammingIndex index = index_of(similar_hashes(20, 1, 3));
  EXPECT_THROW(index.save(file() / "in" / "no" / "folder"), fs::filesystem_error);
  fs::create_directories(file() / "something");
  EXPECT_THROW(index.save(file()), fs::filesystem_error);
  EXPECT_EQ(count_files(), 1u);  // and nothing half-written
}

}  // namespace
}  // namespace dittograph
