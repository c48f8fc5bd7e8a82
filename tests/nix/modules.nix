# SPDX-License-Identifier: Apache-2.0
# The cases of check-modules, and what they have in common: `equal` are pairs of what modules
# evaluate to and what they should, `refused` are configurations that must not evaluate, with a part
# of the message that says why.
{
  system ? builtins.currentSystem,
}:
let
  upstream = ../../nix/upstream;
  pkgsWith =
    nixVersion:
    import upstream {
      nixpkgs = ./modules;
      inherit system nixVersion;
    };
  pkgs = pkgsWith "2.31.2";
  evaluate = modules: (pkgs.evalNode { inherit modules; }).config;
  evaluateOn = nixVersion: modules: ((pkgsWith nixVersion).evalNode { inherit modules; }).config;
  node = upstream + "/profiles/node.nix";
  master = upstream + "/profiles/hydra-master.nix";

  key = "cache.farm.test-1:${builtins.concatStringsSep "" (builtins.genList (_: "A") 43)}=";
  farm.upstream.farm = {
    repository = "https://git.farm.test/projects/dittograph.git";
    hydraUrl = "https://hydra.farm.test";
    cacheUrl = "https://cache.farm.test";
    publicKey = key;
    email = "hydra@farm.test";
  };
  report = settings: { services.dittograph.reports.one = { paths = [ "/srv/a" ]; } // settings; };

  common = {
    inherit
      evaluate
      evaluateOn
      farm
      key
      master
      node
      pkgs
      report
      system
      upstream
      ;
  };
  settings = import ./modules/settings.nix common;
in
{
  inherit (settings) show equal;
  refused = import ./modules/mistakes.nix common;
}
