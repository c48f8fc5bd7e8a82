# SPDX-License-Identifier: Apache-2.0
# The source that the package set builds, with a fetcher that unpacks an archive in the place of
# fetchgit. What it makes is held to the pinned hash all the same.
{
  archive,
  hash ? null,
  system ? builtins.currentSystem,
}:
let
  asked = {
    inherit (import ../../nix/upstream/farm.nix) repository;
    inherit (builtins.fromJSON (builtins.readFile ../../nix/upstream/sources/dittograph.json)) rev;
  };
  fetchgit =
    { url, rev, ... }@arguments:
    assert url == asked.repository && rev == asked.rev;
    derivation {
      name = "source";
      inherit system;
      archive = builtins.path {
        name = "source.tar";
        path = archive;
      };
      builder = "/bin/sh";
      args = [
        "-c"
        ''
          PATH=/usr/bin:/bin
          mkdir "$out" || exit
          tar --extract --no-same-owner --file="$archive" --directory="$out" || exit
          exit 0
        ''
      ];
      outputHashMode = "recursive";
      outputHash = if hash == null then arguments.hash else hash;
    };
in
(import ../../nix/upstream/overlays/dittograph { inherit fetchgit; } { }).dittograph-source.src
