// SPDX-License-Identifier: Apache-2.0
#include "dittograph/column_export.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace dittograph {
namespace {

struct ArrayOwner {
  std::shared_ptr<const ExportedColumn> column;
  std::array<const void*, 3> buffers;
};

struct StreamOwner {
  std::shared_ptr<const ExportedColumn> column;
  std::size_t next_chunk;
};

// Arrow requires a pointer even where there is nothing to point at, in the buffers that are not
// bitmaps.
alignas(64) constexpr std::uint64_t kNothing[8] = {};

[[nodiscard]] const void* or_nothing(const void* buffer) {
  return buffer == nullptr ? kNothing : buffer;
}

template <class T>
[[nodiscard]] const void* or_nothing(const std::vector<T>& buffer) {
  return or_nothing(buffer.data());
}

void release_schema(ArrowSchema* schema) { schema->release = nullptr; }

void release_array(ArrowArray* array) {
  delete static_cast<ArrayOwner*>(array->private_data);
  array->release = nullptr;
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamOwner*>(stream->private_data);
  stream->release = nullptr;
}

// Whether a stream is const is Arrow's to say.
// NOLINTBEGIN(misc-const-correctness)
int stream_schema(ArrowArrayStream* stream, ArrowSchema* schema) {
  export_schema(*static_cast<const StreamOwner*>(stream->private_data)->column, schema);
  return 0;
}

int stream_next(ArrowArrayStream* stream, ArrowArray* array) {
  auto* owner = static_cast<StreamOwner*>(stream->private_data);
  if (owner->next_chunk == owner->column->chunks().size()) {
    *array = {};
    return 0;
  }
  try {
    export_chunk(owner->column, owner->next_chunk, array);
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
  ++owner->next_chunk;
  return 0;
}

const char* stream_error(ArrowArrayStream* /*stream*/) { return "out of memory"; }
// NOLINTEND(misc-const-correctness)

[[nodiscard]] const char* text_format(RowKind kind, OffsetSize offset_size) {
  const bool is_large = offset_size == OffsetSize::k64;
  if (kind == RowKind::kBytes) return is_large ? "Z" : "z";
  return is_large ? "U" : "u";
}

}  // namespace

ExportedColumn::ExportedColumn(NumberColumn&& column) {
  Chunk& chunk = chunks_.emplace_back();
  chunk.size = column.size;
  chunk.null_count = column.null_count;
  chunk.validity = std::move(column.validity);
  chunk.numbers = std::move(column.numbers);
}

ExportedColumn ExportedColumn::of_bools(NumberColumn&& column) {
  ExportedColumn exported(std::move(column));
  exported.format_ = "b";
  Chunk& chunk = exported.chunks_[0];
  chunk.bits.resize((chunk.size + 63) / 64);
  for (std::size_t row = 0; row < chunk.size; ++row) {
    chunk.bits[row / 64] |= std::uint64_t{chunk.numbers[row] != 0} << (row % 64);
  }
  chunk.numbers.reset();
  return exported;
}

ExportedColumn::ExportedColumn(TextColumn&& column)
    : format_(text_format(column.kind, column.offset_size)) {
  chunks_.reserve(column.chunks.size());
  for (TextChunk& text : column.chunks) {
    Chunk& chunk = chunks_.emplace_back();
    chunk.size = text.size;
    chunk.null_count = text.null_count;
    chunk.validity = std::move(text.validity);
    chunk.bytes = std::move(text.bytes);
    if (column.offset_size == OffsetSize::k64) {
      chunk.numbers = std::move(text.offsets);
      continue;
    }
    chunk.offsets.resize(text.size + 1);
    for (std::size_t i = 0; i <= text.size; ++i) {
      chunk.offsets[i] = static_cast<std::int32_t>(text.offsets[i]);
    }
    text.offsets.reset();
  }
}

std::size_t ExportedColumn::size() const noexcept {
  std::size_t size = 0;
  for (const Chunk& chunk : chunks_) size += chunk.size;
  return size;
}

std::size_t ExportedColumn::null_count() const noexcept {
  std::size_t count = 0;
  for (const Chunk& chunk : chunks_) count += chunk.null_count;
  return count;
}

void export_schema(const ExportedColumn& column, ArrowSchema* schema) {
  *schema = {};
  schema->format = column.format();  // a literal
  schema->name = "";
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->release = &release_schema;
}

void export_chunk(const std::shared_ptr<const ExportedColumn>& column, std::size_t chunk,
                  ArrowArray* array) {
  const ExportedColumn::Chunk& from = column->chunks()[chunk];
  auto owner = std::make_unique<ArrayOwner>();
  owner->column = column;
  owner->buffers = {from.null_count == 0 ? nullptr : from.validity.data(), nullptr, nullptr};
  const char type = column->format()[0];
  const bool is_text = type != 'l' && type != 'b';
  if (type == 'l' || type == 'U' || type == 'Z') {
    owner->buffers[1] = or_nothing(from.numbers.get());
  } else if (type == 'b') {
    owner->buffers[1] = or_nothing(from.bits);
  } else {
    owner->buffers[1] = or_nothing(from.offsets);
  }
  if (is_text) owner->buffers[2] = or_nothing(from.bytes.get());
  *array = {};
  array->length = static_cast<std::int64_t>(from.size);
  array->null_count = static_cast<std::int64_t>(from.null_count);
  array->n_buffers = is_text ? 3 : 2;
  array->buffers = owner->buffers.data();
  array->private_data = owner.release();
  array->release = &release_array;
}

void export_stream(const std::shared_ptr<const ExportedColumn>& column, ArrowArrayStream* stream) {
  auto owner = std::make_unique<StreamOwner>(StreamOwner{column, 0});
  *stream = {};
  stream->get_schema = &stream_schema;
  stream->get_next = &stream_next;
  stream->get_last_error = &stream_error;
  stream->private_data = owner.release();
  stream->release = &release_stream;
}

}  // namespace dittograph
