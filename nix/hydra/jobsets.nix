# SPDX-License-Identifier: Apache-2.0
# The project's jobsets, as the JSON document that Hydra wants to build from spec.json. Hydra passes
# the inputs of spec.json, and declInput and projectName of its own accord.
#
# It needs no nixpkgs, which would be fetched and evaluated for a file of a kilobyte: the shell that
# is in every sandbox writes it.
{
  src ? null,
  declInput ? null,
  projectName ? null,
  system ? builtins.currentSystem,
}:
let
  farm = import ../upstream/farm.nix;
  common = {
    enabled = 1;
    hidden = false;
    checkinterval = 300;
    schedulingshares = 100;
    enableemail = false;
    emailoverride = "";
    keepnr = 3;
  };
  gitInput = url: branch: {
    type = "git";
    value = "${url} ${branch}";
    emailresponsible = false;
  };

  jobsets = {
    # Everything, with the pinned nixpkgs. Nodes follow this jobset's channel.
    ${farm.jobset} = common // {
      type = 1;
      description = "hydraJobs of the flake, nixpkgs as pinned";
      flake = "git+${farm.repository}?ref=${farm.branch}";
    };
    # What the next pin will bring.
    unstable = common // {
      type = 0;
      description = "release.nix with nixos-unstable";
      nixexprinput = "src";
      nixexprpath = "release.nix";
      checkinterval = 86400;
      schedulingshares = 10;
      keepnr = 1;
      inputs = {
        src = gitInput farm.repository farm.branch;
        nixpkgs = gitInput "https://github.com/NixOS/nixpkgs.git" "nixos-unstable";
      };
    };
  };
in
{
  jobsets = derivation {
    name = "jobsets.json";
    inherit system;
    builder = "/bin/sh";
    args = [
      "-c"
      ''printf '%s\n' "$json" >"$out"; exit 0''
    ];
    json = builtins.toJSON jobsets;
    preferLocalBuild = true;
  };
}
