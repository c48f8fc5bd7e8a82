// SPDX-License-Identifier: Apache-2.0
#include "dittograph/hamming_index.h"

#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "gil.h"
#include "hash_input.h"
#include "id_input.h"
#include "read_mostly.h"
#include "register.h"

namespace nb = nanobind;
namespace fs = std::filesystem;

namespace dittograph::python {
namespace {

using IndexObject = ReadMostly<HammingIndex>;

constexpr const char* kIndexDoc = R"(Hashes that can be asked for those near to another one; exact.

Args:
    bits: How many bits a hash has, 64 or 256.

Large indexes have tables in which a query with a small radius looks at few hashes (multi-index
hashing, Norouzi, Punjani and Fleet, 2014); it looks at all of them where that is quicker. What was
added last, up to 32,768 hashes or an eighth, is not in the tables. 64 bytes a hash of 64 bits, 104 of
256. Several threads may use an index at once.

Raises:
    TypeError, ValueError: ``bits`` is neither of these.

Example:
    >>> from dittograph.hamming import HammingIndex
    >>> index = HammingIndex()
    >>> index.add([0b1011, 0xFF00, 0b1001], ids=[101, 102, 103])
    >>> index.query(0b1011, radius=1)
    [(101, 0), (103, 1)]
    >>> index.nearest(0xFF01)
    [(102, 1)]
)";

constexpr const char* kAddDoc = R"(Add hashes.

Args:
    hashes: As for ``distances``.
    ids: An integer of 64 bits with a sign for each: a list or tuple of ``int``, a buffer, or Arrow
        data of type int64. None counts on from ``len(index)``. Ids need not differ.

Raises:
    TypeError, ValueError, BufferError: As for ``distances``; there is not one id a hash, or one does
        not fit. Nothing has been added then.
)";

constexpr const char* kQueryDoc = R"(Find the hashes within a distance of one.

Args:
    hash: As for ``distance``.
    radius: In how many bits they may differ, 0 or more.

Returns:
    Tuples ``(id, distance)``, nearest first, equally near ones by id.

Raises:
    TypeError, ValueError: As for ``distance``; ``radius`` is no integer, or less than 0.
)";

constexpr const char* kNearestDoc = R"(Find the hashes nearest to one.

Args:
    hash: As for ``distance``.
    k: How many, at least 1.

Returns:
    Tuples ``(id, distance)``, nearest first, equally near ones by id; all if there are fewer.

Raises:
    TypeError, ValueError: As for ``distance``; ``k`` is no integer, or less than 1.
)";

constexpr const char* kMergeDoc = R"(Add all hashes of another index, with their ids.

Raises:
    TypeError: It is no index.
    ValueError: Its hashes have another number of bits.
)";

constexpr const char* kSaveDoc = R"(Write the index into a file.

It is written under another name in the same directory and renamed at the end, so that there is
either all of it or what there was before.

Raises:
    TypeError: ``path`` is no path.
    OSError: The file cannot be written.
)";

constexpr const char* kOpenDoc = R"(Open the file of an index, by mapping it into memory.

All of it is read to see whether it is whole, and right. Processes that open the same file share
its memory. What is added later is in memory alone. As long as an index lives, nobody may change its
file: what is found would be arbitrary, and a file that gets shorter ends the process. ``save``
replaces a file, which changes none that is open.

Raises:
    TypeError: ``path`` is no path.
    OSError: The file cannot be read.
    ValueError: It is no index, or is damaged.
)";

[[nodiscard]] fs::path to_path(nb::handle path) {
  if (!PyUnicode_Check(path.ptr()) && !nb::hasattr(path, "__fspath__")) {
    raise(PyExc_TypeError, "path must be a str or os.PathLike, not %.200s",
          Py_TYPE(path.ptr())->tp_name);
  }
  // Whatever is wrong with it now, Python says.
  const nb::object name = nb::steal(PyOS_FSPath(path.ptr()));
  if (!name.is_valid()) throw nb::python_error();
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(name.ptr(), static_cast<void*>(&bytes)) == 0) throw nb::python_error();
  const nb::object encoded = nb::steal(bytes);
#ifdef _WIN32
  const char* const text = PyBytes_AS_STRING(encoded.ptr());
  return reinterpret_cast<const char8_t*>(text);  // there it is UTF-8
#else
  return PyBytes_AS_STRING(encoded.ptr());
#endif
}

// Raises for what is thrown about a file what Python raises.
template <class Function>
auto with_file(nb::handle path, Function&& function) {
  try {
    return function(to_path(path));
  } catch (const HammingFileError& error) {
    raise(PyExc_ValueError, "path must be the file of an index, got %R: %s", path.ptr(),
          error.what());
  } catch (const fs::filesystem_error& error) {
    errno = error.code().value();
    PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path.ptr());
    throw nb::python_error();
  }
}

[[nodiscard]] std::size_t bytes_of(HashView hashes) {
  return hashes.size * hashes.words * sizeof(std::uint64_t);
}

[[nodiscard]] std::size_t words_of(IndexObject& self) {
  return self.read([](const HammingIndex& index) { return index.words(); });
}

[[nodiscard]] std::size_t size_of(IndexObject& self) {
  return self.read([](const HammingIndex& index) { return index.size(); });
}

