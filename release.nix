# SPDX-License-Identifier: Apache-2.0
# The jobs of a Hydra: <name>.<system>, the aggregate `tested` of all that Linux needs, nodes
# included, and the `channel`, which a farm publishes when they have been built.
{
  nixpkgs ? import ./nix/pin.nix,
  # As Hydra describes an input that is a Git repository.
  src ? {
    outPath = ./.;
  },
  supportedSystems ? [
    "x86_64-linux"
    "aarch64-linux"
    "aarch64-darwin"
  ],
  pkgsFor ? system: (import ./. { inherit nixpkgs system; }).pkgs,
  # The systems of the nodes, as jobs; { } where nixpkgs cannot make a NixOS.
  nodes ? import ./nix/upstream/nodes/jobs.nix { inherit nixpkgs; },
}:
let
  pkgsOf = builtins.listToAttrs (
    map (name: {
      inherit name;
      value = pkgsFor name;
    }) supportedSystems
  );
  # The machine that makes what is the same for all.
  pkgs = pkgsOf.${builtins.head supportedSystems};
  inherit (pkgs) lib;

  # A job for each system that the package supports.
  forSystems =
    choose:
    lib.mapAttrs (_: choose) (
      lib.filterAttrs (
        _: each: lib.meta.availableOn each.stdenv.hostPlatform (choose each)
      ) pkgsOf
    );

  jobs = {
    consumer = forSystems (each: each.libdittograph.tests.consumer);
    dittograph = forSystems (each: each.dittograph);
    libdittograph = forSystems (each: each.libdittograph);
    python3Packages.dittograph = forSystems (each: each.python3Packages.dittograph);
    # What a developer's shell needs, so that it comes out of the farm's cache.
    shell = forSystems (each: each.callPackage ./nix/shell.nix { });
    formatting.${pkgs.stdenv.hostPlatform.system} = pkgs.callPackage ./nix/formatting.nix { };
    inherit nodes;
  };

  # Nodes run Linux: a farm without a Mac shall not wait for one.
  constituents = lib.filter (job: lib.hasSuffix "-linux" job.system) (
    lib.collect lib.isDerivation jobs
  );
  aggregate =
    name: attributes: script:
    pkgs.runCommand "dittograph-${name}-${src.shortRev or "unknown"}" (
      {
        inherit constituents;
        _hydraAggregate = true;
        preferLocalBuild = true;
      }
      // attributes
    ) ''
      mkdir -p "$out/nix-support"
      echo "$constituents" >"$out/nix-support/hydra-aggregate-constituents"
      ${script}
    '';
in
jobs
// {
  tested = aggregate "tested" { meta.description = "Everything that a release needs"; } ''
    touch "$out/nix-support/hydra-build-products"
  '';

  # The package set, laid out as nixpkgs is, for nodes that follow a channel.
  channel =
    aggregate "channel"
      {
        nativeBuildInputs = [ pkgs.xz ];
        tree = lib.fileset.toSource {
          root = ./.;
          fileset = lib.fileset.unions [
            ./flake.lock
            ./nix
          ];
        };
        meta = {
          description = "The package set as a channel";
          isHydraChannel = true;
        };
      }
      ''
        # Links lead out of the folder: what they name goes in.
        cp --recursive --dereference "$tree/nix/upstream" dittograph-nixpkgs
        chmod -R u+w dittograph-nixpkgs
        touch dittograph-nixpkgs/.update-on-nixos-rebuild
        mkdir "$out/tarballs"
        tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1 --mode=u+rw,go+r \
          dittograph-nixpkgs | xz --threads=1 >"$out/tarballs/nixexprs.tar.xz"
        echo "channel - $out/tarballs/nixexprs.tar.xz" >"$out/nix-support/hydra-build-products"
      '';
}
