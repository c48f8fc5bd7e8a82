# SPDX-License-Identifier: Apache-2.0
# The nixpkgs of flake.lock, for those who come without flakes: one pin for both. Its store path is
# the one that the flake gets, hence the name.
let
  lock = builtins.fromJSON (builtins.readFile ../flake.lock);
  inherit (lock.nodes.${lock.nodes.${lock.root}.inputs.nixpkgs}) locked;
in
builtins.fetchTarball {
  name = "source";
  url = "https://github.com/${locked.owner}/${locked.repo}/archive/${locked.rev}.tar.gz";
  sha256 = locked.narHash;
}
