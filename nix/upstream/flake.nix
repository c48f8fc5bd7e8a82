# SPDX-License-Identifier: Apache-2.0
{
  description = "nixpkgs with dittograph, and the machines that run it";

  # The revision is that of the project: flake.lock here and flake.lock there are the same bytes
  # (tests/nix/check-upstream).
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      eachSystem = nixpkgs.lib.genAttrs systems;
      pkgsFor = system: import ./. { inherit nixpkgs system; };
      nodes = import ./nodes;
      # The first system has the node's own name, which is what nixos-rebuild looks for.
      configurations =
        name:
        let
          node = nodes.${name};
        in
        map (system: {
          name = if system == builtins.head node.systems then name else "${name}-${system}";
          value = (pkgsFor system).evalNode {
            modules = [
              node.configuration
              node.hardware
            ];
          };
        }) node.systems;
    in
    {
      overlays = {
        dittograph = import ./overlays/dittograph;
        nixos = import ./overlays/nixos.nix;
      };
      legacyPackages = eachSystem pkgsFor;
      packages = eachSystem (system: {
        inherit (self.legacyPackages.${system}) dittograph libdittograph;
        default = self.packages.${system}.dittograph;
      });
      devShells = eachSystem (system: {
        default = import ./shell.nix { pkgs = self.legacyPackages.${system}; };
      });
      formatter = eachSystem (system: self.legacyPackages.${system}.nixfmt-tree);

      nixosModules = {
        default = ./modules;
        node = ./profiles/node.nix;
        hydraMaster = ./profiles/hydra-master.nix;
      };
      nixosConfigurations = builtins.listToAttrs (
        builtins.concatMap configurations (builtins.attrNames nodes)
      );
    };
}
