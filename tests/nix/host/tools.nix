# SPDX-License-Identifier: Apache-2.0
# Packages that the host's Debian provides under /usr. Those that no phase of a build uses are here
# so that shells and jobs that name them can be evaluated.
let
  names = [
    "cargo"
    "clang-tools"
    "cmake"
    "gbenchmark"
    "git"
    "gtest"
    "libhwy"
    "libjpeg"
    "maturin"
    "ninja"
    "nixfmt"
    "ruff"
    "rustc"
    "shellcheck"
    "xz"
  ];
in
builtins.listToAttrs (
  map (name: {
    inherit name;
    value = {
      hostTool = name;
      outPath = "/usr";
    };
  }) names
)
