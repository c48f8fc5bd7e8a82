// SPDX-License-Identifier: Apache-2.0
// One function a subject, called once when the module is made.
#ifndef DITTOGRAPH_BINDINGS_REGISTER_H_
#define DITTOGRAPH_BINDINGS_REGISTER_H_

#include <nanobind/nanobind.h>

namespace dittograph::python {

void register_columns(const nanobind::module_& module);
void register_doubles(nanobind::module_& module);
void register_doubles_utf8(nanobind::module_& module);
void register_hamming(nanobind::module_& module);
void register_hamming_index(const nanobind::module_& module);
void register_hamming_pairs(nanobind::module_& module);
void register_imagehash(nanobind::module_& module);
void register_repeats(nanobind::module_& module);
void register_row_capsules(nanobind::module_& module);
void register_runs(nanobind::module_& module);
void register_runs_stream(nanobind::module_& module);
void register_runs_utf8(nanobind::module_& module);
void register_squeeze(nanobind::module_& module);
void register_squeeze_utf8(nanobind::module_& module);

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_REGISTER_H_
