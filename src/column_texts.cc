// SPDX-License-Identifier: Apache-2.0
#include "column_texts.h"

#include "parallel.h"

namespace dittograph {
namespace {

// Rows of one of the texts, and where in a chunk they go.
struct Part {
  const Texts* texts;
  std::size_t first;
  std::size_t last;
  std::size_t chunk;
  std::size_t row;
  std::size_t byte;

  [[nodiscard]] std::size_t size_bytes() const {
    return first == last ? 0 : texts->ends[last - 1] - texts->begin_of(first);
  }
};

struct Size {
  std::size_t rows = 0;
  std::size_t bytes = 0;
};

// Divides the texts where a chunk would have more than `max_bytes`.
void divide(std::span<const Texts> texts, std::size_t max_bytes, std::vector<Part>& parts,
            std::vector<Size>& chunks) {
  chunks.emplace_back();
  for (const Texts& some : texts) {
    for (std::size_t first = 0; first < some.ends.size();) {
      const std::size_t begin = some.begin_of(first);
      // A row that is too long alone may have filled more than there was.
      const std::size_t room = max_bytes - std::min(max_bytes, chunks.back().bytes);
      const auto from = some.ends.begin() + static_cast<std::ptrdiff_t>(first);
      const auto behind = std::partition_point(
          from, some.ends.end(), [&](std::size_t end) { return end - begin <= room; });
      auto last = static_cast<std::size_t>(behind - some.ends.begin());
      if (last == first && chunks.back().rows == 0) ++last;  // alone it is not too long
      Size& chunk = chunks.back();
      const Part part{&some, first, last, chunks.size() - 1, chunk.rows, chunk.bytes};
      parts.push_back(part);
      chunk.rows += last - first;
      chunk.bytes += part.size_bytes();
      first = last;
      if (last != some.ends.size()) chunks.emplace_back();
    }
  }
}

void copy_part(const Part& part, const TextChunk& chunk) {
  const std::size_t begin = part.texts->begin_of(part.first);
  if (const std::size_t size = part.size_bytes(); size != 0) {
    std::memcpy(chunk.bytes.get() + part.byte, part.texts->bytes.data() + begin, size);
  }
  for (std::size_t row = part.first; row < part.last; ++row) {
    chunk.offsets[part.row + row - part.first + 1] =
        static_cast<std::int64_t>(part.byte + part.texts->ends[row] - begin);
  }
}

}  // namespace

std::vector<TextChunk> join_texts(std::span<const Texts> texts, const Validity& validity,
                                  std::size_t max_bytes, unsigned threads) {
  std::vector<Part> parts;
  std::vector<Size> sizes;
  divide(texts, max_bytes, parts, sizes);
  std::vector<TextChunk> chunks;
  std::size_t first = 0;
  for (const Size& size : sizes) {
    TextChunk& chunk = chunks.emplace_back();
    chunk.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(size.bytes + 1);
    chunk.offsets = std::make_unique_for_overwrite<std::int64_t[]>(size.rows + 1);
    chunk.offsets[0] = 0;
    chunk.size = size.rows;
    Validity some = slice_validity(validity, first, size.rows);
    chunk.validity = std::move(some.bits);
    chunk.null_count = some.null_count;
    first += size.rows;
  }
  parallel_for(parts.size(), threads,
               [&](std::size_t i) { copy_part(parts[i], chunks[parts[i].chunk]); });
  return chunks;
}

}  // namespace dittograph
