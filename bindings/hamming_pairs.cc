// SPDX-License-Identifier: Apache-2.0
#include <Python.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/unique_ptr.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "arguments.h"
#include "buffer_view.h"
#include "dittograph/hamming.h"
#include "gil.h"
#include "hash_input.h"
#include "int64_column.h"
#include "register.h"
#include "shared.h"
#include "thread_count.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kPairsDoc = R"(Find all pairs of hashes within a distance of each other.

Args:
    hashes, bits: As for ``distances``. The hashes must not change while you iterate: of those that
        do, what is found is arbitrary.
    radius: In how many bits they may differ, 0 or more.
    threads: How many may work at once; None is as many as the process may use.

Returns:
    An iterator over tuples ``(first, second, distance)`` with first < second, positions in
    ``hashes``. Every pair comes once; in what order is not said, but it is the same for any number
    of threads. They are looked for while you iterate, some hundred thousand at a time, so that they
    need not fit into memory. Exact. Nearly O(n) for a small radius and hashes that spread; O(n^2 / 2) at worst.

Raises:
    TypeError, ValueError, BufferError: As for ``distances``; ``radius`` or ``threads`` is no
        integer, or too small.

Example:
    >>> from dittograph import hamming
    >>> sorted(hamming.near_pairs([0b1011, 0xFF00, 0b1001, 0b1000], radius=1))
    [(0, 2, 1), (2, 3, 1)]
)";

constexpr const char* kPairsClassDoc =
    R"(The pairs that ``near_pairs`` finds, one after the other.)";

constexpr const char* kReadBlockDoc = R"(Return some of the pairs that are left, at once.

Returns:
    Three read-only ``memoryview`` objects of int64: the first positions, the second ones and the
    distances of at most 1.6 million pairs; None if there are no more.
)";

constexpr const char* kGroupsDoc = R"(Find the groups of hashes that are connected by near pairs.

Args:
    hashes, bits, radius, threads: As for ``near_pairs``.
    max_diameter: In how many bits two of a group may differ; None is no limit. With it, pairs are
        taken nearest first, and then by position, and connect two groups only if no two members
        are then further apart. O(n^2) at worst.

Returns:
    Lists of positions, ascending, of two or more members each, ordered by their first. The same for
    any number of threads.

Raises:
    TypeError, ValueError, BufferError: As for ``near_pairs``.

Example:
    >>> from dittograph import hamming
    >>> hamming.near_groups([0b1011, 0xFF00, 0b1001, 0b1000], radius=1)
    [[0, 2, 3]]
    >>> hamming.near_groups([0b1011, 0xFF00, 0b1001, 0b1000], radius=1, max_diameter=1)
    [[0, 2]]
)";

// No distance is larger.
[[nodiscard]] unsigned to_radius(nb::handle radius, const char* name) {
  return static_cast<unsigned>(std::min<std::size_t>(to_length(radius, name, 0), 256));
}

// As many as the caller wants; with few hashes one has done it before another has begun.
[[nodiscard]] unsigned threads_for(unsigned asked_for, std::size_t hashes) {
  constexpr std::size_t kThreadsFrom = 4096;
  if (asked_for != 0) return asked_for;
  return hashes < kThreadsFrom ? 1 : available_threads();
}

// What comparing each with each would read.
[[nodiscard]] std::size_t bytes_compared(HashView hashes) {
  const std::size_t bytes = hashes.size * hashes.words * sizeof(std::uint64_t);
  return bytes >= kReleaseGilFrom ? bytes : bytes * hashes.size;
}

// The search, with the pairs that have been found and not yet been taken.
class PairSource {
 public:
  PairSource(HashView hashes, unsigned radius, unsigned threads)
      : hashes_(hashes), radius_(radius), threads_(threads) {}

  /// Finds more if none are left; there may still be none. Returns false at the end. Throws
  /// std::bad_alloc, and from then on always: some pairs are lost.
  bool fill() {
    if (next_ != pairs_.size()) return true;
    if (has_failed_) throw std::bad_alloc();
    if (!has_more_) return false;
    pairs_.clear();
    next_ = 0;
    has_failed_ = true;
    has_more_ = without_gil(bytes_compared(hashes_), [&] {
      if (!search_.has_value()) search_.emplace(hashes_, radius_);
      return search_->next(pairs_, threads_);
    });
    has_failed_ = false;
    return true;
  }
  /// Returns false if there is none at hand.
  [[nodiscard]] bool take_one(HammingPair& pair) {
    if (next_ == pairs_.size()) return false;
    pair = pairs_[next_++];
    return true;
  }
  [[nodiscard]] std::vector<HammingPair> take_all() {
    if (next_ == 0) return std::exchange(pairs_, {});
    const std::vector<HammingPair> rest(pairs_.begin() + static_cast<std::ptrdiff_t>(next_),
                                        pairs_.end());
    next_ = pairs_.size();
    return rest;
  }

 private:
  HashView hashes_;
  unsigned radius_;
  unsigned threads_;
  std::optional<NearPairs> search_;  // made when it is asked for the first pair
  std::vector<HammingPair> pairs_;
  std::size_t next_ = 0;
  bool has_more_ = true;
  bool has_failed_ = false;
};

