# SPDX-License-Identifier: Apache-2.0
# The nodes: what each does, on what hardware, for which systems. The master is among them as soon
# as farm.nix says where it is.
let
  farm = import ../farm.nix;
  virtual = ../profiles/hardware/qemu.nix;
in
{
  reporter = {
    configuration = ./reporter.nix;
    hardware = virtual;
    systems = [
      "x86_64-linux"
      "aarch64-linux"
    ];
  };
}
// (
  if farm.hydraUrl == null then
    { }
  else
    {
      master = {
        configuration = ./master.nix;
        hardware = virtual;
        systems = [ "x86_64-linux" ];
      };
    }
)
