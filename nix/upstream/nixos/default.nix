# SPDX-License-Identifier: Apache-2.0
# What nixos-rebuild looks for in a channel: <nixpkgs/nixos>. A node that follows the farm's channel
# gets its whole system from here, packages, modules and profiles; /etc/nixos/configuration.nix can
# say `imports = [ <nixpkgs/nodes/reporter.nix> ];`.
{
  configuration ?
    let
      fromEnvironment = builtins.getEnv "NIXOS_CONFIG";
    in
    if fromEnvironment == "" then <nixos-config> else fromEnvironment,
  system ? builtins.currentSystem,
  pkgs ? import ../. { inherit system; },
}:
let
  node = pkgs.evalNode { modules = [ configuration ]; };
in
{
  inherit (node) config options pkgs;
  system = node.config.system.build.toplevel;
  inherit (node.config.system.build) vm vmWithBootLoader;
}
