// SPDX-License-Identifier: Apache-2.0
// Arrow data as Python objects hand it over, by Arrow's PyCapsule protocols.
#ifndef DITTOGRAPH_BINDINGS_ARROW_INPUT_H_
#define DITTOGRAPH_BINDINGS_ARROW_INPUT_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>

#include "dittograph/arrow_abi.h"

namespace dittograph::python {

/// One of Arrow's C structs, released exactly once.
template <class Struct>
class Owned {
 public:
  Owned() = default;
  /// Takes over what somebody offers: it is then marked as released for them.
  explicit Owned(Struct& offered) noexcept : value_(offered) { offered.release = nullptr; }
  Owned(Owned&& other) noexcept : Owned(other.value_) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Owned& operator=(Owned&&) = delete;
  ~Owned() {
    if (value_.release != nullptr) value_.release(&value_);
  }

  [[nodiscard]] Struct* get() noexcept { return &value_; }
  [[nodiscard]] const Struct& operator*() const noexcept { return value_; }

 private:
  Struct value_{};
};

/// Keeps arrays and their type for as long as it lives. Must be made and destroyed with the GIL
/// held.
class ArrowInput {
 public:
  using Visit = std::function<void(const ArrowSchema&, const ArrowArray&)>;

  /// If `object` exports Arrow data, takes all of it, calls `visit` with the type and each array,
  /// and returns true. `name` is the argument's. Raises TypeError, ValueError or RuntimeError about
  /// an object that does not do so as the protocol says.
  [[nodiscard]] bool read(nanobind::handle object, const char* name, const Visit& visit);

  [[nodiscard]] const ArrowSchema& schema() const noexcept { return *schema_; }

 private:
  void read_stream(nanobind::handle capsule, const char* name, const Visit& visit);
  void read_array(nanobind::handle capsules, const char* name, const Visit& visit);

  Owned<ArrowSchema> schema_;
  std::list<Owned<ArrowArray>> arrays_;
};

/// Rows of items that lie one after the other.
struct FixedWidthRows {
  const std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
};

/// Those of an array whose items have `item_size` bytes. Raises ValueError if one is null, or if
/// the array is broken; `name` is the argument's, `rows_before` says how many rows are in the
/// arrays before.
[[nodiscard]] FixedWidthRows fixed_width_rows(const ArrowArray& array, std::size_t item_size,
                                              const char* name, std::size_t rows_before);

/// The type of the rows in Arrow's notation; that of a dictionary's indices says nothing.
[[nodiscard]] inline const char* format_of(const ArrowSchema& schema) noexcept {
  if (schema.dictionary != nullptr) return "dictionary";
  return schema.format != nullptr ? schema.format : "";
}

/// An attribute of an object, or a null handle if it has none of that name.
[[nodiscard]] inline nanobind::object attribute_or_null(nanobind::handle object, const char* name) {
  return nanobind::hasattr(object, name) ? nanobind::object(object.attr(name)) : nanobind::object();
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_ARROW_INPUT_H_
