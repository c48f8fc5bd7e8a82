# SPDX-License-Identifier: Apache-2.0
# Configurations that are wrong, and a part of what has to be said about each.
{
  evaluate,
  farm,
  master,
  node,
  pkgs,
  report,
  ...
}:
let
  with' = modules: (evaluate modules).system.build.toplevel.drvPath;
  without = name: { upstream.farm.${name} = pkgs.lib.mkForce null; };
in
{
  "a path that is not absolute" = {
    result = with' [ (report { paths = [ "srv/a" ]; }) ];
    message = "is not of type";
  };
  "a report of nothing" = {
    result = with' [ (report { paths = [ ]; }) ];
    message = "is not of type";
  };
  "a number of threads that is none" = {
    result = with' [ (report { threads = 0; }) ];
    message = "is not of type";
  };
  "an option that does not exist" = {
    result = with' [ (report { recursiv = true; }) ];
    message = "The option `services.dittograph.reports.one.recursiv' does not exist";
  };
  "include without recursive" = {
    result = with' [ (report { include = [ "*.txt" ]; }) ];
    message = "include is about files in directories: it needs recursive = true";
  };
  "neither clock nor watch" = {
    result = with' [ (report { onCalendar = null; }) ];
    message = "set onCalendar or watch, or the report is never made";
  };
  "watching its own output" = {
    result = with' [ (report { watch = [ "/var/lib/dittograph/reports" ]; }) ];
    message = "each would cause the next";
  };
  "two reports with one output" = {
    result = with' [
      (report { })
      {
        services.dittograph.reports.two = {
          paths = [ "/srv/b" ];
          output = "one.json";
        };
      }
    ];
    message = "more than one report has the output one.json";
  };
  "a name that no unit can have" = {
    result = with' [
      {
        services.dittograph.reports."a/b" = {
          paths = [ "/srv/a" ];
          output = "ab.json";
        };
      }
    ];
    message = "the name becomes a part of a unit's name";
  };
  "a cache without its key" = {
    result = with' [
      node
      farm
      (without "publicKey")
    ];
    message = "cacheUrl and publicKey belong together";
  };
  "a channel without a cache" = {
    result = with' [
      node
      farm
      (without "publicKey")
      (without "cacheUrl")
    ];
    message = "hydraUrl is set and cacheUrl is not";
  };
  "a key that is none" = {
    result = with' [
      node
      farm
      { upstream.farm.publicKey = pkgs.lib.mkForce "cache.farm.test-1"; }
    ];
    message = "is not of type";
  };
  "max-jobs = 0 without substitution of everything" = {
    result = with' [
      node
      { nix.settings.max-jobs = 0; }
    ];
    message = "max-jobs = 0 needs nix.settings.always-allow-substitutes = true";
  };
  "a master without a farm" = {
    result = with' [ master ];
    message = "a Hydra master needs hydraUrl, cacheUrl, publicKey, email";
  };
  "a master of example.org" = {
    result = with' [
      master
      farm
      { upstream.farm.repository = pkgs.lib.mkForce "https://git.example.org/dittograph.git"; }
    ];
    message = "farm.nix still has names of example.org";
  };
  "a secret key in the Nix store" = {
    result = with' [
      master
      farm
      { upstream.hydraMaster.secretKeyFile =
        "${builtins.storeDir}/00000000000000000000000000000000-secret"; }
    ];
    message = "is not of type";
  };
  "a kind of image that does not exist" = {
    result =
      (pkgs.buildImage {
        kind = "floppy";
        modules = [ { } ];
      }).drvPath;
    message = "kind is 'floppy'; allowed: vm, iso, qemu-efi, sd-card";
  };
}
