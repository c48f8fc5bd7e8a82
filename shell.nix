# SPDX-License-Identifier: Apache-2.0
# `nix-shell`: the tools of a developer. The same as `nix develop`.
{
  nixpkgs ? import ./nix/pin.nix,
  system ? builtins.currentSystem,
}:
(import ./. { inherit nixpkgs system; }).pkgs.callPackage ./nix/shell.nix { }
