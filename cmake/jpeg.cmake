# Gives the target JPEG::JPEG: the system's libjpeg-turbo, or a pinned one for those who build wheels.
if(DITTOGRAPH_FETCH_JPEG)
  # Its build system refuses to be part of another one. On x86 it needs NASM. The version is that of the
  # wheels of Pillow 13.0. So far the sources of its repository have been built like this, with GCC and
  # without NASM; NOT RUN: the download, other compilers.
  include(ExternalProject)
  set(jpeg_prefix ${CMAKE_CURRENT_BINARY_DIR}/libjpeg-turbo)
  cmake_path(APPEND jpeg_prefix lib ${CMAKE_STATIC_LIBRARY_PREFIX}jpeg OUTPUT_VARIABLE jpeg_library)
  if(MSVC)
    string(APPEND jpeg_library "-static")
  endif()
  string(APPEND jpeg_library ${CMAKE_STATIC_LIBRARY_SUFFIX})
  set(jpeg_osx_arguments)
  if(APPLE)
    set(jpeg_osx_arguments -DCMAKE_OSX_DEPLOYMENT_TARGET=${CMAKE_OSX_DEPLOYMENT_TARGET}
                           -DCMAKE_OSX_ARCHITECTURES=${CMAKE_OSX_ARCHITECTURES})
  endif()
  ExternalProject_Add(
    libjpeg-turbo
    URL https://github.com/libjpeg-turbo/libjpeg-turbo/releases/download/3.2.0/libjpeg-turbo-3.2.0.tar.gz
    URL_HASH SHA256=6f30092cef9fb839779646608f4ee14ae3cbac989c47fa05e841b0841f09878e
    DOWNLOAD_EXTRACT_TIMESTAMP ON
    PREFIX ${jpeg_prefix}
    CMAKE_ARGS -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=${jpeg_prefix}
               -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON
               -DENABLE_SHARED=OFF -DWITH_TURBOJPEG=OFF -DWITH_TOOLS=OFF -DREQUIRE_SIMD=ON
               ${jpeg_osx_arguments}
    BUILD_BYPRODUCTS ${jpeg_library})
  file(MAKE_DIRECTORY ${jpeg_prefix}/include) # an imported target's folders must be there
  add_library(JPEG::JPEG STATIC IMPORTED)
  set_target_properties(JPEG::JPEG PROPERTIES
    IMPORTED_LOCATION ${jpeg_library} INTERFACE_INCLUDE_DIRECTORIES ${jpeg_prefix}/include)
  add_dependencies(JPEG::JPEG libjpeg-turbo)
else()
  find_package(JPEG)
  if(NOT JPEG_FOUND)
    message(FATAL_ERROR "libjpeg-turbo was not found (Debian: libjpeg-dev). "
                        "To build without reading JPEG files: -D DITTOGRAPH_JPEG=OFF")
  endif()
endif()
