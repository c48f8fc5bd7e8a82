// SPDX-License-Identifier: Apache-2.0
#include "dittograph/column.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "column_pieces.h"
#include "column_types.h"

namespace dittograph {
namespace {

// Which rows of an array are looked at, for what is inside of another one.
struct Window {
  std::size_t offset;
  std::size_t size;
};

[[nodiscard]] const ArrowSchema& child_of(const ArrowSchema& schema, std::int64_t i) {
  require(schema.n_children > i && schema.children != nullptr && schema.children[i] != nullptr,
          "its schema lacks a child");
  return *schema.children[i];
}

[[nodiscard]] const void* advance(const void* data, std::size_t bytes) {
  return data == nullptr ? nullptr : static_cast<const std::uint8_t*>(data) + bytes;
}

[[nodiscard]] const void* buffer_of(const ArrowArray& array, std::int64_t i) {
  return array.buffers[i];
}

// Values may be encoded as well, as those of run ends that are a dictionary. There is no use for
// more than that, and some depth at which the stack would end.
constexpr int kMostEncodings = 4;

void require_shallow(const ArrowSchema& schema) {
  const ArrowSchema* of_values = &schema;
  for (int depth = 0; depth <= kMostEncodings; ++depth) {
    if (of_values->dictionary != nullptr) {
      of_values = of_values->dictionary;
    } else if (format_of(*of_values) == "+r") {
      of_values = &child_of(*of_values, 1);
    } else if (format_of(*of_values) == "+s" && of_values->n_children == 1) {
      of_values = &child_of(*of_values, 0);
    } else {
      return;
    }
  }
  refuse_type("column must have at most " + std::to_string(kMostEncodings) +
              " encodings one in the other, got more");
}

// Reads an array whose type is known already. `array` is null if there are no rows.
class Reader {
 public:
  // `window` is counted as the array itself is: from its offset on.
  [[nodiscard]] static ColumnView read(const ArrowSchema& schema, const ArrowArray* array,
                                       Window window) {
    if (array != nullptr) {
      require(array->length >= 0 && array->offset >= 0, "its length or offset is negative");
      require(window.offset + window.size <= static_cast<std::size_t>(array->length),
              "it is shorter than what it is in");
      require(array->n_buffers >= 0 && (array->n_buffers == 0 || array->buffers != nullptr),
              "it has no buffers");
      window.offset += static_cast<std::size_t>(array->offset);
    }
    const std::string_view format = format_of(schema);
    ColumnView view;
    if (schema.dictionary != nullptr) {
      view = read_dictionary(schema, array, window);
    } else if (format == "+r") {
      view = read_run_ends(schema, array, window);
    } else {
      view = read_plain(format, schema, array, window);
    }
    view.size = window.size;
    const bool has_bitmap = view.layout != RowLayout::kNull && view.layout != RowLayout::kRunEnds;
    // Where there are no rows, there need not be buffers.
    if (array != nullptr && has_bitmap && window.size != 0 && array->null_count != 0) {
      view.validity[0] = {static_cast<const std::uint8_t*>(buffer_of(*array, 0)), window.offset};
    }
    return view;
  }

 private:
  [[nodiscard]] static ColumnView read_plain(std::string_view format, const ArrowSchema& schema,
                                             const ArrowArray* array, Window window) {
    for (const PlainType& type : kPlainTypes) {
      if (type.format != format) continue;
      ColumnView view;
      view.layout = type.layout;
      view.kind = type.kind;
      view.offset_size = type.offset_size;
      if (array == nullptr || window.size == 0) {
        if (view.layout != RowLayout::kNull) view.layout = RowLayout::kElements;  // none of them
      } else if (view.layout == RowLayout::kViews) {
        read_views(*array, window, view);
      } else if (view.layout == RowLayout::kOffsets32) {
        read_offsets<std::int32_t>(*array, window, view);
      } else if (view.layout == RowLayout::kOffsets64) {
        read_offsets<std::int64_t>(*array, window, view);
      }
      return view;
    }
    const bool is_named = schema.name != nullptr && schema.name[0] != '\0';
    refuse_type("column must be of Arrow type " + std::string(kAllowed) + ", got format '" +
                std::string(format) + "'" +
                (is_named ? " in '" + std::string(schema.name) + "'" : ""));
  }

