# The warnings all our own targets are built with. CMAKE_COMPILE_WARNING_AS_ERROR, which every preset
# for developers sets, makes errors of them; somebody else's newer compiler shall not fail on one.
add_library(dittograph_warnings INTERFACE)
if(MSVC)
  target_compile_options(dittograph_warnings INTERFACE /W4)
else()
  target_compile_options(
    dittograph_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
                                  -Wnon-virtual-dtor -Wold-style-cast -Wcast-align)
endif()
