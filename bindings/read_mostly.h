// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_READ_MOSTLY_H_
#define DITTOGRAPH_BINDINGS_READ_MOSTLY_H_

#include <mutex>
#include <shared_mutex>
#include <utility>

#include "gil.h"

namespace dittograph::python {

/// A value that several threads may read, or one change. Whoever has to wait does so without the
/// GIL, so that the locks never block each other.
template <class T>
class ReadMostly {
 public:
  explicit ReadMostly(T value) : value_(std::move(value)) {}

  /// Both call `function(value)`, which may give up the GIL but must not touch Python.
  template <class Function>
  auto read(Function&& function) {
    const auto lock = enter<std::shared_lock<std::shared_mutex>>();
    return std::forward<Function>(function)(std::as_const(value_));
  }
  template <class Function>
  auto change(Function&& function) {
    const auto lock = enter<std::unique_lock<std::shared_mutex>>();
    return std::forward<Function>(function)(value_);
  }

 private:
  // All go through the turn one after the other. Who wants to change the value keeps it until the
  // readers of before are gone, and lets no others in: many of them would leave no gap.
  template <class Lock>
  [[nodiscard]] Lock enter() {
    if (const std::unique_lock turn(turn_, std::try_to_lock); turn.owns_lock()) {
      if (Lock lock(mutex_, std::try_to_lock); lock.owns_lock()) return lock;
    }
    const ReleasedGil released;
    const std::scoped_lock turn(turn_);
    return Lock(mutex_);
  }

  T value_;
  std::mutex turn_;
  std::shared_mutex mutex_;
};

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_READ_MOSTLY_H_
