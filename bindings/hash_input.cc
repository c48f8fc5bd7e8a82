// SPDX-License-Identifier: Apache-2.0
#include "hash_input.h"

#include <Python.h>

#include <bit>
#include <cstring>
#include <optional>
#include <string>

#include "arguments.h"
#include "arrow_input.h"
#include "buffer_view.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kAllowed =
    "a buffer of 64-bit integers or bytes, Arrow data, or a list or tuple of int or bytes";

constexpr std::size_t kWord = sizeof(std::uint64_t);

// Eight bytes, the highest first.
[[nodiscard]] std::uint64_t read_word(const std::uint8_t* bytes) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWord; ++i) word = (word << 8) | bytes[i];
  return word;
}

// The word that an int of Python is or, with a sign, stands for; none if it is no such int.
[[nodiscard]] std::optional<std::uint64_t> to_word(PyObject* object) {
  if (!PyLong_CheckExact(object)) return std::nullopt;
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) return static_cast<std::uint64_t>(value);
  const unsigned long long large = PyLong_AsUnsignedLongLong(object);
  if (PyErr_Occurred() == nullptr) return large;
  PyErr_Clear();
  return std::nullopt;
}

// An integer for a message: its digits, or how long it is, as nobody reads 77 digits.
[[nodiscard]] nb::object in_words(const nb::object& index) {
  constexpr int kReadable = 80;
  const nb::object bits = index.attr("bit_length")();
  if (bits <= nb::int_(kReadable)) return to_digits(index);
  return nb::str("an integer of {} bits").format(bits);
}

[[noreturn]] void refuse(const nb::object& index, std::size_t words, const char* name) {
  const nb::int_ longest(nb::int_(1) << nb::int_(256));
  const bool is_of_256_bits = words == 1 && index > nb::int_(0) && index < longest;
  raise(PyExc_ValueError, "%s must be a hash of %zu bits%s, got %U%s", name, 64 * words,
        words == 1 ? ", an integer from -2**63 to 2**64 - 1" : ", an integer from 0 on",
        in_words(index).ptr(), is_of_256_bits ? "; pass bits=256 for hashes of 256 bits" : "");
}

[[nodiscard]] nb::tuple shape_of(const Py_buffer& buffer) {
  nb::list shape;
  for (int i = 0; i < buffer.ndim; ++i) shape.append(buffer.shape[i]);
  return nb::tuple(shape);
}

// Whether Arrow data has hashes as integers, not as bytes. Raises TypeError if it has none.
[[nodiscard]] bool is_word_of_arrow(const ArrowSchema& schema, std::size_t words) {
  const std::string format = format_of(schema);
  if (words == 1 && (format == "l" || format == "L")) return true;
  const std::string width = std::to_string(words * kWord);
  if (format == "w:" + width) return false;
  raise(PyExc_TypeError,
        "hashes of %zu bits must be Arrow data of type %sfixed_size_binary(%s), got format '%.50s'",
        64 * words, words == 1 ? "int64, uint64 or " : "", width.c_str(), format.c_str());
}

}  // namespace

std::size_t to_words(nb::handle bits) {
  const nb::object index = to_index(bits, "bits");
  const Py_ssize_t number = PyNumber_AsSsize_t(index.ptr(), nullptr);
  if (number != 64 && number != 256) {
    raise(PyExc_ValueError, "bits must be 64 or 256, got %U", to_digits(index).ptr());
  }
  return static_cast<std::size_t>(number) / 64;
}

HashArgument::HashArgument(nb::handle hash, std::size_t words, const char* name) {
  std::uint8_t bytes[4 * kWord];
  const std::size_t size = words * kWord;
  if (PyBytes_Check(hash.ptr())) {
    if (static_cast<std::size_t>(PyBytes_GET_SIZE(hash.ptr())) != size) {
      raise(PyExc_ValueError, "%s must have %zu bytes, got %zd", name, size,
            PyBytes_GET_SIZE(hash.ptr()));
    }
    std::memcpy(bytes, PyBytes_AS_STRING(hash.ptr()), size);
  } else {
    if (!PyIndex_Check(hash.ptr())) {
      raise(PyExc_TypeError, "%s must be an integer or bytes, not %.200s", name,
            Py_TYPE(hash.ptr())->tp_name);
    }
    // An array of numpy has __index__, which is good for one of a single item alone.
    const nb::object index = nb::steal(PyNumber_Index(hash.ptr()));
    if (!index.is_valid()) {
      if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw nb::python_error();
      PyErr_Clear();
      raise(PyExc_TypeError,
            "%s must be an integer or bytes, not %.200s; make it bytes, the highest "
            "first, for example with numpy.packbits(...).tobytes()",
            name, Py_TYPE(hash.ptr())->tp_name);
    }
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(index.ptr(), &overflow);
    if (overflow == 0 && (value >= 0 || words == 1)) {
      words_[words - 1] = static_cast<std::uint64_t>(value);
      return;
    }
    const nb::int_ most((nb::int_(1) << nb::int_(64 * words)) - nb::int_(1));
    if (overflow <= 0 || index > most) {
      refuse(index, words, name);
    }
    const nb::object written = index.attr("to_bytes")(size, "big");
    std::memcpy(bytes, PyBytes_AS_STRING(written.ptr()), size);
  }
  for (std::size_t i = 0; i < words; ++i) words_[i] = read_word(bytes + i * kWord);
}

