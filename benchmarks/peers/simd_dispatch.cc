// SPDX-License-Identifier: Apache-2.0
// Lowers Highway's run-time dispatch from Python, for the benchmarks alone. It works on extensions
// that share one libhwy.so with this one: the chosen target is that library's state.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "peers/simd_dispatch.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace benchmarks {
namespace HWY_NAMESPACE {
namespace {
const char* current_target() { return hwy::TargetName(HWY_TARGET); }
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace benchmarks
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace benchmarks {
namespace {
HWY_EXPORT(current_target);

PyObject* current(PyObject*, PyObject*) {
  return PyUnicode_FromString(HWY_DYNAMIC_DISPATCH(current_target)());
}

PyObject* targets(PyObject*, PyObject*) {
  hwy::SetSupportedTargetsForTest(0);
  PyObject* names = PyList_New(0);
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    PyObject* name = names == nullptr ? nullptr : PyUnicode_FromString(hwy::TargetName(target));
    if (name == nullptr || PyList_Append(names, name) != 0) Py_CLEAR(names);
    Py_XDECREF(name);
  }
  return names;
}

PyObject* lower_to(PyObject*, PyObject* wanted) {
  if (wanted == Py_None) {
    hwy::SetSupportedTargetsForTest(0);
    Py_RETURN_NONE;
  }
  const char* name = PyUnicode_AsUTF8(wanted);
  if (name == nullptr) return nullptr;
  hwy::SetSupportedTargetsForTest(0);
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (PyUnicode_CompareWithASCIIString(wanted, hwy::TargetName(target)) == 0) {
      hwy::SetSupportedTargetsForTest(target);
      Py_RETURN_NONE;
    }
  }
  return PyErr_Format(PyExc_ValueError, "target: got '%s', allowed is what targets() lists", name);
}

PyMethodDef methods[] = {
    {"targets", targets, METH_NOARGS, "List the SIMD targets of this machine, the best first."},
    {"current", current, METH_NOARGS, "Name the target that a dispatched call runs on."},
    {"lower_to", lower_to, METH_O, "Dispatch to the named target from now on; None: to the best."},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "simd_dispatch",
                          nullptr,
                          0,
                          methods,
                          nullptr,
                          nullptr,
                          nullptr,
                          nullptr};
}  // namespace
}  // namespace benchmarks

PyMODINIT_FUNC PyInit_simd_dispatch() {
  PyObject* module = PyModule_Create(&benchmarks::definition);
  PyObject* version = PyUnicode_FromFormat("%d.%d.%d", HWY_MAJOR, HWY_MINOR, HWY_PATCH);
  if (module != nullptr && PyModule_AddObjectRef(module, "HIGHWAY_VERSION", version) != 0) {
    Py_CLEAR(module);
  }
  Py_XDECREF(version);
  return module;
}
#endif  // HWY_ONCE
