# SPDX-License-Identifier: Apache-2.0
# python3 and python3Packages: the host's interpreter, and packages out of wheels, each fetched by a
# hash that requirements/ pins. wheels.json names the files; it is written by wheels.py.
{ lib, final }:
let
  index = builtins.fromJSON (builtins.readFile ./wheels.json);
  inherit (index.python) interpreter version;
  sitePackages = "lib/python${version}/site-packages";
  wheelScript = ./wheel.py;

  # { NAME = { VERSION = [ HASH… ]; }; } of all requirement files.
  pinned =
    let
      text = lib.concatStringsSep "\n" (
        map (file: builtins.readFile (./requirements + "/${file}")) (
          lib.attrNames (builtins.readDir ./requirements)
        )
      );
      tokens = lib.filter lib.isList (
        builtins.split "([a-z0-9-]+)==([^ ]+) |--hash=sha256:([0-9a-f]+)" text
      );
      add =
        state: token:
        let
          name = builtins.elemAt token 0;
          versionOf = builtins.elemAt token 1;
          hash = builtins.elemAt token 2;
          before = state.pins.${state.name} or { };
        in
        if name != null then
          {
            inherit (state) pins;
            inherit name;
            version = versionOf;
          }
        else
          state
          // {
            pins = state.pins // {
              ${state.name} = before // {
                ${state.version} = (before.${state.version} or [ ]) ++ [ hash ];
              };
            };
          };
    in
    (lib.foldl' add { pins = { }; } tokens).pins;

  fetchWheel =
    name: wheel:
    if lib.elem wheel.sha256 (pinned.${name}.${wheel.version} or [ ]) then
      import <nix/fetchurl.nix> { inherit (wheel) url sha256; }
    else
      throw "requirements/ does not pin ${name} ${wheel.version} with sha256 ${wheel.sha256}";

  fromWheel =
    packages: name: wheel:
    final.stdenv.mkDerivation {
      pname = name;
      name = "python${version}-${name}-${wheel.version}";
      inherit (wheel) version;
      wheel = fetchWheel name wheel;
      passthru.wheel = fetchWheel name wheel;
      propagatedBuildInputs = map (required: packages.${required}) wheel.requires;
      dontUnpack = true;
      dontFixup = true;
      installPhase = "${interpreter} ${wheelScript} install $wheel $out ${sitePackages}";
    };

  buildPythonPackage =
    attributes:
    let
      doCheck = attributes.doCheck or true;
    in
    final.stdenv.mkDerivation (
      attributes
      // {
        name = "python${version}-${attributes.pname}-${attributes.version}";
        inherit doCheck interpreter sitePackages wheelScript;
        nativeCheckInputs = lib.optionals doCheck (attributes.nativeCheckInputs or [ ]);
      }
    )
    // {
      overridePythonAttrs =
        change:
        buildPythonPackage (
          attributes // (if lib.isFunction change then change attributes else change)
        );
    };

  # A Python that finds the packages, and their commands.
  withPackages =
    choose:
    let
      packages = lib.propagated (choose final.python3Packages);
    in
    final.runCommand "python${version}-env" {
      packages = lib.filter (package: !(package ? hostTool)) packages;
      inherit sitePackages;
    } ''
      mkdir -p "$out/bin"
      path=
      for package in $packages; do
        path+=''${path:+:}$package/$sitePackages
      done
      for program in ${interpreter} $(find $packages -path '*/bin/*'); do
        wrapper=$out/bin/''${program##*/}
        printf '#!/bin/bash\nPYTHONPATH=%s%s exec %s "$@"\n' \
          "$path" "\''${PYTHONPATH:+:\$PYTHONPATH}" "$program" >"$wrapper"
        chmod 755 "$wrapper"
      done
      ln -s ${baseNameOf interpreter} "$out/bin/python3"
    '';
in
{
  # All files that are fetched: outside the sandbox, which does not see the folder that they lie in.
  # Their hashes hold either way.
  fetchedWheels = lib.attrValues (lib.mapAttrs fetchWheel index.wheels);

  pythonPackagesExtensions = [ ];
  python3 = {
    inherit interpreter sitePackages withPackages;
    pythonVersion = version;
    pkgs = final.python3Packages;
    hostTool = "python3";
    outPath = "/usr";
  };
  python3Packages = lib.composed (
    packages:
    lib.mapAttrs (fromWheel packages) index.wheels
    # The engines are named by extras, and nothing here is built with them: to have their wheels would
    # be a gigabyte. Whoever asks for more than the name is told so.
    // lib.genAttrs [ "dask" "duckdb" "fsspec" "pandas" "polars" "pyarrow" "pyspark" "ray" ] (name: {
      pname = name;
      outPath = throw "the host's package set has ${name} by its name only";
    })
    // {
      inherit buildPythonPackage;
      inherit (final) python3;
      python = final.python3;
      callPackage = lib.callPackageWith (final // packages);
      pip = {
        hostTool = "pip";
        outPath = "/usr";
      };
      pytestCheckHook = {
        hostTool = "pytestCheckHook";
        outPath = "/usr";
        propagatedBuildInputs = [ packages.pytest ];
      };
    }
  ) final.pythonPackagesExtensions;
}
