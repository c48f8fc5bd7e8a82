// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_SHARED_H_
#define DITTOGRAPH_BINDINGS_SHARED_H_

#include <mutex>
#include <utility>

#include "gil.h"

namespace dittograph::python {

/// A value that several threads may use, one at a time.
///
/// Whoever has to wait for it does so without the GIL, so that whoever has it may take the GIL
/// back: the two locks never block each other, and an update of a gigabyte does not halt the
/// interpreter because another thread asks how far it has come.
template <class T>
class Shared {
 public:
  template <class... Args>
  explicit Shared(Args... arguments) : value_(arguments...) {}

  /// Calls `function(value)`, which may give up the GIL but must not touch Python: a finaliser that
  /// ran meanwhile could use this very value.
  template <class Function>
  auto use(Function&& function) {
    std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) {
      const ReleasedGil released;
      lock.lock();
    }
    return std::forward<Function>(function)(value_);
  }

 private:
  T value_;
  std::mutex mutex_;
};

/// Adds what `later` has counted. Not both are locked at once, so that a tallier can be merged with
/// itself, and two of them with each other in two threads.
template <class Tallier>
void merge(Shared<Tallier>& tallier, Shared<Tallier>& later) {
  const Tallier counted = later.use([](const Tallier& value) { return value; });
  tallier.use([&counted](Tallier& value) { value.merge(counted); });
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_SHARED_H_
