// SPDX-License-Identifier: Apache-2.0
// Rows in every layout of Arrow, as C structs that own what they refer to.
#ifndef DITTOGRAPH_TESTS_CPP_COLUMN_ARRAYS_H_
#define DITTOGRAPH_TESTS_CPP_COLUMN_ARRAYS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dittograph/arrow_abi.h"

namespace dittograph {

using OptionalRows = std::vector<std::optional<std::string>>;

/// An Arrow array and its type. Each buffer is an allocation of its own and ends where it ends, so
/// that AddressSanitizer sees what is read behind it.
class TestArray {
 public:
  TestArray() = default;
  TestArray(const TestArray&) = delete;
  TestArray& operator=(const TestArray&) = delete;

  [[nodiscard]] ArrowSchema& schema() noexcept { return schema_; }
  [[nodiscard]] ArrowArray& array() noexcept { return array_; }
  [[nodiscard]] const ArrowSchema& schema() const noexcept { return schema_; }
  [[nodiscard]] const ArrowArray& array() const noexcept { return array_; }

  void set_type(const char* format) { schema_.format = format; }
  template <class T>
  void add_buffer(const std::vector<T>& values) {
    auto copy = std::make_unique<std::uint8_t[]>(values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(copy.get(), values.data(), values.size() * sizeof(T));
    buffers_.push_back(copy.get());
    owned_.push_back(std::move(copy));
    refer();
  }
  void add_no_buffer() {
    buffers_.push_back(nullptr);
    refer();
  }
  void add_child(std::unique_ptr<TestArray> child) {
    schemas_.push_back(&child->schema());
    arrays_.push_back(&child->array());
    children_.push_back(std::move(child));
    schema_.n_children = array_.n_children = static_cast<std::int64_t>(children_.size());
    schema_.children = schemas_.data();
    array_.children = arrays_.data();
  }
  void set_dictionary(std::unique_ptr<TestArray> values) {
    schema_.dictionary = &values->schema();
    array_.dictionary = &values->array();
    children_.push_back(std::move(values));
  }
  /// Leaves out `before` rows at the beginning and `after` at the end.
  void slice(std::size_t before, std::size_t after) {
    array_.offset += static_cast<std::int64_t>(before);
    array_.length -= static_cast<std::int64_t>(before + after);
  }
  [[nodiscard]] TestArray& child(std::size_t i) { return *children_[i]; }
  template <class T>
  [[nodiscard]] T* buffer(std::size_t i) {
    return static_cast<T*>(const_cast<void*>(buffers_[i]));  // it is ours
  }

 private:
  void refer() {
    array_.n_buffers = static_cast<std::int64_t>(buffers_.size());
    array_.buffers = buffers_.data();
  }

  ArrowSchema schema_{};
  ArrowArray array_{};
  std::vector<std::unique_ptr<std::uint8_t[]>> owned_;
  std::vector<const void*> buffers_;
  std::vector<std::unique_ptr<TestArray>> children_;
  std::vector<ArrowSchema*> schemas_;
  std::vector<ArrowArray*> arrays_;
};

inline void add_validity(const OptionalRows& rows, TestArray& made) {
  std::vector<std::uint8_t> bits((rows.size() + 7) / 8);
  std::int64_t nulls = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i]) {
      bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1 << (i % 8)));
    } else {
      ++nulls;
    }
  }
  made.array().length = static_cast<std::int64_t>(rows.size());
  made.array().null_count = nulls == 0 ? 0 : -1;  // unknown
  if (nulls == 0) {
    made.add_no_buffer();
  } else {
    made.add_buffer(bits);
  }
}

/// Types u, z (int32) and U, Z (int64). A null row has bytes that nobody may see.
template <class Offset>
[[nodiscard]] std::unique_ptr<TestArray> make_offsets(const char* format,
                                                      const OptionalRows& rows) {
  auto made = std::make_unique<TestArray>();
  made->set_type(format);
  add_validity(rows, *made);
  std::string bytes = "before";
  std::vector<Offset> offsets = {static_cast<Offset>(bytes.size())};
  for (const auto& row : rows) {
    bytes += row.value_or("nnobody\xFF");
    offsets.push_back(static_cast<Offset>(bytes.size()));
  }
  made->add_buffer(offsets);
  made->add_buffer(std::vector<char>(bytes.begin(), bytes.end()));
  return made;
}

