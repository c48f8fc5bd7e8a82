// SPDX-License-Identifier: Apache-2.0
#ifndef DITTOGRAPH_BINDINGS_GIL_H_
#define DITTOGRAPH_BINDINGS_GIL_H_

#include <nanobind/nanobind.h>

#include <cstddef>
#include <utility>

#if PY_VERSION_HEX < 0x030E0000 && defined(__GLIBC__)
#include <unistd.h>
#define DITTOGRAPH_THREADS_MAY_BE_UNWOUND 1
#else
#define DITTOGRAPH_THREADS_MAY_BE_UNWOUND 0
#endif

namespace dittograph::python {

/// Gives up the GIL for as long as it lives.
///
/// When the interpreter goes, CPython before 3.14 ends a daemon thread that asks for the GIL with
/// pthread_exit, which glibc makes an exception. It must not leave a destructor (that would end the
/// whole process with an abort), so the thread sleeps here until the process is gone, as it does
/// from CPython 3.14 on.
class ReleasedGil {
 public:
  ReleasedGil() noexcept : state_(PyEval_SaveThread()) {}
  ~ReleasedGil() {
#if DITTOGRAPH_THREADS_MAY_BE_UNWOUND
    try {
      PyEval_RestoreThread(state_);
    } catch (...) {  // nothing else is thrown through C; what is caught is no object to refer to
      for (;;) pause();
    }
#else
    PyEval_RestoreThread(state_);
#endif
  }
  ReleasedGil(const ReleasedGil&) = delete;
  ReleasedGil& operator=(const ReleasedGil&) = delete;

 private:
  PyThreadState* state_;
};

/// Below this many bytes the GIL is kept. Giving it up and taking it back takes 30 to 45 ns when
/// nobody else wants it, measured on CPython 3.11: 4 % of a call on 64 KiB, less than 2 % from 256
/// KiB on. When somebody does want it, the wait for one's turn can be the whole switch interval, 5
/// ms.
inline constexpr std::size_t kReleaseGilFrom = std::size_t{256} << 10;

/// Calls `function`, which must not touch Python, without the GIL if `bytes` is large enough.
template <class Function>
auto without_gil(std::size_t bytes, Function&& function) {
  if (bytes < kReleaseGilFrom) return std::forward<Function>(function)();
  const ReleasedGil released;
  return std::forward<Function>(function)();
}

}  // namespace dittograph::python

#endif  // DITTOGRAPH_BINDINGS_GIL_H_
