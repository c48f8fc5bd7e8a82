# SPDX-License-Identifier: Apache-2.0
# The farm, as data: the only file to edit to run one of your own. `null` means that there is none:
# nodes then build for themselves and do not upgrade by themselves, and the profile of a Hydra
# master refuses to evaluate. modules/farm.nix has the types.
{
  # A git repository with this project: what scripts/pin-source pins, and what Hydra watches.
  # nix/hydra/spec.json, which Hydra reads as it is, repeats it (tests/nix/check-hydra-spec).
  repository = "https://git.example.org/dittograph.git";
  branch = "main";

  # Name of the Hydra project, and of the jobset whose channel the nodes follow.
  project = "dittograph";
  jobset = "main";

  hydraUrl = null; # "https://hydra.example.org"
  cacheUrl = null; # "https://cache.example.org"
  publicKey = null; # "cache.example.org-1:…", from `nix-store --generate-binary-cache-key`
  email = null; # "hydra@example.org", sends Hydra's notifications and owns the certificates
}
