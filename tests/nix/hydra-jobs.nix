# SPDX-License-Identifier: Apache-2.0
# The jobs that Hydra would find, without Hydra: it walks through every attribute set, each
# derivation is a job, anything else is passed over. Gives lines, sorted by job:
#   JOB SYSTEM                   and for aggregates, with what they wait for:
#   JOB SYSTEM needs JOB
{ jobs }:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    getContext
    isAttrs
    listToAttrs
    map
    ;
  isJob = value: (value.type or null) == "derivation";
  # Hydra quotes a part of a name that has a dot in it.
  quote = part: if builtins.match ".*\\..*" part == null then part else "\"${part}\"";
  walk =
    path: value:
    if !isAttrs value then
      [ ]
    else if isJob value then
      [
        {
          name = concatStringsSep "." (map quote path);
          inherit value;
        }
      ]
    else
      concatMap (name: walk (path ++ [ name ]) value.${name}) (attrNames value);

  found = walk [ ] jobs;
  # The evaluator instantiates each job; so does this, which forces all of its expressions.
  drvPath = job: builtins.unsafeDiscardStringContext job.drvPath;
  jobOf = listToAttrs (
    map (
      { name, value }:
      {
        name = drvPath value;
        value = name;
      }
    ) found
  );
  needs =
    job:
    if job._hydraAggregate or false then
      map (drv: jobOf.${drv} or (throw "${job.name} waits for what is no job: ${drv}")) (
        attrNames (getContext (toString job.constituents))
      )
    else
      [ ];
  lines =
    { name, value }:
    builtins.seq value.drvPath [ "${name} ${value.system}" ]
    ++ map (other: "${name} ${value.system} needs ${other}") (needs value);
in
builtins.sort builtins.lessThan (concatMap lines found)
