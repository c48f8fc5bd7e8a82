// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "column_texts.h"
#include "column_verbs.h"
#include "column_work.h"
#include "dittograph/columns.h"
#include "dittograph/squeeze.h"

namespace dittograph {
namespace {

void append_utf8(char32_t code_point, GrowingBytes& bytes) {
  const auto continuation = [&](unsigned shift) {
    bytes.append(static_cast<std::uint8_t>(0x80 | ((code_point >> shift) & 0x3F)));
  };
  if (code_point < 0x80) {
    bytes.append(static_cast<std::uint8_t>(code_point));
  } else if (code_point < 0x800) {
    bytes.append(static_cast<std::uint8_t>(0xC0 | (code_point >> 6)));
    continuation(0);
  } else if (code_point < 0x10000) {
    bytes.append(static_cast<std::uint8_t>(0xE0 | (code_point >> 12)));
    continuation(6);
    continuation(0);
  } else {
    bytes.append(static_cast<std::uint8_t>(0xF0 | (code_point >> 18)));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

template <class T>
void append_elements(const std::byte* elements, std::size_t count, GrowingBytes& bytes) {
  bytes.reserve_more(4 * count);
  for (std::size_t i = 0; i < count; ++i) {
    T element;
    std::memcpy(&element, elements + i * sizeof(T), sizeof(T));
    append_utf8(element, bytes);
  }
}

// Squeezes the rows of a range. What is left of them is copied in stretches that go on across the
// ends of rows: most rows have nothing to lose.
class SqueezeRows final : public RowVisitor {
 public:
  SqueezeRows(const RowRange& range, std::size_t max_run, Scratch& scratch, Texts& texts)
      : view_(range.view),
        is_text_(range.view->kind == RowKind::kText),
        may_have_nulls_(range.view->validity[0].bits != nullptr ||
                        range.view->validity[1].bits != nullptr),
        max_run_(max_run),
        scratch_(&scratch),
        texts_(&texts),
        next_row_(range.first) {
    texts.ends.reserve(range.last - range.first);
  }

  void visit_piece(std::size_t first, const Piece& piece) override {
    append_nulls(first);
    std::uint64_t* doubles = scratch_->doubles.get();
    find_doubles_of_piece(piece.bytes, piece.size_bytes(), is_text_, doubles);
    begin(piece.bytes, piece.size_bytes());
    for (std::size_t k = 0; k < piece.rows(); ++k) {
      const std::size_t start = piece.starts[k];
      const std::size_t end = piece.starts[k + 1];
      if (!may_have_nulls_ || view_->is_valid(first + k)) {
        visit_doubles(piece.bytes, doubles, start, end, is_text_,
                      [this](std::size_t at, std::size_t length) { add(at, length); });
        drop_run();
      } else {
        drop(start, end);  // bytes that nobody is to see
      }
      texts_->ends.push_back(texts_->bytes.size() + end - copied_);
    }
    next_row_ = first + piece.rows();
    copy_to(piece.size_bytes());
  }

  void visit_long_row(std::size_t row, std::string_view bytes) override {
    append_nulls(row);
    if (view_->is_valid(row)) {
      begin(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      visit_doubles_of_long_row(bytes, is_text_, *scratch_,
                                [this](std::size_t at, std::size_t length) { add(at, length); });
      drop_run();
      copy_to(bytes.size());
    }
    end_row(row);
  }

  void visit_elements(std::size_t row, ElementView elements) override {
    append_nulls(row);
    const std::size_t width = elements.element_size;
    scratch_->bytes.resize(squeezed_size(elements, max_run_) * width);
    const auto squeezed = std::as_writable_bytes(std::span(scratch_->bytes));
    const std::size_t count = squeeze(elements, max_run_, squeezed);
    if (width == 1) {
      append_elements<std::uint8_t>(squeezed.data(), count, texts_->bytes);
    } else if (width == 2) {
      append_elements<std::uint16_t>(squeezed.data(), count, texts_->bytes);
    } else {
      append_elements<std::uint32_t>(squeezed.data(), count, texts_->bytes);
    }
    end_row(row);
  }

  // Rows that were not shown are null.
  void append_nulls(std::size_t row) {
    for (; next_row_ < row; ++next_row_) texts_->ends.push_back(texts_->bytes.size());
  }

 private:
  void end_row(std::size_t row) {
    texts_->ends.push_back(texts_->bytes.size());
    next_row_ = row + 1;
  }

  void begin(const std::uint8_t* bytes, std::size_t size) {
    bytes_ = bytes;
    size_ = size;
    copied_ = 0;
    texts_->bytes.reserve_more(size + kStretch);
  }

  void add(std::size_t start, std::size_t length) {
    if (doubles_ == 0 || start != run_ + doubles_ * length || length != length_) {
      drop_run();
      run_ = start;
      length_ = length;
    }
    ++doubles_;
  }

  // A run has ended: what is more than it may have goes.
  void drop_run() {
    if (doubles_ >= max_run_) drop(run_ + max_run_ * length_, run_ + (doubles_ + 1) * length_);
    doubles_ = 0;
  }

  void drop(std::size_t from, std::size_t to) {
    copy_to(from);
    copied_ = std::max(copied_, to);  // those of invalid text may overlap
  }

  void copy_to(std::size_t to) {
    if (to <= copied_) return;
    if (const std::size_t count = to - copied_; count <= kStretch && size_ - copied_ >= kStretch) {
      // Most stretches are short. How short is hard to foretell; a copy of always the same length,
      // which the next one overwrites in part, needs no branch for it.
      texts_->bytes.append_some(bytes_ + copied_, kStretch, count);
    } else {
      texts_->bytes.append(bytes_ + copied_, count);
    }
    copied_ = to;
  }

  const ColumnView* view_;
  bool is_text_;
  bool may_have_nulls_;
  std::size_t max_run_;
  Scratch* scratch_;
  Texts* texts_;
  std::size_t next_row_;

  static constexpr std::size_t kStretch = 64;

  const std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t copied_ = 0;  // so many of them, those that were dropped included
  // The run that may go on: where it begins, how long its element is, how many doubles it has.
  std::size_t run_ = 0;
  std::size_t length_ = 0;
  std::size_t doubles_ = 0;
};

void append_squeezed(const RowRange& range, std::size_t max_run, Texts& texts) {
  Scratch scratch;
  SqueezeRows rows(range, max_run, scratch, texts);
  naming_rows(range.chunk_row,
              [&] { visit_rows(*range.view, range.first, range.last, scratch, rows); });
  rows.append_nulls(range.last);
}

// All rows of the chunks in their order.
[[nodiscard]] std::vector<Texts> squeeze_rows(std::span<const ColumnView> chunks,
                                              std::size_t max_run, unsigned threads) {
  // One of texts a range, and one a chunk whose rows get theirs from elsewhere.
  std::vector<RowRange> ranges;
  std::vector<std::size_t> places;
  std::size_t chunk_row = 0;
  for (const ColumnView& chunk : chunks) {
    places.push_back(ranges.size());
    if (is_encoded(chunk) || chunk.layout == RowLayout::kNull) {
      ranges.push_back({&chunk, 0, 0, chunk_row});
    } else {
      append_ranges(chunk, chunk_row, ranges);
    }
    chunk_row += chunk.size;
  }
  std::vector<Texts> texts(ranges.size());
  parallel_for(ranges.size(), threads, [&](std::size_t i) {
    const RowRange& range = ranges[i];
    if (range.view->layout == RowLayout::kNull) {
      texts[i].ends.resize(range.view->size);
    } else if (!is_encoded(*range.view)) {
      append_squeezed(range, max_run, texts[i]);
    }
  });
  std::vector<Texts> parts;
  std::vector<std::string_view> of_values;
  std::size_t next = 0;
  for_each_encoded(
      chunks,
      [&](const ColumnView& values) {
        parts = squeeze_rows(std::span(&values, 1), max_run, threads);
        of_values.clear();
        for (const Texts& part : parts) {
          for (std::size_t row = 0; row < part.ends.size(); ++row)
            of_values.push_back(part.at(row));
        }
      },
      [&](const ColumnView& chunk, std::size_t /*chunk_row*/) {
        while (&chunks[next] != &chunk) ++next;
        Texts& gathered = texts[places[next]];
        gathered.ends.reserve(chunk.size);
        std::size_t row = 0;
        const auto append_nulls = [&](std::size_t before) {
          for (; row < before; ++row) gathered.ends.push_back(gathered.bytes.size());
        };
        visit_indices(chunk, [&](std::size_t at, std::size_t index) {
          append_nulls(at);
          const std::string_view text = of_values[index];
          gathered.bytes.reserve_more(text.size());
          gathered.bytes.append(text.data(), text.size());
          gathered.ends.push_back(gathered.bytes.size());
          ++row;
        });
        append_nulls(chunk.size);
      });
  return texts;
}

}  // namespace

TextColumn squeeze(std::span<const ColumnView> chunks, std::size_t max_run, unsigned threads,
                   std::size_t max_chunk_bytes) {
  const std::vector<Texts> texts = squeeze_rows(chunks, std::max<std::size_t>(max_run, 1), threads);
  std::size_t bytes = 0;
  for (const Texts& some : texts) bytes += some.bytes.size();
  TextColumn column;
  if (!chunks.empty()) {
    column.kind = chunks[0].kind;
    column.offset_size = chunks[0].offset_size;
  }
  if (column.offset_size == OffsetSize::kAny) {
    column.offset_size = bytes <= max_chunk_bytes ? OffsetSize::k32 : OffsetSize::k64;
  }
  const bool is_limited = column.offset_size == OffsetSize::k32;
  column.chunks =
      join_texts(texts, find_validity(chunks), is_limited ? max_chunk_bytes : bytes, threads);
  return column;
}

}  // namespace dittograph
