# SPDX-License-Identifier: Apache-2.0
# The names of what the Python package is built with and of what its extras add.
{ nixpkgs }:
let
  package = (import ../.. { inherit nixpkgs; }).python;
  names = map (dependency: dependency.pname);
in
{
  build = names package.build-system;
  extras = builtins.mapAttrs (_: names) package.optional-dependencies;
}
