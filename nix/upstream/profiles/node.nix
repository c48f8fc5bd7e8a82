# SPDX-License-Identifier: Apache-2.0
# A machine that runs what the farm has built: it takes programs from the farm's cache, accepts them
# by the farm's key, and follows the farm's channel. Without a farm (upstream.farm) it is a machine
# like any other.
{ config, lib, ... }:
let
  inherit (config.upstream) farm;

  # A NixOS system has derivations with `allowSubstitutes = false`, small files mostly. A machine
  # that builds nothing can have them only if Nix is told to fetch them nevertheless, which it can
  # be since 2.19 (release notes of Nix 2.19: always-allow-substitutes). An older one builds those
  # few, one at a time.
  canSubstituteAll = lib.versionAtLeast (lib.getVersion config.nix.package) "2.19";
in
{
  assertions = [
    {
      assertion =
        (config.nix.settings.max-jobs or "auto") != 0
        || (config.nix.settings.always-allow-substitutes or false);
      message =
        "nix.settings.max-jobs = 0 needs nix.settings.always-allow-substitutes = true: a system "
        + "contains derivations that forbid substitution, and this machine could never get them.";
    }
  ];

  nix.settings = lib.mkIf (farm.cacheUrl != null) (
    {
      substituters = [ farm.cacheUrl ];
      trusted-public-keys = [ farm.publicKey ];
      max-jobs = lib.mkDefault (if canSubstituteAll then 0 else 1);
    }
    // lib.optionalAttrs canSubstituteAll { always-allow-substitutes = lib.mkDefault true; }
  );

  nix.gc = {
    automatic = lib.mkDefault true;
    options = lib.mkDefault "--delete-older-than 30d";
  };

  system.autoUpgrade = lib.mkIf (farm.channelUrl != null) {
    enable = lib.mkDefault true;
    channel = lib.mkDefault farm.channelUrl;
    # The new system is tried inside the window, whatever the delay; one that was fetched outside,
    # because the machine had been off, waits for the next night before it may reboot.
    dates = lib.mkDefault "03:10";
    randomizedDelaySec = lib.mkDefault "60min";
    persistent = lib.mkDefault true;
    allowReboot = lib.mkDefault true;
    rebootWindow = lib.mkDefault {
      lower = "03:00";
      upper = "05:00";
    };
  };
}
