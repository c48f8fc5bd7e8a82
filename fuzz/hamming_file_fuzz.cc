// SPDX-License-Identifier: Apache-2.0
// Files of indexes that somebody has damaged on purpose, checksums included: they are refused, or
// what is read is inside the file.
#include <fcntl.h>
#include <fuzzer/FuzzedDataProvider.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "dittograph/hamming_index.h"
#include "reference/hamming_file.h"

namespace dittograph {
namespace {

// A file in memory that has a path.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("index", 0)) {
    if (descriptor_ < 0) std::abort();
  }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  void write(const std::string& bytes) const {
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, bytes.data(), bytes.size(), 0) !=
                                                static_cast<::ssize_t>(bytes.size())) {
      std::abort();
    }
  }

 private:
  int descriptor_;
};

std::string file_of(std::size_t size, std::size_t words) {
  std::vector<std::uint64_t> hashes(size * words);
  std::uint64_t state = 1;
  for (std::uint64_t& word : hashes) word = state = reference::mix(state, 3);
  const std::vector<std::int64_t> ids(size, 7);
  HammingIndex index(words);
  index.add({hashes.data(), size, words}, ids);
  // A real one: what is saved takes its name at the end.
  const std::string path = "/dev/shm/dittograph-fuzz-" + std::to_string(::getpid());
  index.save(path);
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  ::unlink(path.c_str());
  if (descriptor < 0) std::abort();
  const ::off_t end = ::lseek(descriptor, 0, SEEK_END);
  if (end < 0) std::abort();
  std::string file(static_cast<std::size_t>(end), '\0');
  if (::pread(descriptor, file.data(), file.size(), 0) != static_cast<::ssize_t>(file.size())) {
    std::abort();
  }
  ::close(descriptor);
  return file;
}

void check(FuzzedDataProvider& input) {
  static const std::string files[] = {file_of(3, 1), file_of(3, 4), file_of(1 << 15, 1),
                                      file_of(1 << 15, 4)};
  static const MemoryFile memory;
  std::string file = files[input.ConsumeIntegralInRange<std::size_t>(0, 3)];
  while (input.remaining_bytes() > 4) {
    // Near the start there is more to damage.
    const std::size_t end =
        input.ConsumeBool() ? std::min<std::size_t>(file.size(), 200) : file.size();
    if (end == 0) break;
    const auto at = input.ConsumeIntegralInRange<std::size_t>(0, end - 1);
    if (input.ConsumeIntegralInRange(0, 15) == 0) {
      file.resize(at);
    } else {
      file[at] = input.ConsumeIntegral<char>();
    }
  }
  if (input.ConsumeBool()) reference::seal(file);
  memory.write(file);
  try {
    HammingIndex index = HammingIndex::open(memory.path());
    const std::uint64_t query[4] = {reference::mix(1, 3), 5, 7, 9};
    for (const unsigned radius : {0u, 3u, 9u, 300u}) (void)index.query(query, radius);
    (void)index.nearest(query, 5);
    index.merge(index);
    (void)index.nearest(query, 5);
  } catch (const HammingFileError&) {  // NOLINT(bugprone-empty-catch): that is what is wanted
  }
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::check(input);
  return 0;
}
