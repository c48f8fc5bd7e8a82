# SPDX-License-Identifier: Apache-2.0
# Stands in the place of a nixpkgs where the set's NixOS modules are checked: the real lib (it is
# <nixpkgs-lib>), and of packages only that they are derivations. Nothing here is built.
{
  system,
  overlays ? [ ],
  nixVersion ? "2.31.2",
}:
let
  lib = import <nixpkgs-lib>;
  package =
    name: version:
    derivation {
      name = "${name}-${version}";
      inherit system;
      builder = "/bin/sh";
    }
    // {
      inherit version;
      pname = name;
      meta.mainProgram = name;
    };
  base = final: {
    inherit lib system;
    path = ./.;
    stdenv.hostPlatform = {
      inherit system;
      isAarch64 = lib.hasPrefix "aarch64-" system;
    };
    runtimeShell = "/bin/sh";
    coreutils = package "coreutils" "9";
    dittograph = package "dittograph" "0";
    jq = package "jq" "1";
    nix = package "nix" nixVersion;
    pythonPackagesExtensions = [ ];
    # Keeps what it is asked for.
    fetchgit = arguments: arguments;
    callPackage =
      _definition: _arguments:
      package "dittograph" final.dittograph-source.version
      // {
        inherit (final.dittograph-source) src;
      };
  };
in
lib.fix (lib.extends (lib.composeManyExtensions overlays) base)
