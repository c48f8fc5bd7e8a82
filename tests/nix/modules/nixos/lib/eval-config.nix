# SPDX-License-Identifier: Apache-2.0
# NixOS as far as its machinery goes: the real lib.evalModules, assertions, and a toplevel that does
# not evaluate while one of them fails. Options that belong to NixOS take anything; those that the
# set declares have their own types. Whether NixOS has those options is for the farm to check.
{ system, modules }:
let
  lib = import <nixpkgs-lib>;
  anything = lib.mkOption {
    type = lib.types.attrsOf lib.types.anything;
    default = { };
  };
  nixos =
    { config, ... }:
    {
      options = {
        assertions = lib.mkOption {
          type = lib.types.listOf lib.types.anything;
          default = [ ];
        };
        nixpkgs.pkgs = lib.mkOption { type = lib.types.raw; };
        nix = {
          package = lib.mkOption { type = lib.types.raw; };
          buildMachines = lib.mkOption { type = lib.types.listOf lib.types.anything; };
          settings = anything;
          gc = anything;
        };
        services = {
          hydra = anything;
          nginx = anything;
          getty = anything;
        };
        boot = anything;
        fileSystems = anything;
        networking = anything;
        security = anything;
        users = anything;
        systemd = {
          services = anything;
          timers = anything;
          paths = anything;
          tmpfiles = anything;
        };
        system = {
          autoUpgrade = anything;
          nixos = anything;
          stateVersion = lib.mkOption {
            type = lib.types.str;
            default = "26.05";
          };
          build = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; };
        };
      };
      config = {
        _module.args = { inherit (config.nixpkgs) pkgs; };
        nix.package = lib.mkDefault config.nixpkgs.pkgs.nix;
        services.hydra.port = lib.mkDefault 3000;
        system.build =
          let
            failed = builtins.filter (one: !one.assertion) config.assertions;
            messages = lib.concatMapStrings (one: "- ${one.message}\n") failed;
            built =
              kind:
              if failed != [ ] then
                throw "Failed assertions:\n${messages}"
              else
                derivation {
                  name = "nixos-${kind}-${config.networking.hostName or "unnamed"}";
                  system = config.nixpkgs.pkgs.system;
                  builder = "/bin/sh";
                  # All of it, as in NixOS all of it is in a system.
                  configuration = builtins.toJSON (
                    builtins.removeAttrs config [
                      "_module"
                      "assertions"
                      "nixpkgs"
                    ]
                    // {
                      nix = builtins.removeAttrs config.nix [ "package" ];
                      system = builtins.removeAttrs config.system [ "build" ];
                    }
                  );
                };
          in
          {
            toplevel = built "system";
            vm = built "vm";
            vmWithBootLoader = built "vm-with-bootloader";
            images = lib.genAttrs [
              "iso"
              "qemu-efi"
              "sd-card"
            ] built;
          };
      };
    };
in
assert system == null;
lib.evalModules {
  modules = [ nixos ] ++ modules;
  specialArgs.modulesPath = ../modules;
}
// {
  inherit lib;
}
