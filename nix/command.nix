# SPDX-License-Identifier: Apache-2.0
# The command `dittograph` with its extra `cli`, and the Python package where a Python of the same
# version can take it from.
{
  python3,
  runCommand,
}:

let
  package = python3.pkgs.dittograph;
  environment = python3.withPackages (_: [ package ] ++ package.optional-dependencies.cli);
in
runCommand "dittograph-${package.version}"
  {
    inherit (package) pname version;
    passthru.python = package;
    meta = {
      inherit (package.meta) license mainProgram platforms;
      description = "${package.meta.description} (command)";
    };
  }
  ''
    mkdir -p "$out/bin" "$out/${dirOf python3.sitePackages}"
    ln -s ${environment}/bin/dittograph "$out/bin/dittograph"
    ln -s ${package}/${python3.sitePackages} "$out/${python3.sitePackages}"
  ''
