// SPDX-License-Identifier: Apache-2.0
#include "dittograph/hamming.h"

#include <Python.h>
#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "buffer_view.h"
#include "bytes.h"
#include "gil.h"
#include "hash_input.h"
#include "register.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kDistanceDoc = R"(Count the bits in which two hashes differ.

Args:
    a, b: Hashes of 64 or 256 bits: integers from 0 on, or with a sign if they fit into 64 bits; or
        ``bytes`` of equal length, the highest first.
    bits: 64 or 256.

Raises:
    TypeError: A hash is neither an integer nor ``bytes``; ``bits`` is no integer.
    ValueError: A hash does not have so many bits; ``bits`` is another number.

Example:
    >>> from dittograph import hamming
    >>> hamming.distance(0b1011, 0b0010)
    2
)";

constexpr const char* kDistancesDoc =
    R"(Count the bits in which each of many hashes differs from one.

Args:
    query: A hash, as for ``distance``.
    hashes: A buffer of 64-bit integers, as a numpy array has it, of shape (n,), or (n, 4) for
        hashes of 256 bits, the highest word first; a buffer of bytes, of shape (n, 8) or (n, 32) or
        one hash behind the other, the highest byte first; Arrow data of type int64, uint64 or
        fixed_size_binary; a list or tuple of ``int`` or ``bytes``. Integers with a sign stand for
        their bits.
    bits: How many bits a hash has, 64 or 256.

Returns:
    The distances, in the order of the hashes: a read-only ``memoryview`` of int16. O(n).

Raises:
    TypeError: ``query``, ``hashes`` or one of them is of another type.
    ValueError: A hash does not have so many bits, or is null; a buffer has another shape.
    BufferError: The buffer is not contiguous.

Example:
    >>> from dittograph import hamming
    >>> hamming.distances(0b1011, [0b1011, 0b0010, 0]).tolist()
    [0, 2, 3]
)";

[[nodiscard]] unsigned distance(nb::handle a, nb::handle b, nb::handle bits) {
  const std::size_t words = to_words(bits);
  const HashArgument one(a, words, "a");
  const HashArgument other(b, words, "b");
  return hamming_distance(one.words(), other.words(), words);
}

[[nodiscard]] nb::object distances(nb::handle query, nb::handle hashes, nb::handle bits) {
  const std::size_t words = to_words(bits);
  const HashArgument one(query, words, "query");
  const HashInput input(hashes, words);
  const HashView view = input.view();
  const nb::bytes bytes = new_bytes(view.size * sizeof(std::int16_t));
  static_assert(offsetof(PyBytesObject, ob_sval) % alignof(std::int16_t) == 0);
  const std::span room(reinterpret_cast<std::int16_t*>(memory_of(bytes)), view.size);
  without_gil(view.size * words * sizeof(std::uint64_t),
              [&] { hamming_distances(view, one.words(), room); });
  return view_as(bytes, "h");
}

}  // namespace

void register_hamming(nb::module_& module) {
  module.def("hamming_distance", &distance, kDistanceDoc, any_object(), any_object(), nb::kw_only(),
             nb::arg("bits").none() = 64,
             nb::sig("def hamming_distance(a: Hash, b: Hash, /, *, "
                     "bits: typing.SupportsIndex = 64) -> int"));
  module.def("hamming_distances", &distances, kDistancesDoc, any_object(), any_object(),
             nb::kw_only(), nb::arg("bits").none() = 64,
             nb::sig("def hamming_distances(query: Hash, hashes: Hashes, /, *, "
                     "bits: typing.SupportsIndex = 64) -> memoryview"));
}

}  // namespace dittograph::python