/// Types vu and vz.
[[nodiscard]] inline std::unique_ptr<TestArray> make_views(const char* format,
                                                           const OptionalRows& rows) {
  auto made = std::make_unique<TestArray>();
  made->set_type(format);
  add_validity(rows, *made);
  std::vector<std::string> buffers(2);
  std::vector<std::uint8_t> views;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::uint8_t view[16] = {};
    const std::string row = rows[i].value_or("");
    const auto size = static_cast<std::int32_t>(rows[i] ? row.size() : ~std::size_t{0});
    std::memcpy(view, &size, 4);
    if (row.size() <= 12) {
      row.copy(reinterpret_cast<char*>(view) + 4, row.size());
    } else {
      const auto buffer = static_cast<std::int32_t>(i % 2);
      const auto offset = static_cast<std::int32_t>(buffers[i % 2].size());
      std::memcpy(view + 4, row.data(), 4);
      std::memcpy(view + 8, &buffer, 4);
      std::memcpy(view + 12, &offset, 4);
      buffers[i % 2] += row;
    }
    views.insert(views.end(), view, view + 16);
  }
  made->add_buffer(views);
  std::vector<std::int64_t> sizes;
  for (const std::string& buffer : buffers) {
    made->add_buffer(std::vector<char>(buffer.begin(), buffer.end()));
    sizes.push_back(static_cast<std::int64_t>(buffer.size()));
  }
  made->add_buffer(sizes);
  return made;
}

/// Index type T. Some nulls are in the indices, others in the dictionary.
template <class T>
[[nodiscard]] std::unique_ptr<TestArray> make_dictionary(const char* format,
                                                         const OptionalRows& rows) {
  OptionalRows values = {std::nullopt};
  OptionalRows indices_rows = rows;
  std::vector<T> indices;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::size_t index = 0;
    while (index < values.size() && values[index] != rows[i]) ++index;
    if (index == values.size()) values.push_back(rows[i]);
    indices.push_back(static_cast<T>(index));
    if (!rows[i] && i % 2 == 0) indices.back() = static_cast<T>(-1);
    if (!rows[i] && i % 2 == 1) indices_rows[i] = "null in the dictionary";
  }
  auto made = std::make_unique<TestArray>();
  made->set_type(format);
  add_validity(indices_rows, *made);
  made->add_buffer(indices);
  made->set_dictionary(make_offsets<std::int32_t>("u", values));
  return made;
}

template <class T>
[[nodiscard]] std::unique_ptr<TestArray> make_run_ends(const char* format,
                                                       const OptionalRows& rows) {
  OptionalRows values;
  std::vector<T> ends;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i] != rows[i - 1]) {
      values.push_back(rows[i]);
      ends.push_back(0);
    }
    ends.back() = static_cast<T>(i + 1);
  }
  auto made = std::make_unique<TestArray>();
  made->set_type("+r");
  made->array().length = static_cast<std::int64_t>(rows.size());
  auto run_ends = std::make_unique<TestArray>();
  run_ends->set_type(format);
  run_ends->array().length = static_cast<std::int64_t>(ends.size());
  run_ends->add_no_buffer();
  run_ends->add_buffer(ends);
  made->add_child(std::move(run_ends));
  made->add_child(make_views("vu", values));
  return made;
}

/// A table of one column. Every third row is null in the table alone.
[[nodiscard]] inline std::unique_ptr<TestArray> make_struct(const OptionalRows& rows) {
  OptionalRows in_table = rows;
  OptionalRows in_column = rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]) (i % 3 == 0 ? in_table : in_column)[i] = "null elsewhere";
  }
  auto made = std::make_unique<TestArray>();
  made->set_type("+s");
  add_validity(in_table, *made);
  made->add_child(make_offsets<std::int64_t>("U", in_column));
  return made;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_COLUMN_ARRAYS_H_
