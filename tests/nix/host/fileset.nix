# SPDX-License-Identifier: Apache-2.0
# The functions of lib.fileset that the project's expressions use. A set of files is the paths that
# its files are under, and a predicate on a file's path.
{ hasPrefix, hasSuffix }:
let
  inherit (builtins)
    any
    attrNames
    concatMap
    map
    readDir
    ;
  under = base: path: path == base || hasPrefix "${base}/" path;

  fromPath =
    path:
    let
      base = toString path;
    in
    {
      bases = [ base ];
      contains = under base;
    };
  coerce =
    value:
    if value ? contains then
      value
    else if builtins.pathExists value then
      fromPath value
    else
      throw "lib.fileset: no such file or folder: ${toString value}";

  # A folder that would be empty is left out.
  holdsAny =
    set: folder:
    any (base: under folder base || under base folder) set.bases
    && (
      let
        entries = readDir folder;
      in
      any (
        name:
        let
          path = "${folder}/${name}";
        in
        if entries.${name} == "directory" then holdsAny set path else set.contains path
      ) (attrNames entries)
    );
in
{
  maybeMissing = fromPath;
  unions =
    values:
    let
      sets = map coerce values;
    in
    {
      bases = concatMap (set: set.bases) sets;
      contains = path: any (set: set.contains path) sets;
    };
  difference =
    a: b:
    let
      left = coerce a;
      right = coerce b;
    in
    {
      inherit (left) bases;
      contains = path: left.contains path && !right.contains path;
    };
  fileFilter =
    predicate: root:
    let
      set = coerce root;
    in
    {
      inherit (set) bases;
      contains =
        path:
        set.contains path
        && (
          let
            name = baseNameOf path;
          in
          predicate {
            inherit name;
            hasExt = extension: hasSuffix ".${extension}" name;
          }
        );
    };
  toSource =
    { root, fileset }:
    let
      set = coerce fileset;
    in
    builtins.path {
      path = root;
      name = "source";
      filter =
        path: type:
        if type == "directory" then holdsAny set (toString path) else set.contains (toString path);
    };
}
