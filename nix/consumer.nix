# SPDX-License-Identifier: Apache-2.0
# Builds a program against the installed C++ library, as its users do, and keeps what it prints.
{
  lib,
  stdenv,
  cmake,
  libdittograph,
  ninja,
}:

stdenv.mkDerivation {
  pname = "libdittograph-consumer";
  inherit (libdittograph) version;
  src = "${libdittograph.src}/tests/cpp/consumer";

  nativeBuildInputs = [
    cmake
    ninja
  ];
  buildInputs = [ libdittograph ];

  installPhase = ''
    runHook preInstall
    ./consumer | tee "$out"
    grep --quiet '^3 doubles at 1 3 5$' "$out"
    runHook postInstall
  '';

  meta = {
    description = "What a program that uses libdittograph prints";
    license = lib.licenses.asl20;
    inherit (libdittograph.meta) platforms;
  };
}
