// SPDX-License-Identifier: Apache-2.0
// Texts as they are made, range by range, and put together to the chunks of a column.
#ifndef DITTOGRAPH_COLUMN_TEXTS_H_
#define DITTOGRAPH_COLUMN_TEXTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "column_validity.h"
#include "dittograph/columns.h"

namespace dittograph {

/// Bytes that grow at their end, not initialised beforehand.
class GrowingBytes {
 public:
  /// Makes room for so many more.
  void reserve_more(std::size_t more) {
    if (capacity_ - size_ >= more) return;
    const std::size_t capacity = std::max(size_ + more, 2 * capacity_);
    auto bytes = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    if (size_ != 0) std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }
  /// There must be room.
  void append(const void* bytes, std::size_t size) noexcept {
    if (size != 0) std::memcpy(bytes_.get() + size_, bytes, size);
    size_ += size;
  }
  /// Writes `written` bytes, of which `size` are kept.
  void append_some(const void* bytes, std::size_t written, std::size_t size) noexcept {
    std::memcpy(bytes_.get() + size_, bytes, written);
    size_ += size;
  }
  void append(std::uint8_t byte) noexcept { bytes_[size_++] = byte; }

  [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Some rows one behind the other.
struct Texts {
  GrowingBytes bytes;
  std::vector<std::size_t> ends;  // one a row

  [[nodiscard]] std::size_t begin_of(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
  [[nodiscard]] std::string_view at(std::size_t row) const {
    const std::size_t begin = begin_of(row);
    return {reinterpret_cast<const char*>(bytes.data()) + begin, ends[row] - begin};
  }
};

/// Makes chunks of all rows in their order, none of more than `max_bytes` bytes.
[[nodiscard]] std::vector<TextChunk> join_texts(std::span<const Texts> texts,
                                                const Validity& validity, std::size_t max_bytes,
                                                unsigned threads);

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_TEXTS_H_
