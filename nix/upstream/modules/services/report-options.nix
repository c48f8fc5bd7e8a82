# SPDX-License-Identifier: Apache-2.0
# The options of one report; those that are named like options of `dittograph count` do the same.
{
  config,
  lib,
  name,
  ...
}:
let
  inherit (lib) mkOption types;
  # Strings, so that a path is read where it lies and not copied into the Nix store.
  path = types.strMatching "/[^[:cntrl:]]*";
  flag =
    description:
    mkOption {
      inherit description;
      type = types.bool;
      default = false;
    };
in
{
  options = {
    paths = mkOption {
      type = types.nonEmptyListOf path;
      example = [ "/srv/texts" ];
      description = "The files to count; with `recursive` also directories.";
    };
    recursive = flag "Whether to count the files in directories.";
    include = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [ ];
      example = [ "*.txt" ];
      description = "In directories, only files of these names. Needs `recursive`.";
    };
    bytes = flag "Whether to count bytes instead of characters; any file will do then.";
    tally = flag "Whether to list which element is doubled how often.";
    threads = mkOption {
      type = types.nullOr types.ints.positive;
      default = null;
      description = "How many threads to use; `null` for as many as the processors allow.";
    };

    onCalendar = mkOption {
      type = types.nullOr (types.either types.nonEmptyStr (types.nonEmptyListOf types.nonEmptyStr));
      default = if config.watch == [ ] then "daily" else null;
      defaultText = lib.literalMD "`\"daily\"`, or `null` if something is watched";
      description = "When to count, as in {manpage}`systemd.time(7)`; `null`: not by the clock.";
    };
    randomizedDelaySec = mkOption {
      type = types.str;
      default = "0";
      example = "15min";
      description = "By how much at most to be late, at random.";
    };
    watch = mkOption {
      type = types.listOf path;
      default = [ ];
      example = [ "/srv/texts" ];
      description = ''
        Files and directories to watch: the report is made when a file is closed after writing, or
        when an entry of a directory comes or goes. Directories in directories are not watched.
      '';
    };

    allowErrors = flag ''
      Whether a report that names files which could not be read, or are not UTF-8, is a success.
      Otherwise the report is written all the same, and the unit fails, so that somebody looks.
    '';
    supplementaryGroups = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [ ];
      example = [ "users" ];
      description = "Groups whose files the report may read.";
    };
    output = mkOption {
      type = types.strMatching "[A-Za-z0-9_-][A-Za-z0-9._-]*";
      default = "${name}.json";
      defaultText = lib.literalMD "the report's name and `.json`";
      description = "The file's name in `/var/lib/dittograph/reports`.";
    };
  };
}