HashInput::HashInput(nb::handle hashes, std::size_t words) {
  view_.words = words;
  if (PyList_Check(hashes.ptr()) || PyTuple_Check(hashes.ptr())) {
    read_rows(hashes);
  } else if (PyObject_CheckBuffer(hashes.ptr())) {
    read_buffer(hashes);
  } else {
    read_arrow(hashes);
  }
  if (view_.data != nullptr) return;
  view_ = {copy_.data(), copy_.size() / words, words};
  // Who has been copied from is free.
  if (buffer_.obj != nullptr) PyBuffer_Release(&buffer_);
}

HashInput::~HashInput() {
  if (buffer_.obj != nullptr) PyBuffer_Release(&buffer_);
}

void HashInput::read_rows(nb::handle rows) {
  // Nobody can take one out of a tuple while another one's __index__ runs.
  const nb::object all = nb::steal(PySequence_Tuple(rows.ptr()));
  if (!all.is_valid()) throw nb::python_error();
  const auto size = static_cast<std::size_t>(PyTuple_GET_SIZE(all.ptr()));
  copy_.reserve(size * view_.words);
  for (std::size_t i = 0; i < size; ++i) {
    const nb::handle row = PyTuple_GET_ITEM(all.ptr(), static_cast<Py_ssize_t>(i));
    if (const auto word = view_.words == 1 ? to_word(row.ptr()) : std::nullopt) {
      copy_.push_back(*word);
      continue;
    }
    const std::string name = "hashes[" + std::to_string(i) + "]";
    const HashArgument hash(row, view_.words, name.c_str());
    copy_.insert(copy_.end(), hash.words(), hash.words() + view_.words);
  }
}

void HashInput::read_bytes(const std::uint8_t* bytes, std::size_t size) {
  copy_.resize(size / kWord);
  for (std::size_t i = 0; i < copy_.size(); ++i) copy_[i] = read_word(bytes + i * kWord);
}

void HashInput::read_buffer(nb::handle object) {
  if (PyObject_GetBuffer(object.ptr(), &buffer_, PyBUF_FULL_RO) != 0) throw nb::python_error();
  try {
    if (buffer_.format != nullptr && std::strcmp(buffer_.format, "?") == 0) {
      raise(
          PyExc_TypeError,
          "hashes must be bits in integers or bytes, got a buffer of bool; pack them, for example "
          "with numpy.packbits()");
    }
    const ItemFormat item = parse_format(buffer_.format);
    const auto width = static_cast<std::size_t>(buffer_.itemsize);
    if (item.size != width || (width != 1 && width != kWord)) {
      raise(PyExc_TypeError, "hashes must be %s, got a buffer of format '%.50s'", kAllowed,
            buffer_.format != nullptr ? buffer_.format : "B");
    }
    if (PyBuffer_IsContiguous(&buffer_, 'C') == 0) {
      raise(PyExc_BufferError,
            "hashes must be contiguous in memory; copy them first, for example with "
            "numpy.ascontiguousarray()");
    }
    // Of two dimensions the second is that of one hash.
    const std::size_t items = view_.words * kWord / width;
    const bool is_matrix = buffer_.ndim == 2 && static_cast<std::size_t>(buffer_.shape[1]) == items;
    const bool is_row = buffer_.ndim == 1 && (items == 1 || width == 1);
    const auto bytes = static_cast<std::size_t>(buffer_.len);
    if (!is_matrix && !is_row) {
      const nb::tuple shape = shape_of(buffer_);
      raise(PyExc_ValueError, "hashes of %zu bits must have the shape %s(n, %zu), got %S",
            64 * view_.words, items == 1 || width == 1 ? "(n,) or " : "", items, shape.ptr());
    }
    if (bytes % (view_.words * kWord) != 0) {
      raise(PyExc_ValueError, "hashes must be a multiple of %zu bytes, got %zu",
            view_.words * kWord, bytes);
    }
    const auto address = reinterpret_cast<std::uintptr_t>(buffer_.buf);
    if (width == 1) {
      read_bytes(static_cast<const std::uint8_t*>(buffer_.buf), bytes);
    } else if (address % alignof(std::uint64_t) != 0) {
      copy_.resize(bytes / kWord);
      if (bytes != 0) std::memcpy(copy_.data(), buffer_.buf, bytes);
    } else {
      view_.data = static_cast<const std::uint64_t*>(buffer_.buf);
      view_.size = bytes / kWord / view_.words;
    }
  } catch (...) {
    PyBuffer_Release(&buffer_);
    throw;
  }
}

void HashInput::read_arrow(nb::handle object) {
  ArrowInput arrow;
  const auto add = [this](const ArrowSchema& schema, const ArrowArray& array) {
    const bool is_number = is_word_of_arrow(schema, view_.words);
    const std::size_t item = view_.words * kWord;
    const auto [bytes, rows] = fixed_width_rows(array, item, "hashes", copy_.size() / view_.words);
    const std::size_t words = rows * view_.words;
    const std::size_t first = copy_.size();
    copy_.resize(first + words);
    if (is_number && words != 0) {
      std::memcpy(copy_.data() + first, bytes, words * kWord);
    } else {
      for (std::size_t i = 0; i < words; ++i) copy_[first + i] = read_word(bytes + i * kWord);
    }
  };
  if (!arrow.read(object, "hashes", add)) {
    raise(PyExc_TypeError, "hashes must be %s, not %.200s", kAllowed,
          Py_TYPE(object.ptr())->tp_name);
  }
  (void)is_word_of_arrow(arrow.schema(), view_.words);  // of no rows the type counts, too
}

}  // namespace dittograph::python
