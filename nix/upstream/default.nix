# SPDX-License-Identifier: Apache-2.0
# The package set: nixpkgs at the pinned revision, with our overlays. It takes the arguments of
# nixpkgs, so that it can stand wherever nixpkgs stands.
{
  nixpkgs ? import ./pin.nix,
  overlays ? [ ],
  ...
}@args:
import nixpkgs (
  builtins.removeAttrs args [ "nixpkgs" ]
  // {
    overlays = import ./overlays ++ overlays;
  }
)
