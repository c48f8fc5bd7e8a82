// SPDX-License-Identifier: Apache-2.0
// The two ways in which a verb gets its rows: with their doubles found, or one by one as elements.
#ifndef DITTOGRAPH_COLUMN_VERBS_H_
#define DITTOGRAPH_COLUMN_VERBS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "column_doubles.h"
#include "column_pieces.h"
#include "utf8_scalar.h"

namespace dittograph {

/// Calls `add(start, length)` for each double of the bytes from `begin` to before `end`: the byte
/// where it begins, and the length of one of its two elements. Bits of `doubles` are bytes.
template <class Add>
void visit_doubles(const std::uint8_t* bytes, const std::uint64_t* doubles, std::size_t begin,
                   std::size_t end, bool is_text, const Add& add) {
  for (std::size_t first = begin & ~std::size_t{63}; first < end; first += 64) {
    std::uint64_t word = doubles[first / 64];
    if (first < begin) word = word >> (begin - first) << (begin - first);
    for (; word != 0; word &= word - 1) {
      const std::size_t start = first + static_cast<std::size_t>(std::countr_zero(word));
      const std::size_t length = is_text ? announced_length(bytes[start]) : 1;
      if (start >= end) return;
      // At the end of a row there may be one with the next row.
      if (start + 2 * length <= end) add(start, length);
    }
  }
}

/// The same for a row that is longer than a piece, window by window.
template <class Add>
void visit_doubles_of_long_row(std::string_view row, bool is_text, Scratch& scratch,
                               const Add& add) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(row.data());
  for (std::size_t first = 0; first < row.size(); first += kPieceBytes) {
    // A double that begins in the window has no more than 8 bytes.
    const std::size_t size = std::min(row.size() - first, kPieceBytes + 8);
    find_doubles_of_piece(bytes + first, size, is_text, scratch.doubles.get());
    const std::size_t window = std::min(size, kPieceBytes);
    for (std::size_t word_at = 0; word_at < window; word_at += 64) {
      std::uint64_t word = scratch.doubles[word_at / 64];
      for (; word != 0; word &= word - 1) {
        const std::size_t start = word_at + static_cast<std::size_t>(std::countr_zero(word));
        if (start >= window) break;
        add(first + start, is_text ? announced_length(bytes[first + start]) : 1);
      }
    }
  }
}

/// The elements of a row: of ASCII and of bytes where they lie, otherwise decoded. Of invalid text
/// each byte that is no continuation becomes one, whatever its bits make.
[[nodiscard]] ElementView elements_of_row(std::string_view row, bool is_text, Scratch& scratch);

/// A verb that looks at a row's elements alone.
class EachRow final : public RowVisitor {
 public:
  using Function = std::function<std::int64_t(ElementView)>;

  EachRow(const Function& function, bool is_text, Scratch& scratch, std::int64_t* numbers)
      : function_(&function), is_text_(is_text), scratch_(&scratch), numbers_(numbers) {}

  void visit_piece(std::size_t first, const Piece& piece) override {
    for (std::size_t k = 0; k < piece.rows(); ++k) visit_long_row(first + k, piece.row(k));
  }
  void visit_long_row(std::size_t row, std::string_view bytes) override {
    visit_elements(row, elements_of_row(bytes, is_text_, *scratch_));
  }
  void visit_elements(std::size_t row, ElementView elements) override {
    numbers_[row] = (*function_)(elements);
  }

 private:
  const Function* function_;
  bool is_text_;
  Scratch* scratch_;
  std::int64_t* numbers_;
};

/// A verb that is made of doubles: `verb.start(size)` is the state in which a row of that many
/// bytes begins, which takes doubles by `add(start, length)` and has a `result()`.
/// `verb.of_few(size, doubles)` is the same for a row with one double or none, and `verb(elements)`
/// for elements.
template <class Verb>
class EachDouble final : public RowVisitor {
 public:
  EachDouble(const Verb& verb, bool is_text, Scratch& scratch, std::int64_t* numbers)
      : verb_(&verb), is_text_(is_text), scratch_(&scratch), numbers_(numbers) {}

  void visit_piece(std::size_t first, const Piece& piece) override {
    std::uint64_t* doubles = scratch_->doubles.get();
    const bool is_narrow =
        find_doubles_of_piece(piece.bytes, piece.size_bytes(), is_text_, doubles);
    // Most rows have one double or none: then it does not matter where.
    count_doubles_of_rows(piece, is_narrow, doubles, numbers_ + first);
    for (std::size_t k = 0; k < piece.rows(); ++k) {
      const std::size_t begin = piece.starts[k];
      const std::size_t end = piece.starts[k + 1];
      if (const std::int64_t count = numbers_[first + k]; count <= 1) {
        numbers_[first + k] = verb_->of_few(end - begin, count);
        continue;
      }
      auto state = verb_->start(end - begin);
      visit_doubles(piece.bytes, doubles, begin, end, is_text_,
                    [&](std::size_t start, std::size_t length) { state.add(start, length); });
      numbers_[first + k] = state.result();
    }
  }
  void visit_long_row(std::size_t row, std::string_view bytes) override {
    auto state = verb_->start(bytes.size());
    visit_doubles_of_long_row(
        bytes, is_text_, *scratch_,
        [&](std::size_t start, std::size_t length) { state.add(start, length); });
    numbers_[row] = state.result();
  }
  void visit_elements(std::size_t row, ElementView elements) override {
    numbers_[row] = static_cast<std::int64_t>((*verb_)(elements));
  }

 private:
  const Verb* verb_;
  bool is_text_;
  Scratch* scratch_;
  std::int64_t* numbers_;
};

}  // namespace dittograph

#endif  // DITTOGRAPH_COLUMN_VERBS_H_
