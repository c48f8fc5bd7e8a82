# SPDX-License-Identifier: Apache-2.0
# A virtual machine in qemu: virtio devices, UEFI (which x86_64 and aarch64 share), the console on
# the serial line. The partitions are those of the "qemu-efi" image.
{
  lib,
  modulesPath,
  pkgs,
  ...
}:
{
  imports = [ (modulesPath + "/profiles/qemu-guest.nix") ];

  boot.loader.systemd-boot.enable = lib.mkDefault true;
  boot.growPartition = lib.mkDefault true;
  boot.kernelParams =
    if pkgs.stdenv.hostPlatform.isAarch64 then [ "console=ttyAMA0" ] else [ "console=ttyS0" ];

  fileSystems."/" = lib.mkDefault {
    device = "/dev/disk/by-label/nixos";
    fsType = "ext4";
    autoResize = true;
  };
  fileSystems."/boot" = lib.mkDefault {
    device = "/dev/disk/by-label/ESP";
    fsType = "vfat";
  };
}
