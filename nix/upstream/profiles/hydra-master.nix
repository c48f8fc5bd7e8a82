# SPDX-License-Identifier: Apache-2.0
# The farm's master: Hydra, the binary cache into which it writes what it built and signed, and a
# web server in front of both. The secret key is made on the machine, once:
#
#   nix-store --generate-binary-cache-key cache.example.org-1 SECRET PUBLIC
#   chown hydra-queue-runner SECRET && chmod 400 SECRET
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.upstream) farm;
  cfg = config.upstream.hydraMaster;

  needed = [
    "hydraUrl"
    "cacheUrl"
    "publicKey"
    "email"
  ];
  unset = builtins.filter (name: farm.${name} == null) needed;
  placeholder = lib.hasInfix "example.org" (
    toString (map (name: farm.${name}) (needed ++ [ "repository" ]))
  );
  complete = unset == [ ];
  hostOf = url: builtins.head (lib.splitString "/" (builtins.elemAt (lib.splitString "://" url) 1));
in
{
  options.upstream.hydraMaster = {
    secretKeyFile = lib.mkOption {
      type = lib.types.externalPath;
      default = "/var/lib/secrets/binary-cache.key";
      description = ''
        The secret half of {option}`upstream.farm.publicKey`. It must be readable for the user
        `hydra-queue-runner`, and it must not be in the Nix store, which everybody can read.
      '';
    };
    cacheDirectory = lib.mkOption {
      type = lib.types.externalPath;
      default = "/var/cache/binary-cache";
      description = "Where the binary cache lies.";
    };
    systems = lib.mkOption {
      type = lib.types.nonEmptyListOf lib.types.nonEmptyStr;
      default = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      description = ''
        For which systems this machine builds; those that are not its own run in an emulator, until
        {option}`nix.buildMachines` has a machine for them.
      '';
    };
    maxJobs = lib.mkOption {
      type = lib.types.ints.positive;
      default = 4;
      description = "How many builds this machine runs at a time.";
    };
  };

  config = {
    assertions = [
      {
        assertion = complete;
        message =
          "upstream.farm: a Hydra master needs ${lib.concatStringsSep ", " unset}: "
          + "set them in farm.nix.";
      }
      {
        assertion = !placeholder;
        message =
          "upstream.farm: farm.nix still has names of example.org; a Hydra master needs those of "
          + "your farm.";
      }
    ];

    services.hydra = lib.mkIf complete {
      enable = true;
      hydraURL = farm.hydraUrl;
      notificationSender = farm.email;
      listenHost = "127.0.0.1";
      # What nixpkgs' cache has need not be built again; its paths keep their own signature.
      useSubstitutes = true;
      extraConfig =
        let
          store =
            "file://${cfg.cacheDirectory}?secret-key=${cfg.secretKeyFile}"
            + "&compression=zstd&write-nar-listing=1";
        in
        ''
          store_uri = ${store}
          server_store_uri = file://${cfg.cacheDirectory}
          binary_cache_public_uri = ${farm.cacheUrl}
          upload_logs_to_binary_cache = true
        '';
    };

    systemd.tmpfiles.rules = [ "d ${cfg.cacheDirectory} 0755 hydra-queue-runner hydra -" ];

    # The queue runner builds where a machine is listed, and nowhere else. protocol = null is this
    # machine, without ssh.
    nix.buildMachines = [
      {
        hostName = "localhost";
        protocol = null;
        inherit (cfg) maxJobs systems;
        supportedFeatures = [
          "benchmark"
          "big-parallel"
          "kvm"
          "nixos-test"
        ];
      }
    ];
    boot.binfmt.emulatedSystems = lib.mkDefault (
      lib.remove pkgs.stdenv.hostPlatform.system cfg.systems
    );

    # Hydra evaluates in restricted mode. Jobs may fetch nixpkgs, as a tarball and as a flake input,
    # and what lies beside the project's repository; a prefix counts up to a slash.
    nix.settings.allowed-uris = [
      "https://github.com/NixOS/nixpkgs/"
      "github:NixOS/nixpkgs/"
      "${dirOf farm.repository}/"
      "git+${dirOf farm.repository}/"
    ];

    services.nginx = lib.mkIf complete {
      enable = true;
      recommendedProxySettings = true;
      recommendedTlsSettings = true;
      virtualHosts = {
        ${hostOf farm.hydraUrl} = {
          enableACME = true;
          forceSSL = true;
          locations."/".proxyPass = "http://127.0.0.1:${toString config.services.hydra.port}";
        };
        ${hostOf farm.cacheUrl} = {
          enableACME = true;
          forceSSL = true;
          root = cfg.cacheDirectory;
        };
      };
    };
    security.acme = lib.mkIf complete {
      acceptTerms = true;
      defaults.email = farm.email;
    };
    networking.firewall.allowedTCPPorts = [
      80
      443
    ];
  };
}
