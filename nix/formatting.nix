# SPDX-License-Identifier: Apache-2.0
# Fails unless every Nix file is as nixfmt writes it.
{
  lib,
  nixfmt,
  runCommand,
}:

runCommand "dittograph-formatting"
  {
    nativeBuildInputs = [ nixfmt ];
    tree = lib.fileset.toSource {
      root = ../.;
      fileset = lib.fileset.unions [
        ../default.nix
        ../flake.nix
        ../nix
        ../release.nix
        ../shell.nix
        ../tests/nix
      ];
    };
    meta.description = "Whether nixfmt would change a file";
  }
  ''
    find "$tree" -name '*.nix' -type f -exec nixfmt --check {} +
    touch "$out"
  ''
