# SPDX-License-Identifier: Apache-2.0
# The tools of a developer: what builds the C++ library and the Python package, what tests, checks
# and measures them, and Rust for the benchmark's rows in Rust. `pytest benchmarks/counting.py`
# prints the comparison.
{
  cargo,
  clang-tools,
  cmake,
  gbenchmark,
  git,
  gtest,
  libhwy,
  libjpeg,
  maturin,
  mkShell,
  ninja,
  nixfmt-tree,
  python3,
  ruff,
  rustc,
  shellcheck,
}:

mkShell {
  name = "dittograph";

  packages = [
    cargo
    clang-tools
    git
    maturin
    nixfmt-tree
    ruff
    rustc
    shellcheck
    (python3.withPackages (
      ps:
      [
        # The package as the tree has it when the shell starts. Its tests are for the build.
        (ps.dittograph.overridePythonAttrs { doCheck = false; })
        ps.hypothesis
        ps.mypy
        ps.nanobind
        ps.numpy
        ps.pip
        ps.pytest
        ps.pytest-benchmark
        ps.scikit-build-core
      ]
      ++ ps.dittograph.optional-dependencies.plot
    ))
  ];
  nativeBuildInputs = [
    cmake
    ninja
  ];
  buildInputs = [
    gbenchmark
    gtest
    libhwy
    libjpeg
  ];
}
