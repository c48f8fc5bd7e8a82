# SPDX-License-Identifier: Apache-2.0
# The Python package. Its tests run in the build, against what it installs.
{
  lib,
  buildPythonPackage,
  dittograph-source,

  # build
  cmake,
  libhwy,
  libjpeg,
  nanobind,
  ninja,
  scikit-build-core,

  # extras
  click,
  dask,
  duckdb,
  fsspec,
  matplotlib,
  pandas,
  pillow,
  polars,
  pyarrow,
  pyspark,
  ray,
  rich,

  # tests
  hypothesis,
  mypy,
  numpy,
  pytestCheckHook,
}:

let
  # Equal to the extras of pyproject.toml: tests/nix/check-extras compares them.
  extras = {
    cli = [
      click
      rich
    ];
    plot = extras.cli ++ [ matplotlib ];
    images = [ pillow ];

    polars = [ polars ];
    pandas = [
      pandas
      pyarrow
    ];
    duckdb = [
      duckdb
      pyarrow
    ];
    spark = [ pyspark ] ++ extras.pandas;
    ray = [
      fsspec
      ray
    ]
    ++ extras.pandas;
    dask = [ dask ] ++ extras.pandas;
  };
in
buildPythonPackage {
  pname = "dittograph";
  inherit (dittograph-source) version src;
  pyproject = true;

  build-system = [
    nanobind
    scikit-build-core
  ];
  nativeBuildInputs = [
    cmake
    ninja
  ];
  dontUseCmakeConfigure = true; # scikit-build-core calls CMake
  buildInputs = [
    libhwy
    libjpeg
  ];
  # CMake takes the ways to them out of what it installs, unless it is told to keep it.
  env.SKBUILD_CMAKE_DEFINE = "CMAKE_INSTALL_RPATH_USE_LINK_PATH=ON";

  optional-dependencies = extras;

  nativeCheckInputs = [
    hypothesis
    mypy
    nanobind
    numpy
    pytestCheckHook
  ]
  ++ extras.plot;
  pythonImportsCheck = [
    "dittograph"
    "dittograph.cli"
    "dittograph.images"
    "dittograph.pure"
    "dittograph.regex"
  ];
  # The stub is written, and compared, with nanobind 3.1 or later.
  disabledTestPaths = lib.optional (lib.versionOlder nanobind.version "3.1")
    "tests/python/test_stubs.py::test_committed_stub_is_up_to_date";

  meta = {
    description = "Finds what is written twice, at the speed of memory";
    license = lib.licenses.asl20;
    mainProgram = "dittograph";
    platforms = lib.platforms.unix;
  };
}
