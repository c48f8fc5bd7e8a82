# SPDX-License-Identifier: Apache-2.0
# Where the farm is. The defaults are the data of ../farm.nix.
{ config, lib, ... }:
let
  cfg = config.upstream.farm;
  known = import ../farm.nix;

  url = lib.types.strMatching "https?://[^/[:space:]]+[^[:space:]]*[^/[:space:]]";
  option =
    name: type: description:
    lib.mkOption {
      inherit type description;
      default = known.${name};
      defaultText = lib.literalMD "`${name}` of the set's `farm.nix`";
    };
in
{
  options.upstream.farm = {
    repository = option "repository" url "The git repository from which the farm builds.";
    branch = option "branch" lib.types.nonEmptyStr "The branch from which the farm builds.";
    project = option "project" lib.types.nonEmptyStr "The farm's project in Hydra.";
    jobset = option "jobset" lib.types.nonEmptyStr "The jobset whose channel nodes follow.";
    hydraUrl = option "hydraUrl" (lib.types.nullOr url) ''
      Where Hydra answers, without a slash at the end. With `null`, nodes do not upgrade by
      themselves.
    '';
    cacheUrl = option "cacheUrl" (lib.types.nullOr url) ''
      Where the farm's binary cache answers. With `null`, nodes build what nixpkgs' own cache lacks.
    '';
    publicKey = option "publicKey" (lib.types.nullOr (
      lib.types.strMatching "[^:[:space:]]+:[A-Za-z0-9+/]{43}="
    )) "The public half of the key with which the farm signs what it builds.";
    email = option "email" (lib.types.nullOr (
      lib.types.strMatching "[^@[:space:]]+@[^@[:space:]]+"
    )) "The address from which Hydra writes, and that of the certificates' account.";
    channelUrl = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      readOnly = true;
      description = "The channel that Hydra publishes once every job of an evaluation is built.";
    };
  };

  config = {
    upstream.farm.channelUrl =
      if cfg.hydraUrl == null then
        null
      else
        "${cfg.hydraUrl}/channel/custom/${cfg.project}/${cfg.jobset}/channel";

    assertions = [
      {
        assertion = (cfg.cacheUrl == null) == (cfg.publicKey == null);
        message =
          "upstream.farm: cacheUrl and publicKey belong together: without the key nothing from "
          + "the cache would be accepted. Set both, or neither.";
      }
      {
        assertion = cfg.hydraUrl == null || cfg.cacheUrl != null;
        message =
          "upstream.farm: hydraUrl is set and cacheUrl is not: a node would follow the farm's "
          + "channel and build everything in it by itself.";
      }
    ];
  };
}
