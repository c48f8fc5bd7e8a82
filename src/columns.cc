// SPDX-License-Identifier: Apache-2.0
#include "dittograph/columns.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "column_doubles.h"
#include "column_verbs.h"
#include "column_work.h"
#include "dittograph/doubles.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/repeats.h"
#include "dittograph/runs.h"
#include "dittograph/utf8.h"
#include "text_slices.h"

namespace dittograph {
namespace {

[[nodiscard]] std::uint64_t count_in(std::string_view bytes, bool is_text) {
  return is_text ? count_doubles_utf8(bytes) : count_doubles(view_bytes(bytes));
}

struct NoOptions {};

class CountDoubles final : public RowVisitor {
 public:
  CountDoubles(NoOptions /*verb*/, bool is_text, Scratch& scratch, std::int64_t* counts)
      : is_text_(is_text), scratch_(&scratch), counts_(counts) {}

  void visit_piece(std::size_t first, const Piece& piece) override {
    std::uint64_t* doubles = scratch_->doubles.get();
    const bool is_narrow =
        find_doubles_of_piece(piece.bytes, piece.size_bytes(), is_text_, doubles);
    count_doubles_of_rows(piece, is_narrow, doubles, counts_ + first);
  }
  void visit_long_row(std::size_t row, std::string_view bytes) override {
    counts_[row] = static_cast<std::int64_t>(count_in(bytes, is_text_));
  }
  void visit_elements(std::size_t row, ElementView elements) override {
    counts_[row] = static_cast<std::int64_t>(count_doubles(elements));
  }

 private:
  bool is_text_;
  Scratch* scratch_;
  std::int64_t* counts_;
};

// Runs of a single element are runs, too: each double makes one run less.
class CountAllRuns final : public RowVisitor {
 public:
  CountAllRuns(NoOptions /*verb*/, bool is_text, Scratch& scratch, std::int64_t* counts)
      : doubles_({}, is_text, scratch, counts), is_text_(is_text), counts_(counts) {}

  void visit_piece(std::size_t first, const Piece& piece) override {
    doubles_.visit_piece(first, piece);
    for (std::size_t k = 0; k < piece.rows(); ++k) subtract_from_size(first + k, piece.row(k));
  }
  void visit_long_row(std::size_t row, std::string_view bytes) override {
    doubles_.visit_long_row(row, bytes);
    subtract_from_size(row, bytes);
  }
  void visit_elements(std::size_t row, ElementView elements) override {
    counts_[row] = static_cast<std::int64_t>(count_runs(elements, 1));
  }

 private:
  void subtract_from_size(std::size_t row, std::string_view bytes) {
    const std::uint64_t size = is_text_ ? count_elements<Encoding::kUtf8>(bytes) : bytes.size();
    counts_[row] = static_cast<std::int64_t>(size) - counts_[row];
  }

  CountDoubles doubles_;
  bool is_text_;
  std::int64_t* counts_;
};

// Doubles in their order, as chains of which each begins where the one before it ends: runs.
class Chain {
 public:
  // Adds a double, and returns how long the chain is of which it is the last.
  std::size_t add(std::size_t start, std::size_t length) {
    length_ = start == next_ ? length_ + 1 : 1;
    next_ = start + length;
    return length_;
  }

 private:
  std::size_t next_ = ~std::size_t{0};
  std::size_t length_ = 0;
};

struct LongestRunLength {
  class State {
   public:
    explicit State(bool has_elements) : longest_(has_elements ? 1 : 0) {}
    void add(std::size_t start, std::size_t length) {
      longest_ = std::max(longest_, static_cast<std::int64_t>(chain_.add(start, length)) + 1);
    }
    [[nodiscard]] std::int64_t result() const { return longest_; }

   private:
    Chain chain_;
    std::int64_t longest_;
  };

  [[nodiscard]] static State start(std::size_t size) { return State(size != 0); }
  [[nodiscard]] static std::int64_t of_few(std::size_t size, std::int64_t doubles) {
    return size == 0 ? 0 : 1 + doubles;
  }
  [[nodiscard]] std::int64_t operator()(ElementView elements) const {
    return longest_run(elements).length;
  }
};

struct CountRuns {
  class State {
   public:
    explicit State(std::size_t doubles) : doubles_(doubles) {}
    void add(std::size_t start, std::size_t length) {
      count_ += chain_.add(start, length) == doubles_ ? 1 : 0;
    }
    [[nodiscard]] std::int64_t result() const { return count_; }

   private:
    Chain chain_;
    std::size_t doubles_;  // a run of at least so many
    std::int64_t count_ = 0;
  };

  std::size_t min_length;  // at least 2

