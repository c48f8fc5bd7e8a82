# SPDX-License-Identifier: Apache-2.0
# Cross-builds with Debian's compiler against the libraries that scripts/aarch64-sysroot unpacks,
# and runs what was built under qemu. $QEMU_CPU chooses the processor, and with it the SIMD targets:
# cortex-a72 has NEON; max has SVE2 too, sve-default-vector-length the bytes of a vector.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)

# Headers, libraries and packages come from there alone, programs from the machine that builds.
set(CMAKE_FIND_ROOT_PATH ${CMAKE_CURRENT_LIST_DIR}/../build/aarch64-sysroot /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# libjpeg's headers include one of the architecture, which only a compiler with that root looks for.
set(CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES
    ${CMAKE_CURRENT_LIST_DIR}/../build/aarch64-sysroot/usr/include/aarch64-linux-gnu)
