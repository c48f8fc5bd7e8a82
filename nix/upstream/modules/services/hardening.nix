# SPDX-License-Identifier: Apache-2.0
# What a report's service may do: read its paths, write its state directory, and nothing else.
{ lib, paths }:
let
  below = directory: builtins.any (path: lib.hasPrefix "${directory}/" "${path}/") paths;
  anyBelow = builtins.any below;
in
{
  # Files. Home directories and temporary files are there only if a path lies in them.
  ProtectSystem = "strict";
  ProtectHome =
    if
      anyBelow [
        "/home"
        "/root"
        "/run/user"
      ]
    then
      "read-only"
    else
      true;
  PrivateTmp =
    !anyBelow [
      "/tmp"
      "/var/tmp"
    ];
  PrivateDevices = true;
  ProtectProc = "invisible";
  ProcSubset = "pid"; # the count of threads is read from /proc/self/cgroup

  # Network and other processes.
  PrivateNetwork = true;
  RestrictAddressFamilies = "none";
  PrivateIPC = true;
  RemoveIPC = true;
  KeyringMode = "private";

  # The kernel.
  ProtectClock = true;
  ProtectControlGroups = true;
  ProtectHostname = true;
  ProtectKernelLogs = true;
  ProtectKernelModules = true;
  ProtectKernelTunables = true;
  RestrictNamespaces = true;
  RestrictRealtime = true;
  RestrictSUIDSGID = true;
  LockPersonality = true;

  # Privileges.
  NoNewPrivileges = true;
  CapabilityBoundingSet = "";
  PrivateUsers = true;

  # CPython makes no machine code at run time (3.13 has a compiler that does; it is off by default),
  # and bash, jq and the extension never do.
  MemoryDenyWriteExecute = true;
  SystemCallArchitectures = "native";
  SystemCallFilter = [
    "@system-service"
    "~@privileged @resources"
  ];
  SystemCallErrorNumber = "EPERM";
}
