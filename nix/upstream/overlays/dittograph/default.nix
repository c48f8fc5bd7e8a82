# SPDX-License-Identifier: Apache-2.0
# The project's own overlay, built from the release that the pin file names instead of from a work
# tree. The files beside this one are links to the definitions; a copy of the set takes them along.
final: prev:
let
  pin = builtins.fromJSON (builtins.readFile ../../sources/dittograph.json);
  farm = import ../../farm.nix;
  unset = builtins.match ".*[/.@]example[.]org[:/].*" farm.repository != null;
  repository =
    if unset then
      builtins.trace (
        "warning: dittograph cannot be fetched from ${farm.repository}: "
        + "set repository in farm.nix of the package set"
      ) farm.repository
    else
      farm.repository;
in
import ./overlay.nix final prev
// {
  dittograph-source = {
    inherit (pin) version;
    # By git, and not as some host's tarball, so that it may be any host.
    src = final.fetchgit {
      url = repository;
      inherit (pin) rev hash;
    };
  };
}
