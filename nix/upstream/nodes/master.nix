# SPDX-License-Identifier: Apache-2.0
# The farm's master.
{
  imports = [ ../profiles/hydra-master.nix ];

  networking.hostName = "master";
  system.stateVersion = "26.05";
}
