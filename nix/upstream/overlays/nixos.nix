# SPDX-License-Identifier: Apache-2.0
# NixOS on this package set: `evalNode` evaluates a machine, `buildImage` makes a disk of it.
final: prev: {
  evalNode = import ../nixos/eval-node.nix { pkgs = final; };
  buildImage = import ../build-image.nix { pkgs = final; };
}
