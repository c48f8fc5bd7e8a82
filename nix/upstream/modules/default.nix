# SPDX-License-Identifier: Apache-2.0
# Every module of the set. They do nothing until a machine asks for something.
{
  imports = [
    ./farm.nix
    ./services/dittograph.nix
  ];
}
