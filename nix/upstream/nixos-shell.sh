#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds a machine for qemu and runs it in this terminal, on a disk that is thrown away. Leave it
# with `poweroff`, or with Ctrl-A X. UPSTREAM is the folder of the package set.
#
# usage: nixos-shell [CONFIGURATION]           (a NixOS module; without it nodes/reporter.nix)
set -euo pipefail

if (($# > 1)); then
  echo "usage: nixos-shell [CONFIGURATION]" >&2
  exit 2
fi
configuration=$(realpath -- "${1:-$UPSTREAM/nodes/reporter.nix}")
if [[ ! -e $configuration ]]; then
  echo "nixos-shell: $configuration: no such file" >&2
  exit 1
fi

scratch=$(mktemp --directory)
trap 'rm --recursive --force "$scratch"' EXIT

machine=$(nix-build --no-out-link --argstr upstream "$UPSTREAM" \
  --argstr configuration "$configuration" --expr '{ upstream, configuration }:
    (import upstream { }).buildImage {
      kind = "vm";
      # A throw-away machine lets its only visitor in.
      modules = [ configuration { services.getty.autologinUser = "root"; } ];
    }')
run=("$machine"/bin/run-*-vm)
NIX_DISK_IMAGE=$scratch/disk.qcow2 QEMU_OPTS="-nographic ${QEMU_OPTS:-}" "${run[0]}"
