// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>

#include "register.h"

NB_MODULE(_core, module) {
  // What other modules keep until the interpreter has gone is no leak of ours, and nothing to
  // bother a user's stderr with; tests/python/test_leaks.py looks for real ones.
  nanobind::set_leak_warnings(false);
  module.doc() = "The native functions of dittograph; use them through the package.";
  dittograph::python::register_columns(module);
  dittograph::python::register_doubles(module);
  dittograph::python::register_doubles_utf8(module);
  dittograph::python::register_hamming(module);
  dittograph::python::register_hamming_index(module);
  dittograph::python::register_hamming_pairs(module);
  dittograph::python::register_imagehash(module);
  dittograph::python::register_repeats(module);
  dittograph::python::register_row_capsules(module);
  dittograph::python::register_runs(module);
  dittograph::python::register_runs_stream(module);
  dittograph::python::register_runs_utf8(module);
  dittograph::python::register_squeeze(module);
  dittograph::python::register_squeeze_utf8(module);
}
