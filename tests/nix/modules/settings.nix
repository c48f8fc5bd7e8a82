# SPDX-License-Identifier: Apache-2.0
# What modules make of settings that are right.
{
  evaluate,
  evaluateOn,
  farm,
  key,
  master,
  node,
  pkgs,
  report,
  upstream,
  ...
}:
let
  full = evaluate [
    (report {
      paths = [
        "/srv/100% of $HOME"
        "/home/a/b.txt"
      ];
      recursive = true;
      include = [ "*.txt" ];
      bytes = true;
      tally = true;
      threads = 2;
      watch = [ "/srv/100%" ];
      onCalendar = "hourly";
      allowErrors = true;
      supplementaryGroups = [ "users" ];
      output = "texts.json";
    })
  ];
  unit = "dittograph-report-one";
  service = full.systemd.services.${unit}.serviceConfig;
  plain = evaluate [ (report { }) ];
  watching = evaluate [ (report { watch = [ "/srv/a" ]; }) ];
  onFarm = evaluate [
    node
    farm
  ];
  onOldNix = evaluateOn "2.18.9" [
    node
    farm
  ];
  alone = evaluate [ node ];
  ofMaster = evaluate [
    master
    farm
  ];
  jobs = import (upstream + "/nodes/jobs.nix") { nixpkgs = ./.; };
in
{
  show = {
    inherit (full.systemd) services timers paths;
    node = {
      inherit (onFarm.nix) settings;
      inherit (onFarm.system) autoUpgrade;
    };
    master = {
      inherit (ofMaster.nix) settings buildMachines;
      inherit (ofMaster.services) hydra nginx;
    };
  };

  equal = {
    "a report's arguments" = [
      (builtins.elemAt (builtins.split "(\"count\".*)" service.ExecStart) 1)
      [
        (
          ''"count" "--json" "--bytes" "--tally" "--recursive" "--include" "*.txt" ''
          + ''"--threads" "2" "--" "/srv/100%% of $$HOME" "/home/a/b.txt"''
        )
      ]
    ];
    "a report's output and program" = [
      (
        builtins.match (
          ''.*-write-report\.sh" "/var/lib/dittograph/reports/texts\.json" ''
          + ''"${builtins.storeDir}/[^"]*/bin/dittograph" .*''
        ) service.ExecStart != null
      )
      true
    ];
    "a report's program is a dependency" = [
      (builtins.any (drv: builtins.match ".*-dittograph-.*" drv != null) (
        builtins.attrNames (builtins.getContext service.ExecStart)
      ))
      true
    ];
    "a report's hardening" = [
      (builtins.intersectAttrs {
        CapabilityBoundingSet = 0;
        MemoryDenyWriteExecute = 0;
        PrivateNetwork = 0;
        ProtectSystem = 0;
        SystemCallFilter = 0;
      } service)
      {
        CapabilityBoundingSet = "";
        MemoryDenyWriteExecute = true;
        PrivateNetwork = true;
        ProtectSystem = "strict";
        SystemCallFilter = [
          "@system-service"
          "~@privileged @resources"
        ];
      }
    ];
    "homes are hidden unless a path is there" = [
      [
        service.ProtectHome
        plain.systemd.services.${unit}.serviceConfig.ProtectHome
      ]
      [
        "read-only"
        true
      ]
    ];
    "a failed file fails the unit unless allowed" = [
      [
        service.SuccessExitStatus
        plain.systemd.services.${unit}.serviceConfig.SuccessExitStatus
      ]
      [
        [ 1 ]
        [ ]
      ]
    ];
    "a report's timer" = [
      full.systemd.timers.${unit}.timerConfig.OnCalendar
      "hourly"
    ];
    "a report's watch" = [
      full.systemd.paths.${unit}.pathConfig.PathChanged
      [ "/srv/100%%" ]
    ];
    "daily without a word, and no watch" = [
      [
        plain.systemd.timers.${unit}.timerConfig.OnCalendar
        plain.systemd.paths
      ]
      [
        "daily"
        { }
      ]
    ];
    "no timer beside a watch" = [
      watching.systemd.timers
      { }
    ];
    "nothing without reports" = [
      (evaluate [ ]).systemd
      {
        paths = { };
        services = { };
        timers = { };
        tmpfiles = { };
      }
    ];
    "a node on the farm builds nothing" = [
      onFarm.nix.settings
      {
        always-allow-substitutes = true;
        max-jobs = 0;
        substituters = [ "https://cache.farm.test" ];
        trusted-public-keys = [ key ];
      }
    ];
    "a node with a Nix before 2.19 builds one at a time" = [
      onOldNix.nix.settings
      {
        max-jobs = 1;
        substituters = [ "https://cache.farm.test" ];
        trusted-public-keys = [ key ];
      }
    ];
    "a node's channel" = [
      [
        onFarm.system.autoUpgrade.channel
        onFarm.system.autoUpgrade.rebootWindow
      ]
      [
        "https://hydra.farm.test/channel/custom/dittograph/main/channel"
        {
          lower = "03:00";
          upper = "05:00";
        }
      ]
    ];
    "a node without a farm" = [
      [
        alone.nix.settings
        alone.system.autoUpgrade
      ]
      [
        { }
        { }
      ]
    ];
    "what a master lets jobs fetch" = [
      ofMaster.nix.settings.allowed-uris
      [
        "https://github.com/NixOS/nixpkgs/"
        "github:NixOS/nixpkgs/"
        "https://git.farm.test/projects/"
        "git+https://git.farm.test/projects/"
      ]
    ];
    "a master's hosts" = [
      (builtins.attrNames ofMaster.services.nginx.virtualHosts)
      [
        "cache.farm.test"
        "hydra.farm.test"
      ]
    ];
    "a master signs" = [
      (builtins.head (pkgs.lib.splitString "\n" ofMaster.services.hydra.extraConfig))
      (
        "store_uri = file:///var/cache/binary-cache?secret-key=/var/lib/secrets/binary-cache.key"
        + "&compression=zstd&write-nar-listing=1"
      )
    ];
    "the nodes' jobs" = [
      (builtins.mapAttrs (_: builtins.mapAttrs (_: job: job.name)) jobs)
      {
        reporter = {
          aarch64-linux = "nixos-system-reporter";
          x86_64-linux = "nixos-system-reporter";
        };
      }
    ];
    "the nodes are among the release's jobs" = [
      (import ../../../release.nix { nixpkgs = ./.; }).nodes.reporter.aarch64-linux.drvPath
      jobs.reporter.aarch64-linux.drvPath
    ];
    "the channel gives the system that the farm built" = [
      (import (upstream + "/nixos") {
        configuration.imports = [
          (upstream + "/nodes/reporter.nix")
          (upstream + "/profiles/hardware/qemu.nix")
        ];
        pkgs = import upstream {
          nixpkgs = ./.;
          system = "x86_64-linux";
        };
      }).system.drvPath
      jobs.reporter.x86_64-linux.drvPath
    ];
    "no jobs without NixOS" = [
      (import (upstream + "/nodes/jobs.nix") {
        nixpkgs = throw "not needed";
        nixos = false;
      })
      { }
    ];
    "an image" = [
      (pkgs.buildImage {
        kind = "iso";
        modules = [ (upstream + "/nodes/reporter.nix") ];
      }).name
      "nixos-iso-reporter"
    ];
  };
}
