# SPDX-License-Identifier: Apache-2.0
# nixpkgs as flake.lock has it, for those who come without flakes. The hash is that of the unpacked
# tree, so Nix refuses anything else.
let
  lock = builtins.fromJSON (builtins.readFile ./flake.lock);
  inherit (lock.nodes.${lock.nodes.${lock.root}.inputs.nixpkgs}) locked;
in
builtins.fetchTarball {
  url = "https://github.com/${locked.owner}/${locked.repo}/archive/${locked.rev}.tar.gz";
  sha256 = locked.narHash;
}
