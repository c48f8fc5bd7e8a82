# SPDX-License-Identifier: Apache-2.0
# A build that fails where it sees a file of the folder `tree`, or a network interface other than its own lo.
{ tree, run }:
derivation {
  name = "sandbox-${toString builtins.currentTime}-${run}"; # not one of an earlier run
  system = builtins.currentSystem;
  builder = "/bin/bash";
  args = [
    "-c"
    ''
      set -e
      [[ ! -e $tree/flake.nix ]]
      interfaces=$(tail -n +3 /proc/net/dev)
      [[ $interfaces =~ ^\ *lo:[^:]*$ ]]
      echo closed >$out
      exit 0
    ''
  ];
  PATH = "/usr/bin:/bin";
  inherit tree;
}
