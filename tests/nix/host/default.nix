# SPDX-License-Identifier: Apache-2.0
# A package set on the toolchain of a Debian, for the tests: the project's own expressions go
# through it where there is no nixpkgs, and what they build is really built by Nix. It stands in the
# place of a nixpkgs and has what the expressions ask for; anything else is an error. It says nothing
# about whether they work with nixpkgs. scripts/nix-test copies it to build/nix/nixpkgs, together
# with what tests/nix/host/wheels.py writes there.
{
  system ? builtins.currentSystem,
  overlays ? [ ],
  config ? { },
}:
let
  lib = import ./lib.nix;
  base =
    final:
    let
      python = import ./python.nix { inherit lib final; };
    in
    import ./tools.nix
    // python
    // {
      inherit config lib;
      pkgs = final;
      callPackage = lib.callPackageWith final;
      stdenv = import ./stdenv { inherit lib system; };
      inherit (final.stdenv) mkDerivation;
      runCommand =
        name: attributes: script:
        final.stdenv.mkDerivation (
          attributes
          // {
            inherit name;
            dontUnpack = true;
            dontFixup = true;
            installPhase = script;
          }
        );
      # nix flake check wants a formatter to be a derivation. Debian has no nixfmt.
      nixfmt-tree = final.runCommand "nixfmt-tree" { } ''
        mkdir -p "$out/bin"
        printf '#!/bin/sh\necho "treefmt: there is no nixfmt on Debian" >&2\nexit 1\n' \
          >"$out/bin/treefmt"
        chmod 755 "$out/bin/treefmt"
      '';
      writeText = name: text: builtins.toFile name text;
      mkShell =
        {
          packages ? [ ],
          nativeBuildInputs ? [ ],
          ...
        }@arguments:
        final.stdenv.mkDerivation (
          removeAttrs arguments [ "packages" ]
          // {
            nativeBuildInputs = packages ++ nativeBuildInputs;
            dontUnpack = true;
            dontFixup = true;
            installPhase = "export >$out";
          }
        );
    };
  withOverlays =
    given:
    lib.composed base given
    // {
      extend = overlay: withOverlays (given ++ [ overlay ]);
    };
in
withOverlays overlays
