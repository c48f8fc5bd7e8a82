// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_PARALLEL_H_
#define DITTOGRAPH_PARALLEL_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dittograph {

/// Calls `function(i)` for each i below `count`, on up to `threads` threads, this one among them.
/// Rethrows the exception of the lowest i that threw one, whatever the number of threads. The
/// threads end here: a process with a pool of them could not fork.
template <class Function>
void parallel_for(std::size_t count, unsigned threads, const Function& function) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::size_t failed = count;
  std::exception_ptr failure;
  const auto work = [&]() noexcept {
    // Numbers are given out in ascending order: when one has failed, all below it have been begun.
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        function(i);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (i < failed) {
          failed = i;
          failure = std::current_exception();
        }
        next = count;
      }
    }
  };
  std::vector<std::thread> others;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) {
      others.emplace_back(work);
    }
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // There are no more threads to be had, or no memory for them: fewer do the same.
  }
  work();
  for (std::thread& other : others) other.join();
  if (failure != nullptr) std::rethrow_exception(failure);
}

}  // namespace dittograph

#endif  // DITTOGRAPH_PARALLEL_H_
