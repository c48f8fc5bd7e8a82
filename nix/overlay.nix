# SPDX-License-Identifier: Apache-2.0
# Adds the project to a nixpkgs:
#   libdittograph               the C++ library with its CMake package
#   python3Packages.dittograph  the Python package, likewise for each other Python
#   dittograph                  the command with all that it can do, and the package beside it
# All of them are made from dittograph-source, which a later overlay may replace.
final: prev: {
  dittograph-source = import ./source.nix { inherit (final) lib; };

  libdittograph = final.callPackage ./library.nix { };

  dittograph = final.callPackage ./command.nix { };

  pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [
    (pyfinal: _pyprev: { dittograph = pyfinal.callPackage ./package.nix { }; })
  ];
}
