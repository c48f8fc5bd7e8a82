# SPDX-License-Identifier: Apache-2.0
# What the packages are built from: this tree, as far as it is built and tested. What is not listed
# cannot change their hashes. A package set that builds a release puts a fetched source in this
# place: { version = "…"; src = fetchgit { … }; }
{ lib }:
let
  root = ../.;
  leftOut = lib.fileset.unions [
    # It tests the scripts of CI, which are no part of what is built.
    ../tests/python/test_scripts.py
    # What a work tree has beside the files under version control:
    (lib.fileset.fileFilter (file: file.hasExt "pyc") root)
    (lib.fileset.maybeMissing ../benchmarks/peers/rust/Cargo.lock)
    (lib.fileset.maybeMissing ../benchmarks/peers/rust/target)
  ];
  # With a word in front and a space behind, so that cmake_minimum_required is not taken for it.
  declared = builtins.match ".*project\\(dittograph VERSION ([0-9.]+) .*" (
    builtins.readFile ../CMakeLists.txt
  );
in
{
  version =
    if declared == null then
      throw "CMakeLists.txt must say project(dittograph VERSION …), it does not"
    else
      builtins.head declared;
  src = lib.fileset.toSource {
    inherit root;
    # Pages and drawings are here because tests run what they say.
    fileset = lib.fileset.difference (lib.fileset.unions [
      ../CHANGELOG.md
      ../CMakeLists.txt
      ../CONTRIBUTING.md
      ../LICENSE
      ../README.md
      ../SECURITY.md
      ../benchmarks
      ../bindings
      ../cmake
      ../docs
      ../fuzz
      ../include
      ../pyproject.toml
      ../python
      ../scripts/generate_stub.py
      ../src
      ../tests/cpp
      ../tests/python
      ../tests/reference
    ]) leftOut;
  };
}
