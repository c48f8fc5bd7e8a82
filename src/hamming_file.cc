// SPDX-License-Identifier: Apache-2.0
// The file of an index, version 1, all little-endian: a header of 64 bytes, then, each from a
// multiple of 64 bytes on, the hashes, their ids, and for each table its offsets, positions and, if
// a hash has one word, hashes.
#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <limits>
#include <random>
#include <string>
#include <system_error>

#include "hamming_part.h"
#include "mapped_file.h"

namespace dittograph {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "files are read as they are");

constexpr std::size_t kAlign = 64;

struct Header {
  char magic[8] = {'d', 'i', 't', 't', 'o', 'h', 'a', 'm'};
  std::uint32_t version = 1;
  std::uint32_t words = 0;   // of a hash
  std::uint64_t size = 0;    // how many hashes
  std::uint64_t tables = 0;  // how many of them
  std::uint64_t body_checksum = 0;
  std::uint64_t header_checksum = 0;  // of this with 0 here
  std::uint64_t unused[2] = {};
};
static_assert(sizeof(Header) == kAlign);

// Sees any change that is no attack, at the speed of memory: lanes of 64-bit words, each mixed with
// a product and a rotation.
class Checksum {
 public:
  /// Precondition: the size is a multiple of kAlign.
  void add(std::span<const std::byte> bytes) {
    size_ += bytes.size();
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(lanes_)) {
      std::uint64_t words[kLanes];
      std::memcpy(words, bytes.data() + i, sizeof(words));
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        lanes_[lane] = mix(lanes_[lane], words[lane]);
    }
  }
  [[nodiscard]] std::uint64_t result() const {
    std::uint64_t sum = size_;
    for (const std::uint64_t lane : lanes_) sum = mix(sum, lane);
    return sum;
  }

 private:
  static constexpr std::size_t kLanes = 4;

  static std::uint64_t mix(std::uint64_t sum, std::uint64_t word) {
    return std::rotl((sum ^ word) * 0x9E3779B97F4A7C15, 29);  // 2^64 divided by the golden ratio
  }

  std::uint64_t size_ = 0;
  std::uint64_t lanes_[kLanes] = {1, 2, 3, 4};
};

[[nodiscard]] std::uint64_t checksum(std::span<const std::byte> bytes) {
  Checksum sum;
  sum.add(bytes);
  return sum.result();
}

[[nodiscard]] std::uint64_t header_checksum(Header header) {
  header.header_checksum = 0;
  return checksum(std::as_bytes(std::span(&header, 1)));
}

// Visits the sections of a file, which are spans of a part.
template <class Visit>
void visit_sections(HashView hashes, std::span<const std::int64_t> ids,
                    std::span<const ChunkTable> tables, const Visit& visit) {
  visit(std::as_bytes(std::span(hashes.data, hashes.size * hashes.words)));
  visit(std::as_bytes(ids));
  for (const ChunkTable& table : tables) {
    visit(std::as_bytes(table.offsets));
    visit(std::as_bytes(table.positions));
    visit(std::as_bytes(table.hashes));
  }
}

// A section with what it takes to a multiple of kAlign, a block of so many bytes at a time.
template <class Visit>
void visit_padded(std::span<const std::byte> section, const Visit& visit) {
  const std::size_t whole = section.size() / kAlign * kAlign;
  visit(section.first(whole));
  if (whole == section.size()) return;
  std::byte last[kAlign] = {};
  std::ranges::copy(section.subspan(whole), last);
  visit(std::span<const std::byte>(last));
}

// Gives out what is behind the header, section by section.
class Sections {
 public:
  explicit Sections(std::span<const std::byte> body) : rest_(body) {}

  template <class T>
  [[nodiscard]] std::span<const T> take(std::uint64_t count) {
    const std::uint64_t bytes = count * sizeof(T);  // of less than 2^32 things
    const std::uint64_t padded = (bytes + kAlign - 1) / kAlign * kAlign;
    if (padded > rest_.size()) throw HammingFileError("it is shorter than its header says");
    const auto* items = reinterpret_cast<const T*>(rest_.data());
    rest_ = rest_.subspan(padded);
    return {items, static_cast<std::size_t>(count)};
  }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
};