  template <class Offset>
  static void read_offsets(const ArrowArray& array, Window window, ColumnView& view) {
    require(array.n_buffers == 3, "text with offsets must have 3 buffers");
    require(buffer_of(array, 1) != nullptr, "there are no offsets");
    const auto* offsets = static_cast<const Offset*>(buffer_of(array, 1)) + window.offset;
    view.slots = offsets;
    view.data = buffer_of(array, 2);
    const Offset first = offsets[0];
    const Offset last = offsets[window.size];
    require(0 <= first && first <= last, "offsets are negative, or go down");
    require(first == last || view.data != nullptr, "there are offsets and no bytes");
    view.size_bytes = static_cast<std::size_t>(last - first);
  }

  static void read_views(const ArrowArray& array, Window window, ColumnView& view) {
    require(array.n_buffers >= 3, "views must have 3 buffers or more, the last one with sizes");
    require(buffer_of(array, 1) != nullptr, "there are no views");
    const auto buffers = static_cast<std::size_t>(array.n_buffers - 3);
    const auto* sizes = static_cast<const std::int64_t*>(buffer_of(array, array.n_buffers - 1));
    require(buffers == 0 || sizes != nullptr, "there are no sizes of the buffers of views");
    view.slots = advance(buffer_of(array, 1), window.offset * 16);
    view.data = static_cast<const void*>(array.buffers + 2);
    view.buffer_sizes = std::span(sizes, buffers);
    for (std::size_t i = 0; i < buffers; ++i) {
      require(sizes[i] >= 0, "a buffer of views has a negative size");
      require(sizes[i] == 0 || array.buffers[2 + i] != nullptr, "a buffer of views is missing");
    }
    view.size_bytes =
        window.size * mean_length(static_cast<const std::uint8_t*>(view.slots), window.size);
  }

  // Of some of the views: the buffers may be those of many more rows, and say nothing.
  [[nodiscard]] static std::size_t mean_length(const std::uint8_t* views, std::size_t size) {
    const std::size_t step = size / 1000 + 1;
    std::size_t looked_at = 0;
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < size; row += step) {
      std::int32_t length = 0;
      std::memcpy(&length, views + 16 * row, sizeof(length));
      bytes += static_cast<std::size_t>(std::max(length, 0));
      ++looked_at;
    }
    return bytes / std::max<std::size_t>(looked_at, 1);
  }

  [[nodiscard]] static ColumnView read_dictionary(const ArrowSchema& schema,
                                                  const ArrowArray* array, Window window) {
    const SlotType* type = find_slot_type(format_of(schema));
    require(type != nullptr, "indices of a dictionary must be integers");
    const bool has_rows = array != nullptr && window.size != 0;
    if (has_rows) require(array->dictionary != nullptr, "there are indices and no dictionary");
    const ArrowArray* values = has_rows ? array->dictionary : nullptr;
    ColumnView view = with_values(RowLayout::kDictionary, *schema.dictionary, values,
                                  {0, values == nullptr ? 0 : size_of(*values)});
    view.slot_size = type->size;
    view.slots_are_signed = type->is_signed;
    if (has_rows) {
      require(array->n_buffers == 2 && buffer_of(*array, 1) != nullptr, "there are no indices");
      view.slots = advance(buffer_of(*array, 1), window.offset * type->size);
    }
    view.size_bytes = window.size * type->size;
    return view;
  }

  [[nodiscard]] static ColumnView read_run_ends(const ArrowSchema& schema, const ArrowArray* array,
                                                Window window) {
    const SlotType* type = find_slot_type(format_of(child_of(schema, 0)));
    require(type != nullptr && type->is_signed && type->size >= 2,
            "run ends must be int16, int32 or int64");
    const ArrowSchema& values_schema = child_of(schema, 1);
    const bool has_rows = array != nullptr && window.size != 0;
    if (!has_rows) {
      ColumnView view = with_values(RowLayout::kRunEnds, values_schema, nullptr, {0, 0});
      view.slot_size = type->size;
      return view;
    }
    require(array->n_children == 2 && array->children != nullptr && array->children[0] != nullptr &&
                array->children[1] != nullptr,
            "run ends need two children");
    const ArrowArray& ends = *array->children[0];
    const ArrowArray& values = *array->children[1];
    require(ends.n_buffers == 2 && ends.buffers != nullptr && buffer_of(ends, 1) != nullptr &&
                ends.offset >= 0,
            "there are no run ends");
    require(ends.length == values.length, "there are not as many run ends as values");
    ColumnView of_ends;
    of_ends.slot_size = type->size;
    of_ends.slots = advance(buffer_of(ends, 1), static_cast<std::size_t>(ends.offset) * type->size);
    // A slice has no more to do with the runs before and behind it than to find where they are.
    const std::size_t runs = size_of(values);
    const std::size_t first = find_run(of_ends, 0, runs, window.offset);
    const std::size_t last = find_run(of_ends, first, runs, window.offset + window.size - 1);
    ColumnView view = with_values(RowLayout::kRunEnds, values_schema, &values,
                                  {first, std::min(last + 1, runs) - first});
    view.slot_size = type->size;
    view.slots = advance(of_ends.slots, first * type->size);
    view.first_row = window.offset;
    view.size_bytes = window.size;
    return view;
  }

