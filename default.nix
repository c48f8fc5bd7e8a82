# SPDX-License-Identifier: Apache-2.0
# `nix-build` makes all packages of the project, `nix-build -A NAME` one of them. `pkgs` is the
# nixpkgs that they are in: the pinned one, or the one given, with the overlay.
{
  nixpkgs ? import ./nix/pin.nix,
  overlays ? [ ],
  ...
}@arguments:
let
  pkgs = import nixpkgs (
    removeAttrs arguments [
      "inNixShell" # nix-shell adds it
      "nixpkgs"
    ]
    // {
      overlays = [ (import ./nix/overlay.nix) ] ++ overlays;
    }
  );
in
{
  inherit pkgs;
  inherit (pkgs) dittograph libdittograph;
  python = pkgs.python3Packages.dittograph;
}
