# SPDX-License-Identifier: Apache-2.0
# The tools of somebody who looks after nodes: `nixos-shell [CONFIGURATION]` boots a machine in
# qemu, the reporter unless told otherwise.
{
  system ? builtins.currentSystem,
  pkgs ? import ./. { inherit system; },
}:
pkgs.mkShellNoCC {
  packages = [
    pkgs.git
    pkgs.jq
    pkgs.nix
    (import ./nixos-shell.nix { inherit pkgs; })
  ];
}
