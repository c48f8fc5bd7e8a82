# SPDX-License-Identifier: Apache-2.0
# Evaluates a NixOS machine on the package set `pkgs`, with the set's modules.
#
# Every way to a node's system leads through here: Hydra's jobs, the flake, the channel, images. The
# same configuration must give the same derivations each way, or a node that may not build would
# look for paths that the farm never made. nixpkgs left to itself names its version after the way it
# came, flake or tarball, so the version is set from the lock.
{ pkgs }:
{ modules }:
let
  inherit (pkgs) lib;
  lock = builtins.fromJSON (builtins.readFile ../flake.lock);
  inherit (lock.nodes.${lock.nodes.${lock.root}.inputs.nixpkgs}.locked) rev;
in
import (pkgs.path + "/nixos/lib/eval-config.nix") {
  # pkgs brings its own system; null leaves it alone.
  system = null;
  modules = modules ++ [
    ../modules
    {
      nixpkgs.pkgs = pkgs;
      system.nixos = {
        revision = lib.mkDefault rev;
        versionSuffix = lib.mkDefault ".${builtins.substring 0 12 rev}";
      };
    }
  ];
}
