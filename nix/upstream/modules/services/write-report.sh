#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs `dittograph count --json` and puts what it prints in the place of REPORT, whole or not at
# all.
#
# A count that could not read all files (status 1) prints a report as well, which names them. It is
# kept, and the status handed on: the unit decides whether that is a failure. After any other
# status, or if the JSON is not complete, REPORT stays what it was.
#
# usage: write-report.sh REPORT COMMAND...
set -euo pipefail

report=$1
shift
new=$(mktemp "$(dirname "$report")/.$(basename "$report").XXXXXX")
trap 'rm --force "$new"' EXIT

status=0
"$@" >"$new" || status=$?
if ((status > 1)); then
  echo "write-report: $report is left as it was: status $status from: $*" >&2
  exit "$status"
fi
# A disk that is full ends with status 1, too.
if ! jq --exit-status --slurp '.[0] | has("files") and has("total")' "$new" >/dev/null; then
  echo "write-report: $report is left as it was: no complete report from: $*" >&2
  exit 74 # EX_IOERR of sysexits.h
fi

chmod 644 "$new"
sync "$new"
mv --force "$new" "$report"
exit "$status"
