# SPDX-License-Identifier: Apache-2.0
# What the types of the reports' options cannot say by themselves.
{
  lib,
  reports,
  stateDirectory,
}:
let
  outputs = lib.mapAttrsToList (_: report: report.output) reports;
  twice = lib.unique (
    builtins.filter (output: lib.count (other: other == output) outputs > 1) outputs
  );
  ofOne =
    name: report:
    let
      option = "services.dittograph.reports.${name}";
      state = builtins.filter (path: lib.hasPrefix "${stateDirectory}/" "${path}/") report.watch;
    in
    [
      {
        assertion = builtins.match "[A-Za-z0-9_.-]+" name != null;
        message =
          "${option}: the name becomes a part of a unit's name; allowed are letters, digits, "
          + "'_', '.' and '-'.";
      }
      {
        assertion = report.include == [ ] || report.recursive;
        message = "${option}: include is about files in directories: it needs recursive = true.";
      }
      {
        assertion = report.onCalendar != null || report.watch != [ ];
        message = "${option}: set onCalendar or watch, or the report is never made.";
      }
      {
        assertion = state == [ ];
        message =
          "${option}: watch has ${toString state}, where the reports lie: each would cause the "
          + "next.";
      }
    ];
in
lib.concatLists (lib.mapAttrsToList ofOne reports)
++ [
  {
    assertion = twice == [ ];
    message =
      "services.dittograph.reports: more than one report has the output "
      + "${lib.concatStringsSep ", " twice}.";
  }
]