void add(IndexObject& self, nb::handle hashes, nb::handle ids) {
  const HashInput input(hashes, words_of(self));
  const HashView view = input.view();
  std::vector<std::int64_t> numbers;
  if (!ids.is_none()) {
    numbers = ids_from(ids);
    if (numbers.size() != view.size) {
      raise(PyExc_ValueError, "ids must be as many as hashes, got %zu for %zu", numbers.size(),
            view.size);
    }
  }
  try {
    self.change([&](HammingIndex& index) {
      if (ids.is_none()) {
        numbers.resize(view.size);
        std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(index.size()));
      }
      without_gil(bytes_of(view), [&] { index.add(view, numbers); });
    });
  } catch (const std::length_error& error) {
    raise(PyExc_ValueError, "hashes are too many: %s", error.what());
  }
}

[[nodiscard]] nb::list to_tuples(const std::vector<HammingMatch>& matches) {
  nb::list tuples;
  for (const HammingMatch& match : matches) {
    tuples.append(nb::make_tuple(match.id, match.distance));
  }
  return tuples;
}

[[nodiscard]] nb::list query(IndexObject& self, nb::handle hash, nb::handle radius) {
  const std::size_t words = words_of(self);
  const HashArgument one(hash, words, "hash");
  const std::size_t most = to_length(radius, "radius", 0);
  const auto within = static_cast<unsigned>(std::min<std::size_t>(most, 256));
  return to_tuples(self.read([&](const HammingIndex& index) {
    // With tables it takes microseconds, for which nobody else has to have the GIL.
    const std::size_t hashes = index.uses_tables(within) ? 0 : index.size();
    return without_gil(hashes * words * sizeof(std::uint64_t),
                       [&] { return index.query(one.words(), within); });
  }));
}

[[nodiscard]] nb::list nearest(IndexObject& self, nb::handle hash, nb::handle k) {
  const std::size_t words = words_of(self);
  const HashArgument one(hash, words, "hash");
  const std::size_t count = to_length(k, "k");
  return to_tuples(self.read([&](const HammingIndex& index) {
    return without_gil(index.size() * words * sizeof(std::uint64_t),
                       [&] { return index.nearest(one.words(), count); });
  }));
}

void merge(IndexObject& self, nb::handle object) {
  IndexObject* other = nullptr;  // and try_cast makes a null pointer of None
  if (!nb::try_cast(object, other) || other == nullptr) {
    raise(PyExc_TypeError, "other must be a HammingIndex, not %.200s",
          Py_TYPE(object.ptr())->tp_name);
  }
  // Not both are locked at once, so that it can be merged with itself. What is large is shared.
  const HammingIndex copy = other->read([](const HammingIndex& index) { return index; });
  if (copy.words() != words_of(self)) {
    raise(PyExc_ValueError, "other must have hashes of %zu bits, got %zu", 64 * words_of(self),
          64 * copy.words());
  }
  self.change([&](HammingIndex& index) {
    without_gil(copy.size() * copy.words() * sizeof(std::uint64_t), [&] { index.merge(copy); });
  });
}

void save(IndexObject& self, nb::handle path) {
  with_file(path, [&](const fs::path& to) {
    self.read(
        [&](const HammingIndex& index) { without_gil(kReleaseGilFrom, [&] { index.save(to); }); });
  });
}

[[nodiscard]] std::unique_ptr<IndexObject> open(nb::handle path) {
  return with_file(path, [](const fs::path& from) {
    return without_gil(kReleaseGilFrom,
                       [&] { return std::make_unique<IndexObject>(HammingIndex::open(from)); });
  });
}

[[nodiscard]] std::string describe(IndexObject& self) {
  return "<dittograph.hamming.HammingIndex: " + std::to_string(size_of(self)) + " hashes of " +
         std::to_string(64 * words_of(self)) + " bits>";
}

}  // namespace

void register_hamming_index(const nb::module_& module) {
  nb::class_<IndexObject>(module, "HammingIndex", kIndexDoc)
      .def(
          "__init__",
          [](IndexObject* self, nb::handle bits) {
            new (self) IndexObject(HammingIndex(to_words(bits)));
          },
          nb::arg("bits").none() = 64,
          nb::sig("def __init__(self, bits: typing.SupportsIndex = 64) -> None"))
      .def("add", &add, kAddDoc, any_object(), nb::arg("ids").none() = nb::none(),
           nb::sig("def add(self, hashes: Hashes, /, ids: Ids | None = None) -> None"))
      .def("query", &query, kQueryDoc, any_object(), nb::arg("radius").none(),
           nb::sig("def query(self, hash: Hash, /, "
                   "radius: typing.SupportsIndex) -> list[tuple[int, int]]"))
      .def("nearest", &nearest, kNearestDoc, any_object(), nb::arg("k").none() = 1,
           nb::sig("def nearest(self, hash: Hash, /, "
                   "k: typing.SupportsIndex = 1) -> list[tuple[int, int]]"))
      .def("merge", &merge, kMergeDoc, any_object(),
           nb::sig("def merge(self, other: HammingIndex, /) -> None"))
      .def("save", &save, kSaveDoc, any_object(),
           nb::sig("def save(self, path: str | os.PathLike[str], /) -> None"))
      .def_static("open", &open, kOpenDoc, any_object(),
                  nb::sig("def open(path: str | os.PathLike[str], /) -> HammingIndex"))
      .def("__len__", &size_of)
      .def("__repr__", &describe)
      .def_prop_ro(
          "bits", [](IndexObject& self) { return 64 * words_of(self); },
          "How many bits a hash has.");
}

}  // namespace dittograph::python
