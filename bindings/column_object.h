// SPDX-License-Identifier: Apache-2.0
// What a verb has made of a column, as a Python object.
#ifndef DITTOGRAPH_BINDINGS_COLUMN_OBJECT_H_
#define DITTOGRAPH_BINDINGS_COLUMN_OBJECT_H_

#include <nanobind/nanobind.h>

#include <memory>
#include <utility>

#include "dittograph/column_export.h"

namespace dittograph::python {

class ColumnObject {
 public:
  explicit ColumnObject(ExportedColumn&& column)
      : column_(std::make_shared<const ExportedColumn>(std::move(column))) {}

  [[nodiscard]] const std::shared_ptr<const ExportedColumn>& get() const noexcept {
    return column_;
  }

 private:
  std::shared_ptr<const ExportedColumn> column_;
};

void register_column_object(const nanobind::module_& module);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_COLUMN_OBJECT_H_
