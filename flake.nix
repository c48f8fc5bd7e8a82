# SPDX-License-Identifier: Apache-2.0
{
  description = "Finds what is written twice, at the speed of memory";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "aarch64-darwin"
      ];
      pkgsFor = lib.genAttrs systems (
        system: nixpkgs.legacyPackages.${system}.extend self.overlays.default
      );
      forSystems = f: lib.mapAttrs (_: f) pkgsFor;
    in
    {
      overlays.default = import ./nix/overlay.nix;

      packages = forSystems (pkgs: {
        inherit (pkgs) dittograph libdittograph;
        python = pkgs.python3Packages.dittograph;
        default = pkgs.dittograph;
      });

      checks = forSystems (pkgs: {
        inherit (pkgs) dittograph libdittograph;
        inherit (pkgs.libdittograph.tests) consumer;
      });

      devShells = forSystems (pkgs: {
        default = pkgs.callPackage ./nix/shell.nix { };
      });

      formatter = forSystems (pkgs: pkgs.nixfmt-tree);

      nixosModules.default = import ./nix/upstream/modules/services/dittograph.nix;

      hydraJobs = import ./release.nix (
        {
          inherit nixpkgs;
          src = self;
          supportedSystems = systems;
          pkgsFor = system: pkgsFor.${system};
        }
        # The package set of the tests says of itself that it has no NixOS.
        // lib.optionalAttrs (!(nixpkgs.hasNixOS or true)) { nodes = { }; }
      );
    };
}
