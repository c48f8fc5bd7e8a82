// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>

#include "register.h"

NB_MODULE(_core, module) {
  module.doc() = "The native functions of dittograph; use them through the package.";
  dittograph::python::register_doubles(module);
  dittograph::python::register_doubles_utf8(module);
}
