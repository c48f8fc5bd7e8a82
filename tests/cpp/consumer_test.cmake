# SPDX-License-Identifier: Apache-2.0
# Installs a build of the library, builds the consumer against what was installed, and checks what it
# prints. usage: cmake -D SOURCE=… -D BUILD=… -D WORK=… -D CONFIG=… -D COMPILER=… -D FLAGS=…
#                      -D GENERATOR=… [-D SHARED=ON] [-D JPEG=ON] -P consumer_test.cmake
# With SHARED the library is built once more, as a shared one, in WORK; otherwise BUILD is installed.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(result)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed (${result}): ${command}\n${output}")
  endif()
endfunction()

set(toolchain -G ${GENERATOR} "-DCMAKE_BUILD_TYPE=${CONFIG}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
              "-DCMAKE_CXX_FLAGS=${FLAGS}")
file(REMOVE_RECURSE ${WORK}) # what an earlier version installed shall not be found

if(SHARED)
  set(BUILD ${WORK}/library)
  run(${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} ${toolchain} -DBUILD_SHARED_LIBS=ON
      -DDITTOGRAPH_BUILD_TESTS=OFF -DDITTOGRAPH_JPEG=${JPEG})
  run(${CMAKE_COMMAND} --build ${BUILD} --config ${CONFIG})
endif()
run(${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --component cpp --prefix ${WORK}/prefix)

# A user's include path has none of the source tree's folders.
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/cpp/consumer -B ${WORK}/consumer ${toolchain}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/consumer --config ${CONFIG})

function(expect program expected)
  find_program(${program} ${program} PATHS ${WORK}/consumer PATH_SUFFIXES ${CONFIG} NO_DEFAULT_PATH
               REQUIRED)
  execute_process(COMMAND ${${program}} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
  if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "the ${program} printed\n${printed}instead of\n${expected}")
  endif()
endfunction()

expect(consumer "3 doubles at 1 3 5
most often: -1 (2) 7 (1)
tallied in pieces: 2
in UTF-8: 2
in pieces: 2, valid
valid up to: 2
")
if(JPEG)
  expect(jpeg_consumer "Not a JPEG file: starts with 0x47 0x49\n")
  expect(image_consumer "Not a JPEG file: starts with 0x47 0x49\n")
endif()
