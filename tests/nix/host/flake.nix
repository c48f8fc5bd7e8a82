# SPDX-License-Identifier: Apache-2.0
# The host's package set as a flake, in the place of nixpkgs: nix … --override-input nixpkgs path:…
{
  outputs =
    { self }:
    let
      lib = import ./lib.nix;
    in
    {
      inherit lib;
      legacyPackages = lib.genAttrs (lib.platforms.linux ++ lib.platforms.darwin) (
        system: import self { inherit system; }
      );
      # So that nobody asks for one: it cannot make a NixOS.
      hasNixOS = false;
    };
}
