// SPDX-License-Identifier: Apache-2.0
#include "mapped_file.h"

#include <cerrno>
#include <system_error>

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define DITTOGRAPH_CAN_MAP_FILES 1
#else
#include <fstream>
#include <ios>
#include <memory>
#define DITTOGRAPH_CAN_MAP_FILES 0
#endif

namespace dittograph {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw std::filesystem::filesystem_error("cannot read the file", path,
                                          std::error_code(error, std::generic_category()));
}

}  // namespace

#if DITTOGRAPH_CAN_MAP_FILES

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) fail(path, errno);
  const auto close_and_fail = [&](int error) {
    ::close(file);
    fail(path, error);
  };
  struct stat status = {};
  if (::fstat(file, &status) != 0) close_and_fail(errno);
  if (S_ISDIR(status.st_mode)) close_and_fail(EISDIR);
  if (!S_ISREG(status.st_mode)) close_and_fail(EINVAL);  // a pipe would have no end
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size != 0) {  // of nothing there is no mapping
    const void* memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) close_and_fail(errno);
    bytes_ = {static_cast<const std::byte*>(memory), size};
  }
  ::close(file);
}

MappedFile::~MappedFile() {
  if (bytes_.empty()) return;
  // Only reading is asked for; munmap takes any pointer.
  ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

#else

MappedFile::MappedFile(const std::filesystem::path& path) {
  constexpr std::size_t kAlign = 64;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) fail(path, errno);
  std::size_t size = static_cast<std::size_t>(in.tellg());
  copy_.resize(size + kAlign);
  void* begin = copy_.data();
  std::size_t room = copy_.size();
  std::align(kAlign, size, begin, room);
  in.seekg(0);
  in.read(static_cast<char*>(begin), static_cast<std::streamsize>(size));
  if (!in) fail(path, EIO);
  bytes_ = {static_cast<const std::byte*>(begin), size};
}

MappedFile::~MappedFile() = default;

#endif

}  // namespace dittograph
