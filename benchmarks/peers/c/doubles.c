/* SPDX-License-Identifier: Apache-2.0 */
/* The loop a C programmer writes, behind the cheapest call CPython has. Built twice: with the flags
   of a distribution and with those of one machine (benchmarks/CMakeLists.txt). */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#ifndef MODULE
#error "MODULE: the name of the extension, as in -DMODULE=doubles_c"
#endif
#define GLUE(a, b) a##b
#define NAME_INIT(module) GLUE(PyInit_, module)
#define TEXT(token) #token
#define TEXT_OF(macro) TEXT(macro)

#define DEFINE_COUNT(type)                                                     \
  static size_t count_##type(const type* elements, size_t size) {              \
    size_t total = 0;                                                          \
    for (size_t i = 1; i < size; ++i) total += elements[i - 1] == elements[i]; \
    return total;                                                              \
  }
DEFINE_COUNT(uint8_t)
DEFINE_COUNT(uint16_t)
DEFINE_COUNT(uint32_t)
DEFINE_COUNT(uint64_t)

static size_t count(const void* elements, size_t size, Py_ssize_t width) {
  switch (width) {
    case 1:
      return count_uint8_t(elements, size);
    case 2:
      return count_uint16_t(elements, size);
    case 4:
      return count_uint32_t(elements, size);
    default:
      return count_uint64_t(elements, size);
  }
}

static PyObject* count_doubles(PyObject* module, PyObject* text) {
  (void)module;
  size_t total;
  if (PyUnicode_Check(text)) {
    total = count(PyUnicode_DATA(text), (size_t)PyUnicode_GET_LENGTH(text), PyUnicode_KIND(text));
  } else {
    Py_buffer view;
    if (PyObject_GetBuffer(text, &view, PyBUF_ND) != 0) return NULL;
    total = count(view.buf, (size_t)(view.len / view.itemsize), view.itemsize);
    PyBuffer_Release(&view);
  }
  return PyLong_FromSize_t(total);
}

static PyMethodDef methods[] = {
    {"count_doubles", count_doubles, METH_O, "Count the positions i with text[i] == text[i + 1]."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, TEXT_OF(MODULE), NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC NAME_INIT(MODULE)(void);
PyMODINIT_FUNC NAME_INIT(MODULE)(void) { return PyModule_Create(&definition); }
