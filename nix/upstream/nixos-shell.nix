# SPDX-License-Identifier: Apache-2.0
# The command nixos-shell: builds a machine for qemu and runs it in this terminal, on a disk that is
# thrown away.
{ pkgs }:
pkgs.writeShellApplication {
  name = "nixos-shell";
  runtimeInputs = [
    pkgs.coreutils
    pkgs.nix
  ];
  # Where the set lies, not a copy of it: links in the set lead out of it.
  runtimeEnv.UPSTREAM = toString ./.;
  text = builtins.readFile ./nixos-shell.sh;
}
