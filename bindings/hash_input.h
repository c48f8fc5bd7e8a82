// SPDX-License-Identifier: Apache-2.0
// Hashes as Python has them.
#ifndef DITTOGRAPH_BINDINGS_HASH_INPUT_H_
#define DITTOGRAPH_BINDINGS_HASH_INPUT_H_

#include <nanobind/nanobind.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dittograph/hamming.h"

namespace dittograph::python {

/// The bits of a hash as the words that there are: 64 or 256. Raises TypeError, ValueError.
[[nodiscard]] std::size_t to_words(nanobind::handle bits);

/// One hash. Of 256 bits the first word has the highest.
class HashArgument {
 public:
  /// Takes an int (or what has __index__): of `words` words from 0 on, of one word also as an int64
  /// with a sign; or as many bytes, the highest first. Raises TypeError, ValueError; `name` is the
  /// argument's.
  HashArgument(nanobind::handle hash, std::size_t words, const char* name);

  [[nodiscard]] const std::uint64_t* words() const noexcept { return words_.data(); }

 private:
  std::array<std::uint64_t, 4> words_{};
};

/// Many of them: read where they are, if that is possible. Must be made and destroyed with the GIL
/// held.
class HashInput {
 public:
  /// Takes a buffer of 64-bit integers, of two dimensions if a hash has four; bytes, one hash
  /// behind the other; Arrow data; or a list or tuple of what HashArgument takes. Raises TypeError,
  /// ValueError, BufferError.
  HashInput(nanobind::handle hashes, std::size_t words);
  ~HashInput();
  HashInput(const HashInput&) = delete;
  HashInput& operator=(const HashInput&) = delete;

  [[nodiscard]] HashView view() const noexcept { return view_; }

 private:
  void read_rows(nanobind::handle rows);
  void read_buffer(nanobind::handle object);
  void read_bytes(const std::uint8_t* bytes, std::size_t size);
  void read_arrow(nanobind::handle object);

  HashView view_;
  std::vector<std::uint64_t> copy_;
  Py_buffer buffer_{};
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_HASH_INPUT_H_
