// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_MAPPED_FILE_H_
#define DITTOGRAPH_MAPPED_FILE_H_

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace dittograph {

/// A file's content, for reading, from a multiple of 64 bytes on: mapped into memory where the
/// system can, otherwise a copy.
class MappedFile {
 public:
  /// Throws std::filesystem::filesystem_error, std::bad_alloc.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
  std::vector<std::byte> copy_;  // with room to begin at such a multiple
};

}  // namespace dittograph

#endif  // DITTOGRAPH_MAPPED_FILE_H_
