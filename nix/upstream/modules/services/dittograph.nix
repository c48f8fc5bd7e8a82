# SPDX-License-Identifier: Apache-2.0
# services.dittograph.reports: counts the doubles of files, regularly or when they change, and keeps
# the result as a JSON document in /var/lib/dittograph/reports, where everybody may read it.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.dittograph;
  stateDirectory = "dittograph/reports";
  unitName = name: "dittograph-report-${name}";

  # systemd has a syntax of its own: % for specifiers, C escapes in quotes, and in commands $ for
  # variables.
  literal = builtins.replaceStrings [ "%" ] [ "%%" ];
  quoted = text: literal (builtins.toJSON text);
  argument = text: builtins.replaceStrings [ "$" ] [ "$$" ] (quoted text);

  command =
    report:
    [
      (lib.getExe cfg.package)
      "count"
      "--json"
    ]
    ++ lib.optional report.bytes "--bytes"
    ++ lib.optional report.tally "--tally"
    ++ lib.optional report.recursive "--recursive"
    ++ lib.concatMap (glob: [
      "--include"
      glob
    ]) report.include
    ++ lib.optionals (report.threads != null) [
      "--threads"
      (toString report.threads)
    ]
    ++ [ "--" ]
    ++ report.paths;

  service = name: report: {
    description = "Report of the doubles in ${literal (lib.concatStringsSep ", " report.paths)}";
    path = [
      pkgs.coreutils
      pkgs.jq
    ];
    # Where the file systems of the paths are mounted by systemd, it mounts them first.
    unitConfig.RequiresMountsFor = map quoted report.paths;
    serviceConfig = import ./hardening.nix { inherit lib; inherit (report) paths; } // {
      Type = "oneshot";
      ExecStart = lib.concatMapStringsSep " " argument (
        [
          pkgs.runtimeShell
          "${./write-report.sh}"
          "/var/lib/${stateDirectory}/${report.output}"
        ]
        ++ command report
      );
      # 1: the report is there, and names files that could not be read or are not UTF-8.
      SuccessExitStatus = lib.optional report.allowErrors 1;

      User = "dittograph";
      Group = "dittograph";
      SupplementaryGroups = report.supplementaryGroups;
      StateDirectory = stateDirectory;
      StateDirectoryMode = "0755";
      UMask = "0022";
      Nice = 10;
    };
  };
in
{
  options.services.dittograph = {
    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.dittograph;
      defaultText = lib.literalExpression "pkgs.dittograph";
      description = "The package with the command `dittograph`.";
    };
    reports = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule ./report-options.nix);
      default = { };
      description = ''
        Reports to keep up to date, by name. The report `NAME` is
        `/var/lib/dittograph/reports/NAME.json`, written by `dittograph-report-NAME.service` as the
        user `dittograph`.
      '';
      example = lib.literalExpression ''
        {
          texts = {
            paths = [ "/srv/texts" ];
            recursive = true;
            include = [ "*.txt" ];
            onCalendar = "hourly";
          };
        }
      '';
    };
  };

  config = lib.mkIf (cfg.reports != { }) {
    assertions = import ./report-assertions.nix {
      inherit lib;
      inherit (cfg) reports;
      stateDirectory = "/var/lib/${stateDirectory}";
    };

    # Not a dynamic user: the state of one lies where only root can read it.
    users.users.dittograph = {
      isSystemUser = true;
      group = "dittograph";
      description = "Reports of dittograph";
    };
    users.groups.dittograph = { };

    systemd.services = lib.mapAttrs' (
      name: report: lib.nameValuePair (unitName name) (service name report)
    ) cfg.reports;

    systemd.timers = lib.mapAttrs' (
      name: report:
      lib.nameValuePair (unitName name) {
        wantedBy = [ "timers.target" ];
        timerConfig = {
          OnCalendar = report.onCalendar;
          Persistent = true; # made up for if the machine was off
          RandomizedDelaySec = report.randomizedDelaySec;
        };
      }
    ) (lib.filterAttrs (_: report: report.onCalendar != null) cfg.reports);

    systemd.paths = lib.mapAttrs' (
      name: report:
      lib.nameValuePair (unitName name) {
        wantedBy = [ "paths.target" ];
        pathConfig.PathChanged = map literal report.watch;
      }
    ) (lib.filterAttrs (_: report: report.watch != [ ]) cfg.reports);
  };
}