  [[nodiscard]] static ColumnView with_values(RowLayout layout, const ArrowSchema& schema,
                                              const ArrowArray* array, Window window) {
    ColumnView view;
    view.layout = layout;
    view.values.push_back(read(schema, array, window));
    view.kind = view.values[0].kind;
    view.offset_size = view.values[0].offset_size;
    return view;
  }

  [[nodiscard]] static std::size_t size_of(const ArrowArray& array) {
    require(array.length >= 0, "its length is negative");
    return static_cast<std::size_t>(array.length);
  }
};

// A table has the rows of its only column.
[[nodiscard]] ColumnView read_struct(const ArrowSchema& schema, const ArrowArray* array) {
  if (schema.n_children != 1) {
    std::string names;
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      const char* name = child_of(schema, i).name;
      names += (i == 0 ? ": " : ", ") + std::string(name == nullptr ? "" : name);
    }
    refuse_type("column must be one column, got a table of " + std::to_string(schema.n_children) +
                names);
  }
  if (array == nullptr) return Reader::read(child_of(schema, 0), nullptr, {0, 0});
  require(array->n_children == 1 && array->children != nullptr && array->children[0] != nullptr,
          "a struct lacks its child");
  require(array->length >= 0 && array->offset >= 0, "its length or offset is negative");
  const Window window{static_cast<std::size_t>(array->offset),
                      static_cast<std::size_t>(array->length)};
  const std::int64_t rows = array->children[0]->length;
  if (rows < 0 || static_cast<std::uint64_t>(rows) < window.offset + window.size) {
    refuse(
        "column's Arrow array is broken: a struct of rows " + std::to_string(array->offset) +
        " to " + std::to_string(window.offset + window.size) + " has a field of " +
        std::to_string(rows) +
        "; Polars up to 1.37 exports slices of structs like that: use a newer one, or the field");
  }
  ColumnView view = Reader::read(child_of(schema, 0), array->children[0], window);
  if (array->null_count != 0 && array->n_buffers == 1 && array->buffers != nullptr) {
    view.validity[1] = {static_cast<const std::uint8_t*>(buffer_of(*array, 0)), window.offset};
  }
  return view;
}

}  // namespace

bool ColumnView::is_valid(std::size_t row) const noexcept {
  if (layout == RowLayout::kNull) return false;
  if (layout == RowLayout::kElements) {
    return static_cast<const ElementView*>(slots)[row].element_size != 0;
  }
  return validity[0].at(row) && validity[1].at(row);
}

ColumnView view_column(const ArrowSchema& schema, const ArrowArray& array) {
  require_shallow(schema);
  if (format_of(schema) == "+s") return read_struct(schema, &array);
  require(array.length >= 0, "its length is negative");
  return Reader::read(schema, &array, {0, static_cast<std::size_t>(array.length)});
}

ColumnView view_empty_column(const ArrowSchema& schema) {
  require_shallow(schema);
  if (format_of(schema) == "+s") return read_struct(schema, nullptr);
  return Reader::read(schema, nullptr, {0, 0});
}

ColumnView view_column(std::span<const ElementView> rows) {
  ColumnView view;
  view.layout = RowLayout::kElements;
  view.size = rows.size();
  view.slots = rows.data();
  for (const ElementView& row : rows) view.size_bytes += row.size * row.element_size;
  return view;
}

}  // namespace dittograph