[[nodiscard]] Header read_header(std::span<const std::byte> file) {
  Header header;
  const Header expected;
  if (file.size() < sizeof(header)) throw HammingFileError("it is too short for an index");
  std::memcpy(&header, file.data(), sizeof(header));
  if (std::memcmp(header.magic, expected.magic, sizeof(header.magic)) != 0) {
    throw HammingFileError("it is no index of hashes");
  }
  if (header.version != expected.version) {
    throw HammingFileError("it has format " + std::to_string(header.version) +
                           ", this version reads format " + std::to_string(expected.version));
  }
  const bool has_good_tables = header.tables == 0 || (header.size >= kTablesFrom &&
                                                      header.tables == count_chunks(header.words));
  if (header.header_checksum != header_checksum(header) ||
      (header.words != 1 && header.words != 4) || !has_good_tables ||
      header.size > std::numeric_limits<std::uint32_t>::max()) {
    throw HammingFileError("its header is damaged");
  }
  return header;
}

// Whether a table has each hash once, in its bucket: then nothing outside is read, and what is
// found is right, whoever has written it.
[[nodiscard]] bool is_table_of(HashView hashes, const ChunkTable& table, std::size_t chunk) {
  const auto& offsets = table.offsets;
  if (offsets.front() != 0 || offsets.back() != hashes.size || !std::ranges::is_sorted(offsets)) {
    return false;
  }
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    for (std::size_t i = offsets[bucket]; i < offsets[bucket + 1]; ++i) {
      const std::uint32_t position = table.positions[i];
      const bool ascends = i == offsets[bucket] || table.positions[i - 1] < position;
      if (!ascends || position >= hashes.size || chunk_of(hashes[position], chunk) != bucket ||
          (!table.hashes.empty() && table.hashes[i] != *hashes[position])) {
        return false;
      }
    }
  }
  return true;
}

// Another name in the same directory.
[[nodiscard]] fs::path temporary_name(const fs::path& path) {
  std::random_device random;
  fs::path name = path;
  name += ".part-" + std::to_string(random());
  return name;
}

}  // namespace

std::shared_ptr<const HammingIndex::Part> HammingIndex::Part::open(const fs::path& path) {
  auto file = std::make_shared<const MappedFile>(path);
  const std::span<const std::byte> bytes = file->bytes();
  const Header header = read_header(bytes);
  const std::span<const std::byte> body = bytes.subspan(sizeof(header));
  if (body.size() % kAlign != 0 || checksum(body) != header.body_checksum) {
    throw HammingFileError("it is damaged: its checksum is not that of its content");
  }
  std::shared_ptr<Part> part(new Part());
  Sections sections(body);
  part->hashes_ = {sections.take<std::uint64_t>(header.size * header.words).data(),
                   static_cast<std::size_t>(header.size), header.words};
  part->ids_ = sections.take<std::int64_t>(header.size);
  for (std::uint64_t i = 0; i < header.tables; ++i) {
    ChunkTable table;
    table.offsets = sections.take<std::uint32_t>(kBuckets + 1);
    table.positions = sections.take<std::uint32_t>(header.size);
    table.hashes = sections.take<std::uint64_t>(header.words == 1 ? header.size : 0);
    if (!is_table_of(part->hashes_, table, static_cast<std::size_t>(i))) {
      throw HammingFileError("its tables are damaged");
    }
    part->tables_.push_back(table);
  }
  if (!sections.is_at_end()) throw HammingFileError("it is longer than its header says");
  part->file_ = std::move(file);
  part->plan();
  return part;
}

void HammingIndex::Part::save(const fs::path& path) const {
  Header header;
  header.words = static_cast<std::uint32_t>(hashes_.words);
  header.size = hashes_.size;
  header.tables = tables_.size();
  Checksum sum;
  visit_sections(hashes_, ids_, tables_, [&](std::span<const std::byte> section) {
    visit_padded(section, [&](std::span<const std::byte> block) { sum.add(block); });
  });
  header.body_checksum = sum.result();
  header.header_checksum = header_checksum(header);

  const fs::path part = temporary_name(path);
  const auto fail = [&](std::error_code error) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw fs::filesystem_error("cannot write the index", path, error);
  };
  errno = 0;
  std::ofstream out(part, std::ios::binary);
  const auto write = [&](std::span<const std::byte> block) {
    out.write(reinterpret_cast<const char*>(block.data()),
              static_cast<std::streamsize>(block.size()));
  };
  write(std::as_bytes(std::span(&header, 1)));
  visit_sections(hashes_, ids_, tables_,
                 [&](std::span<const std::byte> section) { visit_padded(section, write); });
  out.close();
  if (!out) fail(std::error_code(errno != 0 ? errno : EIO, std::generic_category()));
  std::error_code error;
  fs::rename(part, path, error);
  if (error) fail(error);
}

}  // namespace dittograph