  [[nodiscard]] State start(std::size_t /*size*/) const { return State(min_length - 1); }
  [[nodiscard]] std::int64_t of_few(std::size_t /*size*/, std::int64_t doubles) const {
    return min_length == 2 ? doubles : 0;
  }
  [[nodiscard]] std::uint64_t operator()(ElementView elements) const {
    return count_runs(elements, min_length);
  }
};

// 1 + where the first wrong element of a row is; 0 if there is none.
class FindInvalid final : public RowVisitor {
 public:
  FindInvalid(NoOptions /*verb*/, bool is_text, Scratch& /*scratch*/, std::int64_t* found)
      : is_text_(is_text), found_(found) {}

  void visit_piece(std::size_t first, const Piece& piece) override {
    if (is_text_ && !is_valid(piece)) {
      for (std::size_t k = 0; k < piece.rows(); ++k) visit_long_row(first + k, piece.row(k));
    } else {
      std::fill_n(found_ + first, piece.rows(), 0);
    }
  }
  void visit_long_row(std::size_t row, std::string_view bytes) override {
    const std::size_t valid = is_text_ ? validate_utf8(bytes) : bytes.size();
    found_[row] = valid == bytes.size() ? 0 : static_cast<std::int64_t>(valid) + 1;
  }
  void visit_elements(std::size_t row, ElementView elements) override {
    found_[row] = 0;
    if (elements.element_size == 1) return;
    const auto* bytes = static_cast<const std::uint8_t*>(elements.data);
    for (std::size_t i = 0; i < elements.size; ++i) {
      std::uint32_t element = 0;
      std::memcpy(&element, bytes + i * elements.element_size, elements.element_size);
      if (0xD800 <= element && element <= 0xDFFF) {
        found_[row] = static_cast<std::int64_t>(i) + 1;
        return;
      }
    }
  }

 private:
  // If all of it is valid, and no row begins within a sequence, then all rows are.
  [[nodiscard]] static bool is_valid(const Piece& piece) {
    const std::string_view all(reinterpret_cast<const char*>(piece.bytes), piece.size_bytes());
    for (std::size_t k = 0; k < piece.rows(); ++k) {
      const std::size_t start = piece.starts[k];
      if (start < all.size() && is_continuation(piece.bytes[start])) return false;
    }
    return validate_utf8(all) == all.size();
  }

  bool is_text_;
  std::int64_t* found_;
};

}  // namespace

NumberColumn count_doubles(std::span<const ColumnView> chunks, unsigned threads) {
  return numbers_of<CountDoubles>(chunks, NoOptions{}, threads);
}

NumberColumn longest_run_length(std::span<const ColumnView> chunks, unsigned threads) {
  return numbers_of<EachDouble<LongestRunLength>>(chunks, LongestRunLength{}, threads);
}

NumberColumn count_runs(std::span<const ColumnView> chunks, std::size_t min_length,
                        unsigned threads) {
  if (min_length <= 1) return numbers_of<CountAllRuns>(chunks, NoOptions{}, threads);
  return numbers_of<EachDouble<CountRuns>>(chunks, CountRuns{min_length}, threads);
}

NumberColumn has_repeat(std::span<const ColumnView> chunks, std::size_t min_copies,
                        std::size_t max_period, unsigned threads) {
  return map_rows(
      chunks,
      [=](ElementView elements) { return has_repeat(elements, min_copies, max_period) ? 1 : 0; },
      threads);
}

NumberColumn ends_in_repeat(std::span<const ColumnView> chunks, std::size_t max_period,
                            std::size_t min_copies, std::size_t min_period, unsigned threads) {
  return map_rows(
      chunks,
      [=](ElementView elements) {
        return static_cast<std::int64_t>(
            ends_in_repeat(elements, max_period, min_copies, min_period));
      },
      threads);
}

NumberColumn map_rows(std::span<const ColumnView> chunks,
                      const std::function<std::int64_t(ElementView)>& function, unsigned threads) {
  return numbers_of<EachRow>(chunks, function, threads);
}

std::optional<InvalidRow> find_invalid_row(std::span<const ColumnView> chunks, unsigned threads) {
  const NumberColumn found = numbers_of<FindInvalid>(chunks, NoOptions{}, threads);
  const auto values = found.values();
  const auto first = std::ranges::find_if(values, [](std::int64_t number) { return number != 0; });
  if (first == values.end()) return std::nullopt;
  auto row = static_cast<std::size_t>(first - values.begin());
  InvalidRow invalid{row, static_cast<std::size_t>(*first) - 1, {}};
  for (const ColumnView& chunk : chunks) {
    if (row < chunk.size) {
      invalid.bytes = row_bytes(chunk, row);
      break;
    }
    row -= chunk.size;
  }
  return invalid;
}

}  // namespace dittograph
