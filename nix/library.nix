# SPDX-License-Identifier: Apache-2.0
# The C++ library: headers, the library, its CMake package.
{
  lib,
  stdenv,
  callPackage,
  dittograph-source,
  cmake,
  gtest,
  libhwy,
  libjpeg,
  ninja,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "libdittograph";
  inherit (dittograph-source) version src;

  nativeBuildInputs = [
    cmake
    ninja
  ];
  # find_package(dittograph) looks for Highway, too: a static library has to be linked with it. And
  # for libjpeg if asked for the component jpeg.
  propagatedBuildInputs = [
    libhwy
    libjpeg
  ];
  checkInputs = [ gtest ];

  cmakeFlags = [
    (lib.cmakeBool "BUILD_SHARED_LIBS" (!stdenv.hostPlatform.isStatic))
    (lib.cmakeBool "DITTOGRAPH_BUILD_TESTS" finalAttrs.doCheck)
    # CMake takes the way to Highway out of what it installs, unless it is told to keep it.
    (lib.cmakeBool "CMAKE_INSTALL_RPATH_USE_LINK_PATH" true)
  ];

  doCheck = stdenv.buildPlatform.canExecute stdenv.hostPlatform;
  # The tests named consumer install the library in a folder of their own, which the absolute
  # paths of a Nix build do not allow; passthru.tests.consumer is that test.
  checkPhase = ''
    runHook preCheck
    ctest --output-on-failure --parallel "$NIX_BUILD_CORES" --exclude-regex '^consumer\.'
    runHook postCheck
  '';

  passthru.tests.consumer = callPackage ./consumer.nix {
    libdittograph = finalAttrs.finalPackage;
  };

  meta = {
    description = "Finds what is written twice, at the speed of memory (C++ library)";
    license = lib.licenses.asl20;
    platforms = lib.platforms.unix;
  };
})
