# SPDX-License-Identifier: Apache-2.0
# Two small packages for the test of the binary cache. The second one forbids substitution, as much
# of a NixOS system does: it is cheaper to make than to fetch.
let
  make =
    name: attributes:
    derivation (
      {
        inherit name;
        system = builtins.currentSystem;
        builder = "/bin/bash";
        args = [
          "-c"
          "echo ${name} >$out; exit 0"
        ];
      }
      // attributes
    );
in
{
  substitutable = make "substitutable" { };
  made-where-used = make "made-where-used" {
    allowSubstitutes = false;
    preferLocalBuild = true;
  };
}
