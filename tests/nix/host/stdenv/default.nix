# SPDX-License-Identifier: Apache-2.0
# stdenv.mkDerivation with the phases of the file setup, on the host's compilers.
{ lib, system }:
let
  # Attributes that are for Nix, or that become something else below.
  notForTheBuilder = [
    "build-system"
    "buildInputs"
    "checkInputs"
    "dependencies"
    "env"
    "meta"
    "nativeBuildInputs"
    "nativeCheckInputs"
    "optional-dependencies"
    "passthru"
    "propagatedBuildInputs"
  ];
  isHostTool = package: package ? hostTool;

  # In one set, so that overrideAttrs and finalAttrs see what mkDerivation was given.
  make =
    attributesOf:
    let
      attributes = attributesOf (attributes // { finalPackage = package; });
      direct = lib.concatMap (name: attributes.${name} or [ ]) [
        "nativeBuildInputs"
        "build-system"
        "nativeCheckInputs"
        "buildInputs"
        "checkInputs"
        "dependencies"
        "propagatedBuildInputs"
      ];
      inputs = lib.propagated direct;
      package =
        derivation (
          removeAttrs attributes notForTheBuilder
          // attributes.env or { }
          // {
            name = attributes.name or "${attributes.pname}-${attributes.version}";
            inherit system;
            outputs = [ "out" ]; # nix develop wants to be told
            builder = "/bin/bash";
            args = [
              "-c"
              # Nix kills a builder that closes its output before it ends, as a last command does
              # that takes the place of bash.
              "source $stdenv/setup; genericBuild; exit 0"
            ];
            stdenv = builtins.path {
              name = "stdenv-host";
              path = ./.;
              filter = path: _: baseNameOf path == "setup";
            };
            inputs = lib.filter (package: !isHostTool package) inputs;
            hostTools = map (package: package.hostTool) (lib.filter isHostTool inputs);
          }
        )
        // {
          meta = attributes.meta or { };
          propagatedBuildInputs =
            (attributes.propagatedBuildInputs or [ ]) ++ (attributes.dependencies or [ ]);
          overrideAttrs =
            change:
            make (
              final:
              let
                previous = attributesOf final;
              in
              previous // (if lib.isFunction change then change previous else change)
            );
        }
        // builtins.intersectAttrs {
          build-system = null;
          nativeCheckInputs = null;
          optional-dependencies = null;
          pname = null;
          src = null;
          version = null;
        } attributes
        // attributes.passthru or { };
    in
    package;

  platform = {
    inherit system;
    canExecute = other: other.system == system;
    isDarwin = lib.hasSuffix "-darwin" system;
    isLinux = lib.hasSuffix "-linux" system;
    isStatic = false;
  };
in
{
  inherit system;
  buildPlatform = platform;
  hostPlatform = platform;
  mkDerivation = attributes: make (if lib.isFunction attributes then attributes else _: attributes);
}
