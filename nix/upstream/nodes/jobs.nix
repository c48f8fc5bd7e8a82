# SPDX-License-Identifier: Apache-2.0
# Hydra's jobs for the nodes: `<node>.<system>` is the system that the node runs.
#
# They are made from this package set, in which dittograph is a release, and not from the work tree:
# a node evaluates the channel, and finds in the farm's cache only what was built from the same.
#
# `nixos` says whether nixpkgs has NixOS in it; a test-only package set has not, and gets no jobs.
{
  nixpkgs,
  nixos ? true,
}:
let
  systemOf =
    node: system:
    let
      inherit (import ../. { inherit nixpkgs system; }) evalNode;
      evaluated = evalNode {
        modules = [
          node.configuration
          node.hardware
        ];
      };
    in
    evaluated.config.system.build.toplevel;
in
if !nixos then
  { }
else
  builtins.mapAttrs (
    _: node:
    builtins.listToAttrs (
      map (system: {
        name = system;
        value = systemOf node system;
      }) node.systems
    )
  ) (import ./.)
