# SPDX-License-Identifier: Apache-2.0
# The functions of nixpkgs' lib that the project's expressions use, with the same meaning.
let
  inherit (builtins)
    any
    attrNames
    attrValues
    concatMap
    concatStringsSep
    elem
    filter
    foldl'
    functionArgs
    genericClosure
    intersectAttrs
    isAttrs
    isFunction
    isList
    isString
    listToAttrs
    map
    removeAttrs
    stringLength
    substring
    ;
in
rec {
  inherit (builtins) concatLists concatMap mapAttrs;
  inherit
    attrNames
    attrValues
    concatStringsSep
    elem
    filter
    foldl'
    isAttrs
    isFunction
    isList
    isString
    ;

  fileset = import ./fileset.nix { inherit hasPrefix hasSuffix; };

  # Fixed points and overlays.
  fix =
    f:
    let
      x = f x;
    in
    x;
  extends =
    overlay: f: final:
    let
      prev = f final;
    in
    prev // overlay final prev;
  composed = base: overlays: fix (foldl' (f: overlay: extends overlay f) base overlays);

  # Attribute sets and lists.
  genAttrs =
    names: f:
    listToAttrs (
      map (name: {
        inherit name;
        value = f name;
      }) names
    );
  filterAttrs = keep: set: removeAttrs set (filter (name: !keep name set.${name}) (attrNames set));
  collect =
    wanted: value:
    if wanted value then
      [ value ]
    else if isAttrs value then
      concatMap (collect wanted) (attrValues value)
    else
      [ ];
  optional = condition: value: if condition then [ value ] else [ ];
  optionals = condition: values: if condition then values else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  optionalString = condition: string: if condition then string else "";
  unique = values: foldl' (seen: v: if elem v seen then seen else seen ++ [ v ]) [ ] values;

  # Strings.
  hasPrefix = prefix: string: substring 0 (stringLength prefix) string == prefix;
  hasSuffix =
    suffix: string:
    let
      rest = stringLength string - stringLength suffix;
    in
    rest >= 0 && substring rest (-1) string == suffix;
  versionOlder = a: b: builtins.compareVersions a b < 0;
  versionAtLeast = a: b: !versionOlder a b;
  cmakeBool = name: value: "-D${name}:BOOL=${if value then "TRUE" else "FALSE"}";

  # Packages.
  isDerivation = value: (value.type or null) == "derivation";
  callPackageWith =
    packages: function: arguments:
    let
      f = if isFunction function then function else import function;
      wanted = functionArgs f;
      given = intersectAttrs wanted packages // arguments;
      missing = filter (name: !wanted.${name} && !(given ? ${name})) (attrNames wanted);
    in
    if missing == [ ] then
      makeOverridable f given
    else
      throw "the host's package set has no ${concatStringsSep ", " missing}";
  makeOverridable =
    f: arguments:
    let
      result = f arguments;
      changed = new: arguments // (if isFunction new then new arguments else new);
    in
    if !isAttrs result then
      result
    else
      result // { override = new: makeOverridable f (changed new); };
  # Packages and all that they propagate, each once.
  propagated =
    packages:
    let
      node = package: {
        key = package.drvPath or package.hostTool;
        inherit package;
      };
    in
    map (found: found.package) (genericClosure {
      startSet = map node packages;
      operator = { package, ... }: map node (package.propagatedBuildInputs or [ ]);
    });
  meta.availableOn =
    platform: package: elem platform.system (package.meta.platforms or [ platform.system ]);
  licenses.asl20 = {
    shortName = "asl20";
    spdxId = "Apache-2.0";
  };
  platforms = rec {
    linux = [
      "x86_64-linux"
      "aarch64-linux"
    ];
    darwin = [
      "x86_64-darwin"
      "aarch64-darwin"
    ];
    unix = linux ++ darwin;
  };
}
