# SPDX-License-Identifier: Apache-2.0
# A disk image of a machine:
#
#   pkgs.buildImage { kind = "iso"; modules = [ ./nodes/reporter.nix ]; }
#
# `kind` is "vm", a script that boots the machine in qemu on a throw-away disk, or the name of an
# image of nixpkgs: "qemu-efi" for a disk to keep, "iso", "sd-card" (aarch64), "raw-efi" and others.
# `modules` say what the machine does, not on what hardware: the kind brings that.
{ pkgs }:
{ kind, modules }:
let
  inherit (pkgs) lib;
  virtual = kind == "vm" || lib.hasPrefix "qemu" kind;
  node = pkgs.evalNode {
    modules = modules ++ lib.optional virtual ./profiles/hardware/qemu.nix;
  };
  inherit (node.config.system) build;
  kinds = [ "vm" ] ++ builtins.attrNames build.images;
in
if kind == "vm" then
  build.vm
else
  build.images.${kind}
    or (throw "buildImage: kind is '${kind}'; allowed: ${lib.concatStringsSep ", " kinds}")