class PairIterator {
 public:
  PairIterator(nb::handle hashes, std::size_t words, unsigned radius, unsigned threads)
      : input_(hashes, words),
        source_(input_.view(), radius, threads_for(threads, input_.view().size)) {}

  [[nodiscard]] nb::tuple next() {
    HammingPair pair;
    if (!take([&pair](PairSource& source) { return source.take_one(pair); })) {
      throw nb::stop_iteration();
    }
    return nb::make_tuple(pair.first, pair.second, pair.distance);
  }

  [[nodiscard]] nb::object read_block() {
    std::vector<HammingPair> pairs;
    if (!take([&pairs](PairSource& source) {
          pairs = source.take_all();
          return !pairs.empty();
        })) {
      return nb::none();
    }
    Int64Column first(pairs.size());
    Int64Column second(pairs.size());
    Int64Column distance(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      first.room()[i] = pairs[i].first;
      second.room()[i] = pairs[i].second;
      distance.room()[i] = pairs[i].distance;
    }
    return nb::make_tuple(first.view(), second.view(), distance.view());
  }

 private:
  // Searches until `function` has found something, or there is nothing more: then returns false.
  template <class Function>
  [[nodiscard]] bool take(const Function& function) {
    for (;;) {
      bool is_at_end = false;
      bool has_taken = false;
      source_.use([&](PairSource& source) {
        is_at_end = !source.fill();
        has_taken = !is_at_end && function(source);
      });
      if (has_taken) return true;
      if (is_at_end) return false;
      // A long search can be interrupted. No lock is held: a handler may use this very object.
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
    }
  }

  HashInput input_;
  Shared<PairSource> source_;
};

[[nodiscard]] nb::list near_groups_of(nb::handle hashes, nb::handle radius, nb::handle diameter,
                                      nb::handle bits, nb::handle threads) {
  struct Interrupted : std::exception {};  // with the exception of Python set
  const std::size_t words = to_words(bits);
  const unsigned most = to_radius(radius, "radius");
  NearGroupsOptions options;
  if (!diameter.is_none()) options.max_diameter = to_radius(diameter, "max_diameter");
  const unsigned asked_for = to_threads(threads);
  const HashInput input(hashes, words);
  options.threads = threads_for(asked_for, input.view().size);
  std::vector<std::vector<std::int64_t>> groups;
  try {
    std::optional<ReleasedGil> released;
    if (bytes_compared(input.view()) >= kReleaseGilFrom) released.emplace();
    options.between = [&released] {
      const bool had_released = released.has_value();
      released.reset();
      if (PyErr_CheckSignals() != 0) throw Interrupted();
      if (had_released) released.emplace();
    };
    groups = near_groups(input.view(), most, options);
  } catch (const Interrupted&) {
    throw nb::python_error();
  }
  nb::list lists;
  for (const std::vector<std::int64_t>& group : groups) {
    nb::list positions;
    for (const std::int64_t position : group) positions.append(position);
    lists.append(positions);
  }
  return lists;
}

}  // namespace

void register_hamming_pairs(nb::module_& module) {
  nb::class_<PairIterator>(
      module, "NearPairs", kPairsClassDoc,
      nb::sig("class NearPairs(collections.abc.Iterator[tuple[int, int, int]])"))
      .def(
          "__iter__", [](nb::handle self) { return nb::borrow(self); },
          nb::sig("def __iter__(self) -> NearPairs"))
      .def("__next__", &PairIterator::next, nb::sig("def __next__(self) -> tuple[int, int, int]"))
      .def("read_block", &PairIterator::read_block, kReadBlockDoc,
           nb::sig("def read_block(self) -> tuple[memoryview, memoryview, memoryview] | None"));
  module.def(
      "near_pairs",
      [](nb::handle hashes, nb::handle radius, nb::handle bits, nb::handle threads) {
        const std::size_t words = to_words(bits);
        const unsigned most = to_radius(radius, "radius");
        return std::make_unique<PairIterator>(hashes, words, most, to_threads(threads));
      },
      kPairsDoc, any_object(), nb::arg("radius").none(), nb::arg("bits").none() = 64, nb::kw_only(),
      threads_argument(),
      nb::sig("def near_pairs(hashes: Hashes, /, radius: typing.SupportsIndex, *, "
              "bits: typing.SupportsIndex = 64, "
              "threads: typing.SupportsIndex | None = None) -> NearPairs"));
  module.def("near_groups", &near_groups_of, kGroupsDoc, any_object(), nb::arg("radius").none(),
             nb::kw_only(), nb::arg("max_diameter").none() = nb::none(),
             nb::arg("bits").none() = 64, threads_argument(),
             nb::sig("def near_groups(hashes: Hashes, /, radius: typing.SupportsIndex, *, "
                     "max_diameter: typing.SupportsIndex | None = None, "
                     "bits: typing.SupportsIndex = 64, "
                     "threads: typing.SupportsIndex | None = None) -> list[list[int]]"));
}

}  // namespace dittograph::python
